import fc from "fast-check";
import { expect, it } from "vitest";
import { fft, inverseFft } from "../../src/numeric/fft.js";
import { Random } from "../../src/numeric/random.js";

function noise(n: number, seed = 1) {
  const random = new Random(seed);
  const draw = () => Float64Array.from({ length: n }, () => random.normal());
  return { re: draw(), im: draw() };
}

/** The definition. */
function transform({ re, im }: { re: Float64Array; im: Float64Array }) {
  const n = re.length;
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    for (let t = 0; t < n; t++) {
      const angle = (-2 * Math.PI * ((k * t) % n)) / n;
      out.re[k] += re[t] * Math.cos(angle) - im[t] * Math.sin(angle);
      out.im[k] += re[t] * Math.sin(angle) + im[t] * Math.cos(angle);
    }
  }
  return out;
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

it.each([1, 2, 3, 4, 5, 7, 8, 12, 16, 97, 100, 128, 144, 289])(
  "agrees with the definition at length %i",
  (n) => {
    const x = noise(n);
    const expected = transform(x);
    fft(x);
    expect(distance(x.re, expected.re)).toBeLessThan(1e-12 * n);
    expect(distance(x.im, expected.im)).toBeLessThan(1e-12 * n);
  },
);

it("the inverse gives the series back, whatever its length", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(), (n, seed) => {
      const x = noise(n, seed);
      const again = { re: x.re.slice(), im: x.im.slice() };
      fft(again);
      inverseFft(again);
      expect(distance(again.re, x.re)).toBeLessThan(1e-12);
      expect(distance(again.im, x.im)).toBeLessThan(1e-12);
    }),
  );
});

it("keeps the energy (Parseval)", () => {
  const x = noise(1001);
  const energy = ({ re, im }: typeof x) =>
    re.reduce((sum, value, t) => sum + value * value + im[t] * im[t], 0);
  const before = energy(x);
  fft(x);
  expect(energy(x) / 1001 / before).toBeCloseTo(1, 12);
});

it("is linear: a transform of a sum is the sum of transforms", () => {
  const [a, b] = [noise(90, 1), noise(90, 2)];
  const sum = { re: a.re.map((v, t) => v + b.re[t]), im: a.im.map((v, t) => v + b.im[t]) };
  for (const x of [a, b, sum]) fft(x);
  expect(
    distance(
      sum.re,
      a.re.map((v, k) => v + b.re[k]),
    ),
  ).toBeLessThan(1e-12);
});

it("refuses parts of different length", () => {
  expect(() => fft({ re: new Float64Array(3), im: new Float64Array(2) })).toThrow(RangeError);
});
