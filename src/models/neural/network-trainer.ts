import type { Arena } from "../../engine/memory.js";
import { huber, mae, mse, mul, quantile, reshape } from "../../engine/ops/index.js";
import { Pauses } from "../../engine/pauses.js";
import { bindEach, Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { type TrainingResult, train } from "../../engine/trainer.js";
import type { Window, WindowList, WindowSplit } from "../../features/windows.js";
import { Random } from "../../numeric/random.js";
import type { FlowWatch } from "../gradient-readings.js";
import type { FitContext, SolverEffort } from "../model.js";
import type { Network, NetworkShape, SolverWatch } from "./network.js";
import { regularSteps } from "./resample.js";
import { type Batch, loadWindows, type Samples } from "./samples.js";
import type { TrainingBudget } from "./training-budget.js";
import type { TrainingChoices } from "./training-options.js";

/** Most rows in one forward pass. */
export const MAX_FORWARD_ROWS = 256;
/** Most validation windows, evenly over all: with as many, epochs are told apart. */
const MAX_JUDGED_WINDOWS = 4_096;

/** So many of the windows at most, evenly over all. */
export function evenly(windows: WindowList, most: number): Window[] {
  const { length } = windows;
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, i) => windows.at(Math.floor((i * length) / count))!);
}

/** A model that is trained on windows: how its network is built and fed. */
export interface WindowModel {
  readonly options: TrainingChoices;
  /** Whether the network forecasts one step, which is fed back, instead of all at once. */
  readonly recursive: boolean;
  /** Whether windows are distances from the series' mean instead of their own last value. */
  readonly centred?: boolean;
  /** Whether the network gets an observation mask, and learns nothing from missing steps. */
  readonly observing?: boolean;
  /** Whether the network gets the series of each window as an input, so that it can forecast no other. */
  readonly tellsApart?: boolean;
  /** A warning about options that make little sense for a network of this shape. */
  notice?(shape: NetworkShape): string | undefined;
  /** Steps back that the network sees, where that can differ from the window. */
  receptiveField?(shape: NetworkShape): number;
  build(shape: NetworkShape): Network;
}

/** A network with its weights and recordings in one arena. */
export class NetworkTrainer {
  readonly network: Network;
  /** Address of the weights. */
  readonly address: number;

  constructor(
    readonly arena: Arena,
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
    const { context, horizon, inputs, ahead, outputs, series: count, interval } = this.shape;
    // The gradient of the window itself is computed for gradient readings only.
    const sizes = [context, rows, inputs];
    const steps = tap ? tape.tensor(sizes) : tape.input(sizes);
    const observed = tape.input([context, rows, 1]);
    const elapsed = tape.input([context + horizon, rows, 1]);
    const window = tape.input([rows, context]);
    const dates = interval === undefined ? undefined : [rows, horizon, regularSteps(horizon)];
    const between = dates && tape.input(dates);
    const target = tape.input([rows, horizon]);
    const counted = tape.input([rows, horizon]);
    const known = ahead > 0 ? tape.input([rows, horizon * ahead]) : undefined;
    const series = count === undefined ? undefined : tape.input([rows]);
    const { forecast, ...passage } = this.network.forward(
      tape,
      {
        steps,
        observed,
        elapsed,
        window,
        ...(between && { between }),
        ...(known && { ahead: known }),
        ...(series && { series }),
      },
      { tap, seed },
    );
    const view = (t: Tensor) => this.arena.view(t.at, t.size);
    const batch: Batch = {
      steps: view(steps),
      window: view(window),
      between: between && view(between),
      target: view(target),
      observation: this.model.observing
        ? { observed: view(observed), elapsed: view(elapsed), counted: view(counted) }
        : undefined,
      ahead: known && view(known),
      series: series && view(series),
      levels: new Float64Array(rows),
      scales: new Float64Array(rows),
    };
    return {
      loss: this.loss(tape, reshape(forecast, [rows, horizon, outputs]), target, counted),
      forecast: view(forecast),
      batch,
      steps,
      ...passage,
      load: (windows: readonly Window[], values?: readonly ArrayLike<number>[]) => {
        loadWindows(this.samples, values, windows, this.shape, batch);
      },
    };
  }

  private loss(tape: Tape, all: Tensor, observedTarget: Tensor, counted: Tensor): Tensor {
    const { observing } = this.model;
    // Both become 0 where nothing was observed, so that the error is 0.
    const target = observing ? mul(tape, observedTarget, counted) : observedTarget;
    const forecast = observing
      ? mul(tape, all, reshape(counted, [...observedTarget.shape, 1]))
      : all;
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

  /**
   * @param watch called before training and after each epoch
   * @param known weights to go on from; new ones by default
   */
  async train(
    { training, validation }: WindowSplit,
    seed: number,
    fit: FitContext,
    budget: TrainingBudget,
    watch?: FlowWatch,
    known?: Float32Array,
  ): Promise<TrainingResult & { readonly solver?: SolverEffort }> {
    const { options } = this.model;
    const { parameters } = this.network;
    const judged = evenly(validation, MAX_JUDGED_WINDOWS);
    const windowAt = (i: number) =>
      i < training.length ? training.at(i)! : judged[i - training.length];
    if (known) this.weights().set(known);
    else parameters.initialize(this.arena, this.address, new Random(seed));
    await watch?.("initial", 0);
    const solvers: SolverWatch[] = [];
    let solverEffort: SolverEffort | undefined;
    const result = await train(
      this.arena,
      this.address,
      {
        parameters,
        training: Int32Array.from({ length: training.length }, (_, i) => i),
        validation: Int32Array.from(judged, (_, i) => training.length + i),
        record: (tape, rows) => {
          const { loss, load, solver } = this.record(tape, rows, false, seed);
          if (solver) solvers.push(solver);
          return {
            loss,
            load: (chosen) => load(Array.from(chosen, windowAt)),
            ...(solver && { check: () => solver.check() }),
          };
        },
      },
      {
        ...options,
        ...budget,
        weightDecay: options.decay,
        seed,
        ...(fit.signal && { signal: fit.signal }),
        ...(fit.threads !== undefined && { threads: fit.threads }),
        onBatch: (progress) => fit.onBatch?.({ ...progress, epochs: budget.epochs }),
        onEpoch: async (e) => {
          fit.onProgress?.({ ...e, epochs: budget.epochs });
          await watch?.("training", e.epoch);
          if (solvers.length > 0) solverEffort = totalEffort(solvers);
        },
      },
    );
    return { ...result, ...(solverEffort && { solver: solverEffort }) };
  }

  /** Runs windows forward, {@link MAX_FORWARD_ROWS} at a time, and passes on the outputs of each row. */
  forward(
    windows: readonly Window[],
    values: readonly ArrayLike<number>[],
    each: (row: number, outputs: Float32Array, level: number, scale: number) => void,
  ): void {
    for (const call of this.forwardCalls(windows, values, each)) call();
  }

  /**
   * As {@link forward}, with pauses in which signals are handled.
   *
   * @returns whether all windows were run: not when `signal` was aborted meanwhile
   */
  forwardWithPauses(
    windows: readonly Window[],
    values: readonly ArrayLike<number>[],
    each: (row: number, outputs: Float32Array, level: number, scale: number) => void,
    signal?: AbortSignal,
  ): Promise<boolean> {
    return new Pauses().between(this.forwardCalls(windows, values, each), signal);
  }

  /** Kernel calls in their order; outputs are passed on once those of a part were made. */
  private *forwardCalls(
    windows: readonly Window[],
    values: readonly ArrayLike<number>[],
    each: (row: number, outputs: Float32Array, level: number, scale: number) => void,
  ): Generator<() => void, void> {
    const { arena } = this;
    const width = this.shape.horizon * this.shape.outputs;
    for (let from = 0; from < windows.length; from += MAX_FORWARD_ROWS) {
      const part = windows.slice(from, from + MAX_FORWARD_ROWS);
      const mark = arena.mark();
      const tape = new Tape(arena, { weights: this.address });
      const { forecast, batch, load, solver } = this.record(tape, part.length);
      load(part, values);
      yield* bindEach(tape.finish().forward, arena.kernels);
      solver?.check();
      part.forEach((_, row) => {
        const outputs = forecast.subarray(row * width, (row + 1) * width);
        each(from + row, outputs, batch.levels[row], batch.scales[row]);
      });
      arena.release(mark);
    }
  }
}

function totalEffort(solvers: readonly SolverWatch[]): SolverEffort {
  const all = solvers.map((solver) => solver.work());
  const sum = (way: keyof SolverEffort) => ({
    evaluations: all.reduce((total, work) => total + work[way].evaluations, 0),
    accepted: all.reduce((total, work) => total + work[way].accepted, 0),
    rejected: all.reduce((total, work) => total + work[way].rejected, 0),
  });
  return { forward: sum("forward"), backward: sum("backward") };
}
