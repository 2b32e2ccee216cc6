import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { knownAhead, requireAhead } from "../../../src/data/panel/exogenous.js";
import {
  type PanelOptions,
  panelFromColumns,
  withoutTail,
} from "../../../src/data/panel/from-table.js";
import type { ForetellError } from "../../../src/errors.js";

function read(text: string, options: PanelOptions = {}, later?: string) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const table = (name: string, of: string) =>
    parseCsv({ name, bytes: new TextEncoder().encode(of) }, {}, warn);
  const panel = panelFromColumns(
    table("sales.csv", text),
    options,
    warn,
    later === undefined ? undefined : table("later.csv", later),
  );
  const columns = (kind: "past" | "future") =>
    panel.series.map((s) =>
      Object.fromEntries([...(s[kind] ?? [])].map(([name, x]) => [name, Array.from(x)])),
    );
  return { panel, warnings, past: columns("past"), future: columns("future") };
}

function failure(work: () => unknown): ForetellError {
  try {
    work();
  } catch (error) {
    return error as ForetellError;
  }
  throw new Error("nothing was thrown");
}

/** Months of 2024 from January on. */
function months(...rows: string[]): string {
  return rows.map((row, i) => `2024-${String(i + 1).padStart(2, "0")}-01,${row}\n`).join("");
}

describe("past columns", () => {
  it("are as long as the observations", () => {
    const { panel, past } = read(`ds,y,temp,rain\n${months("1,5,.1", "2,6,.2")}`, {
      past: ["temp", "rain"],
    });
    expect(past).toEqual([{ temp: [5, 6], rain: [0.1, 0.2] }]);
    expect(panel.series[0].future).toBeUndefined();
  });

  it("start and end with the observations", () => {
    const { past } = read(`ds,y,temp\n${months(",5", "1,6", "2,7", ",8")}`, { past: ["temp"] });
    expect(past).toEqual([{ temp: [6, 7] }]);
  });

  it("are interpolated, and filled at both ends, with warnings", () => {
    const { past, warnings } = read(`ds,y,temp\n${months("1,", "2,4", "3,", "4,8", "5,")}`, {
      past: ["temp"],
    });
    expect(past).toEqual([{ temp: [4, 4, 6, 8, 8] }]);
    expect(warnings).toEqual([
      'sales.csv:4: 1 value of column "temp" is missing; interpolated',
      'sales.csv:2: 1 value of column "temp" is missing; filled with the first one there is',
      'sales.csv:6: 1 value of column "temp" is missing; filled with the last one there is',
    ]);
  });

  it("are never filled from after the last observation", () => {
    const { past } = read(`ds,y,temp\n${months("1,4", "2,", ",8")}`, { past: ["temp"] });
    expect(past).toEqual([{ temp: [4, 4] }]);
  });

  it("follow the rows when these are sorted, and gaps in the dates", () => {
    const { past } = read("ds,y,temp\n2024-04-01,4,40\n2024-01-01,1,10\n2024-02-01,2,20\n", {
      past: ["temp"],
    });
    expect(past).toEqual([{ temp: [10, 20, 30, 40] }]);
  });

  it("are each series' own", () => {
    const { past } = read("id,ds,y,x\na,2024-01-01,1,1\nb,2024-01-01,2,2\na,2024-02-01,3,3\n", {
      id: "id",
      past: ["x"],
    });
    expect(past).toEqual([{ x: [1, 3] }, { x: [2] }]);
  });

  it("belong to every target of a wide table, for as long as it lasts", () => {
    const { past, future } = read(`ds,a,b,x,z\n${months(",1,1,5", "1,2,2,6", "1,,3,7", ",,,8")}`, {
      target: ["a", "b"],
      past: ["x"],
      future: ["z"],
    });
    expect(past).toEqual([{ x: [2, 3] }, { x: [1, 2] }]);
    expect(future).toEqual([{ z: [6, 7, 8] }, { z: [5, 6, 7, 8] }]);
  });
});

describe("future columns", () => {
  it("reach into the rows without a target at the end, without a warning", () => {
    const { panel, future, warnings } = read(`ds,y,promo\n${months("1,0", "2,1", ",1", ",0")}`, {
      future: ["promo"],
    });
    expect(Array.from(panel.series[0].y)).toEqual([1, 2]);
    expect(future).toEqual([{ promo: [0, 1, 1, 0] }]);
    expect(knownAhead(panel)).toBe(2);
    expect(warnings).toEqual([]);
  });

  it("are interpolated between what is known, with a warning", () => {
    const { future, warnings } = read(`ds,y,promo\n${months("1,0", "2,", ",4", ",", ",8")}`, {
      future: ["promo"],
    });
    expect(future).toEqual([{ promo: [0, 2, 4, 6, 8] }]);
    expect(warnings).toEqual([
      'sales.csv:3: 2 values of column "promo" are missing, the first here; interpolated',
    ]);
  });

  it("end with their last known value", () => {
    const { future } = read(`ds,y,promo\n${months("1,0", "2,1", ",1", ",")}`, {
      future: ["promo"],
    });
    expect(future).toEqual([{ promo: [0, 1, 1] }]);
  });

  it("must be known as far as the observations", () => {
    const error = failure(() =>
      read(`ds,y,promo\n${months("1,0", "2,1", "3,")}`, { future: ["promo"] }),
    );
    expect(error).toMatchObject({
      exitCode: 3,
      message: 'series "sales": column "promo" has no value from 2024-03-01 on',
    });
  });

  it("that end before the horizon name the series, the column and the first missing date", () => {
    const text = [
      "id,ds,y,promo",
      ...["a", "b"].flatMap((id) =>
        months(`1,0`, `2,1`, ",1", id === "a" ? ",0" : ",")
          .trim()
          .split("\n")
          .map((row) => `${id},${row}`),
      ),
    ].join("\n");
    const { panel } = read(text, { future: ["promo"] });
    requireAhead(panel, 1, "add rows");
    expect(failure(() => requireAhead(panel, 2, "add rows"))).toMatchObject({
      exitCode: 3,
      message: 'series "b": future column "promo" has no value for 2024-04-01',
      hint: "2 steps ahead need its values up to 2024-04-01: add rows, or ask for less: -H 1.",
    });
  });

  it("of a panel without any are known for ever", () => {
    expect(knownAhead(read(`ds,y\n${months("1", "2")}`).panel)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("a table of future values", () => {
  const past = `id,ds,y,promo\na,2024-01-01,1,0\na,2024-02-01,2,1\nb,2024-01-01,1,5\nb,2024-02-01,2,6\n`;

  it("continues each series", () => {
    const { future, warnings } = read(
      past,
      { future: ["promo"] },
      "ds,id,promo\n2024-04-01,a,3\n2024-03-01,a,2\n2024-03-01,b,7\n",
    );
    expect(future).toEqual([{ promo: [0, 1, 2, 3] }, { promo: [5, 6, 7] }]);
    expect(warnings).toEqual([
      "later.csv:3: 2024-03-01 comes after 2024-04-01; rows are sorted by date",
    ]);
  });

  it("overrules the first table beyond the last observation, and only there", () => {
    const { future } = read(
      `ds,y,promo\n${months("1,0", "2,", "3,4", ",5")}`,
      { future: ["promo"] },
      `ds,promo\n${months("9", "9", "9", "9", "9")}`,
    );
    expect(future).toEqual([{ promo: [0, 9, 4, 9, 9] }]);
  });

  it("is interpolated where a date is missing, with a warning", () => {
    const { future, warnings } = read(
      `ds,y,promo\n${months("1,0", "2,1")}`,
      { future: ["promo"] },
      "ds,promo\n2024-03-01,2\n2024-05-01,4\n",
    );
    expect(future).toEqual([{ promo: [0, 1, 2, 3, 4] }]);
    expect(warnings).toEqual([
      'later.csv: 1 future value is missing, in column "promo" of series "sales" at 2024-04-01; interpolated',
    ]);
  });

  it("leaves out series that are not forecast, and says so", () => {
    const { warnings } = read(
      past,
      { future: ["promo"] },
      "id,ds,promo\na,2024-03-01,2\nc,2024-03-01,2\n",
    );
    expect(warnings).toEqual(["later.csv: 1 series not in sales.csv are left out: c"]);
  });

  it("continues rows that are only counted", () => {
    const { future } = read("y,promo\n1,0\n2,1\n", { future: ["promo"] }, "promo\n2\n3\n");
    expect(future).toEqual([{ promo: [0, 1, 2, 3] }]);
  });

  it.each([
    ["a column it lacks", "ds,promotion\n2024-03-01,1\n", /no column "promo" in later\.csv/],
    ["text for a number", "ds,promo\n2024-03-01,yes\n", /"promo" holds "yes"/],
    ["an infinite number", "ds,promo\n2024-03-01,inf\n", /a finite number/],
    ["a date off the grid", "ds,promo\n2024-03-15,1\n", /2024-03-15 is not on the grid/],
    ["a date twice", "ds,promo\n2024-03-01,1\n2024-03-01,1\n", /is there already in line 2/],
    ["a date far away", "ds,promo\n2999-03-01,1\n", /steps of MS up to 2999-03-01/],
  ])("fails with %s", (_, later, message) => {
    const text = `ds,y,promo\n${months("1,0", "2,1")}`;
    const error = failure(() => read(text, { future: ["promo"] }, later));
    expect(error.message).toMatch(message);
  });
});

describe("naming columns", () => {
  const text = `ds,y,promo,temp\n${months("1,0,5", "2,1,6")}`;

  it("that do not exist suggests the nearest", () => {
    expect(failure(() => read(text, { past: ["tmp"] }))).toMatchObject({
      exitCode: 2,
      message: 'there is no column "tmp" in sales.csv',
      hint: expect.stringContaining('Did you mean "temp"?'),
    });
  });

  it("for two roles is wrong usage", () => {
    expect(failure(() => read(text, { past: ["temp"], future: ["temp"] })).message).toBe(
      'column "temp" cannot be both --past and --future',
    );
    expect(failure(() => read(text, { target: ["y"], past: ["y"] })).message).toBe(
      'column "y" cannot be both --target and --past',
    );
    expect(failure(() => read(text, { past: ["temp", "temp"] })).message).toBe(
      '--past names column "temp" twice',
    );
  });

  it("as exogenous keeps them from being the target", () => {
    const { panel } = read("date,a,b\n2024-01-01,1,2\n2024-02-01,3,4\n", { past: ["a"] });
    expect(panel.reading?.targets).toEqual(["b"]);
  });

  it("of text or infinite numbers names the cell", () => {
    const bad = `ds,y,promo\n${months("1,yes", "2,no")}`;
    expect(failure(() => read(bad, { past: ["promo"] })).message).toBe(
      'column "promo" holds "yes" where a number was expected',
    );
    const infinite = `ds,y,promo\n${months("1,inf", "2,0")}`;
    expect(failure(() => read(infinite, { future: ["promo"] })).message).toContain("finite");
  });

  it("that hold nothing names the series", () => {
    const empty = `id,ds,y,promo\na,2024-01-01,1,\na,2024-02-01,1,\nb,2024-01-01,1,2\n`;
    expect(failure(() => read(empty, { past: ["promo"] })).message).toBe(
      'series "a" has no values in column "promo"',
    );
  });
});

it("without its tail a panel keeps past columns up to the cut and future ones beyond it", () => {
  const { panel } = read(`ds,y,promo,temp\n${months("1,0,5", "2,1,6", "3,2,7", ",3,")}`, {
    past: ["temp"],
    future: ["promo"],
  });
  const cut = withoutTail(panel, 2);
  const [series] = cut.series;
  expect(Array.from(series.y)).toEqual([1]);
  expect(Array.from(series.past!.get("temp")!)).toEqual([5]);
  expect(Array.from(series.future!.get("promo")!)).toEqual([0, 1, 2, 3]);
  expect(knownAhead(cut)).toBe(3);
});

it("every past column is as long as y, every future one at least, all of them finite", () => {
  const cell = fc.option(fc.integer({ min: -99, max: 99 }), { nil: "" });
  const row = fc.tuple(cell, cell, cell);
  fc.assert(
    fc.property(fc.array(row, { minLength: 0, maxLength: 10 }), (rows) => {
      const text = `ds,y,p,f\n${months("1,1,1", ...rows.map((r) => r.join(",")), "1,,9")}`;
      const [series] = read(text, { past: ["p"], future: ["f"] }).panel.series;
      const { y, past, future } = series;
      expect(past!.get("p")).toHaveLength(y.length);
      expect(future!.get("f")!.length).toBeGreaterThanOrEqual(y.length);
      for (const x of [past!.get("p")!, future!.get("f")!]) {
        expect(x.every(Number.isFinite)).toBe(true);
      }
    }),
  );
});
