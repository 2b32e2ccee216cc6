import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timesFromNumbers } from "../../../src/data/time/numeric-times.js";
import {
  endsInOffset,
  formatTime,
  formatTimes,
  parseTime,
} from "../../../src/data/time/timestamp.js";

function read(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return parseTime(bytes, 0, bytes.length);
}

describe("parseTime", () => {
  it("reads dates, months, quarters and years", () => {
    expect(read("2024-05-01")).toBe(Date.UTC(2024, 4, 1));
    expect(read("2024/05/01")).toBe(Date.UTC(2024, 4, 1));
    expect(read("2024/5/1")).toBe(Date.UTC(2024, 4, 1));
    expect(read("2024-05")).toBe(Date.UTC(2024, 4, 1));
    expect(read("2024Q2")).toBe(Date.UTC(2024, 3, 1));
    expect(read("2024-q4")).toBe(Date.UTC(2024, 9, 1));
    expect(read("1700")).toBe(Date.UTC(1700, 0, 1));
  });

  it("reads times of day with T or a space, with or without seconds and fraction", () => {
    const noon = Date.UTC(2024, 4, 1, 12, 30, 15);
    expect(read("2024-05-01T12:30:15")).toBe(noon);
    expect(read("2024-05-01 12:30:15.25")).toBe(noon + 250);
    expect(read("2024-05-01 12:30:15.123456789")).toBe(noon + 123);
    expect(read("2024-05-01 12:30")).toBe(noon - 15_000);
    expect(read("2024-05-01T24:00")).toBe(Date.UTC(2024, 4, 2));
  });

  it("tells a clock with an offset from one without", () => {
    const days = ["2024-05-01", "2024-5-1", "2024/5/1", "2024/12/31"];
    const clocks = ["12:30", "12", "12:30:15", "12:30:15.250"];
    const zones = ["Z", "z", " UTC", "+02", "-05:30", "+0200", " +02", "-00:00"];
    for (const day of days) {
      for (const clock of clocks) {
        for (const zone of ["", ...zones]) {
          const text = `${day} ${clock}${zone}`;
          const bytes = new TextEncoder().encode(text);
          expect(parseTime(bytes, 0, bytes.length), text).not.toBeNaN();
          expect(endsInOffset(bytes, 0, bytes.length), text).toBe(zone !== "");
        }
      }
    }
  });

  it("turns offsets into UTC", () => {
    const utc = Date.UTC(2024, 4, 1, 12);
    for (const text of [
      "12:00Z",
      "14:00+02:00",
      "14:00+0200",
      "14:00 +02",
      "06:30-05:30",
      "12:00 UTC",
    ]) {
      expect(read(`2024-05-01T${text}`)).toBe(utc);
    }
  });

  it("refuses days and times that do not exist", () => {
    for (const text of [
      "2023-02-29",
      "2024-13-01",
      "2024-00-01",
      "2024-04-31",
      "2024-01-01T25:00",
      "2024-01-01T12:60",
      "2024-01-01T24:01",
      "2024Q5",
    ]) {
      expect(read(text)).toBeNaN();
    }
  });

  it("refuses text that is no timestamp", () => {
    for (const text of [
      "",
      "24-01-01",
      "2024-01-01T",
      "2024-01-01x",
      "2024-01/01",
      "2024-1-1-1",
      "05.01.2024",
      "Jan 2024",
      "2024-01-01T12:00+",
      "2024-01-01T1:00",
    ]) {
      expect(read(text)).toBeNaN();
    }
  });

  it("reads back what formatTime writes, in any year from 1000 on", () => {
    const from = Date.UTC(1000, 0, 1);
    fc.assert(
      fc.property(fc.integer({ min: from, max: Date.UTC(9999, 11, 31) }), (ms) => {
        expect(read(formatTime(ms, "millisecond"))).toBe(ms);
      }),
    );
  });
});

describe("formatTimes", () => {
  it("writes dates only when all stamps are midnight", () => {
    const day = Date.UTC(1700, 1, 28);
    expect(formatTimes([day, day + 86_400_000])).toEqual(["1700-02-28", "1700-03-01"]);
    expect(formatTimes([day, day + 3_600_000])).toEqual([
      "1700-02-28T00:00:00",
      "1700-02-28T01:00:00",
    ]);
    expect(formatTimes([day + 5])).toEqual(["1700-02-28T00:00:00.005"]);
  });
});

describe("timesFromNumbers", () => {
  const read = (...values: number[]) => timesFromNumbers(Float64Array.from(values));

  it("reads years, packed dates and Unix time, whichever fits all values", () => {
    expect(read(1700, 1701)).toMatchObject({ as: "year" });
    expect(read(202401, 202412)).toMatchObject({ as: "year and month" });
    expect(read(20240131, 20240229)).toMatchObject({ as: "day" });
    expect(read(1.7e9, 1.7e9 + 60)).toMatchObject({ as: "Unix seconds" });
    expect(read(1.7e12)?.times[0]).toBe(1.7e12);
    expect(read(20240131)?.times[0]).toBe(Date.UTC(2024, 0, 31));
  });

  it("reads digits of a day and clock as they stand, not as Unix time of another century", () => {
    const noon = Date.UTC(2024, 0, 31, 12);
    expect(read(2024013112, 2024013113)).toMatchObject({ as: "day and hour" });
    expect(read(2024013112)?.times[0]).toBe(noon);
    expect(read(202401311225)?.times[0]).toBe(noon + 25 * 60_000);
    expect(read(20240131122530)?.times[0]).toBe(noon + 25.5 * 60_000);
  });

  it("takes Unix time for what it is where only some of it could be a day and clock", () => {
    expect(read(2024013112, 2024013172)).toMatchObject({ as: "Unix seconds" });
    expect(read(202401311225, 202401371225)).toMatchObject({ as: "Unix milliseconds" });
  });

  it("reads nothing into numbers that fit no one reading", () => {
    expect(read(0, 1, 2)).toBeUndefined();
    expect(read(1949.5)).toBeUndefined();
    expect(read(20240131, 20240132)).toBeUndefined();
    expect(read(Number.NaN)).toBeUndefined();
  });
});
