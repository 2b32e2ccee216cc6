import { expect, it } from "vitest";
import { Random } from "../../src/numeric/random.js";

/** xoshiro128++ as published, in 64-bit-free arithmetic of big integers. */
function reference(state: bigint[]): () => number {
  const mask = 0xffffffffn;
  const rotate = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & mask;
  return () => {
    const result = (rotate((state[0] + state[3]) & mask, 7n) + state[0]) & mask;
    const t = (state[1] << 9n) & mask;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotate(state[3], 11n);
    return Number(result);
  };
}

it("is xoshiro128++", () => {
  const random = new Random(12345);
  const { a, b, c, d } = random as unknown as Record<string, number>;
  const next = reference([a, b, c, d].map((word) => BigInt(word >>> 0)));
  for (let i = 0; i < 1000; i++) expect(random.bits()).toBe(next());
});

it("gives the same stream for a seed and another for the next", () => {
  const first = (seed: number) =>
    Array.from({ length: 5 }, () => 0).map(() => new Random(seed).bits());
  expect(first(1)).toEqual(first(1));
  expect(new Random(1).bits()).not.toBe(new Random(2).bits());
});

it("draws uniform and normal numbers with the right moments", () => {
  const random = new Random(9);
  const n = 200_000;
  const moments = (draw: () => number) => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const x = draw();
      sum += x;
      squares += x * x;
    }
    return [sum / n, squares / n - (sum / n) ** 2] as const;
  };
  const [mean, variance] = moments(() => random.uniform());
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.003);
  expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001);
  const [normalMean, normalVariance] = moments(() => random.normal());
  expect(Math.abs(normalMean)).toBeLessThan(0.01);
  expect(Math.abs(normalVariance - 1)).toBeLessThan(0.015);
});

it("shuffles to a permutation", () => {
  const items = Int32Array.from({ length: 100 }, (_, i) => i);
  new Random(3).shuffle(items);
  expect(Array.from(items)).not.toEqual(Array.from({ length: 100 }, (_, i) => i));
  expect(Array.from(items).sort((x, y) => x - y)).toEqual(Array.from({ length: 100 }, (_, i) => i));
});
