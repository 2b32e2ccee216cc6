import { describe, expect, it } from "vitest";
import { periodOf } from "../../../src/data/time/frequency.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { monthOf } from "../../../src/data/time/month-names.js";
import { parseDate } from "../../../src/data/time/parse-date.js";
import { inZone } from "../../../src/data/time/time-zone.js";
import { formatTime } from "../../../src/data/time/timestamp.js";

const utc = (text: string) => Date.parse(`${text}Z`);

describe("parseDate", () => {
  it.each([
    ["05.01.2024", "2024-01-05T00:00"],
    ["5/1/2024 7:05 PM", "2024-01-05T19:05"],
    ["5/1/2024 12:00 AM", "2024-01-05T00:00"],
    ["Mon, 5 Jan 2024 14:30:15", "2024-01-05T14:30:15"],
    ["January 5, 2024", "2024-01-05T00:00"],
    ["5-Jan-24", "2024-01-05T00:00"],
    ["05jan2024", "2024-01-05T00:00"],
    ["05JAN2024:14:30:15", "2024-01-05T14:30:15"],
    ["05/Jan/2024:14:30:15 +0100", "2024-01-05T13:30:15"],
    ["Fri, 05 Jan 2024 14:30:15 GMT", "2024-01-05T14:30:15"],
    ["05/01/2024 9:05:03 AM GMT+1", "2024-01-05T08:05:03"],
    ["05/01/2024 9:05:03 PM GMT-5", "2024-01-06T02:05:03"],
    ["5 Jan 2024 9:05 pm GMT+5:30", "2024-01-05T15:35"],
    ["05.01.2024 21:05 UTC+2", "2024-01-05T19:05"],
    ["05/01/2024 9:05 AM +01:00", "2024-01-05T08:05"],
    ["05/01/2024 9:05 AM UTC", "2024-01-05T09:05"],
    ["2023年第四季度", "2023-10-01T00:00"],
    ["2023年1季度", "2023-01-01T00:00"],
    ["2023年第3四半期", "2023-07-01T00:00"],
    ["2023년 2분기", "2023-04-01T00:00"],
    ["2023年第5季度", ""],
    ["2023 4Q", "2023-10-01T00:00"],
    ["2023-1q", "2023-01-01T00:00"],
    ["Sept 1999", "1999-09-01T00:00"],
    ["2020-W53-7", "2021-01-03T00:00"],
    ["2009-W01", "2008-12-29T00:00"],
    ["03/2024", "2024-03-01T00:00"],
    ["20240105T1430", "2024-01-05T14:30"],
    ["20240105:0210", "2024-01-05T02:10"],
    ["2024-1-5 9:5:0", "2024-01-05T09:05"],
    ["5 / 01 / 2024", "2024-01-05T00:00"],
    ["05/01/2024  02:30:00 PM", "2024-01-05T14:30"],
    ["Q1_98", "1998-01-01T00:00"],
    ["2010K3", "2010-07-01T00:00"],
    ["/Date(1704067200000)/", "2024-01-01T00:00"],
    ["/Date(1704067200000+0100)/", "2024-01-01T00:00"],
    ["2001:Q2", "2001-04-01T00:00"],
    ["2001:2", "2001-04-01T00:00"],
    ["2001:02", "2001-02-01T00:00"],
    ["2001:13", ""],
    ["2001:5", ""],
    ["03. März 2024", "2024-03-03T00:00"],
    ["Mo., 04.03.2024 14:30", "2024-03-04T14:30"],
    ["Montag, 4. März 2024", "2024-03-04T00:00"],
    ["Mär 2024", "2024-03-01T00:00"],
    ["Mrz 24", "2024-03-01T00:00"],
    ["Jänner 2024", "2024-01-01T00:00"],
    ["12-Dez-2024", "2024-12-12T00:00"],
    ["2024 Okt", "2024-10-01T00:00"],
    ["janv. 2024", "2024-01-01T00:00"],
    ["févr-24", "2024-02-01T00:00"],
    ["fe\u0301vrier 2024", "2024-02-01T00:00"],
    ["lundi 1er juillet 2024", "2024-07-01T00:00"],
    ["juil. 2024", "2024-07-01T00:00"],
    ["14 août 2024 9:05", "2024-08-14T09:05"],
    ["3 de marzo de 2024", "2024-03-03T00:00"],
    ["domingo, 3 de marzo de 2024", "2024-03-03T00:00"],
    ["enero de 2024", "2024-01-01T00:00"],
    ["dic 2024", "2024-12-01T00:00"],
    ["1 gennaio 2024", "2024-01-01T00:00"],
    ["ott. 2024", "2024-10-01T00:00"],
    ["out/2024", "2024-10-01T00:00"],
    ["5 de março de 2024", "2024-03-05T00:00"],
    ["3 mei 2024", "2024-05-03T00:00"],
  ])("reads %s as %s", (text, expected) => {
    expect(parseDate(text, "dmy")).toBe(expected === "" ? Number.NaN : utc(expected));
  });

  it.each([
    "31.02.2024",
    "2021-W53",
    "Jui 2024",
    "Moi 2024",
    "30. Februar 2024",
    "13/13/2024",
    "1/2",
    "Q5 2024",
    "5/1/2024 13:00 PM",
    "05abc2024",
    "5 Jan 2024 14:30 GMX",
  ])("takes %s for no date", (text) => {
    expect(parseDate(text, "dmy")).toBeNaN();
  });
});

describe("monthOf", () => {
  it.each([
    ["de-DE", "German"],
    ["fr-FR", "French"],
    ["es-ES", "Spanish"],
    ["it-IT", "Italian"],
    ["en-GB", "English"],
  ])("knows the months as %s writes them, %s", (locale) => {
    const name = (style: "long" | "short", month: number) =>
      new Intl.DateTimeFormat(locale, { month: style, timeZone: "UTC" }).format(
        Date.UTC(2024, month),
      );
    const months = Array.from({ length: 12 }, (_, i) => i);
    for (const style of ["long", "short"] as const) {
      const read = months.map((month) => monthOf(name(style, month).replace(".", "")));
      expect(read).toEqual(months.map((month) => month + 1));
    }
  });
});

describe("inZone", () => {
  const stamps = (...texts: string[]) => Float64Array.from(texts, utc);

  it("leaves days as the clocks show them", () => {
    const days = stamps("2024-03-30T23:00", "2024-03-31T22:00");
    const wall = inZone(
      { name: "t", values: days, written: { offsets: "all" } },
      "Europe/Berlin",
      () => {},
    );
    expect(wall.utc).toBe(false);
    expect(wall.values).toEqual(stamps("2024-03-31T00:00", "2024-04-01T00:00"));
  });

  it("takes an hour shown twice first before, then after the clocks are set back", () => {
    const wall = stamps(
      "2024-11-03T00:30",
      "2024-11-03T01:30",
      "2024-11-03T01:30",
      "2024-11-03T02:30",
    );
    const even = inZone({ name: "t", values: wall }, "America/New_York", () => {});
    expect(even.utc).toBe(true);
    expect(even.values).toEqual(
      stamps("2024-11-03T04:30", "2024-11-03T05:30", "2024-11-03T06:30", "2024-11-03T07:30"),
    );
  });

  it("refuses a zone that there is not", () => {
    expect(() => inZone({ name: "t", values: stamps() }, "Europe/Atlantis", () => {})).toThrow(
      /unknown time zone/,
    );
  });
});

describe("periodOf", () => {
  it.each([
    ["2024-05-15T13:00", "MS", "2024-05-01"],
    ["2024-05-15T13:00", "ME", "2024-05-31"],
    ["2024-05-15T13:00", "QS", "2024-04-01"],
    ["2024-05-15T13:00", "QE", "2024-06-30"],
    ["2024-05-15T13:00", "YS", "2024-01-01"],
    ["2024-05-15T13:00", "YS-JUL", "2023-07-01"],
    ["2024-05-15T13:00", "W-MON", "2024-05-13"],
    ["2024-05-15T13:00", "W-SUN", "2024-05-12"],
    ["2024-05-18T13:00", "B", "2024-05-17"],
    ["2024-05-15T13:00", "D", "2024-05-15"],
  ])("%s lies in the %s of %s", (stamp, alias, expected) => {
    expect(formatTime(periodOf(utc(stamp), parseFrequency(alias)), "day")).toBe(expected);
  });
});
