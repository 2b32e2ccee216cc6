import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";
import { gather } from "./gather.js";
import { reshape } from "./shape.js";

/**
 * Steps of a sequence by number, in any order and as often as wanted.
 *
 * @param x [time, ..]
 * @returns [which.length, ..]
 */
export function takeSteps(tape: Tape, x: Tensor, which: readonly number[]): Tensor {
  const [time, ...rest] = x.shape as [number, ...number[]];
  const index = tape.input([which.length]);
  tape.arena.view(index.at, index.size).set(which);
  const taken = gather(tape, reshape(x, [time, x.size / time]), index);
  return reshape(taken, [which.length, ...rest]);
}
