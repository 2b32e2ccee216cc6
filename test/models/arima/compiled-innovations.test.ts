import fc from "fast-check";
import { expect, it } from "vitest";
import { innovations } from "../../../src/models/arima/innovations.js";
import { autocovariances, expand, fromPartial } from "../../../src/models/arima/polynomials.js";
import { log } from "../../../src/numeric/elementary.js";
import { randomWalk } from "../../random-walk.js";

/** The recursion of Morf, Sidhu & Kailath in plain numbers, one after the other. */
function plainInnovations(phi: Float64Array, theta: Float64Array, y: Float64Array) {
  const r = Math.max(phi.length, theta.length + 1);
  const gain = autocovariances(phi, theta, r)!.slice();
  const l = Float64Array.from({ length: r }, (_, i) => gain[i + 1]);
  const state = new Float64Array(r);
  const lags = Array.from(phi.keys()).filter((lag) => phi[lag] !== 0);
  let [f, product, logarithm, settled, t] = [gain[0], 1, 0, 0, 0];
  let m = -1 / f;
  const out: number[] = [];
  for (; t < y.length && settled <= theta.length; t++) {
    product *= f;
    if (product > 1e200) [logarithm, product] = [logarithm + log(product), 1];
    const v = y[t] - state[0];
    out.push(v * (1 / Math.sqrt(f)));
    const next = lags.reduce((sum, lag) => sum + phi[lag] * state[r - 1 - lag], 0);
    for (let i = 0; i < r; i++) {
      state[i] = (i < r - 1 ? state[i + 1] : next) + gain[i + 1] * (v / f);
    }
    const first = l[0];
    const slope = m * first;
    m += (slope * slope) / f;
    f += slope * first;
    settled = f - 1 < 1e-12 ? settled + 1 : 0;
    f = Math.max(f, 1);
    const share = first / f;
    const moved = [...l.slice(1), lags.reduce((sum, lag) => sum + phi[lag] * l[r - 1 - lag], 0)];
    moved.forEach((value, i) => {
      gain[i + 1] += slope * value;
      l[i] = value - share * gain[i + 1];
    });
  }
  return { out, logarithm: logarithm + log(product) };
}

it("the compiled recursion of innovations is the plain one to the bit, of odd and even states", () => {
  // Doubles would mostly be next to 0.
  const part = fc.integer({ min: -99, max: 99 }).map((percent) => percent / 100);
  fc.assert(
    fc.property(
      fc.record({
        ar: fc.array(part, { maxLength: 3 }),
        ma: fc.array(part, { maxLength: 3 }),
        seasonalAr: fc.array(part, { maxLength: 1 }),
        seasonalMa: fc.array(part, { maxLength: 1 }),
        season: fc.integer({ min: 5, max: 13 }),
        length: fc.integer({ min: 1, max: 150 }),
        seed: fc.integer({ min: 1, max: 1000 }),
      }),
      ({ ar, ma, seasonalAr, seasonalMa, season, length, seed }) => {
        const phi = expand(fromPartial(ar), fromPartial(seasonalAr), season, -1);
        const theta = expand(fromPartial(ma), fromPartial(seasonalMa), season, 1);
        const y = randomWalk(length, seed);
        const columns = [y, y.map((value) => 3 * value)];
        const out = columns.map(({ length }) => new Float64Array(length));
        const logarithm = innovations(phi, theta, columns, out);
        columns.forEach((column, c) => {
          const plain = plainInnovations(phi, theta, column);
          expect(Array.from(out[c].subarray(0, plain.out.length))).toEqual(plain.out);
          expect(logarithm).toBe(plain.logarithm);
        });
      },
    ),
    { numRuns: 300 },
  );
});
