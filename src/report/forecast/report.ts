import type { Panel } from "../../data/panel/from-table.js";
import type { GradientFlow } from "../../engine/gradient-flow.js";
import type { Holdout } from "../../evaluation/holdout.js";
import type {
  Diagnostics,
  Selection,
  SeriesForecast,
  TrainingSummary,
} from "../../models/model.js";

/** Everything `foretell forecast` has to say, before it becomes a table, CSV or JSON. */
export interface ForecastReport {
  readonly version: string;
  readonly panel: Panel;
  readonly horizon: number;
  readonly seed: number;
  /** Levels in percent at which intervals were asked for, ascending. */
  readonly levels: readonly number[];
  /** Whether a person wants to know what was weighed, and how long it took. */
  readonly explained?: boolean;
  /** Stamps of the forecasts, one array [horizon] a series. */
  readonly future: readonly Float64Array[];
  readonly models: readonly ModelReport[];
  /** Seasonal naive on the same held-back observations; undefined when nothing was held back. */
  readonly reference: Holdout | undefined;
}

/**
 * Levels at which a model gave intervals, ascending; none when it gives none. A model gives the same
 * levels for every series.
 */
export function levelsOf({ forecasts }: Pick<ModelReport, "forecasts">): number[] {
  return (forecasts[0]?.intervals ?? []).map(({ level }) => level).sort((a, b) => a - b);
}

/** The interval of a forecast at a level that its model gives. */
export function intervalAt({ intervals }: SeriesForecast, level: number): Interval {
  return intervals!.find((interval) => interval.level === level)!;
}

type Interval = NonNullable<SeriesForecast["intervals"]>[number];

export interface ModelReport {
  /** Column name: the model's name, or its whole spec where the name alone would not be unique. */
  readonly label: string;
  readonly forecasts: readonly SeriesForecast[];
  readonly holdout: Holdout | undefined;
  readonly training: TrainingSummary | undefined;
  /** What was weighed, of a model that combines others. */
  readonly selection?: readonly Selection[] | undefined;
  readonly gradientFlow: GradientFlow | undefined;
  /** One a series, of models that estimate each for itself. */
  readonly diagnostics?: readonly Diagnostics[] | undefined;
}
