import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultHorizon,
  defaultSeason,
  futureIndex,
  stepFrom,
  stepsBetween,
} from "../../../src/data/time/frequency.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { inferFrequency } from "../../../src/data/time/infer-frequency.js";
import { formatTimes, parseTime } from "../../../src/data/time/timestamp.js";
import { UsageError } from "../../../src/errors.js";

function at(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return parseTime(bytes, 0, bytes.length);
}

const index = (...texts: string[]) => Float64Array.from(texts, at);
const inferred = (...texts: string[]) => inferFrequency(index(...texts))?.alias;
const future = (last: string, alias: string, n: number) =>
  formatTimes(futureIndex(at(last), parseFrequency(alias), n));

/** Each alias with a stamp on its grid. */
const ALIASES: [alias: string, start: string][] = [
  ["ms", "2024-02-28T12:00:00.001"],
  ["10ms", "2024-02-28"],
  ["s", "2024-02-28T12:00:07"],
  ["30s", "2024-02-28"],
  ["min", "2024-02-28"],
  ["5min", "1969-12-31T23:00"],
  ["10min", "2024-02-28T00:05"],
  ["15min", "2024-02-28"],
  ["30min", "2024-02-28"],
  ["h", "1700-02-28T23:00"],
  ["2h", "2024-02-28"],
  ["6h", "2024-02-28"],
  ["36h", "2024-02-28"],
  ["D", "1700-01-01"],
  ["2D", "2024-02-28"],
  ["10D", "2024-02-28"],
  ["B", "2024-02-28"],
  ["2B", "2024-02-28"],
  ["3B", "1969-12-29"],
  ["W-MON", "2024-02-26"],
  ["W-TUE", "2024-02-27"],
  ["W-WED", "2024-02-28"],
  ["W-THU", "2024-02-29"],
  ["W-FRI", "2024-03-01"],
  ["W-SAT", "2024-03-02"],
  ["W-SUN", "1700-01-03"],
  ["2W-SUN", "2024-03-03"],
  ["4W-MON", "2024-02-26"],
  ["MS", "1700-01-01"],
  ["2MS", "2024-02-01"],
  ["4MS", "2024-02-01"],
  ["ME", "2024-02-29"],
  ["2ME", "2023-02-28"],
  ["QS", "1959-10-01"],
  ["QS-FEB", "2024-02-01"],
  ["QS-MAR", "2024-03-01"],
  ["2QS-FEB", "2024-02-01"],
  ["QE", "2023-12-31"],
  ["QE-OCT", "2024-01-31"],
  ["QE-NOV", "2024-02-29"],
  ["YS", "1700-01-01"],
  ["YS-APR", "2024-04-01"],
  ["YE", "1700-12-31"],
  ["YE-FEB", "2024-02-29"],
  ["YE-JUN", "2024-06-30"],
  ["5YS", "1700-01-01"],
  ["10YE", "1700-12-31"],
];

describe("parseFrequency", () => {
  it("gives each alias back", () => {
    for (const [alias] of ALIASES) expect(parseFrequency(alias).alias).toBe(alias);
  });

  it("takes the names of older pandas and plain words", () => {
    const read = (alias: string) => parseFrequency(alias).alias;
    expect(["H", "15T", "M", "A", "monthly", "w-sun".toUpperCase()].map(read)).toEqual([
      ...["h", "15min", "ME", "YE", "MS", "W-SUN"],
    ]);
  });

  it("gives one alias to equal steps", () => {
    const read = (alias: string) => parseFrequency(alias).alias;
    expect(
      ["60min", "24h", "7D", "3MS", "12ME", "QS-JAN", "QS-OCT", "QE-DEC", "YE-DEC"].map(read),
    ).toEqual([...["h", "D", "W", "QS", "YE", "QS", "QS", "QE", "YE"]]);
  });

  it("names the nearest alias when there is none of that name", () => {
    expect(() => parseFrequency("15mins")).toThrow(
      expect.objectContaining({
        exitCode: 2,
        hint: expect.stringContaining("Did you mean 15min?"),
      }),
    );
    expect(() => parseFrequency("W-SUM")).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("Did you mean W-SUN?") }),
    );
    for (const alias of ["", "0D", "-1D", "1.5h", "D-MON", "fortnight", "99999999999D"]) {
      expect(() => parseFrequency(alias)).toThrow(UsageError);
    }
  });
});

describe("inferFrequency", () => {
  it.each(ALIASES)("finds %s in its own index", (alias, start) => {
    const frequency = parseFrequency(alias);
    expect(inferFrequency(futureIndex(at(start), frequency, 50))).toEqual(frequency);
  });

  it("finds the frequency from any stamp of the grid, a fifth of it left out", () => {
    const gaps = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.constantFrom(...ALIASES),
        fc.integer({ min: -500, max: 500 }),
        gaps,
        (of, n, out) => {
          const frequency = parseFrequency(of[0]);
          const start = stepFrom(at(of[1]), frequency, n);
          const kept = futureIndex(start, frequency, 60).filter((_, i) => !out.includes(i));
          expect(inferFrequency(kept)).toEqual(frequency);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is not misled by gaps", () => {
    expect(inferred("2024-01-01", "2024-02-01", "2024-03-01", "2024-09-01", "2024-10-01")).toBe(
      "MS",
    );
    expect(inferred("2024-01-31", "2024-02-29", "2024-06-30", "2024-07-31")).toBe("ME");
    expect(
      inferred("2024-01-01T00:00", "2024-01-01T01:00", "2024-01-01T02:00", "2024-01-05T00:00"),
    ).toBe("h");
  });

  it("tells business days with a holiday from days", () => {
    expect(
      inferred(
        "2024-03-27",
        "2024-03-28",
        "2024-04-02",
        "2024-04-03",
        "2024-04-04",
        "2024-04-05",
        "2024-04-08",
      ),
    ).toBe("B");
    expect(inferred("2024-04-01", "2024-04-02", "2024-04-03", "2024-04-04")).toBe("D");
    expect(inferred("2024-04-01", "2024-04-02", "2024-04-04")).toBe("D");
    expect(inferred("2024-04-02", "2024-04-05", "2024-04-08", "2024-04-11")).toBe("3D");
  });

  it("takes 28 February of common years and 29 February of leap years for month ends", () => {
    expect(inferred("2020-02-29", "2021-02-28", "2022-02-28")).toBe("YE-FEB");
    expect(inferred("2023-01-28", "2023-02-28", "2023-03-28")).toBe("MS");
  });

  it("keeps the anchor of quarters in February, May, August and November", () => {
    expect(inferred("2023-02-01", "2023-05-01", "2023-08-01", "2023-11-01")).toBe("QS-FEB");
    expect(inferred("2023-02-28", "2023-05-31", "2023-08-31", "2023-11-30")).toBe("QE-NOV");
  });

  it("finds months in a day of the month other than the first", () => {
    expect(inferred("2023-01-15", "2023-02-15", "2023-03-15")).toBe("MS");
  });

  it("pools several series, each with an anchor of its own", () => {
    const monday = futureIndex(at("2024-01-01"), parseFrequency("W"), 5);
    const friday = futureIndex(at("2024-01-05"), parseFrequency("W"), 5);
    expect(inferFrequency([monday, friday])?.alias).toBe("W");
    expect(inferFrequency([monday, monday.subarray(0, 1)])?.alias).toBe("W-MON");
  });

  it("says nothing about fewer than two stamps", () => {
    expect(inferFrequency(index("2024-01-01"))).toBeUndefined();
    expect(inferFrequency(new Float64Array(0))).toBeUndefined();
  });
});

describe("stepFrom", () => {
  it("returns after n steps and -n steps", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALIASES), fc.integer({ min: -900, max: 900 }), (of, n) => {
        const frequency = parseFrequency(of[0]);
        const start = at(of[1]);
        const there = stepFrom(start, frequency, n);
        expect(stepFrom(there, frequency, -n)).toBe(start);
        expect(stepsBetween(start, there, frequency)).toBe(n);
      }),
      { numRuns: 1000 },
    );
  });

  it("steps month ends to month ends through a leap year", () => {
    expect(future("2023-12-31", "ME", 4)).toEqual([
      "2024-01-31",
      "2024-02-29",
      "2024-03-31",
      "2024-04-30",
    ]);
    expect(future("2024-11-30", "QE", 2)).toEqual(["2025-02-28", "2025-05-31"]);
    expect(future("2020-02-29", "YE", 4).at(-1)).toBe("2024-02-29");
  });

  it("keeps the month of quarters and the day of months", () => {
    expect(future("2023-11-01", "QS", 3)).toEqual(["2024-02-01", "2024-05-01", "2024-08-01"]);
    expect(future("2023-12-15", "MS", 2)).toEqual(["2024-01-15", "2024-02-15"]);
  });

  it("skips weekends in business days, from a weekend too", () => {
    expect(future("2024-02-29", "B", 3)).toEqual(["2024-03-01", "2024-03-04", "2024-03-05"]);
    expect(future("2024-03-02", "B", 1)).toEqual(["2024-03-04"]);
    expect(formatTimes([stepFrom(at("2024-03-03"), parseFrequency("B"), -1)])).toEqual([
      "2024-03-01",
    ]);
  });

  it("knows 1700 was no leap year and that the day after 1969 is 1970", () => {
    expect(future("1700-02-28", "D", 1)).toEqual(["1700-03-01"]);
    expect(future("1969-12-31T23:45", "15min", 1)).toEqual(["1970-01-01"]);
  });

  it("keeps the time of day", () => {
    expect(future("2024-01-31T08:00", "ME", 1)).toEqual(["2024-02-29T08:00:00"]);
  });
});

describe("stepsBetween", () => {
  it("is NaN off the grid", () => {
    const between = (a: string, b: string, alias: string) =>
      stepsBetween(at(a), at(b), parseFrequency(alias));
    expect(between("2024-01-01", "2024-01-15", "MS")).toBeNaN();
    expect(between("2024-01-31", "2024-02-29", "MS")).toBeNaN();
    expect(between("2024-01-01T00:00", "2024-01-01T00:10", "15min")).toBeNaN();
    expect(between("2024-03-01", "2024-03-02", "B")).toBeNaN();
    expect(between("2024-01-01", "2024-03-01", "QS")).toBeNaN();
  });
});

describe("defaults", () => {
  it("takes a day, a week or a year for the season", () => {
    const season = (alias: string) => defaultSeason(parseFrequency(alias));
    expect(["MS", "ME", "QS", "QE", "YS", "W-SUN", "D", "B", "h", "min", "s"].map(season)).toEqual([
      ...[12, 12, 4, 4, 1, 52, 7, 5, 24, 60, 60],
    ]);
    expect(["10min", "15min", "30min", "2h", "2W", "4W", "2MS", "5MS", "2D"].map(season)).toEqual([
      ...[144, 96, 48, 12, 26, 13, 6, 1, 1],
    ]);
  });

  it("looks a season or two ahead", () => {
    const horizon = (alias: string) => defaultHorizon(parseFrequency(alias));
    expect(["MS", "QE", "YS", "W", "D", "B", "h", "15min"].map(horizon)).toEqual([
      ...[12, 8, 6, 13, 14, 10, 24, 12],
    ]);
  });
});
