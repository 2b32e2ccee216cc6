import {
  affine,
  averagePool,
  concat,
  reshape,
  sub,
  takeSteps,
  transpose,
} from "../../engine/ops/index.js";
import { Parameters, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { UsageError } from "../../errors.js";
import type { OptionSchema } from "../../spec/options.js";
import type { NetworkDefinition } from "../neural/definition.js";
import { declareFutureSkip } from "../neural/linear-skip.js";
import type { Network, NetworkShape } from "../neural/network.js";
import { trainingOptions } from "../neural/training-options.js";
import { windowModel } from "../neural/window-forecaster.js";

/** Steps of the moving average that gives DLinear's trend, as in the paper. */
const TREND_STEPS = 25;

const linearOptions = {
  kind: {
    type: "choice",
    default: "nlinear",
    choices: ["linear", "nlinear", "dlinear"],
    summary: "windows as they are, relative to their last value, or in trend and remainder",
  },
} as const satisfies OptionSchema;

const options = { ...linearOptions, ...trainingOptions };

export type LinearKind = (typeof linearOptions)["kind"]["choices"][number];

/**
 * LTSF-Linear: each step ahead is a linear function of the window.
 *
 *   linear    ŷ = W·x + b
 *   nlinear   ŷ = W·(x − x_L) + b + x_L
 *   dlinear   ŷ = W_t·trend(x) + W_r·(x − trend(x)) + b, trend a moving average over 25 steps
 *
 * Networks here see windows relative to their last value x_L, which makes any linear one an NLinear.
 * `linear` and `dlinear` therefore see distances from the series' mean instead, which stands for the
 * paper's standardisation, and have to learn from the window where the series is.
 *
 * @see Zeng, Chen, Zhang & Xu (2023), "Are transformers effective for time series forecasting?",
 *   section 4
 */
export const linear = {
  name: "linear",
  summary: "each step ahead linear in the window: NLinear, DLinear or plain",
  options,
  speed: "seconds" as const,
  exogenous: true,
  static: true,
  network: ({ kind }, shape) => declareLinear(kind, shape),
  create(chosen) {
    const { kind } = chosen;
    const centred = kind !== "nlinear";
    if (centred && chosen.difference === "yes") {
      throw new UsageError(
        `linear: kind=${kind} needs the level of the series, which difference=yes removes`,
        "Leave difference out, or use kind=nlinear.",
      );
    }
    return windowModel("linear", {
      options: centred ? { ...chosen, difference: "no" } : chosen,
      recursive: false,
      centred,
      build: (shape) => declareLinear(kind, shape),
    });
  },
} satisfies NetworkDefinition<typeof options>;

/** Each step ahead is linear in the window and in its exogenous columns. */
export function declareLinear(kind: LinearKind, shape: NetworkShape): Network {
  const { context, horizon, inputs, outputs } = shape;
  const parameters = new Parameters();
  const size = (kind === "dlinear" ? 2 : 1) * inputs * context;
  const weight = parameters.add("weight", [size, horizon * outputs], zeros);
  const bias = parameters.add("bias", [horizon * outputs], zeros);
  const known = declareFutureSkip(parameters, shape);
  return {
    parameters,
    forward(tape, input) {
      const rows = input.window.shape[0];
      const x = transpose(tape, input.steps, [1, 2, 0]);
      const seen = kind === "dlinear" ? decomposed(tape, x, input.steps) : x;
      const flat = reshape(seen, [rows, size]);
      const forecast = affine(tape, flat, tape.parameter(weight), tape.parameter(bias));
      const layers = [{ name: "window", output: seen, time: 2 }];
      return { forecast: known(tape, forecast, input), layers };
    },
  };
}

/**
 * Remainder and trend, concatenated; at its ends the window is extended by its first and last value.
 *
 * @param x     [rows, inputs, context]
 * @param steps the same, [context, rows, inputs]
 */
function decomposed(tape: Tape, x: Tensor, steps: Tensor): Tensor {
  const context = steps.shape[0];
  const reach = (TREND_STEPS - 1) / 2;
  const extended = Array.from({ length: context + TREND_STEPS - 1 }, (_, t) =>
    Math.min(Math.max(0, t - reach), context - 1),
  );
  const longer = transpose(tape, takeSteps(tape, steps, extended), [1, 2, 0]);
  const trend = averagePool(tape, longer, TREND_STEPS, 1);
  return concat(tape, [sub(tape, x, trend), trend], 1);
}
