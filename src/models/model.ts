import type { Panel } from "../data/panel.js";
import type { GradientFlow } from "../engine/gradient-flow.js";
import type { OptionSchema, OptionValues } from "../spec.js";

/** What a fit may use and report to. */
export interface FitContext {
  /** Steps ahead that will be asked for. */
  readonly horizon: number;
  readonly seed: number;
  /** Levels in percent at which intervals are wanted, such as 80 and 95. */
  readonly levels?: readonly number[];
  /** Stops training early; the best weights so far are kept. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Valid but odd input: what was assumed. */
  readonly warn: (message: string) => void;
}

export interface TrainingProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  readonly validationLoss: number;
}

/** What training did, for the report. */
export interface TrainingSummary {
  readonly epochs: number;
  readonly loss: number;
  readonly validationLoss: number;
  readonly parameters: number;
}

export interface SeriesForecast {
  readonly id: string;
  /** [horizon] */
  readonly mean: Float64Array;
  /** Where the model gives them, in the order of the levels asked for; [horizon] each. */
  readonly intervals?: readonly { level: number; lo: Float64Array; hi: Float64Array }[];
}

export interface FittedModel {
  /** One forecast a series, in the panel's order, for the next `horizon` steps. */
  forecast(horizon: number): SeriesForecast[];
  readonly training?: TrainingSummary;
  readonly gradientFlow?: GradientFlow;
}

/** A model with its options bound. */
export interface Model {
  /** Column name in tables: `lstm`, `seasonal-naive`, … */
  readonly name: string;
  fit(panel: Panel, context: FitContext): Promise<FittedModel>;
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
  /** @param options complete and in range, as `bindOptions` gives them */
  create(options: OptionValues<Schema>): Model;
}
