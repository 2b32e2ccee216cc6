import type { Random } from "../numeric/random.js";
import type { Arena } from "./memory.js";
import { sizeOf } from "./tensor.js";

/** A learned array and its place in the flat vector of all weights. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** Offset in floats from the start of the vector; a multiple of 16. */
  readonly offset: number;
  readonly initialize: (values: Float32Array, random: Random) => void;
}

/** All weights of a network, side by side, so that the optimizer sees one vector. */
export class Parameters {
  readonly list: Parameter[] = [];
  /** Floats, padding included. */
  size = 0;

  add(
    name: string,
    shape: readonly number[],
    initialize: (values: Float32Array, random: Random) => void,
  ): Parameter {
    const size = sizeOf(shape);
    const parameter = { name, shape, size, offset: this.size, initialize };
    this.list.push(parameter);
    this.size += Math.ceil(size / 16) * 16;
    return parameter;
  }

  /** Number of weights, padding excluded. */
  get count(): number {
    return this.list.reduce((sum, p) => sum + p.size, 0);
  }

  /** Writes initial weights to the vector at `address`, in the order of declaration. */
  initialize(arena: Arena, address: number, random: Random): void {
    for (const p of this.list) p.initialize(arena.view(address + p.offset * 4, p.size), random);
  }
}

/** Uniform in ±bound. */
export function uniform(bound: number) {
  return (values: Float32Array, random: Random) => {
    for (let i = 0; i < values.length; i++) values[i] = random.uniform(-bound, bound);
  };
}

export function constant(value: number) {
  return (values: Float32Array) => {
    values.fill(value);
  };
}

export const zeros = constant(0);
