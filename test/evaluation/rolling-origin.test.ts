import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FitError } from "../../src/errors.js";
import { backtest } from "../../src/evaluation/backtest.js";
import { rollingFolds } from "../../src/evaluation/rolling-origin.js";
import { createModel, models } from "../../src/models/index.js";
import type { Model } from "../../src/models/model.js";
import { panelOfMany } from "../panels.js";

const panel = (...series: number[][]) => panelOfMany(series, 4);

const upTo = (n: number) => Array.from({ length: n }, (_, t) => t);
const context = { seed: 1, warn: () => {} };

describe("folds", () => {
  const plan = { horizon: 2, folds: 3, step: 1, window: "expanding" as const };

  it.each([
    ["horizon", 1.5],
    ["horizon", 0],
    ["step", 0],
    ["folds", Number.NaN],
  ])("are refused for a %s of %d", (what, value) => {
    expect(() => rollingFolds(panel(upTo(8)), { ...plan, [what]: value })).toThrow(
      `${what === "folds" ? "number of folds" : what} must be a whole number ≥ 1, got ${value}`,
    );
  });

  it("roll towards the end, where the last test part ends", () => {
    const folds = rollingFolds(panel(upTo(8)), plan);
    expect(folds.map(({ training }) => training.series[0].y.length)).toEqual([4, 5, 6]);
    expect(folds.map(({ test }) => Array.from(test[0]))).toEqual([
      [4, 5],
      [5, 6],
      [6, 7],
    ]);
  });

  it("of a sliding window keep the length of the first", () => {
    const folds = rollingFolds(panel(upTo(8)), { ...plan, window: "sliding" });
    expect(folds.map(({ training }) => Array.from(training.series[0].y))).toEqual([
      [0, 1, 2, 3],
      [1, 2, 3, 4],
      [2, 3, 4, 5],
    ]);
    expect(folds.map(({ training }) => training.series[0].ds[0])).toEqual([0, 1, 2]);
  });

  it("leave series out until they are long enough", () => {
    const folds = rollingFolds(panel(upTo(8), upTo(5)), plan);
    expect(folds.map(({ training }) => training.series.length)).toEqual([1, 2, 2]);
  });
});

describe("refitting", () => {
  const countingFits = (): Model & { fits: number[] } => {
    const naive = createModel("naive");
    const fits: number[] = [];
    return {
      ...naive,
      fits,
      fit(training, given) {
        fits.push(training.series[0].y.length);
        return naive.fit(training, given);
      },
    };
  };

  it("every k folds forecasts in between from what has come since", async () => {
    const folds = rollingFolds(panel(upTo(9)), {
      ...{ horizon: 1, folds: 4, step: 1 },
      window: "expanding",
    });
    const model = countingFits();
    const { forecasts } = await backtest(folds, model, context, 2);
    expect(model.fits).toEqual([5, 7]);
    expect(forecasts.map(([one]) => one.mean[0])).toEqual([4, 5, 6, 7]);
  });

  it.each([
    ["ends with its best so far", false],
    ["has none yet", true],
  ])("that is interrupted and %s leaves the folds before it", async (_, fails) => {
    const folds = rollingFolds(panel(upTo(9)), {
      ...{ horizon: 1, folds: 4, step: 1 },
      window: "expanding",
    });
    const controller = new AbortController();
    const told: number[] = [];
    const naive = createModel("naive");
    const model: Model = {
      ...naive,
      async fit(training, given) {
        if (training.series[0].y.length === 7) controller.abort();
        if (fails && given.signal?.aborted) throw new FitError("stopped before its first epoch");
        return naive.fit(training, given);
      },
    };
    const { forecasts, mean } = await backtest(folds, model, {
      ...context,
      signal: controller.signal,
      onFold: ({ done, all }) => told.push(done / all),
    });
    expect(forecasts.map(([one]) => one.mean[0])).toEqual([4, 5]);
    expect(mean.mae).toBe(1);
    expect(told).toEqual([0, 0.25, 0.5]);
  });

  it("happens as well when there is a new series", async () => {
    const folds = rollingFolds(panel(upTo(9), upTo(4)), {
      ...{ horizon: 2, folds: 3, step: 1 },
      window: "expanding",
    });
    const model = countingFits();
    await backtest(folds, model, context, 10);
    expect(model.fits).toEqual([5, 7]);
  });
});

describe("no leakage", () => {
  // Small enough that a network is trained in a moment.
  const tiny: Readonly<Record<string, number>> = { epochs: 2, hidden: 4, context: 4, layers: 1 };
  const specs = models.map(({ name, options }) => {
    const small = Object.entries(tiny).filter(
      // The layers of zero are named, not counted.
      ([option]) => option in options && options[option].type !== "choice",
    );
    return small.length === 0 ? name : `${name}:${small.map((pair) => pair.join("=")).join(",")}`;
  });

  it.each(specs)("%s forecasts the same whatever comes after the origin", async (spec) => {
    const wave = fc.array(fc.double({ min: 1, max: 50, noNaN: true }), {
      minLength: 44,
      maxLength: 44,
    });
    const poison = fc.constantFrom(1e9, 0, -5, 1e-9);
    await fc.assert(
      fc.asyncProperty(wave, poison, async (y, bad) => {
        const plan = { horizon: 3, folds: 2, step: 3, window: "expanding" as const };
        const forecasts = async (values: number[]) => {
          const folds = rollingFolds(panel(values), plan);
          return (await backtest(folds, createModel(spec), { ...context, levels: [80] })).forecasts;
        };
        const honest = await forecasts(y);
        const poisoned = await forecasts([...y.slice(0, -6), ...new Array(6).fill(bad)]);
        expect(poisoned[0]).toEqual(honest[0]);
      }),
      { numRuns: 3, seed: 1 },
    );
  });
});
