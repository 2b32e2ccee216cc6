import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import {
  type PanelOptions,
  panelFromColumns,
  withoutTail,
} from "../../../src/data/panel/from-table.js";
import { stampsAhead } from "../../../src/data/panel/future-index.js";
import { withHistory } from "../../../src/data/panel/prepend-history.js";
import { elapsedOf } from "../../../src/data/panel/time-steps.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";
import type { ForetellError } from "../../../src/errors.js";

function read(rows: readonly string[], options: PanelOptions = {}, more?: readonly string[]) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const table = (name: string, lines: readonly string[]) =>
    parseCsv({ name, bytes: new TextEncoder().encode(`${lines.join("\n")}\n`) }, {}, warn);
  const panel = panelFromColumns(
    table("log.csv", rows),
    { irregular: "allowed", ...options },
    warn,
    more && table("later.csv", more),
  );
  return { panel, series: panel.series, warnings, first: panel.series[0] };
}

function failure(rows: readonly string[], options: PanelOptions): ForetellError {
  try {
    read(rows, options);
  } catch (error) {
    return error as ForetellError;
  }
  throw new Error("nothing was thrown");
}

const clock = (time: string) => `2024-03-01T12:${time}`;
const log = ["ds,y", ...["00:03,1", "00:47,2", "02:11,4", "02:20,3", "03:00,5"].map(clock)];
const stamps = ["00:03", "00:47", "02:11", "02:20", "03:00"].map(clock);

describe("dates that stand on no grid", () => {
  it("are refused unless all who get them take them", () => {
    const error = failure(log, { irregular: { hint: "Ask the ODE." } });
    expect(error.message).toMatch(/is not on the grid/);
    expect(error.hint).toMatch(/Ask the ODE\.$/);
    expect(failure(log, { irregular: undefined }).hint).not.toMatch(/ODE/);
  });

  it("are taken as they are, the median interval being the step ahead, as a warning says", () => {
    const { panel, first, warnings } = read(log);
    expect(formatTimes(first.ds)).toEqual(stamps);
    expect(panel).toMatchObject({ irregular: true, season: 1, frequency: { alias: "40s" } });
    expect(warnings).toEqual([
      "log.csv:3: dates are not evenly spaced from here on and are kept as they are; forecasts are 40s apart, the median interval",
    ]);
    expect(formatTimes(stampsAhead(first, panel.frequency, 2))).toEqual(
      ["03:40", "04:20"].map(clock),
    );
  });

  it("are as long as they were in steps, ahead too", () => {
    const { panel, first } = read(log);
    const elapsed = elapsedOf(first, panel);
    expect([1, 2, 3, 4, 5, 6].map(elapsed)).toEqual([1.1, 2.1, 0.225, 1, 1, 1]);
  });

  it("go on in the frequency that was told, by the calendar", () => {
    const { panel, first, warnings } = read(log, { freq: "MS" });
    expect(panel.frequency.alias).toBe("MS");
    expect(warnings.join()).toMatch(
      /log\.csv:3: dates are not in steps of MS from here on .*median interval is 40s/,
    );
    expect(formatTimes(stampsAhead(first, panel.frequency, 1))).toEqual(["2024-04-01T12:03:00"]);
  });

  it("have no season of rows", () => {
    const { panel, warnings } = read(log, { season: 4 });
    expect(panel.season).toBe(1);
    expect(warnings.join()).toMatch(/a season of 4 rows has no fixed length/);
  });

  it("are each series' own", () => {
    const { series, panel } = read([
      "id,ds,y",
      ...log.slice(1).map((row, i) => `${"ab"[i % 2]},${row}`),
    ]);
    expect(series.map(({ ds }) => formatTimes(ds))).toEqual([
      [stamps[0], stamps[2], stamps[4]],
      [stamps[1], stamps[3]],
    ]);
    expect(panel.frequency.alias).toBe("93s");
  });

  it("are sorted, and combined where they repeat and a person says how", () => {
    const rows = [...log, `${clock("00:47")},6`];
    expect(failure(rows, {}).message).toMatch(/is there already in line 3/);
    const { first } = read(rows, { duplicates: "mean" });
    expect(formatTimes(first.ds)).toEqual(stamps);
    expect(Array.from(first.y)).toEqual([1, 4, 4, 3, 5]);
  });

  it("may be whole numbers", () => {
    const { panel, first } = read(["t,y", "0,1", "47,2", "131,3", "150,5", "260,4"]);
    expect(panel).toMatchObject({ irregular: true, frequency: { unit: "index", multiple: 47 } });
    expect(Array.from(stampsAhead(first, panel.frequency, 2))).toEqual([307, 354]);
    expect(elapsedOf(first, panel)(4)).toBe(110 / 47);
  });
});

describe("dates on a grid", () => {
  const hours = ["ds,y", ...[0, 1, 2, 5, 6, 9].map((h) => `2024-03-01T0${h}:00,${h}`)];

  it("stay regular, with gaps as rows", () => {
    const { panel, first } = read(hours);
    expect(panel.irregular).toBeUndefined();
    expect(first.ds).toHaveLength(10);
  });

  it("are taken as they are where that is asked for", () => {
    const { panel, first, warnings } = read(hours, { irregular: "always" });
    expect(panel).toMatchObject({ irregular: true, frequency: { alias: "h" } });
    expect(first.ds).toHaveLength(6);
    expect(warnings).toEqual([]);
  });

  it("that are but the ticks of a clock are none", () => {
    const times = ["00:00", "00:17", "00:18", "01:00", "01:34", "02:31", "02:40"];
    const ticks = times.map((time, i) => `${clock(time)},${i}`);
    const { panel, first } = read(["ds,y", ...ticks]);
    expect(panel).toMatchObject({ irregular: true, frequency: { alias: "17s" } });
    expect(first.ds).toHaveLength(7);
  });

  it("are made by --aggregate", () => {
    const { panel } = read(log, { freq: "min", aggregate: "mean" });
    expect(panel.irregular).toBeUndefined();
  });
});

describe("dates that are to be forecast", () => {
  it("are those of rows without a value at the end", () => {
    const { first, panel, warnings } = read([...log, `${clock("03:05")},`, `${clock("09:00")},`]);
    expect(first.y).toHaveLength(5);
    expect(formatTimes(stampsAhead(first, panel.frequency, 3))).toEqual(
      ["03:05", "09:00", "09:40"].map(clock),
    );
    expect(warnings.join()).toMatch(/log\.csv:7: 2 values are missing, the first here; forecast/);
  });

  it("stand in a file of their own, with what is known then", () => {
    const rows = log.map((row, i) => `${row},${i === 0 ? "p" : i}`);
    const { first } = read(rows, { future: ["p"] }, [
      "ds,p",
      `${clock("03:05")},8`,
      `${clock("04:00")},9`,
    ]);
    expect(formatTimes(first.ahead!)).toEqual(["03:05", "04:00"].map(clock));
    expect(Array.from(first.future!.get("p")!)).toEqual([1, 2, 3, 4, 5, 8, 9]);
  });

  it("are those of observations that are held back", () => {
    const { panel } = read([...log, `${clock("03:05")},`]);
    const [short] = withoutTail(panel, 2).series;
    expect(formatTimes(short.ahead!)).toEqual(["02:20", "03:00", "03:05"].map(clock));
  });
});

it("missing values are interpolated by time", () => {
  const rows = ["ds,y", ...["00:00,0", "00:10,", "00:13,", "01:40,100", "01:41,1"].map(clock)];
  expect(Array.from(read(rows, { missing: "interpolate", irregular: "always" }).first.y)).toEqual([
    0, 10, 13, 100, 1,
  ]);
});

it("history is put before new rows, however long after they begin", () => {
  const known = read(log).panel;
  const later = read([
    "ds,y",
    `${clock("02:20")},3`,
    `${clock("03:00")},5`,
    `${clock("07:31")},6`,
  ]).panel;
  const { panel, joined } = withHistory(later, known);
  expect(joined.map(({ before }) => before)).toEqual([3]);
  expect(formatTimes(panel.series[0].ds)).toEqual([...stamps, clock("07:31")]);
});

it("any dates are taken as they are, and those ahead come after them", () => {
  const interval = fc.oneof(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 1e9 }));
  fc.assert(
    fc.property(fc.array(interval, { minLength: 1, maxLength: 40 }), (intervals) => {
      let ds = Date.UTC(2020, 1, 29, 23, 59, 59);
      const dates = [ds, ...intervals.map((length) => (ds += length * 1000))];
      const rows = formatTimes(dates).map((date, i) => `${date},${i}`);
      const { panel, first } = read(["ds,y", ...rows], { irregular: "always" });
      expect(Array.from(first.ds)).toEqual(dates);
      const ahead = [ds, ...stampsAhead(first, panel.frequency, 3)];
      ahead.slice(1).forEach((stamp, i) => expect(stamp).toBeGreaterThan(ahead[i]));
    }),
    { numRuns: 60 },
  );
});
