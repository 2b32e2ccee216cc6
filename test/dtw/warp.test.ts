import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  distanceMatrix,
  dtwBarycentre,
  dtwDistance,
  dtwPath,
  envelope,
  keoghBound,
  kimBound,
  nearestSubsequences,
  softDtw,
  type WarpWindow,
  zNormalise,
} from "../../src/dtw/index.js";
import { randomWalk } from "../random-walk.js";

const path = `${process.env.FORETELL_REFERENCE ?? "../shared/reference"}/dtw.json`;
const value = fc.double({ min: -10, max: 10, noNaN: true });
const sequence = fc
  .array(value, { minLength: 1, maxLength: 24 })
  .map((values) => Float64Array.from(values));
const pair = fc
  .integer({ min: 1, max: 24 })
  .chain((n) => fc.tuple(...[0, 1].map(() => fc.array(value, { minLength: n, maxLength: n }))))
  .map((two) => two.map((values) => Float64Array.from(values)) as [Float64Array, Float64Array]);
const band = (radius: number): WarpWindow => ({ kind: "sakoe-chiba", radius });
interface Case {
  readonly a: number[];
  readonly b: number[];
  readonly distance: number;
  readonly abs_cost: number;
  readonly band3_squared_cost: number;
  readonly band10_squared_cost: number;
  readonly soft_gamma1: number;
  readonly "soft_gamma0.1": number;
}

describe.skipIf(!existsSync(path))("reference figures (needs FORETELL_REFERENCE)", () => {
  const { cases } = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { cases: [] };
  it.each<Case>(cases)(
    "$a.length against $b.length values: full, bands, absolute and soft to 1e-9",
    (c) => {
      const [a, b] = [Float64Array.from(c.a), Float64Array.from(c.b)];
      const near = (ours: number, theirs: number) =>
        expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));
      near(dtwDistance(a, b), c.distance);
      near(dtwDistance(a, b, { cost: "absolute" }), c.abs_cost);
      near(dtwDistance(a, b, { window: band(3) }) ** 2, c.band3_squared_cost);
      near(dtwDistance(a, b, { window: band(10) }) ** 2, c.band10_squared_cost);
      near(softDtw(a, b, 1).value, c.soft_gamma1);
      near(softDtw(a, b, 0.1).value, c["soft_gamma0.1"]);
    },
  );
});

describe("the distance", () => {
  it("is symmetric, and zero between equals", () => {
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        expect(dtwDistance(a, b)).toBeCloseTo(dtwDistance(b, a), 9);
        expect(dtwDistance(a, a)).toBe(0);
      }),
    );
  });

  it("is at most the Euclidean one, and equal to it in a band of radius 0", () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const euclid = Math.sqrt(a.reduce((sum, v, i) => sum + (v - b[i]) * (v - b[i]), 0));
        expect(dtwDistance(a, b)).toBeLessThanOrEqual(euclid + 1e-9);
        expect(dtwDistance(a, b, { window: band(0) })).toBeCloseTo(euclid, 9);
      }),
    );
  });

  it("never grows with the band or, for equal lengths, the slope", () => {
    fc.assert(
      fc.property(pair, sequence, fc.integer({ min: 0, max: 10 }), ([a, b], c, radius) => {
        const at = (window: WarpWindow, other = b) => dtwDistance(a, other, { window });
        expect(at(band(radius + 1), c)).toBeLessThanOrEqual(at(band(radius), c) + 1e-9);
        const steep = at({ kind: "itakura", slope: 4 });
        expect(steep).toBeLessThanOrEqual(at({ kind: "itakura", slope: 1.5 }) + 1e-9);
        expect(at({ kind: "none" })).toBeLessThanOrEqual(steep + 1e-9);
        expect(at({ kind: "itakura", slope: 2 }, c)).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it("is what its path costs, in any window, with several dimensions", () => {
    const windows: WarpWindow[] = [{ kind: "none" }, band(2), { kind: "itakura", slope: 2 }];
    fc.assert(
      fc.property(pair, sequence, fc.constantFrom(...windows), ([a, b], c, window) => {
        const other = [c, c.map((v) => v * v)];
        for (const cost of ["squared", "absolute"] as const) {
          const options = { window, cost, normalise: true };
          const { distance, ...paired } = dtwPath([a, b], other, options);
          expect(distance).toBeCloseTo(dtwDistance([a, b], other, options), 9);
          const [left, right] = [[a, b].map(zNormalise), other.map(zNormalise)];
          let sum = 0;
          paired.a.forEach((i, k) => {
            const j = paired.b[k];
            for (const d of [0, 1]) {
              const gap = Math.abs(left[d][i] - right[d][j]);
              sum += cost === "squared" ? gap * gap : gap;
            }
            if (k > 0) {
              const [down, across] = [i - paired.a[k - 1], j - paired.b[k - 1]];
              expect(down + across).toBeGreaterThan(0);
              expect(Math.max(down, across)).toBe(1);
            }
          });
          expect(cost === "squared" ? Math.sqrt(sum) : sum).toBeCloseTo(distance, 9);
        }
      }),
    );
  });

  it("gives up only beyond the bound", () => {
    fc.assert(
      fc.property(
        sequence,
        sequence,
        fc.double({ min: 0, max: 40, noNaN: true }),
        (a, b, bound) => {
          const whole = dtwDistance(a, b);
          const bounded = dtwDistance(a, b, { bound });
          expect(bounded).toBe(whole <= bound ? whole : Number.POSITIVE_INFINITY);
          expect(dtwDistance(a, b, { bound: whole })).toBe(whole);
        },
      ),
    );
  });

  it("of all pairs is that of each pair", () => {
    const lengths = [9, 12, 9, 9, 9, 12, 1, 1, 1, 12];
    const series = lengths.map((n, s) => [randomWalk(n, s), randomWalk(n, 50 + s)]);
    for (const cost of ["squared", "absolute"] as const) {
      for (const window of [band(3), { kind: "none" } as const]) {
        for (const data of [series, series.map(([first]) => first)]) {
          const matrix = distanceMatrix(data, { window, cost });
          data.forEach((a, i) => {
            data.forEach((b, j) => {
              const distance = dtwDistance(a, b, { window, cost });
              expect(matrix[i * data.length + j]).toBeCloseTo(distance, 12);
            });
          });
        }
      }
    }
  });

  it("is refused for what has no values or other dimensions", () => {
    expect(() => dtwDistance(new Float64Array(0), randomWalk(3, 1))).toThrow(RangeError);
    expect(() => dtwDistance([randomWalk(3, 1), randomWalk(3, 2)], randomWalk(3, 1))).toThrow(
      RangeError,
    );
  });
});

it("lower bounds never exceed the squared distance", () => {
  fc.assert(
    fc.property(pair, fc.integer({ min: 0, max: 6 }), ([a, b], radius) => {
      const squared = dtwDistance(a, b, { window: band(radius) }) ** 2 + 1e-9;
      expect(kimBound(a, b)).toBeLessThanOrEqual(squared);
      expect(keoghBound(a, envelope(b, radius))).toBeLessThanOrEqual(squared);
      expect(keoghBound(b, envelope(a, radius))).toBeLessThanOrEqual(squared);
    }),
  );
});

it("an envelope holds the extremes within its radius", () => {
  const y = randomWalk(50, 4);
  const { upper, lower } = envelope(y, 5);
  y.forEach((_, t) => {
    const near = y.slice(Math.max(0, t - 5), t + 6);
    expect(upper[t]).toBe(Math.max(...near));
    expect(lower[t]).toBe(Math.min(...near));
  });
});

it.each([1, 2, 3])("the search finds what brute force finds (seed %i)", (seed) => {
  const series = randomWalk(600, seed);
  series.fill(3, 100, 150);
  const query = randomWalk(24, seed + 10);
  const radius = 3;
  const apart = 12;
  const distances = Array.from({ length: 600 - 24 + 1 }, (_, start) =>
    dtwDistance(query, series.slice(start, start + 24), {
      window: band(radius),
      normalise: true,
    }),
  );
  const found = nearestSubsequences(query, series, { count: 5, radius, apart });
  expect(found).toHaveLength(5);
  for (const { start, distance } of found) {
    const best = Math.min(...distances);
    expect(start).toBe(distances.indexOf(best));
    expect(distance).toBeCloseTo(best, 9);
    distances.fill(Number.POSITIVE_INFINITY, Math.max(0, start - apart + 1), start + apart);
  }
});

it("the gradient of soft-DTW agrees with central differences to 1e-6", () => {
  const [a, b] = [randomWalk(9, 5), randomWalk(7, 6)];
  const { gradient } = softDtw(a, b, 0.7);
  a.forEach((_, i) => {
    const moved = (by: number) =>
      softDtw(
        a.map((v, k) => (k === i ? v + by : v)),
        b,
        0.7,
      ).value;
    const numeric = (moved(1e-5) - moved(-1e-5)) / 2e-5;
    expect(Math.abs(gradient[i] - numeric)).toBeLessThan(1e-6 * Math.max(1, Math.abs(numeric)));
  });
});

it("a barycentre is nearer to shifted bumps than any of them or their mean is", () => {
  const bump = (centre: number) =>
    Float64Array.from({ length: 40 }, (_, t) => Math.max(0, 5 - Math.abs(t - centre)));
  const series = [12, 16, 20, 24, 28].map(bump);
  const inertia = (centre: Float64Array) =>
    series.reduce((sum, one) => sum + dtwDistance(centre, one) ** 2, 0);
  const plain = series[0].map((_, t) => series.reduce((sum, one) => sum + one[t] / 5, 0));
  const average = dtwBarycentre(series);
  expect(inertia(average)).toBeLessThan(0.1 * inertia(plain));
  for (const one of series) expect(inertia(average)).toBeLessThanOrEqual(inertia(one) + 1e-9);
});
