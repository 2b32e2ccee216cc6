import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarSeasons, parseFrequency } from "../../src/data/frequency.js";
import type { Panel } from "../../src/data/panel.js";
import { readPanel } from "../../src/data/read-panel.js";
import { Random } from "../../src/engine/random.js";
import { withSeason } from "../../src/features/panel-season.js";
import { detectSeasons } from "../../src/features/season.js";

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
    season: frequency ? calendarSeasons(frequency)![0]! : 1,
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
  return Float64Array.from({ length: n }, (_, t) => shape[t % length]! + random.normal());
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

  it("is what more than half of the series have", () => {
    const [six, noise] = [waves(6, 120, 5), waves(1, 120, 6)];
    expect(withSeason(panelOf([six, six, noise])).season).toBe(6);
    expect(withSeason(panelOf([six, noise, noise])).season).toBe(1);
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

/**
 * Share of the variance around the trend that the season of the classical decomposition explains.
 *
 * @see Wang, Smith & Hyndman (2006), section 3.1
 */
function seasonalStrength(y: Float64Array, season: number): number {
  const half = season / 2;
  const around: number[] = [];
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  for (let t = half; t < y.length - half; t++) {
    let level = 0;
    for (let k = -half; k <= half; k++) {
      level += (y[t + k]! * (Math.abs(k) === half ? 0.5 : 1)) / season;
    }
    around.push(y[t]! - level);
    sums[t % season]! += y[t]! - level;
    counts[t % season]!++;
  }
  const rest = around.map((value, i) => {
    const place = (i + half) % season;
    return value - sums[place]! / counts[place]!;
  });
  return 1 - variance(rest) / variance(around);
}

function variance(x: readonly number[]): number {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  return x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / x.length;
}

describe.skipIf(!existsSync(`${data}/m3-monthly-train.csv.gz`))("of the competitions", () => {
  const sets = [
    ["m3-monthly", 12],
    ["m3-quarterly", 4],
    ["m1-monthly", 12],
    ["m1-quarterly", 4],
    ["m4-hourly", 24],
  ] as const;

  it("nine in ten series with a season show it, of every fifth", async () => {
    let [seasonal, agreed] = [0, 0];
    for (const [name, season] of sets) {
      const { series, frequency } = await readPanel(`${data}/${name}-train.csv.gz`, {}, () => {});
      const candidates = calendarSeasons(frequency)!;
      for (let i = 0; i < series.length; i += 5) {
        const { y } = series[i]!;
        if (y.length < 3 * season || seasonalStrength(y, season) < 0.64) continue;
        seasonal++;
        if (detectSeasons(y, { candidates })[0]?.length === season) agreed++;
      }
    }
    expect(seasonal).toBeGreaterThan(100);
    expect(agreed / seasonal).toBeGreaterThanOrEqual(0.9);
  });

  it("that of the M4's hours is the day", async () => {
    const read = await readPanel(`${data}/m4-hourly-train.csv.gz`, {}, () => {});
    expect(withSeason(read, 48)).toMatchObject({ season: 24, reading: { seasonFrom: "found" } });
  });
});
