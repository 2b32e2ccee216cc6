import { expect, it } from "vitest";
import { nelderMead } from "../../src/numeric/nelder-mead.js";

const rosenbrock = ([x, y]: ArrayLike<number> & Iterable<number>) =>
  100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);

it("finds the end of Rosenbrock's valley", () => {
  const { x, value } = nelderMead(rosenbrock, [-1.2, 1], [0.5, 0.5], { tolerance: 1e-12 });
  expect(x[0]).toBeCloseTo(1, 4);
  expect(x[1]).toBeCloseTo(1, 4);
  expect(value).toBeLessThan(1e-8);
});

it("finds the least of a bowl in ten dimensions, each of its own scale", () => {
  const bowl = (x: Float64Array) => x.reduce((sum, v, i) => sum + (i + 1) * (v - i) * (v - i), 0);
  const start = new Array(10).fill(0);
  const { x } = nelderMead(bowl, start, new Array(10).fill(1), {
    tolerance: 1e-10,
    evaluations: 10_000,
  });
  x.forEach((v, i) => expect(v).toBeCloseTo(i, 2));
});

it("works in one dimension", () => {
  const { x } = nelderMead(([v]) => (v - 3) * (v - 3), [0], [1], { tolerance: 1e-12 });
  expect(x[0]).toBeCloseTo(3, 4);
});

it("keeps out of a region where the function is not a number", () => {
  const f = ([v, w]: Float64Array) => (v < 2 ? Number.NaN : v * v + w * w);
  const { x } = nelderMead(f, [5, 1], [1, 1]);
  expect(x[0]).toBeGreaterThanOrEqual(2);
  expect(x[0]).toBeLessThan(2.1);
});

it("stops after as many evaluations as it may have, give or take a shrinking", () => {
  let calls = 0;
  const f = (x: Float64Array) => {
    calls++;
    return rosenbrock(x);
  };
  const { evaluations } = nelderMead(f, [-1.2, 1], [0.5, 0.5], { tolerance: 0, evaluations: 30 });
  expect(evaluations).toBe(calls);
  expect(calls).toBeLessThanOrEqual(33);
});

it("leaves the start as it was", () => {
  const start = Float64Array.of(-1.2, 1);
  nelderMead(rosenbrock, start, [0.5, 0.5]);
  expect(Array.from(start)).toEqual([-1.2, 1]);
});
