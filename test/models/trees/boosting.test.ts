import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BoostOptions,
  boost,
  importance,
  predict,
  type Rows,
} from "../../../src/models/trees/boosting.js";
import { Random } from "../../../src/numeric/random.js";

const plain: BoostOptions = {
  ...{ loss: { kind: "squared" }, trees: 1, leaves: 2, least: 1, rate: 1, penalty: 0 },
  ...{ bins: 255, share: 1, seed: 1 },
};
const median = { kind: "quantile", q: 0.5 } as const;

function rows(features: readonly (readonly number[])[], targets: readonly number[]): Rows {
  return {
    features: features.length,
    values: Float32Array.from(targets.flatMap((_, row) => features.map((x) => x[row]))),
    targets: Float64Array.from(targets),
  };
}

async function predictions(
  { features, values, targets }: Rows,
  options: BoostOptions,
): Promise<number[]> {
  const { forest } = await boost({ features, values, targets }, options);
  return Array.from(targets, (_, row) => predict(forest, values, row * features));
}

/** Friedman's first function of (1991), "Multivariate adaptive regression splines", equation 61, and noise. */
function friedman(n: number, seed: number): Rows {
  const random = new Random(seed);
  const x = Array.from({ length: 10 }, () => Array.from({ length: n }, () => random.uniform()));
  const targets = Array.from({ length: n }, (_, i) => {
    const [a, b, c, d, e] = x.map((column) => column[i]) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + random.normal();
  });
  return rows(x, targets);
}

describe("boosting", () => {
  const four = rows([[1, 2, 3, 4]], [0, 0, 4, 8]);

  it("cuts where the gain is largest, and moves each side to its mean", async () => {
    // Residuals −3, −3, 1, 5: gains of the cuts are 9 + 9/3, 36/2 + 36/2 and 25/3 + 25.
    const { forest, losses } = await boost(four, plain);
    expect(forest.base).toBe(3);
    expect(Array.from(forest.nodes)).toEqual([0, 2.5, 1, 1, 36, -1, -3, 0, 0, 0, -1, 3, 0, 0, 0]);
    expect(losses).toEqual([5.5, 1]);
  });

  it("moves by the rate, and by less of leaves with few rows to the penalty", async () => {
    expect(await predictions(four, { ...plain, rate: 0.5 })).toEqual([1.5, 1.5, 4.5, 4.5]);
    expect(await predictions(four, { ...plain, penalty: 2 })).toEqual([1.5, 1.5, 4.5, 4.5]);
  });

  it("moves leaves to the quantile under its loss, however far the largest values are", async () => {
    const far = rows([[1, 1, 1, 2, 2, 2]], [1, 2, 1e6, 11, 12, 1e9]);
    const split = await predictions(far, { ...plain, loss: median, least: 3 });
    expect(split).toEqual([2, 2, 2, 12, 12, 12]);
    const tenth = await predictions(far, {
      ...plain,
      loss: { kind: "quantile", q: 0.1 },
      least: 3,
    });
    expect(tenth).toEqual([1, 1, 1, 11, 11, 11]);
  });

  it("keeps as many rows in each leaf as it must", async () => {
    expect(await predictions(four, { ...plain, leaves: 4, least: 2 })).toEqual([0, 0, 6, 6]);
    expect(await predictions(four, { ...plain, leaves: 4, least: 3 })).toEqual([3, 3, 3, 3]);
  });

  it("sends missing values where they gain more", async () => {
    const x = [Number.NaN, 1, 2, 3, 4, Number.NaN];
    for (const [low, high] of [
      [0, 6],
      [6, 0],
    ] as const) {
      const z = [low, low, low, high, high, low];
      expect(await predictions(rows([x], z), plain)).toEqual(z);
    }
    const apart = [9, 0, 0, 0, 0, 9];
    expect(await predictions(rows([x], apart), plain)).toEqual(apart);
  });

  it("sends missing values to the side of most rows where it saw none", async () => {
    const { forest } = await boost(
      rows([[1, 2, 3, 4, 5, 6, 7, 8]], [0, 8, 8, 8, 8, 8, 8, 8]),
      plain,
    );
    expect(predict(forest, Float32Array.of(Number.NaN))).toBe(8);
  });

  it("grows the trees of an exact greedy search when each value has its bin", async () => {
    const integer = fc.integer({ min: -6, max: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(integer, integer, integer), { minLength: 4, maxLength: 40 }),
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 2 }),
        async (cells, leaves, least, penalty) => {
          const columns = [0, 1].map((f) => cells.map((cell) => cell[f]));
          // Multiples of their number have a mean without rounding, so that ties are ties.
          const targets = cells.map((cell) => cell[2] * cells.length);
          const options = { ...plain, leaves, least, penalty };
          expect(await predictions(rows(columns, targets), options)).toEqual(
            greedy(columns, targets, options).map((value) => expect.closeTo(value, 3)),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it("loses less with each tree on the rows it learns from, whatever the loss", async () => {
    const data = friedman(200, 3);
    for (const loss of [{ kind: "squared" }, median, { kind: "quantile", q: 0.9 }] as const) {
      const options = { ...plain, loss, trees: 60, leaves: 6, rate: 0.2, penalty: 1, share: 0.5 };
      const { losses } = await boost(data, options);
      expect(losses).toHaveLength(61);
      for (let k = 1; k < losses.length; k++) {
        // Leaves are kept in single precision.
        expect(losses[k]).toBeLessThanOrEqual(losses[k - 1] + 1e-9);
      }
      expect(losses.at(-1)!).toBeLessThan(0.5 * losses[0]);
    }
  });

  it("learns Friedman's function, and which five of ten features it is of", async () => {
    const options = { ...plain, trees: 300, leaves: 8, least: 10, rate: 0.1, penalty: 1, bins: 64 };
    const { forest } = await boost(friedman(2000, 1), options);
    const { values, targets, features } = friedman(1000, 2);
    let [squares, variance] = [0, 0];
    const mean = targets.reduce((sum, z) => sum + z, 0) / targets.length;
    targets.forEach((z, row) => {
      squares += (z - predict(forest, values, row * features)) ** 2;
      variance += (z - mean) ** 2;
    });
    // The noise alone is 1/25 of the variance.
    expect(squares / variance).toBeLessThan(0.08);
    const shares = importance(forest);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(Math.min(...shares.subarray(0, 5))).toBeGreaterThan(5 * Math.max(...shares.subarray(5)));
  });

  it("has so many rows below its quantiles", async () => {
    const data = friedman(2000, 4);
    for (const q of [0.1, 0.9]) {
      const options = { ...plain, trees: 60, leaves: 8, least: 40, rate: 0.1, bins: 64 };
      const fitted = await predictions(data, { ...options, loss: { kind: "quantile", q } });
      const below = fitted.filter((value, row) => data.targets[row] < value);
      expect(Math.abs(below.length / 2000 - q)).toBeLessThan(0.03);
    }
  });

  it("stops when rows held back get no better, and keeps the trees up to the best", async () => {
    const held = { ...friedman(200, 6), patience: 10 };
    const options = { ...plain, trees: 1000, leaves: 8, rate: 0.3 };
    const { forest, heldLosses } = await boost(friedman(200, 5), options, { held });
    const best = heldLosses.indexOf(Math.min(...heldLosses));
    expect(forest.roots).toHaveLength(best);
    expect(heldLosses).toHaveLength(best + 11);
    const random = new Random(1);
    const noise = { ...friedman(200, 5), targets: held.targets.map(() => random.normal()) };
    const impatient = { ...held, patience: 3 };
    const { heldLosses: few } = await boost(noise, options, { held: impatient });
    expect(few.length).toBeLessThan(30);
  });

  it("draws features by its seed", async () => {
    const data = friedman(100, 7);
    const drawn = async (seed: number) =>
      (await boost(data, { ...plain, trees: 5, share: 0.3, seed })).forest;
    expect(await drawn(1)).toEqual(await drawn(1));
    expect(await drawn(1)).not.toEqual(await drawn(2));
  });

  it("forecasts a constant of rows that are all alike, and 0 of none", async () => {
    const alike = await boost(rows([[1, 1, 1]], [5, 5, 5]), { ...plain, trees: 9 });
    expect(alike.forest.roots).toHaveLength(0);
    expect(predict(alike.forest, Float32Array.of(3))).toBe(5);
    const nothing = await boost(rows([[]], []), plain);
    expect(predict(nothing.forest, Float32Array.of(3))).toBe(0);
  });
});

/** One tree by trying every cut at every leaf, and what it forecasts of its rows. */
function greedy(
  columns: readonly (readonly number[])[],
  targets: readonly number[],
  { leaves: most, least, penalty }: BoostOptions,
): number[] {
  const total = (part: readonly number[]) => part.reduce((sum, row) => sum + residuals[row], 0);
  const score = (part: readonly number[]) => total(part) ** 2 / (part.length + penalty);
  const base = targets.reduce((sum, z) => sum + z, 0) / targets.length;
  const residuals = targets.map((z) => z - base);
  const bestOf = (part: readonly number[]) => {
    let best = { gain: 0, first: [] as number[], second: [] as number[] };
    for (const column of columns) {
      const values = [...new Set(part.map((row) => column[row]))].sort((a, b) => a - b);
      for (const value of values.slice(0, -1)) {
        const first = part.filter((row) => column[row] <= value);
        const second = part.filter((row) => column[row] > value);
        if (first.length < least || second.length < least) continue;
        const gain = score(first) + score(second) - score(part);
        if (gain > best.gain) best = { gain, first, second };
      }
    }
    return { part, ...best };
  };
  const leaves = [bestOf(targets.map((_, row) => row))];
  while (leaves.length < most) {
    const gains = leaves.map(({ gain }) => gain);
    const place = gains.indexOf(Math.max(...gains));
    const { gain, first, second } = leaves[place];
    if (gain === 0) break;
    leaves.splice(place, 1, bestOf(first));
    leaves.push(bestOf(second));
  }
  const fitted = targets.map(() => base);
  for (const { part } of leaves) {
    for (const row of part) fitted[row] = base + total(part) / (part.length + penalty);
  }
  return fitted;
}
