import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rollingWave, turnOf } from "../../src/features/rolling-fourier.js";

/** The sums of one window as they are defined. */
function direct(y: Float64Array, w: number, j: number, s: number): [number, number] {
  let [cosine, sine] = [0, 0];
  for (let i = 0; i < w; i++) {
    cosine += y[s + w - 1 - i] * Math.cos((2 * Math.PI * ((i * j) % w)) / w);
    sine += y[s + w - 1 - i] * Math.sin((2 * Math.PI * ((i * j) % w)) / w);
  }
  return [cosine, sine];
}

describe("a rolling wave", () => {
  it("is in each window what the sums over it are, to rounding", () => {
    const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 20 }), fc.nat(), (list, w, any) => {
        const y = Float64Array.from(list);
        const j = 1 + (any % (w >> 1));
        const { cosine, sine } = rollingWave(y, turnOf(w), j);
        expect(cosine).toHaveLength(Math.max(0, y.length - w + 1));
        cosine.forEach((value, s) => {
          const [c, d] = direct(y, w, j, s);
          expect(Math.abs(value - c) + Math.abs(sine[s] - d)).toBeLessThan(1e-13);
        });
      }),
    );
  });

  it("keeps no trace of great or missing values once they have left the window", () => {
    const w = 8;
    const y = Float64Array.from({ length: 40 }, (_, t) => Math.sin(t));
    const calm = rollingWave(y, turnOf(w), 3);
    const wild = y.slice();
    [wild[9], wild[10]] = [1e15, Number.NaN];
    const { cosine, sine } = rollingWave(wild, turnOf(w), 3);
    expect([cosine.slice(11), sine.slice(11)]).toEqual([
      calm.cosine.slice(11),
      calm.sine.slice(11),
    ]);
    expect(cosine.slice(3, 11).every(Number.isNaN)).toBe(true);
    expect(cosine.slice(0, 2)).toEqual(calm.cosine.slice(0, 2));
  });
});
