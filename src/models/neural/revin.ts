import { add, concat, div, gather, mul, slice, sub } from "../../engine/ops/index.js";
import { constant, type Parameters, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import type { NetworkShape, WindowTensors } from "./network.js";

/** Transformed windows, and the inverse for the network's forecast. */
export interface SeenWindows {
  readonly input: WindowTensors;
  /** @param forecast [rows, horizon · outputs] */
  readonly restore: (forecast: Tensor) => Tensor;
}

/**
 * The learned part of reversible instance normalisation, a γ and a β for each series: a network sees a
 * window x, which is normalised already, and forecasts ŷ, as
 *
 *   x′ = γ·x + β      ŷ = (ŷ′ − β) / γ
 *
 * It starts as the identity, and remains it for a network that does not tell series apart.
 *
 * @see Kim et al. (2022), "Reversible instance normalization for accurate time-series forecasting
 *   against distribution shift", eq. 2 and 3
 */
export function declareInstanceAffine(
  parameters: Parameters,
  { series = 0 }: NetworkShape,
): (tape: Tape, input: WindowTensors) => SeenWindows {
  if (series === 0) return (_, input) => ({ input, restore: (forecast) => forecast });
  const slopes = parameters.add("affine.slope", [series, 1], constant(1));
  const shifts = parameters.add("affine.shift", [series, 1], zeros);
  return (tape, input) => {
    const width = input.steps.shape[2];
    const slope = gather(tape, tape.parameter(slopes), input.series!);
    const shift = gather(tape, tape.parameter(shifts), input.series!);
    const bend = (x: Tensor) => add(tape, mul(tape, x, slope), shift);
    const own = bend(slice(tape, input.steps, 2, 0, 1));
    const others = width > 1 ? [slice(tape, input.steps, 2, 1, width)] : [];
    return {
      input: { ...input, steps: concat(tape, [own, ...others], 2), window: bend(input.window) },
      restore: (forecast) => div(tape, sub(tape, forecast, shift), slope),
    };
  };
}
