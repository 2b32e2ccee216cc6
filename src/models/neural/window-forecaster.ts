import type { Panel } from "../../data/panel.js";
import { type GradientFlow, gradientFlow } from "../../engine/gradient-flow.js";
import { type Arena, withArena } from "../../engine/memory.js";
import { huber, mae, mse, quantile, reshape } from "../../engine/ops.js";
import { Random } from "../../engine/random.js";
import { bind, Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { type TrainingResult, train } from "../../engine/trainer.js";
import { FitError, UsageError } from "../../errors.js";
import { splitWindows, type Window, type WindowSplit } from "../../features/window.js";
import type { FitContext, FittedModel, SeriesForecast } from "../model.js";
import type { Network, NetworkShape } from "./network.js";
import { type Batch, loadWindows, type Preparation, prepare, type Samples } from "./samples.js";
import type { TrainingChoices } from "./training-options.js";

/** Rows that are run forward at once, at most. */
const ROWS = 256;

/** A model that is trained on windows: how its network is built and fed. */
export interface WindowModel {
  readonly options: TrainingChoices;
  /** Whether the network forecasts one step, which is fed back, instead of all at once. */
  readonly recursive: boolean;
  build(shape: NetworkShape): Network;
}

/**
 * Trains one network over all series of a panel, or one for each. Each window is taken relative to its
 * last value, so that the network learns changes; the series are levelled first by `adjust`.
 */
export async function fitWindows(
  panel: Panel,
  model: WindowModel,
  fit: FitContext,
): Promise<FittedModel> {
  if (model.options.scope === "global" || panel.series.length === 1) {
    return fitTogether(panel, model, fit);
  }
  const parts: FittedModel[] = [];
  for (const series of panel.series) {
    parts.push(await fitTogether({ ...panel, series: [series] }, model, fit));
  }
  const [first] = parts;
  return { ...first!, forecast: (horizon) => parts.flatMap((part) => part.forecast(horizon)) };
}

async function fitTogether(
  panel: Panel,
  model: WindowModel,
  fit: FitContext,
): Promise<FittedModel> {
  const { options } = model;
  const horizon = model.recursive ? 1 : fit.horizon;
  const lengths = panel.series.map((s) => s.y.length);
  const longest = Math.max(...lengths);
  const context = chooseContext(longest, panel.season, horizon, options.context);
  const windows = splitWindows(lengths, {
    context,
    horizon,
    least: Math.min(context, Math.max(panel.season, 2)),
    held: Math.max(1, Math.round(Math.min(longest * 0.1, horizon))),
  });
  if (windows.training.length === 0) {
    throw new FitError(
      `no series is long enough to learn ${horizon} steps ahead from`,
      "use a shorter horizon (-H) or a model without training, such as -m seasonal-naive",
    );
  }
  const quantiles = options.loss === "quantile" ? quantilesOf(fit.levels ?? [80, 95]) : [];
  const preparation = await choosePreparation(panel, model, windows, { context, horizon }, fit);
  const samples = prepare(panel, preparation);
  const shape: NetworkShape = {
    context,
    horizon,
    inputs: 1 + samples.columns,
    ahead: samples.ahead,
    outputs: Math.max(1, quantiles.length),
  };
  const trained = await withArena(async (arena) => {
    const runs: { result: TrainingResult; weights: Float32Array }[] = [];
    const trainer = new NetworkTrainer(arena, model, shape, samples, quantiles);
    for (let k = 0; k < options.seeds && (k === 0 || !fit.signal?.aborted); k++) {
      const result = await trainer.train(windows, fit.seed + k, fit, options.epochs);
      runs.push({ result, weights: trainer.weights().slice() });
    }
    trainer.weights().set(runs[0]!.weights);
    const judged = windows.validation.length ? windows.validation : windows.training;
    return {
      runs,
      flow: trainer.flow(judged.slice(-ROWS)),
      count: trainer.network.parameters.count,
    };
  });
  const { result } = trained.runs[0]!;
  return {
    training: {
      epochs: result.epochs,
      loss: result.loss,
      validationLoss: result.validationLoss,
      parameters: trained.count,
    },
    ...(trained.flow && { gradientFlow: trained.flow }),
    forecast: (steps) =>
      withArena((arena) => {
        const trainer = new NetworkTrainer(arena, model, shape, samples, quantiles);
        return forecastPanel(
          trainer,
          trained.runs.map((run) => run.weights),
          steps,
        );
      }),
  };
}

/** Middle first, then the lower and upper end of each level. */
function quantilesOf(levels: readonly number[]): number[] {
  return [0.5, ...levels.flatMap((level) => [0.5 - level / 200, 0.5 + level / 200])];
}

/** Two seasons, or what half of the longest series allows. */
function chooseContext(longest: number, season: number, horizon: number, asked: number): number {
  if (asked > longest - horizon) {
    throw new UsageError(
      `context=${asked} and a horizon of ${horizon} need ${asked + horizon} observations, the longest series has ${longest}`,
      longest > horizon
        ? `Use context=${longest - horizon} or less.`
        : "Use a shorter horizon (-H).",
    );
  }
  if (asked > 0) return asked;
  const wanted = Math.max(2 * season, Math.min(2 * horizon, 24), 12);
  return Math.max(2, Math.min(wanted, Math.floor((longest - horizon) / 2)));
}

/** A network, its weights and its recordings in one arena. */
class NetworkTrainer {
  readonly network: Network;
  private readonly address: number;

  constructor(
    private readonly arena: Arena,
    private readonly model: WindowModel,
    readonly shape: NetworkShape,
    readonly samples: Samples,
    readonly quantiles: readonly number[],
  ) {
    this.network = model.build(shape);
    this.address = arena.allocate(this.network.parameters.size);
  }

  weights(): Float32Array {
    return this.arena.view(this.address, this.network.parameters.size);
  }

  record(tape: Tape, rows: number, tap = false, seed = 1) {
    const { context, horizon, inputs, ahead, outputs } = this.shape;
    const steps = tape.input([context, rows, inputs]);
    const window = tape.input([rows, context]);
    const target = tape.input([rows, horizon]);
    const known = ahead > 0 ? tape.input([rows, horizon * ahead]) : undefined;
    const { forecast, tap: norms } = this.network.forward(
      tape,
      { steps, window, ...(known && { ahead: known }) },
      { tap, seed },
    );
    const view = (t: Tensor) => this.arena.view(t.at, t.size);
    const batch: Batch = {
      steps: view(steps),
      window: view(window),
      target: view(target),
      ahead: known && view(known),
      levels: new Float64Array(rows),
      scales: new Float64Array(rows),
    };
    const own = this.samples.series.map((s) => s.values);
    return {
      loss: this.loss(tape, reshape(forecast, [rows, horizon, outputs]), target),
      forecast: view(forecast),
      batch,
      tap: norms,
      load: (windows: readonly Window[], values: readonly ArrayLike<number>[] = own) => {
        loadWindows(this.samples, values, windows, this.shape, batch);
      },
    };
  }

  private loss(tape: Tape, forecast: Tensor, target: Tensor): Tensor {
    const flat = () => reshape(forecast, target.shape);
    switch (this.model.options.loss) {
      case "huber":
        return huber(tape, flat(), target, 1);
      case "mae":
        return mae(tape, flat(), target);
      case "mse":
        return mse(tape, flat(), target);
      case "quantile":
        return quantile(tape, forecast, target, this.quantiles);
    }
  }

  train(
    { training, validation }: WindowSplit,
    seed: number,
    fit: FitContext,
    epochs: number,
  ): Promise<TrainingResult> {
    const { options } = this.model;
    const { parameters } = this.network;
    const windows = [...training, ...validation];
    parameters.initialize(this.arena, this.address, new Random(seed));
    return train(
      this.arena,
      this.address,
      {
        parameters,
        training: Int32Array.from(training, (_, i) => i),
        validation: Int32Array.from(validation, (_, i) => training.length + i),
        record: (tape, rows) => {
          const { loss, load } = this.record(tape, rows, false, seed);
          return { loss, load: (chosen) => load(Array.from(chosen, (i) => windows[i]!)) };
        },
      },
      {
        ...options,
        epochs,
        weightDecay: options.decay,
        seed,
        ...(fit.signal && { signal: fit.signal }),
        onEpoch: (e) => fit.onProgress?.({ ...e, epochs }),
      },
    );
  }

  /** Runs one backward pass over the windows with the tap open. */
  flow(windows: readonly Window[]): GradientFlow | undefined {
    const { arena } = this;
    const { context } = this.shape;
    const mark = arena.mark();
    const gradients = arena.allocate(this.network.parameters.size);
    const tape = new Tape(arena, this.address, gradients, false);
    const { loss, tap, load } = this.record(tape, windows.length, true);
    const program = tape.finish(loss);
    load(windows);
    bind(program.forward, arena.kernels)();
    bind(program.backward, arena.kernels)();
    const norms = tap ? Array.from(arena.view(tap, 2 * context)) : [];
    arena.release(mark);
    const cell = norms.slice(context);
    return tap ? gradientFlow(norms.slice(0, context), cell.some(Boolean) ? cell : []) : undefined;
  }

  /** Runs windows forward, at most ROWS at a time, and hands over each row's outputs. */
  forward(
    windows: readonly Window[],
    values: readonly ArrayLike<number>[],
    each: (row: number, outputs: Float32Array, level: number, scale: number) => void,
  ): void {
    const { arena } = this;
    const width = this.shape.horizon * this.shape.outputs;
    for (let from = 0; from < windows.length; from += ROWS) {
      const part = windows.slice(from, from + ROWS);
      const mark = arena.mark();
      const tape = new Tape(arena, this.address, 0, false);
      const { forecast, batch, load } = this.record(tape, part.length);
      load(part, values);
      bind(tape.finish().forward, arena.kernels)();
      part.forEach((_, row) => {
        const outputs = forecast.subarray(row * width, (row + 1) * width);
        each(from + row, outputs, batch.levels[row]!, batch.scales[row]!);
      });
      arena.release(mark);
    }
  }
}

/** Mean over the networks; beyond the horizon learned, forecasts are fed back as observations. */
function forecastPanel(
  trainer: NetworkTrainer,
  members: readonly Float32Array[],
  steps: number,
): SeriesForecast[] {
  const { samples, shape, quantiles } = trainer;
  const { horizon, outputs } = shape;
  const blocks = Math.ceil(steps / horizon);
  const adjusted = samples.series.map(() => new Float64Array(blocks * horizon * outputs));
  for (const weights of members) {
    trainer.weights().set(weights);
    const known = samples.series.map(({ values }) => {
      const extended = new Float64Array(values.length + blocks * horizon);
      extended.set(values);
      return extended;
    });
    for (let block = 0; block < blocks; block++) {
      const cuts = samples.series.map(({ values }, series) => ({
        series,
        cut: values.length + block * horizon,
      }));
      trainer.forward(cuts, known, (s, out, level, scale) => {
        const { cut } = cuts[s]!;
        for (let h = 0; h < horizon; h++) {
          known[s]![cut + h] = level + scale * out[h * outputs]!;
          for (let q = 0; q < outputs; q++) {
            const value = level + scale * out[h * outputs + q]!;
            adjusted[s]![(block * horizon + h) * outputs + q]! += value / members.length;
          }
        }
      });
    }
  }
  return samples.series.map(({ id, values, restore }, s) => {
    const at = (q: number) =>
      Float64Array.from({ length: steps }, (_, h) =>
        restore(adjusted[s]![h * outputs + q]!, values.length + h),
      );
    const mean = at(0);
    if (outputs === 1) return { id, mean };
    const intervals = [];
    for (let q = 1; q < outputs; q += 2) {
      const [low, high] = [at(q), at(q + 1)];
      intervals.push({
        level: Math.round((quantiles[q + 1]! - quantiles[q]!) * 1e6) / 1e4,
        // Quantiles are learned apart and may cross: ends are put in order around the middle.
        lo: low.map((value, h) => Math.min(value, high[h]!, mean[h]!)),
        hi: high.map((value, h) => Math.max(value, low[h]!, mean[h]!)),
      });
    }
    return { id, mean, intervals };
  });
}

/** Series that short trials look at, and the steps they may take. */
const TRIAL_SERIES = 48;
const TRIAL_STEPS = 120;
/** Share by which a choice must beat the usual one on the validation windows. */
const CLEARLY_BETTER = 0.1;

const usual: Preparation = { log: true, deseason: true, difference: false, windowScale: false };

/**
 * What was asked for; what was left open by short trials, one choice after the other: the validation
 * windows' mean absolute error, in units of the series' own seasonal steps, decides.
 */
async function choosePreparation(
  panel: Panel,
  model: WindowModel,
  windows: WindowSplit,
  { context, horizon }: Pick<NetworkShape, "context" | "horizon">,
  fit: FitContext,
): Promise<Preparation> {
  const { options } = model;
  const asked = {
    log: options.log,
    deseason: options.deseason,
    difference: options.difference,
    windowScale: options["window-scale"],
  };
  let chosen = { ...usual };
  const open: (keyof Preparation)[] = [];
  for (const key of Object.keys(usual) as (keyof Preparation)[]) {
    if (asked[key] === "auto") open.push(key);
    else chosen = { ...chosen, [key]: asked[key] === "yes" };
  }
  if (open.length === 0 || windows.validation.length === 0) return chosen;

  const every = Math.ceil(panel.series.length / TRIAL_SERIES);
  const chosenSeries = new Map<number, number>();
  for (let s = 0; s < panel.series.length; s += every) chosenSeries.set(s, chosenSeries.size);
  const trial = { ...panel, series: [...chosenSeries.keys()].map((s) => panel.series[s]!) };
  const pick = (from: readonly Window[]) =>
    from.flatMap(({ series, cut }) => {
      const place = chosenSeries.get(series);
      return place === undefined ? [] : [{ series: place, cut }];
    });
  const split = { training: pick(windows.training), validation: pick(windows.validation) };
  if (split.training.length === 0 || split.validation.length === 0) return chosen;
  const epochs = Math.max(
    1,
    Math.min(10, Math.floor((TRIAL_STEPS * options.batch) / split.training.length)),
  );
  const units = trial.series.map(({ y }) => meanSeasonalStep(y, panel.season));

  const judge = (preparation: Preparation) =>
    withArena(async (arena) => {
      const samples = prepare(trial, preparation);
      const { columns, ahead } = samples;
      const shape = { context, horizon, inputs: 1 + columns, ahead, outputs: 1 };
      const simple = { ...model, options: { ...options, loss: "huber" as const } };
      const trainer = new NetworkTrainer(arena, simple, shape, samples, []);
      await trainer.train(split, fit.seed, { ...fit, onProgress: () => {} }, epochs);
      let [sum, count] = [0, 0];
      const values = samples.series.map((s) => s.values);
      trainer.forward(split.validation, values, (row, out, level, scale) => {
        const { series, cut } = split.validation[row]!;
        const { y } = trial.series[series]!;
        for (let h = 0; h < Math.min(horizon, y.length - cut); h++) {
          const forecast = samples.series[series]!.restore(level + scale * out[h]!, cut + h);
          sum += Math.abs(forecast - y[cut + h]!) / units[series]!;
          count++;
        }
      });
      return sum / count;
    });

  let best = await judge(chosen);
  for (const key of open) {
    if (fit.signal?.aborted) break;
    const other = { ...chosen, [key]: !chosen[key] };
    const error = await judge(other);
    if (error < best * (1 - CLEARLY_BETTER)) {
      chosen = other;
      best = error;
    }
  }
  return chosen;
}

function meanSeasonalStep(y: Float64Array, season: number): number {
  const lag = y.length > season ? season : 1;
  let sum = 0;
  for (let t = lag; t < y.length; t++) sum += Math.abs(y[t]! - y[t - lag]!);
  return sum > 0 ? sum / (y.length - lag) : 1;
}
