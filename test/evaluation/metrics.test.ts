import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bias,
  mae,
  mape,
  mase,
  naiveScale,
  rmse,
  rmsse,
  smape,
} from "../../src/evaluation/metrics.js";
import { meanScores, pooledScores, score } from "../../src/evaluation/scores.js";
import { whyUndefined } from "../../src/evaluation/undefined-scores.js";

const actual = [10, 20, 30, 40];
const forecast = [12, 18, 33, 36];

describe("metrics, computed by hand", () => {
  it("mae is (2 + 2 + 3 + 4) / 4", () => {
    expect(mae(actual, forecast)).toBe(2.75);
  });

  it("rmse is the root of (4 + 4 + 9 + 16) / 4", () => {
    expect(rmse(actual, forecast)).toBe(Math.sqrt(33 / 4));
  });

  it.each([-300, -200, 0, 200, 300])("rmse and rmsse are right in units of 1e%i", (power) => {
    const unit = 10 ** power;
    const scaled = (values: readonly number[]) => values.map((value) => value * unit);
    expect(rmse(scaled(actual), scaled(forecast)) / unit).toBeCloseTo(Math.sqrt(33 / 4), 12);
    const { rootSquare } = naiveScale(scaled([1, 2, 5, 7]), 1);
    expect(rootSquare / unit).toBeCloseTo(Math.sqrt(14 / 3), 12);
  });

  it("smape is 200/4 times 2/22 + 2/38 + 3/63 + 4/76", () => {
    expect(smape(actual, forecast)).toBeCloseTo(50 * (2 / 22 + 2 / 38 + 3 / 63 + 4 / 76), 12);
  });

  it("mase divides by the mean seasonal step of the training part", () => {
    // |5−1| + |7−2| + |4−5| over three.
    expect(mase(actual, forecast, [1, 2, 5, 7, 4], 2)).toBeCloseTo(2.75 / (10 / 3), 12);
  });

  it("mase with season 1 divides by the mean step", () => {
    expect(mase(actual, forecast, [1, 2, 5, 7, 4], 1)).toBeCloseTo(2.75 / (9 / 4), 12);
  });

  it("missing observations do not count", () => {
    expect(mae([10, Number.NaN, 30], [11, 5, 33])).toBe(2);
  });
});

describe("metrics where they are not defined", () => {
  it("smape is not a number when both are zero", () => {
    expect(smape([0, 1], [0, 2])).toBeNaN();
  });

  it("mase is not a number for a training part that never changes", () => {
    expect(mase([1], [2], [5, 5, 5], 1)).toBeNaN();
  });

  it("mase is not a number for a training part no longer than a season", () => {
    expect(mase([1], [2], [5, 6], 2)).toBeNaN();
  });

  it("all are not a number when nothing was observed", () => {
    expect(Object.values(score([Number.NaN], [1], naiveScale([1, 2, 3], 1)))).toEqual(
      new Array(9).fill(Number.NaN),
    );
  });

  it("the mean over series leaves series out for which a metric is not defined", () => {
    const a = score([1, 3], [2, 5], naiveScale([1, 2], 1));
    const b = score([1, 3], [1, 4], naiveScale([2, 2], 1));
    expect(b.mase).toBeNaN();
    expect(meanScores([a, b])).toMatchObject({ mae: 1, mase: 1.5, bias: 1 });
  });

  it("pooled over forecasts rmse is that of all errors at once", () => {
    const scale = naiveScale([1, 2], 1);
    const parts = [score([1, 3], [2, 5], scale), score([2, 8], [5, 4], scale)];
    const { rmse: pooled, mae: mean } = pooledScores(parts);
    expect(pooled).toBeCloseTo(rmse([1, 3, 2, 8], [2, 5, 5, 4]), 12);
    expect(mean).toBe(2.5);
  });

  it("mape is not a number where an observation is 0", () => {
    expect(mape([0, 1], [1, 1])).toBeNaN();
    expect(mape([-2, 4], [-1, 5])).toBe(37.5);
  });

  it("rmsse scales by the root of the mean squared naive error", () => {
    expect(rmsse([5], [8], [1, 2, 4], 1)).toBeCloseTo(3 / Math.sqrt(2.5), 12);
    expect(rmsse([5], [8], [1, 1], 1)).toBeNaN();
  });

  it("bias is positive where forecasts are too high", () => {
    expect(bias([1, 2], [3, 1])).toBe(0.5);
  });

  it("lengths that differ are a programming error", () => {
    expect(() => mae([1, 2], [1])).toThrow(RangeError);
  });
});

describe("a metric that is not defined says why", () => {
  const steady = naiveScale([1, 2], 1);
  const why = (
    metric: Parameters<typeof whyUndefined>[0],
    y: number[],
    f: number[],
    scale = steady,
  ) => {
    expect(score(y, f, scale)[metric]).toBeNaN();
    return whyUndefined(metric, y, f, scale);
  };

  it.each([
    ["mape", [0, 1], [1, 1], steady, "zero"],
    ["smape", [0, 1], [0, 1], steady, "zeros"],
    ["mase", [1], [2], naiveScale([5, 6], 2), "short"],
    ["rmsse", [1], [2], naiveScale([5, 5], 1), "repeating"],
    ["pinball", [1], [2], steady, "intervals"],
    ["crps", [1], [2], steady, "intervals"],
    ["mae", [Number.NaN], [2], steady, "unobserved"],
    ["mape", [Number.NaN], [2], steady, "unobserved"],
    ["rmse", [1e308], [-1e308], steady, "range"],
    ["mape", [5e-324], [1], steady, "range"],
  ] as const)("%s of %j, %j", (metric, y, f, scale, cause) => {
    expect(why(metric, [...y], [...f], scale)).toBe(cause);
  });
});

describe("laws", () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
    minLength: 1,
    maxLength: 20,
  });

  it("no metric is ever infinite, whatever the numbers", () => {
    fc.assert(
      fc.property(values, values, (a, training) => {
        const scores = score(
          a,
          a.map((_, i) => i),
          naiveScale(training, 1),
        );
        for (const value of Object.values(scores)) {
          expect(Math.abs(value)).not.toBe(Number.POSITIVE_INFINITY);
        }
      }),
    );
  });

  it("smape lies between 0 and 200 and does not depend on the unit", () => {
    const positive = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(positive, positive, (a, f) => {
        const value = smape(a, f);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(200);
        const scaled = smape(
          a.map((x) => x * 8),
          f.map((x) => x * 8),
        );
        expect(scaled).toBe(value);
      }),
    );
  });
});

const data = process.env.FORETELL_DATA ?? "../shared/data";
const train = join(data, "m3-yearly-train.csv.gz");

/** Observations by series of a long table. */
function seriesOf(path: string): Map<string, number[]> {
  const series = new Map<string, number[]>();
  const rows = gunzipSync(readFileSync(path)).toString().trim().split("\n").slice(1);
  for (const row of rows) {
    const [id, , y] = row.split(",") as [string, string, string];
    const values = series.get(id);
    if (values) values.push(Number(y));
    else series.set(id, [Number(y)]);
  }
  return series;
}

describe.skipIf(!existsSync(train))("published figures (needs FORETELL_DATA)", () => {
  // The M3 archive's own Naive2 forecasts, scored per series by an independent program: for yearly data
  // Naive2 is the naive forecast.
  it("naive scores sMAPE 19.102 and MASE 3.255 on the 322 yearly series of M3", () => {
    const training = seriesOf(train);
    const test = seriesOf(join(data, "m3-yearly-test.csv.gz"));
    const scores = [...test].map(([id, y]) => {
      const past = training.get(id)!;
      return score(y, new Array(y.length).fill(past[past.length - 1]), naiveScale(past, 1));
    });
    const mean = meanScores(scores);
    expect(scores.length).toBe(322);
    expect(mean.smape).toBeCloseTo(19.102, 3);
    expect(mean.mase).toBeCloseTo(3.255, 3);
  });
});
