import type { Arena } from "../../engine/memory.js";
import { add, huber, mae, mse, quantile, reshape, scale } from "../../engine/ops/index.js";
import { bindEach, Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";
import { type TrainingResult, train } from "../../engine/trainer.js";
import type { Window } from "../../features/windows.js";
import { Random } from "../../numeric/random.js";
import type { FlowWatch } from "../gradient-readings.js";
import type { FitContext } from "../model.js";
import type { TrainingBudget } from "../neural/training-budget.js";
import { declareEsrnn, type EsrnnNetwork, type EsrnnShape } from "./network.js";
import type { EsrnnChoices } from "./options.js";
import type { PreparedSeries } from "./prepared-series.js";

/** Most values of all rows and steps in one forward pass. */
const MAX_FORWARD_VALUES = 16_384;

/** Values of a series up to a step, from which it is forecast. */
interface Stretch {
  readonly series: PreparedSeries;
  /** Place among the series that were trained on; their number for another one. */
  readonly place: number;
  readonly values: Float64Array;
  /** Steps that are known: the last of them is the last of the network's. */
  readonly end: number;
}

/** Errors that count: those of steps ahead from `from` on, of forecasts that know of as many steps as `cuts` says. */
interface Counted {
  readonly cuts: readonly [least: number, most: number];
  readonly from: number;
  readonly to: number;
}

/** The network with its weights in an arena, and the series it learns. */
export class EsrnnTrainer {
  readonly network: EsrnnNetwork;
  /** Address of the weights. */
  readonly address: number;
  /** @param places of the series among those that were trained on, all in order by default */
  constructor(
    readonly arena: Arena,
    private readonly options: EsrnnChoices,
    readonly shape: EsrnnShape & { readonly context: number },
    private readonly series: readonly PreparedSeries[],
    private readonly quantiles: readonly number[],
    private readonly places: readonly number[] = series.map((_, s) => s),
  ) {
    this.network = declareEsrnn(shape);
    this.address = arena.allocate(this.network.parameters.size);
  }

  weights(): Float32Array {
    return this.arena.view(this.address, this.network.parameters.size);
  }

  /** Records the network over `rows` series. */
  private place(tape: Tape, rows: number, tap: boolean) {
    const { steps, window, season } = this.shape;
    const time = steps + window - 1;
    const input = {
      z: tape.input([time, rows]),
      level: tape.input([rows]),
      begun: tape.input([time, rows]),
      index: tape.input([rows]),
      ...(season > 1 && {
        seasonal: tape.input([season, rows]),
        seasonBegun: tape.input([time, rows]),
      }),
    };
    const view = (t: Tensor) => this.arena.view(t.at, t.size);
    const { z, level, begun, index } = input;
    const [zs, starts, flags, places] = [z, level, begun, index].map(view);
    const seasonal = input.seasonal && view(input.seasonal);
    const seasonFlags = input.seasonBegun && view(input.seasonBegun);
    const load = (stretches: readonly Stretch[]) => {
      for (const [row, { series, values, place, end }] of stretches.entries()) {
        places[row] = place;
        const seasonAt = (from: number) =>
          series.seasonal?.[((from % season) + season) % season] ?? 0;
        const level = firstLevel(values, Math.max(0, end - steps), end, season, seasonAt);
        starts[row] = level;
        for (let t = 0; t < time; t++) {
          const from = end - time + t;
          const known = t >= window - 1 && from >= 0;
          const at = t * rows + row;
          const indices = seasonAt(from);
          zs[at] = known ? values[from] : level + indices;
          flags[at] = known ? 1 : 0;
          if (seasonFlags) seasonFlags[at] = known && series.seasonal ? 1 : 0;
          if (seasonal && t < season) seasonal[t * rows + row] = indices;
        }
      }
    };
    return { ...this.network.forward(tape, input, tap), load };
  }

  record(tape: Tape, rows: number, tap = false) {
    const { steps, horizon, outputs } = this.shape;
    const target = tape.input([steps, rows, horizon]);
    const weight = tape.input(target.shape);
    const { forecast, wiggle, windows, traces, load } = this.place(tape, rows, tap);
    const [targets, weights] = [target, weight].map((t) => this.arena.view(t.at, t.size));
    const loadErrors = (stretches: readonly (Stretch & Counted)[]) => {
      load(stretches);
      for (const [row, { values, end, cuts, from, to }] of stretches.entries()) {
        for (let t = 0; t < steps; t++) {
          const cut = end - steps + t + 1;
          const counts = cut >= cuts[0] && cut <= cuts[1];
          for (let h = 0; h < horizon; h++) {
            const at = (t * rows + row) * horizon + h;
            const known = counts && cut + h >= from && cut + h < to;
            targets[at] = known ? values[cut + h] : 0;
            weights[at] = known ? 1 : 0;
          }
        }
      }
    };
    const error = this.loss(tape, reshape(forecast, [...target.shape, outputs]), target, weight);
    const { smoothness } = this.options;
    const loss =
      tape.training && smoothness > 0
        ? add(tape, error, reshape(scale(tape, wiggle(), smoothness), error.shape))
        : error;
    return {
      loss,
      steps: windows,
      // The lowest layer takes every step, and has what the others lead back to it.
      recurrence: { traces: traces.slice(0, 1), stride: this.shape.dilations[0] },
      layers: traces.slice(1).map(({ output }, l) => ({
        name: `layer${l + 2}`,
        output,
        time: 0,
      })),
      loadErrors,
      /** What the forecast from each cut gets wrong, and nothing else. */
      load: (cuts: readonly Window[]) =>
        loadErrors(
          cuts.map(({ series: s, cut }) => ({
            ...this.stretch(s, cut),
            cuts: [cut, cut],
            from: cut,
            to: this.series[s].values.length,
          })),
        ),
    };
  }

  private stretch(s: number, end: number, values = this.series[s].values): Stretch {
    return { series: this.series[s], place: this.places[s], values, end };
  }

  private loss(tape: Tape, forecast: Tensor, target: Tensor, weight: Tensor): Tensor {
    const flat = () => reshape(forecast, target.shape);
    switch (this.options.loss) {
      case "huber":
        return huber(tape, flat(), target, 1, weight);
      case "mae":
        return mae(tape, flat(), target, weight);
      case "mse":
        return mse(tape, flat(), target, weight);
      case "quantile":
        return quantile(tape, forecast, target, this.quantiles, weight);
    }
  }

  /**
   * @param held latest observations of each series that only decide when to stop
   * @param watch called before training and after each epoch
   */
  async train(
    held: number,
    seed: number,
    fit: FitContext,
    budget: Omit<TrainingBudget, "patience">,
    watch?: FlowWatch,
  ): Promise<TrainingResult> {
    const { parameters } = this.network;
    const { horizon, season } = this.shape;
    const count = this.series.length;
    const least = Math.max(2, season);
    const samples = [false, true].flatMap((late) =>
      this.series.map(({ values: { length } }, s): Stretch & Counted => {
        const cut = length - held;
        const last = length - horizon;
        return {
          ...this.stretch(s, length),
          cuts: late
            ? [Math.max(1, Math.min(cut, last)), Math.max(cut, last)]
            : [Math.min(least, Math.max(1, cut - 1)), length],
          from: late ? cut : 0,
          to: late ? length : cut,
        };
      }),
    );
    const usable = (late: boolean) =>
      Int32Array.from(samples.keys()).filter((i) => {
        const { from, to, cuts } = samples[i];
        return i >= count === late && to > Math.max(from, cuts[0]);
      });
    parameters.initialize(this.arena, this.address, new Random(seed));
    await watch?.("initial", 0);
    return train(
      this.arena,
      this.address,
      {
        parameters,
        training: usable(false),
        validation: usable(true),
        record: (tape, rows) => {
          const { loss, loadErrors } = this.record(tape, rows);
          return {
            loss,
            load: (chosen) => loadErrors(Array.from(chosen, (i) => samples[i])),
          };
        },
      },
      {
        ...this.options,
        ...budget,
        weightDecay: this.options.decay,
        seed,
        ...(fit.signal && { signal: fit.signal }),
        ...(fit.threads !== undefined && { threads: fit.threads }),
        onBatch: (progress) => fit.onBatch?.({ ...progress, epochs: budget.epochs }),
        onEpoch: async (e) => {
          fit.onProgress?.({ ...e, epochs: budget.epochs });
          await watch?.("training", e.epoch);
        },
      },
    );
  }

  /**
   * Forecasts what follows each cut.
   *
   * @param values of each series, followed by forecasts that are fed back
   * @param each called with the outputs [horizon · outputs], in the order of the cuts
   */
  forward(
    cuts: readonly Window[],
    values: readonly Float64Array[],
    each: (row: number, outputs: Float32Array) => void,
  ): void {
    const { arena } = this;
    const { steps, horizon, outputs } = this.shape;
    const width = horizon * outputs;
    const most = Math.max(1, Math.floor(MAX_FORWARD_VALUES / steps));
    for (let from = 0; from < cuts.length; from += most) {
      const part = cuts.slice(from, from + most);
      const mark = arena.mark();
      const tape = new Tape(arena, { weights: this.address });
      const { forecast, load } = this.place(tape, part.length, false);
      load(part.map(({ series, cut }) => this.stretch(series, cut, values[series])));
      for (const call of bindEach(tape.finish().forward, arena.kernels)) call();
      const all = arena.view(forecast.at, forecast.size);
      for (const row of part.keys()) {
        const at = ((steps - 1) * part.length + row) * width;
        each(from + row, all.slice(at, at + width));
      }
      arena.release(mark);
    }
  }
}

/** Mean of the first season without its indices. */
function firstLevel(
  values: Float64Array,
  from: number,
  end: number,
  season: number,
  seasonAt: (t: number) => number,
): number {
  const count = Math.min(end - from, Math.max(2, season));
  let sum = 0;
  for (let t = from; t < from + count; t++) sum += values[t] - seasonAt(t);
  return sum / count;
}
