import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { panelOf } from "../../panels.js";

const gap = Number.NaN;

async function forecast(spec: string, y: readonly number[], level = 95) {
  const context = { horizon: 4, seed: 1, levels: [level], warn: () => {} };
  const fitted = await createModel(spec).fit(panelOf(y), context);
  const { mean, intervals } = fitted.forecast(4)[0];
  return {
    mean: Array.from(mean),
    lo: Array.from(intervals![0].lo),
    hi: Array.from(intervals![0].hi),
    half: Array.from(mean, (value, h) => (intervals![0].hi[h] - value) / 1.959963984540054),
    fitted: Array.from(fitted.fittedValues!()[0]),
  };
}

describe("drift", () => {
  it("continues the line through the first and last observation", async () => {
    expect((await forecast("drift", [1, 5, 2, 7])).mean).toEqual([9, 11, 13, 15]);
  });

  it("looks past missing values at the ends", async () => {
    expect((await forecast("drift", [gap, 1, gap, 5, gap])).mean).toEqual([9, 11, 13, 15]);
  });

  // Hyndman & Athanasopoulos (2021), section 5.5: σ√(h(1 + h/(T − 1))).
  it("intervals widen as the book's", async () => {
    const { half } = await forecast("drift", [1, 5, 2, 7]);
    const sigma = Math.sqrt((4 + 25 + 9) / 2);
    half.forEach((value, i) => {
      const h = i + 1;
      expect(value).toBeCloseTo(sigma * Math.sqrt(h * (1 + h / 3)), 10);
    });
  });
});

it("drift takes the size of a single step for that of errors", async () => {
  const { mean, half } = await forecast("drift", [5, 9]);
  expect(mean).toEqual([13, 17, 21, 25]);
  half.forEach((value, i) => {
    expect(value).toBeCloseTo(4 * Math.sqrt((i + 1) * (i + 2)), 10);
  });
});

describe("mean", () => {
  it("is that of all that was observed", async () => {
    expect((await forecast("mean", [1, gap, 2, 6])).mean).toEqual([3, 3, 3, 3]);
  });

  // Hyndman & Athanasopoulos (2021), section 5.5: s√(1 + 1/T); t₄ at .975 is 2.776445 in tables.
  it("intervals are the book's, with Student's quantiles", async () => {
    const { hi } = await forecast("mean", [1, 2, 6, 4, 7]);
    expect(hi[3]).toBeCloseTo(4 + 2.776445 * Math.sqrt(((9 + 4 + 4 + 0 + 9) / 4) * 1.2), 5);
  });
});

describe("window average", () => {
  it("is the mean of as many observations as it is told, the latest", async () => {
    expect((await forecast("window-average:window=2", [9, 1, gap, 3])).mean).toEqual([2, 2, 2, 2]);
  });

  it("of one is the naive forecast, intervals too", async () => {
    const y = [1, 3, 2, 5, 4];
    const [one, naive] = [await forecast("window-average:window=1", y), await forecast("naive", y)];
    expect(one.mean).toEqual(naive.mean);
    one.half.forEach((value, h) => expect(value).toBeCloseTo(naive.half[h], 10));
  });

  it("fitted values stand on what came before", async () => {
    const { fitted } = await forecast("window-average:window=2", [1, 3, 5, 7]);
    expect(fitted).toEqual([gap, 1, 2, 4]);
  });
});

describe("croston", () => {
  // By hand: sizes 4 → 4 + 0.5(8 − 4) = 6, intervals 2 → 2 + 0.5(3 − 2) = 2.5.
  const y = [0, 4, 0, 0, 8];
  const weights = "alpha=0.5,beta=0.5";

  it("divides the smoothed size by the smoothed interval", async () => {
    const { mean } = await forecast(`croston:variant=croston,${weights}`, y);
    expect(mean[0]).toBeCloseTo(6 / 2.5, 12);
    expect(mean[3]).toBe(mean[0]);
  });

  it("sba takes off the half of β", async () => {
    const { mean } = await forecast(`croston:variant=sba,${weights}`, y);
    expect(mean[0]).toBeCloseTo((0.75 * 6) / 2.5, 12);
  });

  // By hand: probability 1/2 → 1/4 → 1/8 → 1/8 + 0.5(1 − 1/8) = 9/16.
  it("tsb multiplies the smoothed size by the smoothed probability", async () => {
    const { mean } = await forecast(`croston:variant=tsb,${weights}`, y);
    expect(mean[0]).toBeCloseTo((9 / 16) * 6, 12);
  });

  it("tsb fades when demand ends, which Croston's own does not", async () => {
    const ended = [...y, 0, 0, 0, 0, 0, 0];
    const rate = async (variant: string, data: number[]) =>
      (await forecast(`croston:variant=${variant}`, data)).mean[0];
    expect(await rate("croston", ended)).toBe(await rate("croston", y));
    expect(await rate("tsb", ended)).toBeLessThan(0.6 * (await rate("tsb", y)));
  });

  it("intervals start at nothing while that is likely, and never below", async () => {
    const { lo, hi } = await forecast("croston", [0, 5, 0, 0, 9, 0, 0, 7, 0, 0, 8], 80);
    expect(new Set(lo)).toEqual(new Set([0]));
    expect(hi[0]).toBeGreaterThan(5);
  });

  it("intervals reach below zero where demands did, and hold as much as they say", async () => {
    const y = [0, 5, 0, -4, 3, 0, -6, 7, 0, -2, 4, 0, 0, 5, -3];
    const { mean, lo, hi } = await forecast("croston", y, 80);
    expect(lo[0]).toBeLessThan(-2);
    expect(hi[0]).toBeGreaterThan(mean[0]);
    const within = y.filter((value) => value >= lo[0] && value <= hi[0]);
    expect(within.length / y.length).toBeGreaterThan(0.7);
  });

  it("forecasts nothing where there never was any", async () => {
    const { mean, hi } = await forecast("croston", [0, 0, 0]);
    expect(mean).toEqual([0, 0, 0, 0]);
    expect(hi).toEqual([0, 0, 0, 0]);
  });

  it("takes a single demand for one of so many values, as there is no interval to another one", async () => {
    const once = [3, ...new Array(23).fill(0)];
    const { mean } = await forecast("croston:variant=croston", once);
    expect(mean[0]).toBeCloseTo(3 / 24, 12);
    const again = [...once, 3];
    // The first interval is 1 and the second 24, with a weight of 0.1.
    expect((await forecast("croston:variant=croston,beta=0.1", again)).mean[0]).toBeCloseTo(
      3 / 3.3,
      12,
    );
  });

  it("repeats a demand that comes in every period", async () => {
    expect((await forecast("croston", [3, 3, 3])).mean).toEqual([3, 3, 3, 3]);
  });
});
