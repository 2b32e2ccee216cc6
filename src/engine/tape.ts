import { GEMM_SCRATCH, type KernelName, type Kernels } from "./kernels/index.js";
import type { Arena } from "./memory.js";
import type { Parameter } from "./parameters.js";
import { ShapeError, sizeOf, type Tensor } from "./tensor.js";

/** One kernel call: plain data, so that another thread on the same memory can make it too. */
export type Call = readonly [kernel: KernelName, ...args: number[]];

/** A recorded computation at fixed addresses: run it as often as the inputs change. */
export interface Program {
  readonly forward: readonly Call[];
  readonly backward: readonly Call[];
}

export interface TapeOptions {
  /** Address of the parameter vector; 0 for a tape that no parameters enter. */
  readonly weights?: number;
  /** Address of this tape's own gradient vector; 0 when only values are wanted. */
  readonly gradients?: number;
  /** Whether dropout and the like are active. */
  readonly training?: boolean;
}

/**
 * Records operations once as kernel calls over the arena; the gradient's calls follow from it by the
 * chain rule. Nothing is computed while recording and nothing is allocated while running.
 */
export class Tape {
  /** Packing space for matrix products, this tape's alone. */
  readonly scratch: number;
  private readonly forward: Call[] = [];
  private readonly backward: Call[] = [];
  private calls = this.forward;
  private readonly rules: (() => void)[] = [];
  private readonly tensors: Tensor[] = [];
  private readonly weights: number;
  private readonly gradients: number;
  /** Whether dropout and the like are active. */
  readonly training: boolean;

  constructor(
    readonly arena: Arena,
    { weights = 0, gradients = 0, training = false }: TapeOptions = {},
  ) {
    this.weights = weights;
    this.gradients = gradients;
    this.training = training;
    this.scratch = arena.allocate(GEMM_SCRATCH);
  }

  /** Whether gradients will be computed. */
  get differentiates(): boolean {
    return this.gradients !== 0;
  }

  /** A value that operations fill, with a gradient. */
  tensor(shape: readonly number[]): Tensor {
    const tensor = this.place(shape, true);
    this.tensors.push(tensor);
    return tensor;
  }

  /** A value that the caller fills, without a gradient. */
  input(shape: readonly number[]): Tensor {
    return this.place(shape, false);
  }

  /** Working space of `size` floats. */
  workspace(size: number): number {
    return this.arena.allocate(size);
  }

  parameter(p: Parameter): Tensor {
    const grad = this.gradients && this.gradients + p.offset * 4;
    return {
      shape: p.shape,
      size: p.size,
      at: this.weights + p.offset * 4,
      grad,
      differentiable: true,
    };
  }

  private place(shape: readonly number[], differentiable: boolean): Tensor {
    const size = sizeOf(shape);
    return { shape, size, at: this.arena.allocate(size), grad: 0, differentiable };
  }

  /** Records a kernel call: the way there while operations are recorded, the way back in their rules. */
  call<Name extends KernelName>(kernel: Name, ...args: Parameters<Kernels[Name]>): void {
    this.calls.push([kernel, ...args]);
  }

  /** Registers how the gradient of the operation just recorded flows: the rule adds to its operands'. */
  gradient(rule: () => void): void {
    this.rules.push(rule);
  }

  /**
   * Ends the recording. `backward` adds ∂loss/∂weights to the gradient vector, which the caller zeroes,
   * and leaves ∂loss/∂tensor in every tensor's gradient.
   *
   * @throws ShapeError unless the loss is a single value
   */
  finish(loss?: Tensor): Program {
    if (!loss || !this.gradients) return { forward: this.forward, backward: [] };
    if (loss.size !== 1) throw new ShapeError("finish", "a loss of one value", loss.shape);
    this.calls = this.backward;
    let total = 0;
    for (const tensor of this.tensors) total += padded(tensor.size);
    let at = this.arena.allocate(total);
    this.call("fill", total, at, 0);
    for (const tensor of this.tensors) {
      tensor.grad = at;
      at += padded(tensor.size) * 4;
    }
    this.call("fill", 1, loss.grad, 1);
    for (const rule of this.rules.toReversed()) rule();
    return { forward: this.forward, backward: this.backward };
  }
}

/** Tensors start on cache lines of 16 floats, so that no two threads write to one line. */
function padded(size: number): number {
  return Math.ceil(size / 16) * 16;
}

/** Binds calls to one thread's kernels, to be made one after the other. */
export function bindEach(calls: readonly Call[], kernels: Kernels): (() => void)[] {
  return calls.map(([name, ...args]) =>
    (kernels[name] as (...args: number[]) => void).bind(null, ...args),
  );
}

/** Binds calls to one thread's kernels, to be made all at once. */
export function bind(calls: readonly Call[], kernels: Kernels): () => void {
  const bound = bindEach(calls, kernels);
  return () => {
    for (const call of bound) call();
  };
}
