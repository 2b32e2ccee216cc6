import { Arena } from "../../src/engine/memory.js";
import { view } from "../../src/engine/ops/index.js";
import { bind, Tape } from "../../src/engine/tape.js";
import { sizeOf, type Tensor } from "../../src/engine/tensor.js";

/** Records an operation on as many operands as there are. */
// biome-ignore lint/suspicious/noExplicitAny: operations differ in what follows their operands.
export type Build = (tape: Tape, ...operands: any[]) => Tensor;

export interface Values {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** A tensor that starts one float into its place, so that nothing is aligned to four lanes. */
export function unaligned(tape: Tape, shape: readonly number[], differentiable: boolean): Tensor {
  const room = [sizeOf(shape) + 3];
  return view(differentiable ? tape.tensor(room) : tape.input(room), 1, shape);
}

/** What an operation gives for these operands. */
export function evaluate(
  build: Build,
  ...operands: Values[]
): { shape: readonly number[]; values: number[] } {
  const arena = new Arena();
  const tape = new Tape(arena, { training: true });
  const tensors = operands.map(({ shape }) => unaligned(tape, shape, false));
  const out = build(tape, ...tensors);
  const { forward } = tape.finish();
  tensors.forEach((x, i) => {
    arena.view(x.at, x.size).set(Array.from(operands[i].values));
  });
  bind(forward, arena.kernels)();
  return { shape: out.shape, values: Array.from(arena.view(out.at, out.size)) };
}
