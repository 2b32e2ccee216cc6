import type { Tape } from "../tape.js";
import { ShapeError, type Tensor } from "../tensor.js";
import { result } from "./output.js";

/**
 * Rows of a table by index, [rows, ..] at [index..] → [index.., ..]: an embedding. An index without a row
 * gives NaN.
 *
 * @param index whole numbers ≥ 0
 */
export function gather(tape: Tape, table: Tensor, index: Tensor): Tensor {
  const [rows, ...row] = table.shape;
  if (rows === undefined || rows > 2 ** 24) {
    throw new ShapeError("gather", "a table of 1 to 2²⁴ rows", table.shape);
  }
  const width = table.size / rows;
  const out = result(tape, [...index.shape, ...row], table);
  tape.call("gather", index.size, rows, width, table.at, index.at, out.at);
  tape.gradient(() => {
    if (table.differentiable) {
      tape.call("scatterAdd", index.size, rows, width, out.grad, index.at, table.grad);
    }
  });
  return out;
}
