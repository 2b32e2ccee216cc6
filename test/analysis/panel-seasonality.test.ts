import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closestSeason } from "../../src/analysis/closest-season.js";
import { withSeason } from "../../src/analysis/panel-seasonality.js";
import type { Panel } from "../../src/data/panel/from-table.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import { calendarSeasons } from "../../src/data/time/frequency.js";
import { parseFrequency } from "../../src/data/time/frequency-alias.js";
import { Random } from "../../src/numeric/random.js";
import { agreementOf, competitionSets, withoutDates } from "./season-agreement.js";

const data = process.env.FORETELL_DATA ?? "../shared/data";

/** A panel as it is read from a table in which nobody named a season. */
function panelOf(rows: readonly ArrayLike<number>[], freq?: string): Panel {
  const frequency = freq === undefined ? undefined : parseFrequency(freq);
  return {
    series: rows.map((y, i) => ({
      id: String(i),
      y: Float64Array.from(y),
      ds: Float64Array.from(y, (_, t) => t),
    })),
    frequency: frequency ?? { alias: "index", unit: "index", multiple: 1, atEnd: false },
    season: frequency ? calendarSeasons(frequency)![0] : 1,
    source: "made",
    reading: {
      rows: rows.length,
      time: undefined,
      targets: ["y"],
      id: undefined,
      frequencyFrom: "told",
      seasonFrom: "frequency",
    },
  };
}

function waves(length: number, n: number, seed: number): Float64Array {
  const random = new Random(seed);
  const shape = Float64Array.from({ length }, () => 3 * random.normal());
  return Float64Array.from({ length: n }, (_, t) => shape[t % length] + random.normal());
}

describe("the season of a panel", () => {
  it("is found where there are no dates", () => {
    const panel = withSeason(panelOf([waves(9, 120, 1)]));
    expect(panel.season).toBe(9);
    expect(panel.reading?.seasonFrom).toBe("found");
  });

  it("is the week of hours that know no day", () => {
    expect(withSeason(panelOf([waves(168, 1000, 2)], "h")).season).toBe(168);
    expect(withSeason(panelOf([waves(24, 1000, 2)], "h")).season).toBe(24);
  });

  it("stays the usual one in noise, and where the calendar has one only", () => {
    const noise = panelOf([waves(1, 500, 3)], "h");
    expect(withSeason(noise)).toBe(noise);
    const monthly = panelOf([waves(7, 120, 4)], "MS");
    expect(withSeason(monthly)).toBe(monthly);
  });

  it("stays what a person named", () => {
    const panel = panelOf([waves(9, 120, 1)]);
    const told = { ...panel, reading: { ...panel.reading!, seasonFrom: "told" as const } };
    expect(withSeason(told)).toBe(told);
  });

  it("of three series is what two have", () => {
    const [six, noise] = [waves(6, 120, 5), waves(1, 120, 6)];
    expect(withSeason(panelOf([six, six, noise])).season).toBe(6);
    expect(withSeason(panelOf([six, noise, noise])).season).toBe(1);
  });

  it("is what more series show than would by chance, where nothing is usual", () => {
    const twenty = (seasonal: number) =>
      Array.from({ length: 20 }, (_, i) => waves(i < seasonal ? 6 : 1, 60, 40 + i));
    expect(withSeason(panelOf(twenty(4))).season).toBe(6);
    expect(withSeason(panelOf(twenty(2))).season).toBe(1);
    const weekly = (seasonal: number) =>
      Array.from({ length: 20 }, (_, i) => waves(i < seasonal ? 168 : 1, 700, 40 + i));
    expect(withSeason(panelOf(weekly(4), "h")).season).toBe(24);
    expect(withSeason(panelOf(weekly(11), "h")).season).toBe(168);
  });

  it("knows nothing of observations that are held back", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 2, max: 12 }),
        fc.nat(1000),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        (held, length, seed, other) => {
          const y = waves(length, 90, seed);
          const changed = y.map((value, t) => (t < 90 - held ? value : other * t));
          expect(withSeason(panelOf([changed]), held).season).toBe(
            withSeason(panelOf([y]), held).season,
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it("is claimed of white noise without dates at most once in twenty", () => {
    let claimed = 0;
    for (let seed = 0; seed < 200; seed++) {
      if (withSeason(panelOf([waves(1, 80, seed)])).season > 1) claimed++;
    }
    expect(claimed / 200).toBeLessThanOrEqual(0.05);
  });
});

const sets = `${data}/m3-monthly-train.csv.gz`;

describe.skipIf(!existsSync(sets))("of the competitions", () => {
  const read = (name: string) => readPanel(`${data}/${name}-train.csv.gz`, {}, () => {});

  // Of the M4's weeks few have a year's season, 7 of 179 by both tests.
  it.each(competitionSets.filter(([name]) => name !== "m4-weekly"))(
    "the season of %s is %i, though there are no dates",
    async (name, season) => {
      expect(withSeason(withoutDates(await read(name))).season).toBe(season);
    },
  );

  it.each([
    ["m1-quarterly", 1],
    ["m1-monthly", 1],
    ["m3-quarterly", 1],
    ["m3-monthly", 1],
    ["m4-hourly", 5],
  ])(
    "nine in ten series of %s that have its season show it without dates, each of %i",
    async (name, every) => {
      const season = new Map(competitionSets).get(name)!;
      const { seasonal, agreed, among } = agreementOf(await read(name), season, every);
      expect(seasonal).toBeGreaterThan(30);
      expect(agreed / seasonal).toBeGreaterThanOrEqual(0.9);
      expect(among / seasonal).toBeGreaterThanOrEqual(0.98);
    },
  );

  it("that of the M4's hours is the day", async () => {
    expect(withSeason(await read("m4-hourly"), 48)).toMatchObject({
      season: 24,
      reading: { seasonFrom: "found" },
    });
  });
});

describe("the closest season", () => {
  const hours = (week: number) =>
    Float64Array.from({ length: 168 * 6 }, (_, t) => {
      const { normal } = noise;
      const day = 10 * Math.sin((2 * Math.PI * t) / 24);
      return 100 + day + (Math.floor(t / 24) % 7 >= 5 ? week : 0) + normal();
    });
  const random = new Random(5);
  const noise = { normal: () => random.normal() };

  it("is the week of hours that differ on weekends, and the day of those that do not", () => {
    expect(closestSeason(withSeason(panelOf([hours(-20)], "h")))).toBe(168);
    expect(closestSeason(withSeason(panelOf([hours(0)], "h")))).toBe(24);
  });

  it("stays what was told", () => {
    const panel = withSeason(panelOf([hours(-20)], "h"));
    const told = {
      ...panel,
      season: 24,
      reading: { ...panel.reading!, seasonFrom: "told" } as const,
    };
    expect(closestSeason(told)).toBe(24);
  });
});
