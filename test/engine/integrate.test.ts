import { describe, expect, it } from "vitest";
import { exp } from "../../src/engine/float64.js";
import { Arena } from "../../src/engine/memory.js";
import { gradientWays, type IntegrateOptions, integrate, sum } from "../../src/engine/ops.js";
import { bind, Tape } from "../../src/engine/tape.js";
import type { Tensor } from "../../src/engine/tensor.js";
import { checkGradient } from "./gradient-check.js";

const shapes = [[3, 2], [2, 5], [5], [5, 2], [2]];

const solve =
  (options: IntegrateOptions) =>
  (tape: Tape, ...x: Tensor[]) => {
    const [z, inner, innerBias, outer, outerBias] = x as [Tensor, Tensor, Tensor, Tensor, Tensor];
    return integrate(tape, z, { inner, innerBias, outer, outerBias }, options);
  };

describe.each(gradientWays)("gradient=%s", (gradient) => {
  it.each([
    [1, 0.5, 3e-3],
    [8, 1, 3e-4],
  ])("is the slope of the solution: %i steps over %f", (steps, span, tolerance) => {
    checkGradient(solve({ gradient, steps, span }), shapes, { tolerance });
  });

  it("solves dz/dt = tanh z to the fourth order: sinh z(t) = eᵗ sinh z(0)", () => {
    const error = (steps: number) => {
      const arena = new Arena();
      const tape = new Tape(arena, 0, 0, false);
      const of = (shape: number[], value: number) => {
        const x = tape.input(shape);
        arena.view(x.at, x.size).fill(value);
        return x;
      };
      const field = [of([1, 1], 1), of([1], 0), of([1, 1], 1), of([1], 0)];
      const out = solve({ gradient, steps, span: 4 })(tape, of([1, 1], 0.5), ...field);
      bind(tape.finish().forward, arena.kernels)();
      const z = arena.view(out.at, 1)[0]!;
      const sinh = (x: number) => (exp(x) - exp(-x)) / 2;
      return Math.abs(sinh(z) / sinh(0.5) / exp(4) - 1);
    };
    expect(error(64)).toBeLessThan(2e-5);
    expect(error(4) / error(8)).toBeGreaterThan(10);
  });
});

it("memory grows with the steps for the discrete gradient and not for the adjoint", () => {
  const taken = (gradient: IntegrateOptions["gradient"], steps: number) => {
    const arena = new Arena();
    const tape = new Tape(arena, 0, arena.allocate(16), true);
    const mark = arena.mark();
    const operands = [[32, 16], [16, 32], [32], [32, 16], [16]].map((shape) => tape.tensor(shape));
    tape.finish(sum(tape, solve({ gradient, steps, span: 1 })(tape, ...operands)));
    return arena.mark() - mark;
  };
  expect(taken("adjoint", 100)).toBe(taken("adjoint", 1));
  expect(taken("discrete", 100) / taken("discrete", 10)).toBeGreaterThan(8);
});
