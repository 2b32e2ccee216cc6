import { FitError } from "../../errors.js";
import { SolverMethod, SolverOutcome } from "../kernels/codes.js";
import type { Arena } from "../memory.js";
import type { Tape } from "../tape.js";
import { ShapeError, type Tensor } from "../tensor.js";
import { result } from "./output.js";

/** The vector field f(z) = tanh(z·W₁ + b₁)·W₂ + b₂, [rows, n] → [rows, n]. */
export interface VectorField {
  /** [n, m] */
  readonly inner: Tensor;
  /** [m] */
  readonly innerBias: Tensor;
  /** [m, n] */
  readonly outer: Tensor;
  /** [n] */
  readonly outerBias: Tensor;
}

/** `rk4` makes steps of equal length, `dopri5` as many as its tolerances ask for. */
export const solverNames = ["rk4", "dopri5"] as const;

export const gradientMethods = ["discrete", "adjoint"] as const;

export interface SolverOptions {
  readonly solver: (typeof solverNames)[number];
  /** Steps of rk4 over the interval. */
  readonly steps: number;
  /** Tolerated error of a step of dopri5, relative to the state and absolute. */
  readonly relative: number;
  readonly absolute: number;
  /** Maximum number of steps of dopri5 over the interval, rejected ones included. */
  readonly maxSteps: number;
  /**
   * `discrete` goes back through every accepted step. It keeps the states where steps began, only some of
   * them when dopri5 makes many, and the stages too when rk4 makes few. `adjoint` integrates state and
   * gradient backwards in time, in memory that does not grow with the steps.
   */
  readonly gradient: (typeof gradientMethods)[number];
}

/** What a solution cost. */
export interface SolverWork {
  /** Evaluations of the field. */
  readonly evaluations: number;
  readonly accepted: number;
  readonly rejected: number;
}

/** Why a solution broke off. */
export interface SolverFailure {
  readonly why: "not finite" | "step too small" | "too many steps";
  /** How far through the interval, from 0 to 1. */
  readonly at: number;
}

/** Solves along one field, any number of intervals of one tape. */
export interface Integrator {
  /**
   * z at the end of an interval.
   *
   * @param z    [rows, n]
   * @param span length of time of each row, [rows, 1]
   * @returns    [rows, n], NaN once a solution has failed
   */
  solve(z: Tensor, span: Tensor): Tensor;
  /** All work since the recording, forward and backward, once the program has run. */
  work(): { readonly forward: SolverWork; readonly backward: SolverWork };
  failure(): SolverFailure | undefined;
}

const METHODS = { rk4: SolverMethod.RK4, dopri5: SolverMethod.DOPRI5 } as const;
const FAILURES: Record<number, SolverFailure["why"]> = {
  [SolverOutcome.NOT_FINITE]: "not finite",
  [SolverOutcome.STEP_TOO_SMALL]: "step too small",
  [SolverOutcome.TOO_MANY_STEPS]: "too many steps",
};
const RK4_STAGES = 4;
/** Steps of rk4 up to which all stages are kept for the way back; those of more would take too much memory. */
const MAX_STEPS_WITH_STAGES = 4;
/** States of dopri5 that are kept whatever the maximum is; most solutions take fewer steps. */
const MIN_KEPT_STATES = 16;
/** Floats of a tally: five float64, rounded up to whole cache lines. */
const TALLY_SIZE = 16;

/**
 * Solves dz/dt = f(z) by the classical Runge–Kutta method of order 4, or by the pair of orders 5 and 4
 * of Dormand & Prince with steps chosen by the error of the worst row.
 *
 * Both ways back give the gradient of the exact solution; they differ by the error of the method, rk4's
 * O(h⁴), dopri5's tolerance. The adjoint's own error decides its steps, that of the weights' integral
 * does not.
 *
 * @throws ShapeError when the field's weights disagree
 * @see Dormand & Prince (1980), "A family of embedded Runge-Kutta formulae"; Hairer, Nørsett & Wanner
 *   (1993), "Solving ordinary differential equations I", section II.4, for the choice of steps
 * @see Chen, Rubanova, Bettencourt & Duvenaud (2018), "Neural ordinary differential equations",
 *   algorithm 1; Kidger, Chen & Lyons (2021), "Hey, that's not an ODE", for the error that counts
 */
export function integrator(
  tape: Tape,
  field: VectorField,
  rows: number,
  options: SolverOptions,
): Integrator {
  const { inner, innerBias, outer, outerBias } = field;
  const [n, m] = inner.shape as [number, number];
  if (inner.shape.length !== 2 || outer.shape[0] !== m || outer.shape[1] !== n) {
    throw new ShapeError("integrator", "[n, m] and [m, n]", inner.shape, outer.shape);
  }
  const { arena } = tape;
  const size = rows * n;
  const weights = [inner, innerBias, outer, outerBias];
  const addresses = tape.workspace(4);
  writeAddresses(
    arena,
    addresses,
    weights.map(({ at }) => at),
  );
  const adaptive = options.solver === "dopri5";
  const maxSteps = adaptive ? options.maxSteps : options.steps;
  const kind = [METHODS[options.solver], rows, n, m, addresses] as const;
  const bounds = [options.relative, options.absolute, maxSteps] as const;
  // Tallies are float64: arena addresses are multiples of 64.
  const [there, back] = [tape.workspace(TALLY_SIZE), tape.workspace(TALLY_SIZE)];
  const work = tape.workspace(9 * size + rows * m);
  const room = adaptive ? roomFor(maxSteps) : maxSteps;
  let workBack = 0;
  let gradients = 0;
  let replay = 0;
  return {
    solve(z, span) {
      if (z.shape.length !== 2 || z.shape[0] !== rows || z.shape[1] !== n || span.size !== rows) {
        throw new ShapeError("integrator", "[rows, n] and [rows, 1]", z.shape, span.shape);
      }
      const out = result(tape, z.shape, z, ...weights);
      // Without a gradient nobody goes back through the steps.
      const kept = options.gradient === "discrete" && tape.differentiates && out.differentiable;
      const lengths = kept ? tape.workspace(1 + maxSteps) : 0;
      const states = kept ? roomForStates(tape, room * size) : 0;
      const stages = kept && !adaptive && maxSteps <= MAX_STEPS_WITH_STAGES;
      const stagesKept = stages ? tape.workspace(maxSteps * RK4_STAGES * (size + rows * m)) : 0;
      const way = [...bounds, lengths, states, room, stagesKept] as const;
      tape.call("solveForward", ...kind, span.at, z.at, out.at, ...way, there, work, tape.scratch);
      tape.gradient(() => {
        if (!out.differentiable) return;
        workBack ||= tape.workspace(32 * size + 15 * rows * m);
        gradients ||= tape.workspace(4);
        if (kept && room < maxSteps) replay ||= tape.workspace(strideOf(room, maxSteps) * size);
        writeAddresses(
          arena,
          gradients,
          weights.map((w) => (w.differentiable ? w.grad : 0)),
        );
        const dz = z.differentiable ? z.grad : 0;
        const ends = [span.at, out.at, out.grad, dz, gradients] as const;
        tape.call("solveBackward", ...kind, ...ends, ...way, replay, back, workBack, tape.scratch);
      });
      return out;
    },
    work: () => ({ forward: workOf(arena, there), backward: workOf(arena, back) }),
    failure() {
      for (const tally of [there, back]) {
        const [, , , why, at] = tallyOf(arena, tally);
        if (why !== SolverOutcome.REACHED_THE_END) return { why: FAILURES[why], at };
      }
      return undefined;
    },
  };
}

/**
 * States kept of each interval. Few, as there are many intervals; yet the states between two kept ones are
 * recomputed into one buffer that all intervals share, which should not grow larger than what is kept.
 */
function roomFor(maxSteps: number): number {
  return Math.min(maxSteps, Math.max(MIN_KEPT_STATES, 2 * Math.ceil(Math.sqrt(maxSteps) / 8)));
}

/** @throws FitError that names the adjoint, which keeps no states, where they do not fit */
function roomForStates(tape: Tape, floats: number): number {
  try {
    return tape.workspace(floats);
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    throw new FitError(error.message, `${error.hint} The adjoint gradient needs less memory.`);
  }
}

/** Steps from one state that is kept to the next. */
function strideOf(room: number, steps: number): number {
  let stride = 1;
  while (stride * room < steps) stride *= 2;
  return stride;
}

function writeAddresses(arena: Arena, at: number, values: readonly number[]): void {
  new Uint32Array(arena.memory.buffer, at, values.length).set(values);
}

function tallyOf({ memory }: Arena, at: number): Float64Array {
  return new Float64Array(memory.buffer, at, 5);
}

function workOf(arena: Arena, at: number): SolverWork {
  const [evaluations, accepted, rejected] = tallyOf(arena, at);
  return { evaluations, accepted, rejected };
}
