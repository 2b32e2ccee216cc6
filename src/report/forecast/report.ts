import { observations, type Panel, type Series } from "../../data/panel/from-table.js";
import { stampsAhead } from "../../data/panel/future-index.js";
import type { ForecastOutcome, ModelForecast } from "../../evaluation/forecast.js";
import type { Interval, SeriesForecast } from "../../models/model.js";
import type { ForecastNames } from "./names.js";

/** Everything `foretell forecast` has to say, before it becomes a table, CSV or JSON. */
export interface ForecastReport extends ForecastOutcome {
  readonly version: string;
  readonly horizon: number;
  readonly seed: number;
  /** Levels in percent of the requested intervals, ascending. */
  readonly levels: readonly number[];
  /** Probabilities of the quantiles that were asked for, ascending. */
  readonly quantiles?: readonly number[] | undefined;
  /** Number of sample paths that were asked for, a series. */
  readonly samples?: number | undefined;
  /** Whether a person wants to know what was weighed, and how long it took. */
  readonly explained?: boolean;
  /** What a person should know of the data before trusting the forecast, in sentences. */
  readonly notes?: readonly string[];
  /** What columns are called where it is not `unique_id`, `ds` and the model. */
  readonly names?: ForecastNames | undefined;
  /** Names of the plans that are forecast side by side, each by each model. */
  readonly plans?: readonly string[];
  /** Whether the series are levels that add up, the highest first, of which a person sees several. */
  readonly addsUp?: boolean;
  /** All series, where `panel` and what belongs to it are those that a person chose to see. */
  readonly whole?: Panel;
  /** Where these stand among all. */
  readonly places?: readonly number[];
  /** Stamps of the forecasts, one array [horizon] a series. */
  readonly future: readonly Float64Array[];
}

/** The report on an outcome, with the dates of its forecasts. */
export function forecastReport(
  outcome: ForecastOutcome,
  settings: Omit<ForecastReport, keyof ForecastOutcome | "future">,
): ForecastReport {
  const { series, frequency } = outcome.panel;
  const future = series.map((one) => stampsAhead(one, frequency, settings.horizon));
  return { ...outcome, ...settings, future };
}

/**
 * Levels at which a model gave intervals, ascending; none when it gives none. A model gives the same
 * levels for every series.
 */
export function levelsOf({ forecasts }: Pick<ModelForecast, "forecasts">): number[] {
  return (forecasts[0]?.intervals ?? []).map(({ level }) => level).sort((a, b) => a - b);
}

/** The interval of a forecast at a level that its model gives. */
export function intervalAt({ intervals }: SeriesForecast, level: number): Interval {
  return intervals!.find((interval) => interval.level === level)!;
}

/** Quantiles of a model's forecast of a series with their probabilities; none where it gives none. */
export function quantilesOf(
  { quantiles }: Pick<ModelForecast, "quantiles">,
  probabilities: readonly number[] | undefined,
  series: number,
): { readonly probability: number; readonly values: Float64Array }[] {
  if (!quantiles || !probabilities) return [];
  return probabilities.map((probability, q) => ({ probability, values: quantiles[series][q] }));
}

/** Whether all that was observed of a series is whole, as counts are. */
export function isCounted(series: Series): boolean {
  return observations(series).every((value) => Number.isNaN(value) || Number.isInteger(value));
}

/** What a chart shades: an interval, or what lies between two quantiles that are called by their names. */
export interface Band extends Interval {
  readonly name?: string;
}

/**
 * Bands between quantiles that leave as much below as above, such as 0.1 and 0.9, by level, ascending:
 * what a chart shades where intervals were not asked for. Where the outermost are no such pair, the last
 * band lies between these; both ends of it are the same where there is one quantile alone.
 */
export function bandsOfQuantiles(
  model: Pick<ModelForecast, "quantiles">,
  probabilities: readonly number[] | undefined,
  series: number,
): Band[] {
  const all = quantilesOf(model, probabilities, series);
  const pairs = all
    .flatMap(({ probability: low, values: lo }) => {
      const other = all.find(({ probability }) => Math.abs(probability + low - 1) < 1e-9);
      if (low >= 0.5 || other === undefined) return [];
      return [{ level: Number((100 * (1 - 2 * low)).toPrecision(6)), lo, hi: other.values }];
    })
    .sort((a, b) => a.level - b.level);
  const [lowest, highest] = [all[0], all[all.length - 1]];
  if (lowest === undefined || highest === undefined) return [];
  const { probability: p, values: lo } = lowest;
  const { probability: q, values: hi } = highest;
  if (Math.abs(p + q - 1) < 1e-9) return pairs;
  const name = p === q ? `q-${p}` : `q-${p} to q-${q}`;
  return [...pairs, { level: Number((100 * (q - p)).toPrecision(6)), lo, hi, name }];
}
