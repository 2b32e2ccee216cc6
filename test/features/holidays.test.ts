import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Panel } from "../../src/data/panel/from-table.js";
import { DAY, daysFromCivil, weekday } from "../../src/data/time/calendar.js";
import { stepFrom } from "../../src/data/time/frequency.js";
import { parseFrequency } from "../../src/data/time/frequency-alias.js";
import { loadFeatures } from "../../src/features/index.js";
import { featuresBySeries, requireFitting } from "../../src/features/table.js";

const date = (text: string) => Date.parse(`${text}Z`);

/** A panel of `n` steps from a date on. */
function steps(from: string, freq: string, n: number, zone?: string): Panel {
  const frequency = parseFrequency(freq);
  const start = date(from);
  const ds = Float64Array.from({ length: n }, (_, t) => stepFrom(start, frequency, t));
  const series = [{ id: "a", ds, y: new Float64Array(n) }];
  return { source: "test", frequency, season: 1, series, ...(zone !== undefined && { zone }) };
}

const columnsOf = (panel: Panel, spec: string, horizon = 0) =>
  featuresBySeries(panel, [spec], { horizon, warn: () => {} })[0];

/** The only feature of a spec. */
function values(panel: Panel, spec: string, horizon = 0): number[] {
  return Array.from(columnsOf(panel, spec, horizon).columns[0].values);
}

/** The holidays of a year, as `05-01`. */
function holidaysOf(place: string, year: number): string[] {
  const { ds, columns } = columnsOf(
    steps(`${year}-01-01T00:00`, "D", daysFromCivil(year + 1, 1, 1) - daysFromCivil(year, 1, 1)),
    `calendar:holiday=${place}`,
  );
  return Array.from(ds)
    .filter((_, t) => columns[0].values[t] === 1)
    .map((stamp) => new Date(stamp).toISOString().slice(5, 10));
}

function misfit(spec: string): string {
  try {
    requireFitting(steps("2024-01-01T00:00", "D", 10), [spec]);
  } catch (error) {
    const { message, hint } = error as Error & { hint: string };
    return `${message}: ${hint}`;
  }
  return "";
}

beforeAll(() => loadFeatures(["calendar:holiday=DE"]));

describe("calendar:holiday", () => {
  it("knows those of all of Germany in 2024", () => {
    // Feiertage der Länder, Bundesministerium des Innern.
    expect(holidaysOf("DE", 2024)).toEqual([
      ...["01-01", "03-29", "04-01", "05-01", "05-09", "05-20", "10-03", "12-25", "12-26"],
    ]);
  });

  it("knows those of a state and a region beside the country's", () => {
    const own = (place: string, around: string) => {
      const common = holidaysOf(around, 2024);
      return holidaysOf(place, 2024).filter((day) => !common.includes(day));
    };
    // Epiphany, Corpus Christi and All Saints' Day; Assumption where most people are Catholics.
    expect(own("DE-BY", "DE")).toEqual(["01-06", "05-30", "11-01"]);
    expect(own("DE-BY-KATH", "DE-BY")).toEqual(["08-15"]);
  });

  it("finds Thanksgiving on the fourth Thursday of November, whatever the year", () => {
    for (let year = 2000; year <= 2030; year++) {
      const first = daysFromCivil(year, 11, 1);
      const day = first + ((3 - weekday(first) + 7) % 7) + 21;
      const from = new Date(day * DAY).toISOString().slice(0, 16);
      expect(values(steps(from, "D", 1), "calendar:holiday=US")).toEqual([1]);
    }
  });

  it("knows Easter Monday of rows ahead, in a column for each place", () => {
    const table = columnsOf(steps("2024-03-28T00:00", "D", 3), "calendar:holiday=de+US-CA", 3);
    expect(table.columns.map(({ name, values }) => [name, Array.from(values)])).toEqual([
      ["calendar_holiday_DE", [0, 1, 0, 0, 1, 0]],
      // César Chávez Day is on March 31st, a Sunday, and observed on Monday.
      ["calendar_holiday_US-CA", [0, 0, 0, 1, 1, 0]],
    ]);
  });

  it("goes on over the end of a year", () => {
    expect(holidaysOf("SZ", 2025).slice(0, 2)).toEqual(["01-01", "01-02"]);
    expect(holidaysOf("SZ", 2025).slice(-4)).toEqual(["12-28", "12-29", "12-30", "12-31"]);
  });

  it("takes days of 23 and 25 hours for days", () => {
    // Easter Sunday and Austria's national day, when the clocks are set.
    expect(holidaysOf("EE", 2024).filter((day) => day >= "03-30" && day <= "04-02")).toEqual([
      "03-31",
    ]);
    expect(holidaysOf("AT", 2025).filter((day) => day >= "10-20" && day <= "10-31")).toEqual([
      "10-26",
    ]);
  });

  it("is told of every hour of the day", () => {
    const day = values(steps("2024-12-24T00:00", "h", 48), "calendar:holiday=DE");
    expect(day).toEqual(Array.from({ length: 48 }, (_, hour) => (hour < 24 ? 0 : 1)));
  });

  it("begins at midnight of the series' time zone where its dates are UTC", () => {
    const winter = steps("2024-12-24T20:00", "h", 6, "Europe/Berlin");
    expect(values(winter, "calendar:holiday=DE")).toEqual([0, 0, 0, 1, 1, 1]);
    const summer = steps("2024-04-30T20:00", "h", 4, "Europe/Berlin");
    expect(values(summer, "calendar:holiday=DE")).toEqual([0, 0, 1, 1]);
    expect(values(summer, "calendar:hour")).toEqual([22, 23, 0, 1]);
  });

  it.each([
    // Weeks from Monday on; Good Friday and Easter Monday are in two of them.
    ["W-MON", "2024-03-18T00:00", [0, 1, 1, 0]],
    ["MS", "2024-03-01T00:00", [1, 1, 3, 0]],
    ["ME", "2024-03-31T00:00", [1, 1, 3, 0]],
    ["QS", "2024-01-01T00:00", [2, 4, 0, 3]],
    ["QE", "2024-03-31T00:00", [2, 4, 0, 3]],
    ["YS", "2024-01-01T00:00", [9, 9, 9, 9]],
    ["2D", "2024-12-23T00:00", [0, 2, 0, 0]],
    ["B", "2024-03-28T00:00", [0, 1, 1, 0]],
  ])("is counted in steps of %s", (freq, from, counts) => {
    expect(values(steps(from, freq, 4), "calendar:holiday=DE")).toEqual(counts);
  });

  it("leaves weekends out of business days", () => {
    // César Chávez Day on Sunday, its substitute on Monday.
    const friday = steps("2024-03-29T00:00", "B", 2);
    expect(values(friday, "calendar:holiday=US-CA")).toEqual([0, 1]);
  });

  it.each([
    ["GERMANY", "Did you mean DE?"],
    ["UK", "Did you mean GB?"],
    ["Swizerland", "Did you mean CH?"],
    ["US-Californa", "Did you mean US-CA?"],
    ["DE-XX", 'no holidays are known for "XX" in DE: There are BB, BE, BW,'],
    ["SG-A", "SG is not divided: name it alone."],
    ["US-CA-LA-X", "US-CA-LA is not divided: name it alone."],
  ])("of %s is not known, and the message says what is", (place, said) => {
    expect(misfit(`calendar:holiday=${place}`)).toContain(said);
  });

  it("needs dates", () => {
    const panel = { ...steps("2024-01-01T00:00", "D", 5), frequency: parseFrequency("D") };
    const index = { ...panel, frequency: { ...panel.frequency, unit: "index" as const } };
    expect(() => requireFitting(index, ["calendar:holiday=DE"])).toThrow(
      '"holiday" needs dates, but the data have none',
    );
  });

  it("says so when its rules have not been loaded", async () => {
    vi.resetModules();
    const fresh = await import("../../src/features/table.js");
    const table = () => fresh.features(steps("2024-01-01T00:00", "D", 2), ["calendar:holiday=DE"]);
    expect(table).toThrow("holidays have not been loaded");
    await (await import("../../src/features/index.js")).loadFeatures(["calendar:holiday=DE"]);
    expect(table().rows).toBe(2);
  });
});
