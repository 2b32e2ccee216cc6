import {
  add,
  affine,
  concat,
  gather,
  mean,
  mul,
  reshape,
  scale,
  sigmoid,
  slice,
  square,
  sub,
} from "../../engine/ops/index.js";
import { constant, Parameters, uniform, zeros } from "../../engine/parameters.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { declareDilatedStack } from "./dilated-stack.js";
import { smooth } from "./smoothing.js";

/** Sizes of the network and of what it is trained on. */
export interface EsrnnShape {
  /** Steps over which a series is smoothed and the network runs, the last ones of each series. */
  readonly steps: number;
  /** Steps that the network sees at once. */
  readonly window: number;
  readonly horizon: number;
  /** Outputs for each step ahead: 1, or the number of quantiles. */
  readonly outputs: number;
  /** Steps of a season, 1 without. */
  readonly season: number;
  /** Number of series with smoothing parameters of their own. */
  readonly series: number;
  readonly hidden: number;
  readonly dilations: readonly number[];
}

/** A batch of series; time runs over `window − 1` steps of nothing and then `steps`. */
export interface SeriesTensors {
  /** [time, rows] */
  readonly z: Tensor;
  /** [rows] */
  readonly level: Tensor;
  /** [season, rows]; only where there is a season. */
  readonly seasonal?: Tensor;
  /** 1 once a series has begun, [time, rows]. */
  readonly begun: Tensor;
  /** The same, and 0 for series without a season, [time, rows]. */
  readonly seasonBegun?: Tensor;
  /** Index of each row's series, `series` for one that was not trained on, [rows]. */
  readonly index: Tensor;
}

/** How fast a series' own parameters move, in steps of the network's weights. */
const OWN_RATE = 5;
const GAMMA_START = -2;

/**
 * Smooths each series ({@link smooth}) and forecasts from each of its steps. The network sees the latest
 * values without their season, relative to the level, and adds to the level and the season:
 *
 *   xₜ = (zₜ₋ᵥ₊₁ − sₜ₋ᵥ₊₁ − ℓₜ, …, zₜ − sₜ − ℓₜ)
 *   ẑₜ₊ₕ = ℓₜ + sₜ₊ₕ + (stack(x)ₜ·W + xₜ·U + b)ₕ
 *
 * with α = σ(a + aᵢ) and γ = σ(g + gᵢ), where a and g are of all series and aᵢ and gᵢ are the series' own.
 *
 * @see Smyl (2020), "A hybrid method of exponential smoothing and recurrent neural networks for time series
 *   forecasting", section 3
 */
export function declareEsrnn(shape: EsrnnShape) {
  const { steps, window, horizon, outputs, season, series, hidden, dilations } = shape;
  const parameters = new Parameters();
  const shared = parameters.add("smoothing", [1, 2], (values) => {
    values.set([0, GAMMA_START]);
  });
  // The last row stays at 0: it is of series that were not trained on.
  const own = parameters.add("smoothing.own", [series + 1, 2], zeros);
  const stack = declareDilatedStack(parameters, window, hidden, dilations);
  const values = horizon * outputs;
  const head = parameters.add("head.weight", [hidden, values], uniform(0.1 / Math.sqrt(hidden)));
  const bias = parameters.add("head.bias", [values], constant(0));
  const skip = parameters.add("linear.weight", [window, values], zeros);
  const skipBias = parameters.add("linear.bias", [values], zeros);
  return {
    parameters,
    /**
     * @returns forecasts from each step, [steps, rows, horizon, outputs], and the mean squared second
     *   difference of the levels
     */
    forward(tape: Tape, input: SeriesTensors, tap: boolean) {
      const rows = input.index.size;
      const both = sigmoid(
        tape,
        add(
          tape,
          tape.parameter(shared),
          scale(tape, gather(tape, tape.parameter(own), input.index), OWN_RATE),
        ),
      );
      const share = (place: number) => reshape(slice(tape, both, 1, place, place + 1), [1, rows]);
      const smoothed = smooth(tape, {
        z: input.z,
        level: input.level,
        alpha: mul(tape, input.begun, share(0)),
        ...(input.seasonal && {
          seasonal: input.seasonal,
          gamma: mul(tape, input.seasonBegun!, share(1)),
        }),
      });
      const { adjusted, levels, seasons } = smoothed;
      const start = window - 1;
      const level = reshape(slice(tape, levels, 0, start, start + steps), [steps, rows, 1]);
      const stacked = (x: Tensor, starts: readonly number[]) =>
        concat(
          tape,
          starts.map((from) => reshape(slice(tape, x, 0, from, from + steps), [steps, rows, 1])),
          2,
        );
      const x = sub(
        tape,
        stacked(
          adjusted,
          Array.from({ length: window }, (_, j) => j),
        ),
        level,
      );
      const { states, traces } = stack.run(tape, x, tap);
      const learned = add(
        tape,
        affine(tape, states, tape.parameter(head), tape.parameter(bias)),
        affine(tape, x, tape.parameter(skip), tape.parameter(skipBias)),
      );
      const base = seasons
        ? add(
            tape,
            stacked(
              seasons,
              Array.from({ length: horizon }, (_, h) => start + 1 + (h % season)),
            ),
            level,
          )
        : level;
      const all = reshape(learned, [steps, rows, horizon, outputs]);
      const forecast = add(tape, all, reshape(base, [steps, rows, seasons ? horizon : 1, 1]));
      const n = steps + start;
      const part = (from: number) => slice(tape, levels, 0, from, n - 2 + from);
      const wiggle = () =>
        mean(tape, square(tape, add(tape, sub(tape, part(0), scale(tape, part(1), 2)), part(2))));
      return { forecast, wiggle, windows: x, traces };
    },
  };
}

export type EsrnnNetwork = ReturnType<typeof declareEsrnn>;
