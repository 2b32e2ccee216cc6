import { Random } from "../../numeric/random.js";
import type { Tape } from "../tape.js";
import type { Tensor } from "../tensor.js";
import { result } from "./output.js";

/**
 * Sets each value to 0 with probability `rate` and scales the others by 1/(1 − rate), so that the
 * expectation stays. Every run of the program draws another mask, the same ones for the same seed.
 * Outside training it is x itself.
 *
 * @param rate from 0 to below 1
 * @see Srivastava et al. (2014)
 */
export function dropout(tape: Tape, x: Tensor, rate: number, seed: number): Tensor {
  if (!(rate >= 0 && rate < 1))
    throw new RangeError(`dropout: rate must be in [0, 1), got ${rate}`);
  if (!tape.training || rate === 0) return x;
  const out = result(tape, x.shape, x);
  const state = tape.workspace(48);
  const random = new Random(seed);
  const words = new Uint32Array(tape.arena.memory.buffer, state, 16);
  for (let i = 0; i < 16; i++) words[i] = random.bits();
  const drop = Math.round(rate * 2 ** 32);
  const factor = 1 / (1 - rate);
  tape.call("dropoutForward", x.size, drop, factor, state, x.at, out.at);
  tape.gradient(() => {
    if (x.differentiable) {
      tape.call("dropoutBackward", x.size, drop, factor, state, out.grad, x.grad);
    }
  });
  return out;
}
