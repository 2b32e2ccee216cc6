import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { beginningOf } from "./beginning.js";

/**
 * Tables in the forms of public data services, loggers and bug reports. Their values are made up: 100, 137,
 * 124, … where nothing else is said.
 */
const path = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/reported/${name}`, import.meta.url));

/** File, frequency, number of series, first date, first two values, and what must be said. */
type Read = readonly [string, string, number, string, number, number, RegExp?];

const READ: readonly Read[] = [
  // Power markets and meters.
  ["aemo.csv", "5min", 1, "2024-01-01T00:05:00", 100.5, 137.5],
  ["ercot.csv", "h", 1, "2024-01-01T01:00:00", 137, 124, /as month, day, year, not as day/],
  ["nordpool.csv", "h", 1, "2024-01-01T00:00:00", 100.26, 137.26, /as day, month, year, not/],
  ["caiso.csv", "h", 1, "2024-01-01T08:00:00", 100.2, 137.2],
  ["smard.csv", "h", 1, "2024-01-01T00:00:00", 4600.25, 4637.25, /thousands separators/],
  ["household.txt", "min", 1, "2006-12-16T17:24:00", 100.84, 137.84],
  ["pge.csv", "15min", 1, "2024-01-01T00:00:00", 0.1, 0.137, /DATE and START TIME/],
  ["wide-hours.csv", "h", 1, "2024-01-01T00:00:00", 100, 137, /H1 to H24 are read as the times/],
  ["wide-clocks.csv", "h", 1, "2024-01-01T00:00:00", 100, 137, /00:00 to 23:00 are read/],
  // Weather, air, rivers, the sun.
  ["psmsl.txt", "index", 1, "0", 7100, 7137, /no column holds dates/],
  ["inmet.csv", "h", 1, "2024-01-01T00:00:00", 0, 0.4, /Data and Hora UTC/],
  ["airquality.csv", "h", 1, "2004-03-10T18:00:00", 10, 13.7],
  ["beijing.csv", "h", 1, "2010-01-01T03:00:00", 111, 148],
  ["fews.csv", "15min", 1, "2024-01-01T00:00:00", -999, 137, /holds -999 in 1 row/],
  ["toa5.dat", "5min", 1, "2024-01-01T00:00:00", 10, 13.7, /first 3 lines are the header/],
  ["nasapower.csv", "D", 1, "2024-01-01", 10, 13.7, /YEAR, MO and DY/],
  ["nasapower-doy.csv", "D", 1, "2024-01-01", 10, 13.7, /YEAR and DOY/],
  ["pvgis.csv", "h", 1, "2005-01-01T00:10:00", 100, 137, /2 lines of notes below/],
  ["usgs.rdb", "15min", 1, "2024-01-01T00:00:00", 100, 137],
  ["silso.csv", "MS", 1, "1749-01-01", 100, 137, /column1 and column2 hold year, month/],
  ["ndbc.txt", "h", 1, "2024-01-01T00:00:00", 100, 137, /yr, mo, dy, hr and mn/],
  ["nao.txt", "MS", 1, "1950-01-01", 1, 1.37, /column1 and column2/],
  // Statistics.
  ["meses.csv", "MS", 1, "2021-01-01", 100.5, 137.5],
  ["notes.csv", "MS", 1, "2020-01-01", 100.5, 137.5, /2 lines of notes/],
  ["worldbank.csv", "YS", 3, "1994-01-01", 148.5, 135.5],
  ["fred.csv", "QS", 1, "1990-04-01", 137, 124],
  ["oecd.csv", "QS", 2, "2010-01-01", 100.1, 137.1],
  ["eia.csv", "MS", 1, "2020-01-01", 10, 13.7],
  ["ons-notes.csv", "MS", 1, "2018-01-01", 100.5, 137.5, /first 8 lines are the header/],
  ["eurostat.tsv", "YS", 3, "2010-01-01", 100, 137.1, /without the flags p \(3 values\)/],
  ["years-over-quarters.csv", "QS", 3, "2020-01-01", 100, 137, /first 2 lines are the header/],
  ["r-quarters.txt", "QS", 1, "1960-01-01", 100.5, 137.5, /the quarters of year/],
  ["cbs.csv", "MS", 1, "2020-01-01", 100.5, 137.5],
  ["abs.csv", "QS-MAR", 1, "2015-06-01", 100.5, 137.5, /first 10 lines are the header/],
  ["sap-period.csv", "MS", 1, "2021-01-01", 100, 137, /Buchungsperiode make up the date together/],
  ["sap-001.csv", "MS", 1, "2021-01-01", 100, 137, /month and year after the point/],
  // Dashboards, apps and exchanges.
  ["perfmon.csv", "15001ms", 1, "2024-01-31T13:00:15.001", 137.25, 121.25, /1 value is missing/],
  ["homeassistant-ids.csv", "689246ms", 2, "2024-01-01T00:00:00.000", 20, 24.2, /"entity_id"/],
  ["grafana-space.csv", "h", 1, "2024-01-01T00:00:00", 100, 137],
  ["grafana-numbered.csv", "5s", 1, "2020-12-03T10:30:30", 10, 13.7],
  ["grafana-sep.csv", "min", 2, "2016-08-05T00:00:00", 100, 137],
  ["grafana-cols.csv", "s", 1, "2016-01-01T00:00:00", 100, 112],
  ["datelast.csv", "30min", 1, "2024-01-01T00:00:00", 100, 137],
  ["ga4.csv", "index", 1, "0", 100, 137],
  ["fitbit.json", "5min", 1, "2020-09-22T00:00:00", 100, 137],
  ["binance.json", "D", 1, "2017-07-03", 0.01, 0.0137],
  ["rello.csv", "5min", 1, "2024-01-01T00:00:00.419", 0.7, 0.737],
  ["epochms-local.csv", "D", 1, "2024-01-01T03:00:00", 100, 137],
  ["tsv-pop.tsv", "YS-SEP", 1, "1990-09-25T09:00:00", 30_150, 31_151, /thousands separators/],
  // Dates.
  ["serial.csv", "D", 1, "2024-01-01", 100, 137, /"StartDate" is read as days of a spreadsheet/],
  ["fiscalweek.csv", "W-MON", 1, "2019-01-14", 100, 137, /year, week and weekday/],
  ["yyyyqq.csv", "QS", 1, "2001-01-01", 100, 137, /year and quarter/],
  ["yyyyqq-named.csv", "QS", 1, "2001-01-01", 100, 137, /year and quarter/],
  ["q_98.csv", "QS", 1, "1998-01-01", 100, 137],
  ["colonq.csv", "QS", 1, "2001-01-01", 100, 137],
  ["colon.csv", "QS", 1, "2001-01-01", 100, 137],
  ["frac.csv", "h", 1, "2003-08-03T00:00:00", 100, 137],
  ["double-space.csv", "h", 1, "2017-08-13T00:00:00", 100, 137],
  ["spaced-slash.csv", "D", 1, "2024-01-01", 100, 137],
  ["noleading.csv", "h", 1, "2024-01-01T00:00:00", 100, 137],
  ["random-day.csv", "31D", 1, "2015-01-05", 100, 137, /not evenly spaced/],
];

/** File, what is said of it, what would help, and the line that is blamed. */
type Refused = readonly [string, RegExp, RegExp, number?];

const REFUSED: readonly Refused[] = [
  ["dsview.csv", /4 fields where 3/, /quotes/, 7],
  ["influxstudio.csv", /6 fields where 4/, /quotes/, 2],
  ["emoncms.csv", /3 fields where 2/, /quotes/, 7],
  ["cut.csv", /1 field where 3/, /keep its delimiter/, 38],
  ["clock-alone.csv", /"00:00" where a date/, /--time date,time/, 2],
  ["ha-history.csv", /"unavailable" where a number/, /--na unavailable/, 9],
  ["trends.csv", /"<1" where a number/, /--na '<1'/, 8],
  ["bea.csv", /"\(D\)" where a number/, /--na '\(D\)'/, 11],
  ["gistemp.csv", /"\*\*\*" where a number/, /--na '\*\*\*'/, 13],
  ["isd.csv", /"\+0100,1" where a number/, /--decimal ','/, 2],
  ["baddate.csv", /"\/\/1994" where a date/, /--date-format/, 6],
  ["strftime-tz.csv", /CET 2024" where a date/, /leave "CET" out .*--tz/, 2],
  ["iot-dup.csv", /is there already in line 2/, /--duplicates/, 3],
  ["statcan.csv", /is there already in line 2/, /--id GEO/, 3],
  ["walmart.csv", /is there already in line 2/, /--id Store\./, 22],
  ["store-sales.csv", /is there already in line 2/, /--id store_nbr,family\./, 3],
  ["retail.csv", /is there already in line 2/, /--duplicates sum/, 3],
  ["code-1e3.csv", /is there already in line 2/, /--id code\./, 22],
  ["duration.csv", /holds numbers to forecast/, /holds "00:00:00", a time of day: durations/],
  ["coingecko.json", /several tables: prices, market_caps/, /--records prices/],
  ["daylio.csv", /holds numbers to forecast/, /mood/],
];

describe("tables as people report them are read right", () => {
  it.each(READ.map((row) => [row[0], row] as const))("%s", async (_, row) => {
    const [file, freq, count, ds, y0, y1, said] = row;
    const read = await beginningOf(path(file));
    expect(read.begins).toEqual([freq, count, ds, y0, y1]);
    if (said !== undefined) expect(read.said).toMatch(said);
  });

  it("covers every file of the folder", async () => {
    const { readdir } = await import("node:fs/promises");
    const named = [...READ, ...REFUSED].map(([file]) => file);
    expect((await readdir(path("."))).toSorted()).toEqual(named.toSorted());
  });
});

describe("tables as people report them are refused with what helps", () => {
  it.each(REFUSED.map((row) => [row[0], row] as const))("%s", async (_, row) => {
    const [file, message, hint, line] = row;
    const error = await beginningOf(path(file)).catch((reason) => reason);
    expect(error).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
    if (line !== undefined) expect(error.location?.line).toBe(line);
  });
});
