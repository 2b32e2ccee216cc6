import type { Panel } from "../../data/panel.js";
import { type GradientFlow, gradientFlow } from "../../engine/gradient-flow.js";
import { Arena } from "../../engine/memory.js";
import { huber } from "../../engine/ops.js";
import type { Parameters } from "../../engine/parameters.js";
import { Random } from "../../engine/random.js";
import { bind, Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { train } from "../../engine/trainer.js";
import { FitError } from "../../errors.js";
import { splitWindows, type Window } from "../../features/window.js";
import type { FitContext, FittedModel, SeriesForecast } from "../model.js";
import { adjust } from "./adjust.js";
import type { TrainingChoices } from "./training-options.js";

/** Sizes that a network is built for. */
export interface NetworkShape {
  readonly context: number;
  readonly horizon: number;
}

/** A network from a window to the next `horizon` values. */
export interface Network {
  readonly parameters: Parameters;
  /**
   * @param steps  the window, [context, rows, 1]
   * @param window the same, [rows, context]
   * @returns forecast [rows, horizon] and, with `tap`, where the norms of the way back are
   */
  forward(
    tape: Tape,
    steps: Tensor,
    window: Tensor,
    tap: boolean,
  ): { forecast: Tensor; tap: number };
}

/** Windows of whole panels run forward at most this many rows at a time. */
const ROWS = 256;

/**
 * One network for all series of a panel. Each window is taken relative to its last value, so that the
 * network learns changes; the series themselves are levelled first by {@link adjust}.
 */
export async function fitWindows(
  panel: Panel,
  build: (shape: NetworkShape) => Network,
  options: TrainingChoices,
  fit: FitContext,
): Promise<FittedModel> {
  const { horizon } = fit;
  const series = panel.series.map((s) => adjust(s.y, panel.season));
  const lengths = series.map((s) => s.values.length);
  const longest = Math.max(...lengths);
  const context = options.context || chooseContext(longest, panel.season, horizon);
  if (options.context > longest - horizon) {
    throw new FitError(
      `context=${options.context} and a horizon of ${horizon} need ${options.context + horizon} observations, the longest series has ${longest}`,
      longest > horizon ? `use context=${longest - horizon} or less` : undefined,
    );
  }
  const { training, validation } = splitWindows(lengths, {
    context,
    horizon,
    least: Math.min(context, Math.max(panel.season, 2)),
    held: Math.max(1, Math.round(Math.min(longest * 0.1, horizon))),
  });
  const windows = [...training, ...validation];
  if (training.length === 0) {
    throw new FitError(
      `no series is long enough to learn ${horizon} steps ahead from`,
      "use a shorter horizon (-H) or a model without training, such as -m seasonal-naive",
    );
  }
  const arena = new Arena();
  const network = build({ context, horizon });
  const { parameters } = network;
  const weights = arena.allocate(parameters.size);
  parameters.initialize(arena, weights, new Random(fit.seed));
  const record = (tape: Tape, rows: number, tap = false) => {
    const steps = tape.input([context, rows, 1]);
    const window = tape.input([rows, context]);
    const target = tape.input([rows, horizon]);
    const { forecast, tap: norms } = network.forward(tape, steps, window, tap);
    const loss = huber(tape, forecast, target, 1);
    const views = [steps, window, target].map((t) => arena.view(t.at, t.size));
    const load = (chosen: readonly Window[], values = series.map((s) => s.values)) => {
      loadWindows(values, chosen, context, horizon, views as Views);
    };
    return { loss, forecast, tap: norms, load };
  };
  const result = await train(
    arena,
    weights,
    {
      parameters,
      training: Int32Array.from(training, (_, i) => i),
      validation: Int32Array.from(validation, (_, i) => training.length + i),
      record(tape, rows) {
        const { loss, load } = record(tape, rows);
        return { loss, load: (samples) => load(Array.from(samples, (i) => windows[i]!)) };
      },
    },
    {
      ...options,
      weightDecay: options.decay,
      seed: fit.seed,
      ...(fit.signal && { signal: fit.signal }),
      onEpoch: (e) => fit.onProgress?.({ ...e, epochs: options.epochs }),
    },
  );
  return {
    training: {
      epochs: result.epochs,
      loss: result.loss,
      validationLoss: result.validationLoss,
      parameters: parameters.count,
    },
    gradientFlow: flow(validation.length ? validation.slice(-ROWS) : training.slice(-ROWS)),
    forecast: (steps) => forecastPanel(steps),
  };

  /** Runs one backward pass over the windows with the tap open. */
  function flow(chosen: readonly Window[]): GradientFlow {
    const mark = arena.mark();
    const tape = new Tape(arena, weights, arena.allocate(parameters.size), false);
    const { loss, tap, load } = record(tape, chosen.length, true);
    const program = tape.finish(loss);
    load(chosen);
    bind(program.forward, arena.kernels)();
    bind(program.backward, arena.kernels)();
    const norms = Array.from(arena.view(tap, 2 * context));
    arena.release(mark);
    return gradientFlow(norms.slice(0, context), norms.slice(context));
  }

  /** Beyond the horizon learned, forecasts are fed back as observations. */
  function forecastPanel(steps: number): SeriesForecast[] {
    const known = series.map((s) => {
      const values = new Float64Array(s.values.length + Math.ceil(steps / horizon) * horizon);
      values.set(s.values);
      return values;
    });
    const means = series.map(() => new Float64Array(steps));
    for (let done = 0; done < steps; done += horizon) {
      for (let from = 0; from < series.length; from += ROWS) {
        const rows = Math.min(ROWS, series.length - from);
        const mark = arena.mark();
        const tape = new Tape(arena, weights, 0, false);
        const { forecast, load } = record(tape, rows);
        const cuts = series.slice(from, from + rows).map((s) => s.values.length + done);
        load(
          cuts.map((cut, i) => ({ series: from + i, cut })),
          known,
        );
        bind(tape.finish().forward, arena.kernels)();
        const out = arena.view(forecast.at, forecast.size);
        cuts.forEach((cut, i) => {
          const values = known[from + i]!;
          const { restore } = series[from + i]!;
          const level = values[cut - 1]!;
          for (let h = 0; h < horizon; h++) {
            values[cut + h] = level + out[i * horizon + h]!;
            if (done + h < steps) means[from + i]![done + h] = restore(values[cut + h]!, cut + h);
          }
        });
        arena.release(mark);
      }
    }
    return panel.series.map((s, i) => ({ id: s.id, mean: means[i]! }));
  }
}

type Views = [steps: Float32Array, window: Float32Array, target: Float32Array];

function loadWindows(
  series: readonly ArrayLike<number>[],
  windows: readonly Window[],
  context: number,
  horizon: number,
  [steps, window, target]: Views,
): void {
  const rows = windows.length;
  windows.forEach(({ series: s, cut }, row) => {
    const values = series[s]!;
    const level = values[cut - 1]!;
    for (let t = 0; t < context; t++) {
      const value = values[Math.max(0, cut - context + t)]! - level;
      steps[t * rows + row] = value;
      window[row * context + t] = value;
    }
    const known = Math.min(horizon, values.length - cut);
    for (let h = 0; h < known; h++) target[row * horizon + h] = values[cut + h]! - level;
  });
}

/** Two seasons, or what half of the longest series allows. */
function chooseContext(longest: number, season: number, horizon: number): number {
  const wanted = season > 1 ? 2 * season : Math.max(12, 2 * horizon);
  return Math.max(2, Math.min(wanted, Math.floor((longest - horizon) / 2)));
}
