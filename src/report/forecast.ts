import type { Panel } from "../data/panel.js";
import type { GradientFlow } from "../engine/gradient-flow.js";
import type { Holdout } from "../evaluation/holdout.js";
import type { SeriesForecast, TrainingSummary } from "../models/model.js";

/** Everything `foretell forecast` has to say, before it becomes a table, CSV or JSON. */
export interface ForecastReport {
  readonly version: string;
  readonly panel: Panel;
  readonly horizon: number;
  readonly seed: number;
  /** Stamps of the forecasts, one array [horizon] a series. */
  readonly future: readonly Float64Array[];
  readonly models: readonly ModelReport[];
  /** Seasonal naive on the same held-back observations; undefined when nothing was held back. */
  readonly reference: Holdout | undefined;
}

export interface ModelReport {
  /** Column name: the model's name, or its whole spec where the name alone would not be unique. */
  readonly label: string;
  readonly forecasts: readonly SeriesForecast[];
  readonly holdout: Holdout | undefined;
  readonly training: TrainingSummary | undefined;
  readonly gradientFlow: GradientFlow | undefined;
}
