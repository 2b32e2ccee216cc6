import type { Panel } from "../../data/panel/from-table.js";
import { DataError } from "../../errors.js";
import type { Window } from "../../features/windows.js";
import type { FitContext, FittedModel, Model } from "../../models/model.js";

/** How a benchmark of long horizons cuts its series. */
export interface Split {
  /** Observations to learn from, to say when to stop, and to be scored on; what comes after is left aside. */
  readonly training: number;
  readonly validation: number;
  readonly test: number;
}

/** Twelve, four and four months of thirty days, hourly: ETTh1 and ETTh2. */
export const ettSplit: Split = { training: 8640, validation: 2880, test: 2880 };
export const defaultHorizons: readonly number[] = [96, 192, 336, 720];

/** A panel as the benchmark shows it to models. */
export interface LongHorizonTask {
  readonly split: Split;
  /** Training and validation part, standardised. */
  readonly learning: Panel;
  /** The learning part followed by the test part. */
  readonly whole: Panel;
}

/**
 * Cuts a panel and standardises each series by mean and deviation of its training part.
 *
 * @throws DataError for series that are too short, or that stand still in the training part
 * @see Zhou et al. (2021), "Informer: beyond efficient transformer for long sequence time-series
 *   forecasting", section 5.1
 */
export function longHorizonTask(panel: Panel, split: Split): LongHorizonTask {
  const { training, validation, test } = split;
  const rows = training + validation + test;
  const part = (length: number): Panel => ({
    ...panel,
    series: panel.series.map(({ id, ds, y }) => {
      if (y.length < rows) {
        throw new DataError(`series ${id} has ${y.length} rows, the benchmark takes ${rows}`, {
          hint: "Say with --split how many rows are for training, validation and test: --split 600,200,200.",
          location: { file: panel.source },
        });
      }
      return {
        id,
        ds: ds.subarray(0, length),
        y: standardized(y.subarray(0, length), training, id, panel.source),
      };
    }),
  });
  return { split, learning: part(training + validation), whole: part(rows) };
}

function standardized(y: Float64Array, known: number, id: string, file: string): Float64Array {
  let mean = 0;
  let variance = 0;
  for (let t = 0; t < known; t++) mean += y[t] / known;
  for (let t = 0; t < known; t++) variance += (y[t] - mean) ** 2 / known;
  if (y.subarray(0, known).every((value) => value === y[0])) {
    throw new DataError(`series ${id} is ${y[0]} throughout its training part`, {
      hint: "Leave its column out of the table.",
      location: { file },
    });
  }
  const deviation = Math.sqrt(variance);
  return y.map((value) => (value - mean) / deviation);
}

/** Every window whose steps ahead lie in the test part: test − horizon + 1 of each series. */
export function testWindows({ split, whole }: LongHorizonTask, horizon: number): Window[] {
  const first = split.training + split.validation;
  const count = split.test - horizon + 1;
  return whole.series.flatMap((_, series) =>
    Array.from({ length: count }, (_, i) => ({ series, cut: first + i })),
  );
}

/** Errors over all test windows, steps and series, on standardised values. */
export interface LongHorizonScore {
  readonly horizon: number;
  /** Windows of all series. */
  readonly n: number;
  readonly mse: number;
  readonly mae: number;
}

/**
 * Fits a model once and scores what it forecasts from every test window.
 *
 * @returns nothing when it was interrupted
 * @throws FitError what the model throws
 */
export async function scoreLongHorizon(
  task: LongHorizonTask,
  model: Model,
  horizon: number,
  context: Omit<FitContext, "horizon" | "held">,
): Promise<LongHorizonScore | undefined> {
  const { split, learning, whole } = task;
  const fitted = await model.fit(learning, { ...context, horizon, holdout: split.validation });
  if (context.signal?.aborted) return undefined;
  const windows = testWindows(task, horizon);
  let squares = 0;
  let distances = 0;
  forecastAll(model, fitted, whole, windows, horizon, ({ series, cut }, mean) => {
    const { y } = whole.series[series];
    for (let h = 0; h < horizon; h++) {
      const error = mean[h] - y[cut + h];
      squares += error * error;
      distances += Math.abs(error);
    }
  });
  const count = windows.length * horizon;
  return { horizon, n: windows.length, mse: squares / count, mae: distances / count };
}

/** Many windows at once where the model can, else the fit restored before each of them. */
function forecastAll(
  model: Model,
  fitted: FittedModel,
  panel: Panel,
  windows: readonly Window[],
  horizon: number,
  each: (window: Window, mean: Float64Array) => void,
): void {
  if (fitted.forecastWindows) {
    fitted.forecastWindows(panel, windows, each);
    return;
  }
  const cuts = new Map<number, Window[]>();
  for (const window of windows) {
    cuts.set(window.cut, [...(cuts.get(window.cut) ?? []), window]);
  }
  for (const [cut, here] of cuts) {
    const past = {
      ...panel,
      series: panel.series.map(({ id, ds, y }) => ({
        id,
        ds: ds.subarray(0, cut),
        y: y.subarray(0, cut),
      })),
    };
    const ahead = model.restore(fitted.state, past).forecast(horizon, []);
    for (const window of here) each(window, ahead[window.series].mean);
  }
}
