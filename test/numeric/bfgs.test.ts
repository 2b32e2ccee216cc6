import { expect, it } from "vitest";
import { bfgs } from "../../src/numeric/bfgs.js";

const rosenbrock = (point: Float64Array, gradient: Float64Array) => {
  const [x, y] = [point[0], point[1]];
  gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
  gradient[1] = 200 * (y - x * x);
  return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
};

it("finds the end of Rosenbrock's valley in less than 100 evaluations", () => {
  const { x, value, evaluations } = bfgs(rosenbrock, [-1.2, 1], { tolerance: 1e-14 });
  expect(x[0]).toBeCloseTo(1, 6);
  expect(x[1]).toBeCloseTo(1, 6);
  expect(value).toBeLessThan(1e-12);
  expect(evaluations).toBeLessThan(100);
});

it("solves a badly scaled bowl in twenty dimensions", () => {
  const bowl = (x: Float64Array, gradient: Float64Array) => {
    let sum = 0;
    x.forEach((v, i) => {
      const scale = 2 ** (i - 10);
      gradient[i] = 2 * scale * (v - i);
      sum += scale * (v - i) * (v - i);
    });
    return sum;
  };
  const { x } = bfgs(bowl, new Array(20).fill(0), { tolerance: 1e-14, iterations: 1000 });
  x.forEach((v, i) => expect(v).toBeCloseTo(i, 3));
});

it("keeps out of a region where the function is not finite", () => {
  const f = (x: Float64Array, gradient: Float64Array) => {
    if (!(x[0] > 0)) return Number.POSITIVE_INFINITY;
    gradient[0] = 1 - 1 / (100 * x[0]);
    return x[0] - Math.log(x[0]) / 100;
  };
  expect(bfgs(f, [5], { tolerance: 1e-12 }).x[0]).toBeCloseTo(0.01, 4);
});

it("stays where the gradient is zero", () => {
  const flat = (_: Float64Array, gradient: Float64Array) => {
    gradient.fill(0);
    return 7;
  };
  expect(bfgs(flat, [1, 2])).toEqual({ x: Float64Array.of(1, 2), value: 7, evaluations: 1 });
});
