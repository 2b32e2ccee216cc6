import type { Arena } from "../../engine/memory.js";
import { quantile } from "../../engine/ops/index.js";
import { bind, Tape } from "../../engine/tape.js";
import { pow } from "../../numeric/elementary.js";
import { interleave, loadInstances, recordInputs } from "./forecaster.js";
import { type Instance, PATCH } from "./instance.js";
import type { ZeroNetwork } from "./network.js";
import { QUANTILES } from "./quantiles.js";

/** Instances with equally many patches, and what came after each. */
export interface Batch {
  readonly back: number;
  readonly ahead: number;
  readonly instances: readonly Instance[];
  /**
   * Of each instance: what came, less the base, in units of the scale, [ahead · PATCH]; NaN where that is
   * not known.
   */
  readonly targets: readonly Float32Array[];
}

/** Everything that the next step depends on, [size] each. */
export interface LearnerState {
  /** Steps done. */
  step: number;
  readonly weights: Float32Array;
  /** Adam's means of gradients and of their squares. */
  readonly first: Float32Array;
  readonly second: Float32Array;
  /** Exponential mean of the weights. */
  readonly averaged: Float32Array;
}

const BETA1 = 0.9;
const BETA2 = 0.99;
const EPSILON = 1e-8;
const MAX_GRADIENT = 1;
const AVERAGING = 0.999;

/** Learns the network of `zero` batch by batch with Adam, clipped gradients and averaged weights. */
export class Learner {
  private readonly size: number;
  private readonly addresses: Record<
    "weights" | "first" | "second" | "averaged" | "gradients",
    number
  >;
  private step = 0;

  /**
   * @param initialize writes the weights to start from to an address
   * @param from       offset of the first weight that is learned; those before stay as they are
   */
  constructor(
    readonly arena: Arena,
    readonly network: ZeroNetwork,
    initialize: (address: number) => void,
    private readonly from = 0,
  ) {
    this.size = network.parameters.size;
    const place = () => arena.allocate(this.size);
    this.addresses = {
      weights: place(),
      first: place(),
      second: place(),
      averaged: place(),
      gradients: place(),
    };
    const { weights, averaged } = this.addresses;
    initialize(weights);
    arena.kernels.copy(this.size, weights, averaged);
  }

  /** Steps done. */
  get done(): number {
    return this.step;
  }

  /** Address of the averaged weights. */
  get averaged(): number {
    return this.addresses.averaged;
  }

  /** A copy of the averaged weights, [size]. */
  get averagedWeights(): Float32Array {
    return this.arena.view(this.averaged, this.size).slice();
  }

  /** @returns mean pinball loss of the batch, before the step */
  learn({ back, ahead, instances, targets }: Batch, rate: number): number {
    const { arena, size } = this;
    const { weights, first, second, averaged, gradients } = this.addresses;
    const { adam, axpy, fill, scaleShift, sumOfSquares } = arena.kernels;
    const mark = arena.mark();
    const rows = instances.length;
    const tape = new Tape(arena, { weights, gradients, training: true });
    const inputs = recordInputs(tape, back, ahead, rows);
    const target = tape.input([ahead, rows, PATCH]);
    const known = tape.input(target.shape);
    const loss = quantile(tape, this.network.forward(tape, inputs), target, QUANTILES, known);
    const { forward, backward } = tape.finish(loss);
    loadInstances(arena, inputs, instances);
    const place = arena.view(target.at, target.size);
    targets.forEach((values, row) => {
      interleave(values, place, PATCH, row, rows);
    });
    const weight = arena.view(known.at, known.size);
    place.forEach((value, i) => {
      weight[i] = Number.isNaN(value) ? 0 : 1;
      if (Number.isNaN(value)) place[i] = 0;
    });
    fill(size, gradients, 0);
    bind([...forward, ...backward], arena.kernels)();
    const value = arena.view(loss.at, 1)[0];
    arena.release(mark);
    const learned = size - this.from;
    const at = (address: number) => address + 4 * this.from;
    const norm = Math.sqrt(sumOfSquares(learned, at(gradients)));
    if (!Number.isFinite(norm)) throw new Error(`step ${this.step}: the gradient is ${norm}`);
    this.step++;
    const correction = Math.sqrt(1 - pow(BETA2, this.step));
    adam(
      ...([learned, at(weights), at(gradients), at(first), at(second)] as const),
      ...([(rate * correction) / (1 - pow(BETA1, this.step)), BETA1, BETA2] as const),
      ...([EPSILON * correction, 0, 1, norm > MAX_GRADIENT ? MAX_GRADIENT / norm : 1] as const),
    );
    const keep = Math.min(AVERAGING, this.step / (this.step + 10));
    scaleShift(size, keep, 0, averaged, averaged);
    axpy(size, 1 - keep, weights, averaged);
    return value;
  }

  /** A copy of the state. */
  get state(): LearnerState {
    const copy = (at: number) => this.arena.view(at, this.size).slice();
    const { weights, first, second, averaged } = this.addresses;
    return {
      step: this.step,
      weights: copy(weights),
      first: copy(first),
      second: copy(second),
      averaged: copy(averaged),
    };
  }

  set state({ step, ...arrays }: LearnerState) {
    this.step = step;
    for (const name of ["weights", "first", "second", "averaged"] as const) {
      this.arena.view(this.addresses[name], this.size).set(arrays[name]);
    }
  }
}
