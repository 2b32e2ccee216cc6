import { expect } from "vitest";
import { Arena } from "../../src/engine/memory.js";
import { add, mul, sum } from "../../src/engine/ops/index.js";
import { bind, Tape } from "../../src/engine/tape.js";
import { Random } from "../../src/numeric/random.js";
import { type Build, unaligned } from "./evaluate.js";

export interface GradientCheck {
  /** Value of an operand's element; uniform in ±1 by default. */
  readonly draw?: (random: Random, operand: number, element: number) => number;
  /** Largest error, relative to the largest gradient of the operand. */
  readonly tolerance?: number;
  /** Operands without a gradient, such as indices. */
  readonly constant?: readonly number[];
}

/** Step of the differences: a power of two, so that x ± h is nearly exact. */
const STEP = 2 ** -6;
/** Elements of an operand that are tried. */
const TRIED = 40;

/**
 * Holds the gradients of Σ out ⊙ probe against central differences with one step of Richardson's
 * extrapolation, for operands at unaligned addresses. Every operand also has a second path to the loss
 * whose gradient arrives first, and must still be there; and is once made a constant, which must leave the
 * gradients of the others as they are and write nowhere.
 */
export function checkGradient(build: Build, shapes: number[][], check: GradientCheck = {}): void {
  const { tolerance = 3e-4, constant = [] } = check;
  const wanted = shapes.map((_, i) => !constant.includes(i));
  const whole = recorded(build, shapes, wanted, check);
  whole.backward();
  shapes.forEach((_, i) => {
    if (!wanted[i]) return;
    const x = whole.values[i];
    const gradient = whole.gradients[i];
    const stride = Math.ceil(x.length / TRIED);
    const compared: [number, number][] = [];
    for (let k = 0; k < x.length; k += stride) {
      const held = x[k];
      const difference = (step: number) => {
        x[k] = held + step;
        const above = whole.loss();
        x[k] = held - step;
        const below = whole.loss();
        x[k] = held;
        return (above - below) / (2 * step);
      };
      const slope = (4 * difference(STEP) - difference(2 * STEP)) / 3;
      compared.push([gradient[k] - whole.extra[i][k], slope]);
    }
    const largest = Math.max(1e-3, ...compared.map(([, slope]) => Math.abs(slope)));
    for (const [actual, slope] of compared) {
      expect(
        Math.abs(actual - slope) / largest,
        `operand ${i}: ${actual}, not ${slope}`,
      ).toBeLessThan(tolerance);
    }
  });
  shapes.forEach((_, i) => {
    if (!wanted[i]) return;
    const others = wanted.map((want, j) => want && j !== i);
    const part = recorded(build, shapes, others, check);
    part.backward();
    others.forEach((want, j) => {
      if (want) expect(part.gradients[j]).toEqual(whole.gradients[j]);
    });
    expect(part.nowhere.every((value) => value === 0)).toBe(true);
  });
}

function recorded(build: Build, shapes: number[][], wanted: boolean[], { draw }: GradientCheck) {
  const arena = new Arena();
  const random = new Random(11);
  const tape = new Tape(arena, { gradients: arena.allocate(16), training: true });
  const tensors = shapes.map((shape, i) => unaligned(tape, shape, wanted[i]));
  const out = build(tape, ...tensors);
  const probe = tape.input(out.shape);
  // The bystander keeps the loss differentiable when no operand is.
  let loss = sum(tape, tape.tensor([1]));
  loss = add(tape, loss, sum(tape, mul(tape, out, probe)));
  const extra = tensors.map((x) => {
    const factors = tape.input(x.shape);
    loss = add(tape, loss, sum(tape, mul(tape, x, factors)));
    return arena.view(factors.at, factors.size);
  });
  const program = tape.finish(loss);
  const forward = bind(program.forward, arena.kernels);
  const backward = bind(program.backward, arena.kernels);
  const look = (at: number, size: number) => arena.view(at, size);
  const values = tensors.map((x) => look(x.at, x.size));
  values.forEach((x, i) => {
    for (let k = 0; k < x.length; k++) x[k] = draw ? draw(random, i, k) : random.uniform(-1, 1);
  });
  const probes = look(probe.at, probe.size);
  for (const view of [probes, ...extra]) {
    for (let k = 0; k < view.length; k++) view[k] = random.uniform(-1, 1);
  }
  return {
    values,
    gradients: tensors.map((x) => look(x.grad, x.size)),
    extra,
    /** Where address 0, "no gradient", would lead. */
    nowhere: look(0, 1024),
    loss() {
      forward();
      const y = look(out.at, out.size);
      return probes.reduce((total, p, k) => total + p * y[k], 0);
    },
    backward() {
      forward();
      backward();
    },
  };
}

/** Uniform in ±1 but not near 0, where some functions have a kink. */
export function awayFromZero(random: Random): number {
  const value = random.uniform(-1, 1);
  return value + 0.1 * Math.sign(value);
}

/** Uniform in [0.5, 2). */
export function positive(random: Random): number {
  return random.uniform(0.5, 2);
}
