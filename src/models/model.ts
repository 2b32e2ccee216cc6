import type { Panel } from "../data/panel/from-table.js";
import type { WidePanel } from "../data/wide/wide-panel.js";
import type { GradientFlow } from "../engine/gradient-flow.js";
import type { SolverWork } from "../engine/ops/ode-solver.js";
import type { Window } from "../features/windows.js";
import type { OptionSchema, OptionValues } from "../spec/options.js";
import type { FlowReading } from "./gradient-readings.js";

/** The `warn` of a fit that repeats an earlier one, which has warned already. */
export const SAID_BEFORE: FitContext["warn"] = () => {};

/** Settings of a fit, and whom it reports to. */
export interface FitContext {
  /** Steps ahead that will be forecast. */
  readonly horizon: number;
  readonly seed: number;
  /**
   * Number of last observations of each series that only decide when to stop; the model's choice by
   * default. Models that need no such decision learn from them too.
   */
  readonly holdout?: number;
  /** Levels of intervals in percent, such as 80 and 95. */
  readonly levels?: readonly number[];
  /**
   * How much series vary in units of their level, for those that cannot show it; by default as the others of
   * the panel do.
   */
  readonly spread?: number;
  /** Threads that may train a network at once, all cores by default; no number depends on it. */
  readonly threads?: number;
  /** Stops the fit: it rejects with the signal's reason, an AbortError by default, unless it is `partial`. */
  readonly signal?: AbortSignal;
  /**
   * Whether an aborted fit resolves with what was learned so far: the best weights, or the first series. Only
   * models of the library's `createModel` ask; others always resolve so.
   */
  readonly partial?: boolean;
  /**
   * What will do that a network learned just before on no observation after these: how series are
   * transformed, or also its weights, where it learned them for intervals from nearly all of these.
   */
  readonly reuse?: "transforms" | "network";
  /**
   * Last observations of each series that the fit made just before did not have: a model that
   * {@link Model.goesOn} goes on from it.
   */
  readonly beyond?: number;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Hears how far a network is within an epoch. */
  readonly onBatch?: (progress: BatchProgress) => void;
  /** Hears that intervals are made of past errors, for which the model is fitted again. */
  readonly onIntervals?: () => void;
  /** Hears the progress of models that fit one series after the other. */
  readonly onSeries?: (progress: SeriesProgress) => void;
  /** Hears how much of its work a model has done that fits others one after the other: 0 to 1, ever more. */
  readonly onShare?: (share: number) => void;
  /** Hears how the gradient flows through a network before, during and after training. */
  readonly onFlow?: (reading: FlowReading) => void;
  /** Hears of valid but odd input, and what was assumed. */
  readonly warn: (message: string) => void;
}

/** How far the training of a network has come. */
export interface TrainingProgress {
  readonly epoch: number;
  /** Maximum number of epochs; training may stop earlier. */
  readonly epochs: number;
  /** Mean over the epoch. Its unit is that of the scaled values that the network sees, not of y. */
  readonly loss: number;
  /** Loss over the observations that decide when to stop; NaN where there are none. */
  readonly validationLoss: number;
}

/** How many samples of an epoch, counted from 1, have been learned from. */
export interface BatchProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly done: number;
  readonly all: number;
}

/** How many of all series are fitted. */
export interface SeriesProgress {
  readonly done: number;
  readonly all: number;
}

/** Summary of a training, for the report. */
export interface TrainingSummary {
  readonly epochs: number;
  readonly loss: number;
  readonly validationLoss: number;
  readonly parameters: number;
  /** Receptive field of a convolutional network and the length of its window, in steps. */
  readonly receptive?: { readonly field: number; readonly window: number };
  /** Gain-based feature importance of tree models, descending; shares sum to 1. */
  readonly importance?: readonly { readonly input: string; readonly share: number }[];
  /** Work of the ODE solver during training. */
  readonly solver?: SolverEffort;
}

/** Work of a solver of differential equations, forward in time and on the way back for gradients. */
export interface SolverEffort {
  readonly forward: SolverWork;
  readonly backward: SolverWork;
}

/** Plain data that a fitted model remembers and a file can hold. */
export type State =
  | null
  | boolean
  | number
  | string
  | Float32Array
  | Float64Array
  | readonly State[]
  | { readonly [key: string]: State };

/** Forecast of one series. */
export interface SeriesForecast {
  readonly id: string;
  /** [horizon] */
  readonly mean: Float64Array;
  /** In the order of the requested levels; absent where the model gives none. */
  readonly intervals?: readonly Interval[];
}

/** Range that holds an observation with a probability of `level` percent; ends of [horizon] each. */
export interface Interval {
  readonly level: number;
  readonly lo: Float64Array;
  readonly hi: Float64Array;
}

/** Estimates and residuals of one series. */
export interface Diagnostics {
  readonly id: string;
  /** The fitted form in the field's notation, such as `ARIMA(0,1,1)(0,1,1)[12]`. */
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

/** A fitted model with the series whose future it forecasts. */
export interface FittedModel {
  /** Everything learned; `Model.restore` makes the same fit of it. */
  readonly state: State;
  /**
   * One forecast a series, in the panel's order, for the next `horizon` steps.
   *
   * @param levels of intervals in percent, those of the fit by default; a model that learned its intervals
   *   gives them only at the levels it was fitted with
   * @throws RangeError for a horizon or level that no forecast can have
   */
  forecast(horizon: number, levels?: readonly number[]): SeriesForecast[];
  /**
   * Forecasts of the fit's horizon from many origins at once, for models that gain by that. Properties of a
   * series, such as its unit, are estimated from the observations before the first origin.
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
  /** One per series, of models that estimate each series by itself. */
  diagnostics?(): Diagnostics[];
  readonly training?: TrainingSummary;
  readonly gradientFlow?: GradientFlow;
  /** What is forecast before it is held to limits, where it is. */
  readonly unlimited?: Unlimited;
  /** What was weighed, of a model that combines others by how they did: one a kind of series. */
  readonly selection?: readonly Selection[];
}

/** What forecasts are held to, in units of y. */
export interface Limits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Whether they are whole numbers, as counts are. */
  readonly integer?: boolean | undefined;
}

/** Forecasts before they are held to limits, from which sample paths and totals are made. */
export interface Unlimited {
  /** As {@link FittedModel.forecast}. */
  forecast(horizon: number, levels?: readonly number[]): SeriesForecast[];
  /** What the series at a place of the panel is held to, where each is held alone. */
  limitsOf?(place: number): Limits;
  /**
   * For each of these forecasts, what holds values at its steps, such as a path, as it holds the forecast
   * and its intervals.
   *
   * @param rounded false for values that stay what they are between whole numbers, where these are wanted
   */
  holds(
    forecasts: readonly SeriesForecast[],
    rounded?: boolean,
  ): ((values: Float64Array) => Float64Array)[];
}

/** How a combination came about. */
export interface Selection {
  /** Series that it is of. */
  readonly series: number;
  readonly kind: "regular" | "intermittent";
  /** Origins within the training part from which candidates were judged, of the series with most of them. */
  readonly origins: number;
  readonly candidates: readonly CandidateSelection[];
  /** Exogenous columns that there are, and whether they helped and so are used. */
  readonly columns: readonly string[];
  readonly columnsUsed: boolean;
}

/** A candidate of a combination. */
export interface CandidateSelection {
  /** Such as `ets:trend=Ad`. */
  readonly spec: string;
  /** Whether it was given the exogenous columns. */
  readonly columns: boolean;
  /** Mean over the series of its weights; 0 for one that was left out. */
  readonly weight: number;
  /** Mean over series of its errors, in units of the mean of all candidates; NaN where nothing was judged. */
  readonly loss: number;
  /** The loss at each step ahead. */
  readonly steps: Float64Array;
  /** Why it was left out, where it could not be fitted. */
  readonly failure?: string;
  /** What judging and fitting it took; only of a fit that was made just now. */
  readonly seconds?: number;
}

/** A panel without its breaks, and what follows from them for forecasts. */
export interface Steadied {
  readonly panel: Panel;
  /** The panel with its outliers, at the level of `panel`: what a forecast has to reckon with. */
  readonly observed: Panel;
  /** The same without lasting shifts, where a model sees these as regimes: no other shows what it errs by. */
  readonly settled?: { readonly panel: Panel; readonly observed: Panel };
  /**
   * Forecasts of all series, in the panel's order, held within reach of what these did.
   *
   * @param counted whether outliers are among the errors that the intervals are made of
   */
  hold(forecasts: readonly SeriesForecast[], counted?: boolean): SeriesForecast[];
  /** Forecasts of a fit before they are held, where being held again would change their intervals. */
  unheld?(state: State): FittedModel;
}

/**
 * What a model learns of the panel as a whole, such as the size of its errors, apart from what it learns of
 * each series. Once it is known, series can be forecast one by one, wherever they are.
 */
export interface Pooled {
  /** Plain data, learned from at most a few thousand series of the panel. */
  learn(panel: Panel, context: FitContext): Promise<State>;
  /**
   * Number of series up to which the model looks at all of them together, and treats none for itself; 0
   * without.
   */
  readonly above?: number;
  /** The model that takes it as known and treats each series for itself. */
  given(learned: State): Model;
}

/**
 * What a model learns from all series together. Once it is known, series can be forecast one by one; and
 * to learn it, the panel need not be in memory.
 */
export interface Shared {
  /** Plain data, the same whether the panel is held or not. */
  learn(panel: WidePanel, context: FitContext): Promise<State>;
  /** The model that takes it as known and treats each series for itself. */
  given(learned: State): Model;
}

/**
 * A change of a member of a model of models.
 *
 * @param spec of the member, or where there is a `part` of a model that makes it by {@link Model.member}
 */
export type MemberChange = (member: Model, spec: string, part?: State) => Model;

/** A model with its options bound. */
export interface Model {
  /** Column name in tables, such as `seasonal-naive`. */
  readonly name: string;
  /** Whether each series is fitted by itself, so that threads may share a panel. */
  readonly local?: boolean;
  /** Of a model that treats each series for itself but for what {@link Pooled} says. */
  readonly pooled?: Pooled;
  /** Of a model that learns from all series together, and then forecasts each by what it learned. */
  readonly shared?: Shared;
  /** For models of models: the model with a change applied to each local member. */
  spread?(change: MemberChange): Model;
  /** For models of models: a member that no spec names, from plain data. */
  member?(part: State): Model;
  /** False for a model whose forecasts have no intervals of its own. */
  readonly intervals?: boolean;
  /** True where intervals are made of past errors, for which the model is fitted again. */
  readonly fitsAgain?: boolean;
  /**
   * Whether the model can go on from a fit without so many last observations, which takes much less than a
   * fit anew.
   */
  goesOn?(panel: Panel, beyond: number): boolean;
  /** True where the model's own intervals are made of its errors from past origins already. */
  readonly calibrated?: boolean;
  /** True where the model claims too little of its errors, however long the series: they are measured. */
  readonly overconfident?: boolean;
  /** The panel as the model learns from it, of one that leaves out outliers and level shifts. */
  withoutBreaks?(panel: Panel): Steadied;
  /**
   * Fits the model to all series of a panel.
   *
   * @returns the fit, whose forecasts follow the last observation of each series
   * @throws RangeError for a horizon, level or seed that no fit can have
   * @throws DataError for a panel that the model cannot take, such as one with missing values
   * @throws FitError where it cannot be fitted to these data
   * @throws the signal's reason once it is aborted, unless the context is `partial`
   */
  fit(panel: Panel, context: FitContext): Promise<FittedModel>;
  /**
   * The fit that `state` describes, ready to forecast what follows `panel`, which may be another one with
   * the same columns. Nothing is learned.
   *
   * @param warn hears of its forecasts what it would of those of a fit
   * @throws DataError when the panel holds a series the fit does not know, or lacks a column
   */
  restore(state: State, panel: Panel, warn?: (message: string) => void): FittedModel;
  /**
   * Checks a state from a file before anything is computed or allocated from it: every field, size and
   * range must be such as a fit to `panel` returns.
   *
   * @throws InvalidState that says which field is not
   */
  requireState(state: State, panel: Panel): void;
}

/**
 * Entry of a model in the registry; specs are checked against `options`.
 *
 * @example
 * const definition: ModelDefinition = {
 *   name: "last",
 *   summary: "the last value, repeated",
 *   options: {},
 *   create: () => localModel({ name: "last", schema: () => nothing, fit: () => null, forecast: … }),
 * };
 */
export interface ModelDefinition<Schema extends OptionSchema = OptionSchema> {
  /** As in specs and column names, such as `seasonal-naive`. */
  readonly name: string;
  /** One line for `foretell models`. */
  readonly summary: string;
  readonly options: Schema;
  /** How long one series of a few hundred observations takes; hardly a second by default. */
  readonly speed?: "seconds" | "slow";
  /** Whether its forecasts stay within what was observed, so that no growth goes on. */
  readonly bounded?: boolean;
  /** Whether it uses the exogenous columns of a panel; other models ignore them. */
  readonly exogenous?: boolean;
  /** Whether it uses the static columns of a panel; other models ignore them. */
  readonly static?: boolean;
  /** Whether it takes missing values (NaN); for other models they are filled. */
  readonly missing?: boolean;
  /** Whether it stands on the zero of the data, such as no demand, so that they may only be scaled. */
  readonly ratio?: boolean;
  /** Whether it takes series with irregular dates; or those only that would else be refused. */
  readonly irregular?: boolean | "if-refused";
  /** @param options complete and in range, as `bindOptions` returns them */
  create(options: OptionValues<Schema>): Model;
}
