import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { datasetPath } from "../../src/data/source/catalog.js";
import { onlineCells, onlineRules } from "../../src/engine/online/learner.js";
import { Random } from "../../src/numeric/random.js";
import { type SessionSettings, streamSession } from "../../src/streaming/session.js";

const settings = (more: Partial<SessionSettings> = {}): SessionSettings => ({
  ...{ cell: "lstm", hidden: 16, rule: "snap1", rate: 0.005, lags: 24, season: 1 },
  ...{ seed: 1, window: 100 },
  ...more,
});

/** Absolute errors one step ahead of a stream, and those of the last observation as forecast. */
function errors(ys: readonly number[], more: Partial<SessionSettings> = {}) {
  const { forecaster } = streamSession(settings(more));
  const own: number[] = [];
  const naive: number[] = [];
  for (const y of ys) {
    own.push(Math.abs(forecaster.expected - y));
    naive.push(Math.abs(forecaster.last - y));
    forecaster.observe(y);
  }
  return { own, naive };
}

/** Prequential MASE over observations from `from` to `to`. */
function mase(
  { own, naive }: ReturnType<typeof errors>,
  from = 1,
  to = Number.POSITIVE_INFINITY,
): number {
  const sum = (of: number[]) => of.slice(from, to).reduce((a, b) => a + b);
  return sum(own) / sum(naive);
}

/** A sine with a little noise, of one period and then of another. */
function jumpingSine(periods: readonly [number, number], each = 1000): number[] {
  const random = new Random(4);
  let phase = 0;
  return Array.from({ length: 2 * each }, (_, t) => {
    phase += (2 * Math.PI) / periods[t < each ? 0 : 1];
    return 10 + 5 * Math.sin(phase) + random.uniform(-0.05, 0.05);
  });
}

const sunspots = readFileSync(datasetPath("sunspot-year")!, "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => Number(line.split(",")[1]));

describe("a forecaster of streams", () => {
  it.each(onlineCells)("of %s is better than the last observation on sunspots", (cell) => {
    expect(mase(errors(sunspots, { cell }))).toBeLessThan(0.75);
  });

  it("forgets a spike at once, and says what it was", () => {
    const random = new Random(12);
    const spike = 1e6;
    const ys = Array.from({ length: 200 }, (_, t) => (t === 100 ? spike : random.normal()));
    const session = streamSession(settings());
    const outliers: number[] = [];
    const own = ys.map((y, t) => {
      const observed = session.observe(y);
      if (observed.outlierFrom !== undefined) outliers.push(t);
      return Math.abs(observed.error);
    });
    // The spike itself, and the forecast that starts at it.
    expect(outliers).toEqual([100]);
    expect(Math.max(...own.slice(102))).toBeLessThan(10);
  });

  it("follows a level and a scale that are new", () => {
    const random = new Random(13);
    const ys = Array.from({ length: 1200 }, (_, t) =>
      t < 200 ? random.normal() : 1000 + 100 * random.normal(),
    );
    expect(mase(errors(ys), 800)).toBeLessThan(1);
  });

  it.each(onlineRules)("by %s is better than the last observation on sunspots", (rule) => {
    expect(mase(errors(sunspots, { rule }))).toBeLessThan(0.75);
  });

  it("is better without its linear path as well", () => {
    expect(mase(errors(sunspots, { lags: 0, rate: 0.01 }))).toBeLessThan(0.8);
  });

  it("recovers from a jump of a sine's frequency within two old periods", () => {
    const found = errors(jumpingSine([50, 31]));
    expect(mase(found, 500, 1000)).toBeLessThan(0.3);
    expect(mase(found, 1000 + 50, 1000 + 100)).toBeLessThan(0.5);
    expect(mase(found, 1000 + 100, 1000 + 200)).toBeLessThan(0.3);
  });

  it("recovers without its linear path as well", () => {
    const found = errors(jumpingSine([50, 31]), { lags: 0, rate: 0.01 });
    expect(mase(found, 1000 + 50, 1000 + 100)).toBeLessThan(0.6);
  });

  const folder = process.env.FORETELL_DATA ?? "../shared/data";
  const hourly = join(folder, "m4-hourly-train.csv.gz");
  it.skipIf(!existsSync(hourly))(
    "is better than the last observation on hourly series of M4",
    () => {
      const series = new Map<string, number[]>();
      for (const line of gunzipSync(readFileSync(hourly)).toString().trim().split("\n").slice(1)) {
        const [id, , y] = line.split(",");
        if (!series.has(id)) series.set(id, []);
        series.get(id)!.push(Number(y));
      }
      for (const [, ys] of [...series].filter((_, i) => i % 20 === 0)) {
        const found = errors(ys);
        expect(mase(found, ys.length - 100)).toBeLessThan(1);
      }
    },
  );

  it("looks at the season it is told", () => {
    const random = new Random(3);
    const pattern = Array.from({ length: 40 }, () => random.uniform(-1, 1));
    const ys = Array.from({ length: 800 }, (_, t) => pattern[t % 40] + random.uniform(-0.1, 0.1));
    const late = (season: number) => mase(errors(ys, { season, lags: 8 }), 400);
    expect(late(40)).toBeLessThan(0.6 * late(1));
  });

  it("goes on forecasting what does not change", () => {
    expect(
      errors(new Array(200).fill(7))
        .own.slice(1)
        .every((error) => error === 0),
    ).toBe(true);
  });

  it("gives 2⁴⁰ times the forecast of 2⁴⁰ times the stream", () => {
    const one = errors(sunspots).own;
    const many = errors(sunspots.map((y) => y * 2 ** 40)).own;
    expect(many.slice(1)).toEqual(one.slice(1).map((error) => error * 2 ** 40));
  });

  it("stays finite through outliers and jumps of the level", () => {
    const ys = jumpingSine([50, 50]).map((y, t) => (t % 97 === 0 ? 1e9 : t > 1500 ? y + 1e6 : y));
    const { own } = errors(ys);
    expect(own.slice(1).every(Number.isFinite)).toBe(true);
    expect(
      Math.max(...own.slice(1900).filter((_, k) => ![0, 1].includes((k + 1900) % 97))),
    ).toBeLessThan(2e8);
  });

  it("knows no forecast before the first observation, and then the observation itself", () => {
    const { forecaster } = streamSession(settings());
    forecaster.observe(Number.NaN);
    expect(forecaster.expected).toBeNaN();
    forecaster.observe(3);
    expect(forecaster.expected).toBe(3);
  });

  it("takes a missing observation to be as expected", () => {
    const { forecaster } = streamSession(settings());
    for (const y of sunspots) forecaster.observe(y);
    const { expected } = forecaster;
    const weights = forecaster.state.network.weights.slice();
    forecaster.observe(Number.NaN);
    expect(forecaster.last).toBe(expected);
    expect(forecaster.state.network.weights).toEqual(weights);
  });

  it("forecasts several steps as it would one by one if each came true", () => {
    const session = streamSession(settings({ rate: 0, season: 11 }));
    for (const y of sunspots) session.forecaster.observe(y);
    const ahead = new Float64Array(30);
    session.forecaster.forecast(ahead);
    const stepped: number[] = [];
    for (let h = 0; h < 30; h++) {
      stepped.push(session.forecaster.expected);
      session.forecaster.observe(Number.NaN);
    }
    expect(Array.from(ahead)).toEqual(stepped);
    expect(new Set(ahead).size).toBe(30);
  });

  it("is not moved by looking ahead", () => {
    const [still, moved] = [streamSession(settings()), streamSession(settings())];
    const ahead = new Float64Array(9);
    for (const y of sunspots) {
      still.observe(y);
      moved.observe(y);
      moved.forecaster.forecast(ahead);
    }
    expect(moved.state).toEqual(still.state);
  });
});
