import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Moments, meanSquares } from "../../src/models/regression/moments.js";
import { elasticNets, ridge } from "../../src/models/regression/ridge.js";
import { elasticNet } from "../../src/numeric/elastic-net.js";

/** X′X, X′z and z′z of rows [x…, z]. */
function sums(rows: readonly (readonly number[])[]) {
  const p = rows[0].length - 1;
  const gram = new Float64Array(p * p);
  const cross = new Float64Array(p);
  let power = 0;
  for (const row of rows) {
    const z = row[p];
    power += z * z;
    for (let i = 0; i < p; i++) {
      cross[i] += row[i] * z;
      for (let j = 0; j < p; j++) gram[i * p + j] += row[i] * row[j];
    }
  }
  return { p, gram, cross, power };
}

function solved(rows: readonly (readonly number[])[], square: number, absolute: number) {
  const { p, gram, cross, power } = sums(rows);
  const charges = {
    square: new Float64Array(p).fill(square),
    absolute: new Float64Array(p).fill(absolute),
  };
  const b = new Float64Array(p);
  elasticNet(gram, cross, power, charges, b);
  return b;
}

const design = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 5, maxLength: 5 }), {
  minLength: 1,
  maxLength: 12,
});
/** Large enough for descent to end before the most sweeps are done. */
const charge = fc.double({ min: 5, max: 50, noNaN: true });

describe("the elastic net", () => {
  it("of an orthonormal design is the soft threshold, shrunk", () => {
    // X = I, so that X′z = z: Friedman, Hastie & Tibshirani (2010), eq. 5.
    const z = [3, -2, 0.5, -0.4];
    const rows = z.map((value, i) => [...z.map((_, j) => (i === j ? 1 : 0)), value]);
    expect(solved(rows, 0, 1)).toEqual(Float64Array.of(2, -1, 0, 0));
    expect(solved(rows, 3, 1)).toEqual(Float64Array.of(0.5, -0.25, 0, 0));
  });

  it("of two equal columns is that of scikit-learn's example", () => {
    // Lasso(alpha=0.1).fit([[0, 0], [1, 1], [2, 2]], [0, 1, 2]).coef_ is [0.85, 0]; columns are centred
    // there, and the squares divided by twice the number of samples.
    const rows = [-1, 0, 1].map((x) => [x, x, x]);
    const [a, b] = solved(rows, 0, 0.3);
    expect(a).toBeCloseTo(0.85, 9);
    expect(b).toBeCloseTo(0, 9);
  });

  it("shares what equal columns say between them, as the lasso does not", () => {
    const rows = [-1, 0, 1].map((x) => [x, x, x]);
    const [a, b] = solved(rows, 1, 0.3);
    // (2 + 2 + 1)·b = 2 − 0.3
    expect(a).toBeCloseTo(0.34, 4);
    expect(b).toBeCloseTo(0.34, 4);
  });

  it("satisfies the Karush–Kuhn–Tucker conditions", () => {
    fc.assert(
      fc.property(design, charge, charge, (rows, square, absolute) => {
        const { p, gram, cross, power } = sums(rows);
        const b = solved(rows, square, absolute);
        for (let i = 0; i < p; i++) {
          let gradient = cross[i] - square * b[i];
          for (let j = 0; j < p; j++) gradient -= gram[i * p + j] * b[j];
          const off =
            b[i] === 0
              ? Math.abs(gradient) - absolute
              : Math.abs(gradient - Math.sign(b[i]) * absolute);
          expect(off).toBeLessThanOrEqual(1e-3 * Math.sqrt((gram[i * p + i] + square) * power));
        }
      }),
    );
  });

  it("without a share of sizes is ridge regression", () => {
    fc.assert(
      fc.property(design, charge, (rows, penalty) => {
        const { p: size, gram, cross, power } = sums(rows);
        const moments: Moments = {
          ...{ size, ahead: [size, size], gram, cross },
          counts: Float64Array.of(rows.length),
          squares: Float64Array.of(power),
        };
        const usual = meanSquares([moments]);
        const expected = ridge(moments, usual, size, penalty);
        elasticNets(moments, usual, size, penalty, 0).forEach((b, i) => {
          expect(Math.abs(b - expected[i])).toBeLessThan(1e-3 * (1 + Math.abs(expected[i])));
        });
      }),
    );
  });

  it("leaves every feature out that says less than the penalty asks for", () => {
    const rows = [-1, 0, 1, 2].map((x) => [x, x * x, x + 3]);
    const { size, moments } = (() => {
      const { p, gram, cross, power } = sums(rows);
      const counts = Float64Array.of(rows.length);
      return {
        size: p,
        moments: {
          size: p,
          ahead: [p, p] as const,
          gram,
          cross,
          counts,
          squares: Float64Array.of(power),
        },
      };
    })();
    const usual = meanSquares([moments]);
    // By Cauchy and Schwarz |x′z| is at most 4·√(m·v), what four usual samples say.
    expect(elasticNets(moments, usual, size, 4, 1).every((b) => b === 0)).toBe(true);
    expect(elasticNets(moments, usual, size, 1, 1).every((b) => b === 0)).toBe(false);
  });
});
