import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { adaptedLevel, rankTrials } from "../../../src/models/intervals/adaptive.js";
import { adaptive, conformal } from "../../../src/models/intervals/intervals.js";
import type { Model, SeriesForecast } from "../../../src/models/model.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

/** Forecasts one step ahead from one origin after the other, the oldest first, wrong by so much. */
function inTurn(sizes: readonly number[]) {
  return sizes.map((size, t) => ({
    id: "a",
    holdout: sizes.length - t,
    errors: Float64Array.of(t % 2 === 0 ? size : -size),
  }));
}

/** 1, 2, …, 19, and what comes then. */
const ladder = Array.from({ length: 19 }, (_, k) => k + 1);

describe("ranks", () => {
  it("are shares of the errors known at the origin, from 19 of them on", () => {
    const [{ ranks }] = rankTrials(inTurn([...ladder, 4.5, 100, 0])) as [
      ReturnType<typeof rankTrials>[0],
    ];
    expect(Array.from(ranks.subarray(0, 19)).every(Number.isNaN)).toBe(true);
    expect(Array.from(ranks.subarray(19))).toEqual([4 / 20, 20 / 21, 0]);
  });

  it("two steps ahead leave out what is only known a step later", () => {
    const past = inTurn([...ladder, 20, 21]).map((one) => ({
      ...one,
      holdout: one.holdout + 1,
      errors: Float64Array.of(...one.errors, ...one.errors),
    }));
    const [{ ranks }] = rankTrials(past) as [ReturnType<typeof rankTrials>[0]];
    // Of the last origin: all 20 before it at the first step, 19 at the second.
    expect(Array.from(ranks.subarray(40))).toEqual([20 / 21, 19 / 20]);
  });
});

describe("the adapted level", () => {
  const trials = (ranks: readonly number[]) => ({
    id: "a",
    held: Float64Array.from(ranks, (_, k) => ranks.length - k),
    ranks: Float64Array.from(ranks),
  });

  it("follows hits and misses as worked out by hand", () => {
    // α = 0.2, γ = 0.025: a miss takes 0.025 · 0.8 off α, a hit adds 0.025 · 0.2.
    expect(adaptedLevel(80, trials([0.9]), 0)).toBeCloseTo(82, 12);
    expect(adaptedLevel(80, trials([0.5]), 0)).toBeCloseTo(79.5, 12);
    // 0.81 is outside of the 80 % asked for at first, within the 82 % asked for then.
    expect(adaptedLevel(80, trials([0.81, 0.81, 0.81]), 0)).toBeCloseTo(81, 6);
  });

  it("is the level itself where nothing was ranked", () => {
    expect(adaptedLevel(93.7, trials([]), 0)).toBe(93.7);
    expect(adaptedLevel(93.7, trials([Number.NaN]), 0)).toBe(93.7);
  });

  it("is missed by an error larger than the 19th of 19, at 95 %", () => {
    const [one] = rankTrials(inTurn([...ladder, 20])) as [ReturnType<typeof rankTrials>[0]];
    expect(adaptedLevel(95, one, 0)).toBeGreaterThan(95);
  });

  it("comes as near to 100 by eight misses in a row, at any level", () => {
    const misses = trials(Array.from({ length: 8 }, () => 1));
    for (const level of [50, 80, 95, 99]) {
      // α² is left of α.
      const left = (100 - level) ** 2 / 100;
      expect(adaptedLevel(level, misses, 0)).toBeCloseTo(100 - left, 10);
    }
  });
});

/** A walk whose steps become three times as large after three quarters of it. */
function jump(seed: number): Float64Array {
  const random = new Random(seed);
  let height = 0;
  return Float64Array.from({ length: 241 }, (_, t) => {
    height += random.normal() * (t < 180 ? 1 : 3);
    return height;
  });
}

it("adaptive intervals cover again after variance has jumped, where conformal ones stay too narrow", async () => {
  const covered = async (intervalsOf: (model: Model) => Model) => {
    let within = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const y = jump(seed);
      const context = { horizon: 1, seed: 1, levels: [80], warn: () => {} };
      const fitted = await intervalsOf(createModel("naive")).fit(
        panelOf(y.subarray(0, 240)),
        context,
      );
      const [{ intervals }] = fitted.forecast(1) as [Required<SeriesForecast>];
      if (y[240] >= intervals[0].lo[0] && y[240] <= intervals[0].hi[0]) within++;
    }
    return within / 200;
  };
  const [narrow, recovered] = [await covered(conformal), await covered(adaptive)];
  expect(narrow).toBeLessThan(0.72);
  expect(recovered).toBeGreaterThan(0.75);
  expect(recovered).toBeLessThan(0.9);
});

it("no interval ends within one of a lower level", async () => {
  const levels = [50, 80, 81, 82, 95];
  for (let seed = 1; seed <= 20; seed++) {
    const context = { horizon: 2, seed: 1, levels, warn: () => {} };
    const fitted = await adaptive(createModel("naive")).fit(panelOf(jump(seed)), context);
    const [{ intervals }] = fitted.forecast(2) as [Required<SeriesForecast>];
    for (let k = 1; k < levels.length; k++) {
      for (let h = 0; h < 2; h++) {
        expect(intervals[k].hi[h]).toBeGreaterThanOrEqual(intervals[k - 1].hi[h]);
      }
    }
  }
});

it("a series that is new is given intervals as conformal ones are", async () => {
  const context = { horizon: 1, seed: 1, levels: [80], warn: () => {} };
  const [one] = panelOf(jump(1)).series;
  const named = (...ids: string[]) => ({
    ...panelOf([]),
    series: ids.map((id) => ({ ...one, id })),
  });
  const forecasts = await Promise.all(
    [adaptive, conformal].map(async (intervalsOf) => {
      const model = intervalsOf(createModel("linear:epochs=1"));
      const { state } = await model.fit(named("a", "b"), context);
      return model.restore(state, named("c", "d")).forecast(1, [80]);
    }),
  );
  expect(forecasts[0]).toEqual(forecasts[1]);
});
