import { describe, expect, it } from "vitest";
import { Arena } from "../../../src/engine/memory.js";
import {
  gradientMethods,
  integrator,
  type SolverOptions,
  sum,
} from "../../../src/engine/ops/index.js";
import { bind, Tape } from "../../../src/engine/tape.js";
import type { Tensor } from "../../../src/engine/tensor.js";
import { exp, log } from "../../../src/numeric/elementary.js";
import { checkGradient } from "../gradient-check.js";

const rows = 3;
const shapes = [[rows, 2], [2, 5], [5], [5, 2], [2]];

const usual: SolverOptions = {
  solver: "rk4",
  steps: 8,
  relative: 1e-5,
  absolute: 1e-5,
  maxSteps: 100,
  gradient: "discrete",
};
const rk4 = (steps: number) => ({ solver: "rk4", steps }) as const;
const dopri5 = { solver: "dopri5" } as const;

/** A different length of time for each row. */
const spansOf = (tape: Tape, of: readonly number[]) => {
  const spans = tape.input([of.length, 1]);
  tape.arena.view(spans.at, spans.size).set(of);
  return spans;
};

const solve =
  (options: Partial<SolverOptions>, spans: readonly number[]) =>
  (tape: Tape, ...x: Tensor[]) => {
    const [z, inner, innerBias, outer, outerBias] = x as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const field = { inner, innerBias, outer, outerBias };
    const along = integrator(tape, field, z.shape[0], { ...usual, ...options });
    return along.solve(z, spansOf(tape, spans));
  };

/** dz/dt = scale · tanh(z), whose solution is sinh z(t) = exp(scale · t) · sinh z(0). */
function growing(options: Partial<SolverOptions>, start: readonly number[], span = 1, scale = 1) {
  const arena = new Arena();
  const tape = new Tape(arena);
  const of = (shape: number[], value: number) => {
    const x = tape.input(shape);
    arena.view(x.at, x.size).fill(value);
    return x;
  };
  const field = {
    inner: of([1, 1], 1),
    innerBias: of([1], 0),
    outer: of([1, 1], scale),
    outerBias: of([1], 0),
  };
  const along = integrator(tape, field, start.length, { ...usual, ...options });
  const z = of([start.length, 1], 0);
  arena.view(z.at, z.size).set(start);
  const out = along.solve(
    z,
    spansOf(
      tape,
      start.map(() => span),
    ),
  );
  bind(tape.finish().forward, arena.kernels)();
  const sinh = (x: number) => (exp(x) - exp(-x)) / 2;
  const end = arena.view(out.at, out.size)[0];
  const error = Math.abs(sinh(end) / sinh(start[0]) / exp(scale * span) - 1);
  return { end, error, work: along.work().forward, failure: along.failure() };
}

describe.each(gradientMethods)("gradient=%s", (gradient) => {
  it.each([
    ["one step of rk4", rk4(1), 0.5, 3e-3],
    ["eight steps of rk4", rk4(8), 1, 3e-4],
    ["dopri5", dopri5, 1, 5e-4],
    ["many steps of dopri5", { ...dopri5, relative: 1e-7, absolute: 1e-7 }, 4, 3e-3],
  ])("is the slope of the solution: %s", (_, options, span, tolerance) => {
    const spans = [span, 0.5 * span, 0.75 * span];
    checkGradient(solve({ ...options, gradient }, spans), shapes, { tolerance });
  });
});

it("rk4 is of the fourth order", () => {
  const error = (steps: number) => growing(rk4(steps), [0.5], 4).error;
  expect(error(64)).toBeLessThan(2e-5);
  expect(error(4) / error(8)).toBeGreaterThan(10);
});

it("dopri5 is of the fifth order: the error of one step falls with the sixth power of its length", () => {
  const error = (span: number) =>
    growing({ ...dopri5, relative: 1e6, absolute: 1e6 }, [0.5], span).error;
  expect(growing({ ...dopri5, relative: 1e6, absolute: 1e6 }, [0.5], 1).work.accepted).toBe(1);
  const order = log(error(1) / error(0.5)) / log(2);
  expect(order).toBeGreaterThan(5.7);
  expect(order).toBeLessThan(6.4);
});

it.each([1e-2, 1e-3, 1e-4, 1e-5])("dopri5 keeps a tolerance of %f", (tolerance) => {
  const options = { ...dopri5, relative: tolerance, absolute: tolerance };
  expect(growing(options, [0.3], 3).error).toBeLessThan(20 * tolerance);
});

it("dopri5 looks once for the first slope and six times a step, as the last slope is the next first", () => {
  const { work } = growing(dopri5, [0.1], 20);
  expect(work.rejected).toBeGreaterThan(0);
  expect(work.evaluations).toBe(1 + 6 * (work.accepted + work.rejected));
});

it("the row that is hardest to follow decides the steps", () => {
  const still = Array(63).fill(0);
  const alone = growing(dopri5, [0.5], 8).work.accepted;
  expect(growing(dopri5, [0.5, ...still], 8).work.accepted).toBe(alone);
});

/** Gradients of dopri5's solution. */
function gradients(options: Partial<SolverOptions>, spans: readonly number[]) {
  const arena = new Arena();
  const tape = new Tape(arena, { gradients: arena.allocate(16), training: true });
  const operands = shapes.map((shape, s) => {
    const x = tape.tensor(shape);
    arena.view(x.at, x.size).forEach((_, i, all) => {
      all[i] = (((i * 7 + s * 3) % 11) - 5) / 6;
    });
    return x;
  });
  const [z, inner, innerBias, outer, outerBias] = operands as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const field = { inner, innerBias, outer, outerBias };
  const along = integrator(tape, field, rows, { ...usual, ...dopri5, ...options });
  const program = tape.finish(sum(tape, along.solve(z, spansOf(tape, spans))));
  bind([...program.forward, ...program.backward], arena.kernels)();
  return {
    slopes: operands.flatMap((x) => Array.from(arena.view(x.grad, x.size))),
    work: along.work(),
  };
}

it("discrete and adjoint gradients of dopri5 come together with its tolerance", () => {
  const apart = (tolerance: number) => {
    const [one, other] = gradientMethods.map(
      (gradient) =>
        gradients({ gradient, relative: tolerance, absolute: tolerance }, [4, 3, 2]).slopes,
    ) as [number[], number[]];
    const largest = Math.max(...one.map(Math.abs));
    return Math.max(...one.map((g, i) => Math.abs(g - other[i]))) / largest;
  };
  expect(apart(1e-6)).toBeLessThan(1e-4);
  expect(apart(1e-2)).toBeGreaterThan(apart(1e-6));
});

it.each([30, 40, 44, 60, 90])(
  "states of dopri5 that were not kept are found again as they were, of a span of %i",
  (span) => {
    const spans = [span, span / 2, 1];
    // Of 100 steps 16 states are kept, of 100,000 as many as this solution has.
    const [few, all] = [100, 100_000].map((maxSteps) => gradients({ maxSteps }, spans));
    const { accepted } = all.work.forward;
    expect(accepted).toBeGreaterThan(16);
    expect(accepted).toBeLessThan(80);
    expect(all.work.backward.evaluations).toBe(6 * accepted);
    expect(few.work.backward.evaluations).toBeGreaterThan(6 * accepted);
    expect(few.slopes).toEqual(all.slopes);
  },
);

describe("dopri5 gives up", () => {
  it("when a state is not finite", () => {
    const { end, failure } = growing(dopri5, [Number.NaN]);
    expect(failure).toEqual({ why: "not finite", at: 0 });
    expect(end).toBeNaN();
  });

  it("when its steps fall below what float32 can tell apart", () => {
    const options = { ...dopri5, relative: 1e-30, absolute: 1e-30 };
    expect(growing(options, [0.5, 0.3, 0.123, 0.71], 8).failure?.why).toBe("step too small");
  });

  it("when it has tried as many steps as it may", () => {
    const { failure, work } = growing({ ...dopri5, maxSteps: 8 }, [0.01], 30);
    expect(failure?.why).toBe("too many steps");
    expect(failure!.at).toBeGreaterThan(0);
    expect(failure!.at).toBeLessThan(1);
    expect(work.accepted + work.rejected).toBe(8);
  });
});

it("memory for the discrete gradient of dopri5 grows far less than the steps it may try", () => {
  const taken = (maxSteps: number) => {
    const arena = new Arena();
    const tape = new Tape(arena, { gradients: arena.allocate(16), training: true });
    const mark = arena.mark();
    const operands = [[32, 16], [16, 32], [32], [32, 16], [16]].map((shape) => tape.tensor(shape));
    const solution = solve({ ...dopri5, maxSteps }, Array(32).fill(1))(tape, ...operands);
    tape.finish(sum(tape, solution));
    return arena.mark() - mark;
  };
  const state = 32 * 16 * 4;
  expect(taken(100_000) - taken(10)).toBeLessThan(2400 * state);
  expect(taken(100) - taken(10)).toBeLessThan(20 * state);
});

it("states that no memory can hold are refused, with the way back that keeps none", () => {
  const arena = new Arena();
  const tape = new Tape(arena, { gradients: arena.allocate(16), training: true });
  const operands = [[256, 64], [64, 1], [1], [1, 64], [64]].map((shape) => tape.tensor(shape));
  const spans = Array(256).fill(1);
  // 100,000 states of 64 KB.
  expect(() => solve(rk4(100_000), spans)(tape, ...operands)).toThrow(
    expect.objectContaining({
      hint: expect.stringMatching(/smaller batch\. The adjoint gradient needs less memory\.$/),
    }),
  );
  const adjoint = { ...rk4(100_000), gradient: "adjoint" } as const;
  expect(() => solve(adjoint, spans)(tape, ...operands)).not.toThrow();
});

it("memory grows with the steps of rk4 for the discrete gradient and not for the adjoint", () => {
  const taken = (gradient: SolverOptions["gradient"], steps: number) => {
    const arena = new Arena();
    const tape = new Tape(arena, { gradients: arena.allocate(16), training: true });
    const mark = arena.mark();
    const operands = [[32, 16], [16, 32], [32], [32, 16], [16]].map((shape) => tape.tensor(shape));
    const options = { ...rk4(steps), gradient };
    tape.finish(sum(tape, solve(options, Array(32).fill(1))(tape, ...operands)));
    return arena.mark() - mark;
  };
  const more = (gradient: SolverOptions["gradient"]) =>
    taken(gradient, 1000) - taken(gradient, 100);
  // A state of 32 × 16 float32 for each step.
  expect(more("discrete")).toBeGreaterThanOrEqual(900 * 32 * 16 * 4);
  expect(more("adjoint")).toBe(0);
});
