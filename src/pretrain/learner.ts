import type { Arena } from "../engine/memory.js";
import { quantile } from "../engine/ops/index.js";
import { bind, Tape } from "../engine/tape.js";
import { interleave, loadInstances, recordInputs } from "../models/zero/forecaster.js";
import { PATCH } from "../models/zero/instance.js";
import { type ZeroNetwork, type ZeroShape, zeroNetwork } from "../models/zero/network.js";
import { QUANTILES } from "../models/zero/quantiles.js";
import { pow } from "../numeric/elementary.js";
import { Random } from "../numeric/random.js";
import type { Batch } from "./batch.js";

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
  readonly network: ZeroNetwork;
  private readonly size: number;
  private readonly addresses: Record<
    "weights" | "first" | "second" | "averaged" | "gradients",
    number
  >;
  private step = 0;

  constructor(
    readonly arena: Arena,
    shape: ZeroShape,
    seed: number,
  ) {
    this.network = zeroNetwork(shape);
    this.size = this.network.parameters.size;
    const place = () => arena.allocate(this.size);
    this.addresses = {
      weights: place(),
      first: place(),
      second: place(),
      averaged: place(),
      gradients: place(),
    };
    const { weights, averaged } = this.addresses;
    this.network.parameters.initialize(arena, weights, new Random(seed));
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
    const loss = quantile(tape, this.network.forward(tape, inputs), target, QUANTILES);
    const { forward, backward } = tape.finish(loss);
    loadInstances(arena, inputs, instances);
    const place = arena.view(target.at, target.size);
    targets.forEach((values, row) => {
      interleave(values, place, PATCH, row, rows);
    });
    fill(size, gradients, 0);
    bind([...forward, ...backward], arena.kernels)();
    const value = arena.view(loss.at, 1)[0];
    arena.release(mark);
    const norm = Math.sqrt(sumOfSquares(size, gradients));
    if (!Number.isFinite(norm)) throw new Error(`step ${this.step}: the gradient is ${norm}`);
    this.step++;
    const correction = Math.sqrt(1 - pow(BETA2, this.step));
    adam(
      ...([size, weights, gradients, first, second] as const),
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
