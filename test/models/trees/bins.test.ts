import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binned } from "../../../src/models/trees/bins.js";

describe("bins", () => {
  it("of few values are one each, cut halfway between neighbours", () => {
    const { cuts, codes } = binned(Float32Array.of(4, 1, 2, 1, Number.NaN), 1, 255);
    expect(cuts[0]).toEqual(Float32Array.of(1.5, 3));
    expect(codes).toEqual(Uint8Array.of(2, 0, 1, 0, 255));
  });

  it("of many values hold about as many rows each", () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1009);
    const counts = new Array(8).fill(0);
    for (const code of binned(values, 1, 8).codes) counts[code]++;
    for (const count of counts) expect(Math.abs(count - 125)).toBeLessThanOrEqual(1);
  });

  it("give a value that most rows share a bin of its own, and the others the rest", () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => (i < 900 ? 0 : i));
    const { cuts } = binned(values, 1, 5);
    expect(cuts[0].length).toBe(4);
    expect(cuts[0][0]).toBe(450);
  });

  it("keep the order of values, and each on its side of every cut", () => {
    const column = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    fc.assert(
      fc.property(column, fc.integer({ min: 2, max: 9 }), (values, bins) => {
        const { cuts, codes } = binned(Float32Array.from(values), 1, bins);
        values.forEach((value, i) => {
          expect(codes[i]).toBeLessThan(bins);
          cuts[0].forEach((cut, k) => {
            expect(value <= cut).toBe(codes[i] <= k);
          });
        });
      }),
    );
  });
});
