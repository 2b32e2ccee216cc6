import type { Panel } from "../data/panel/from-table.js";
import type { GradientFlow } from "../engine/gradient-flow.js";
import type { SolverWork } from "../engine/ops/ode-solver.js";
import type { Window } from "../features/windows.js";
import type { OptionSchema, OptionValues } from "../spec/options.js";
import type { FlowReading } from "./gradient-readings.js";

/** What a fit may use and report to. */
export interface FitContext {
  /** Steps ahead that will be asked for. */
  readonly horizon: number;
  readonly seed: number;
  /**
   * Latest observations of each series that only say when to stop; the model's choice by default. Models
   * without such a need learn from them too.
   */
  readonly holdout?: number;
  /** Levels in percent at which intervals are wanted, such as 80 and 95. */
  readonly levels?: readonly number[];
  /** Threads that may train a network at once, all cores by default; no number depends on it. */
  readonly threads?: number;
  /** Stops training early; the best weights so far are kept. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Hears how far a model has come that fits one series after the other. */
  readonly onSeries?: (progress: SeriesProgress) => void;
  /** Hears how the gradient flows through a network: before, while and after it is trained. */
  readonly onFlow?: (reading: FlowReading) => void;
  /** Valid but odd input: what was assumed. */
  readonly warn: (message: string) => void;
}

/** How far the training of a network has come. */
export interface TrainingProgress {
  readonly epoch: number;
  /** At most; training may stop earlier. */
  readonly epochs: number;
  /** Mean over the epoch, of values as the network sees them: not in units of y. */
  readonly loss: number;
  /** The same of the observations that say when to stop; NaN where there are none. */
  readonly validationLoss: number;
}

/** Series that are fitted, of how many. */
export interface SeriesProgress {
  readonly done: number;
  readonly all: number;
}

/** What training did, for the report. */
export interface TrainingSummary {
  readonly epochs: number;
  readonly loss: number;
  readonly validationLoss: number;
  readonly parameters: number;
  /** Steps back that a network of convolutions sees, and those of its window. */
  readonly receptive?: { readonly field: number; readonly window: number };
  /** Of trees, of which there are as many as epochs: what each input has of the gain, the largest share first. */
  readonly importance?: readonly { readonly input: string; readonly share: number }[];
  /** What a solver of differential equations did while training, on the ways there and back. */
  readonly solver?: SolverEffort;
}

/** Work of a solver of differential equations, forward in time and on the way back for gradients. */
export interface SolverEffort {
  readonly forward: SolverWork;
  readonly backward: SolverWork;
}

/** Plain data: what a fitted model remembers and a file can hold. */
export type State =
  | null
  | boolean
  | number
  | string
  | Float32Array
  | Float64Array
  | readonly State[]
  | { readonly [key: string]: State };

/** What is forecast of one series. */
export interface SeriesForecast {
  readonly id: string;
  /** [horizon] */
  readonly mean: Float64Array;
  /** Where the model gives them, in the order of the levels asked for; [horizon] each. */
  readonly intervals?: readonly Interval[];
}

/** Where an observation lies with a probability of `level` percent; [horizon] each. */
export interface Interval {
  readonly level: number;
  readonly lo: Float64Array;
  readonly hi: Float64Array;
}

/** What was estimated of a series, and what was left over. */
export interface Diagnostics {
  readonly id: string;
  /** What was fitted, in the field's notation: `ARIMA(0,1,1)(0,1,1)[12]`. */
  readonly description: string;
  readonly coefficients: readonly {
    readonly name: string;
    readonly value: number;
    /** Standard error; NaN where there is none. */
    readonly error: number;
  }[];
  /** Log-likelihood, information criteria and the like. */
  readonly measures: readonly { readonly name: string; readonly value: number }[];
  /** Standardised one-step errors, as long as the series; NaN where there is none. */
  readonly residuals: Float64Array;
}

/** A model that has learned, with the series whose future it forecasts. */
export interface FittedModel {
  /** What was learned: `Model.restore` makes the same fit of it. */
  readonly state: State;
  /**
   * One forecast a series, in the panel's order, for the next `horizon` steps.
   *
   * @param levels in percent at which intervals are wanted, those of the fit by default; a model that
   *   learned its intervals gives them only at levels it was fitted with
   */
  forecast(horizon: number, levels?: readonly number[]): SeriesForecast[];
  /**
   * Forecasts of the fit's horizon from many origins, of models that make many at once. What has to be
   * known of a series, such as its unit, is taken from what lies before the first origin.
   *
   * @param panel the series with what came after; the columns are those of the fit
   * @param each  hears the forecast [horizon] of each window
   */
  forecastWindows?(
    panel: Panel,
    windows: readonly Window[],
    each: (window: Window, mean: Float64Array) => void,
  ): void;
  /** One-step forecasts of the observations, each as long as its series; NaN where there is none. */
  fittedValues?(): Float64Array[];
  /** One a series, of models that estimate each for itself. */
  diagnostics?(): Diagnostics[];
  readonly training?: TrainingSummary;
  readonly gradientFlow?: GradientFlow;
}

/** A model with its options bound. */
export interface Model {
  /** Column name in tables: `lstm`, `seasonal-naive`, … */
  readonly name: string;
  /** Whether each series is fitted for itself, so that a panel may be split over threads. */
  readonly local?: boolean;
  /** False for a model whose forecasts have no intervals of its own. */
  readonly intervals?: boolean;
  fit(panel: Panel, context: FitContext): Promise<FittedModel>;
  /**
   * The fit that `state` describes, ready to forecast what follows `panel`: the one it was fitted to,
   * or another with the same columns. Nothing is learned.
   *
   * @throws DataError when the panel holds a series the fit does not know, or lacks a column
   */
  restore(state: State, panel: Panel): FittedModel;
}

/** What the registry knows of a model: `options` is plain data that specs are checked against. */
export interface ModelDefinition<Schema extends OptionSchema = OptionSchema> {
  /** As in specs and column names: `lstm`, `seasonal-naive`, … */
  readonly name: string;
  /** One line for `foretell models`. */
  readonly summary: string;
  readonly options: Schema;
  /** Whether it uses the exogenous columns of a panel; the others leave them aside. */
  readonly exogenous?: boolean;
  /** Whether it takes series with missing values (NaN) as they are; the others get them filled. */
  readonly missing?: boolean;
  /** Whether it takes series whose dates stand on no grid; the others get only regular ones. */
  readonly irregular?: boolean;
  /** @param options complete and in range, as `bindOptions` gives them */
  create(options: OptionValues<Schema>): Model;
}
