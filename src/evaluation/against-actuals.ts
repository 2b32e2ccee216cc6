import { observations, type Panel, type Series } from "../data/panel/from-table.js";
import { sliceSeries } from "../data/panel/series.js";
import type { SeriesForecast } from "../models/model.js";
import { type BacktestScores, scoreForecasts } from "./backtest.js";
import type { Fold } from "./folds.js";
import type { SavedForecasts, SavedModel } from "./saved-forecasts.js";
import { type WeightedErrors, weightedErrors } from "./weighted-error.js";

/** How good one model's saved forecasts were. */
export interface ActualScores {
  readonly label: string;
  readonly scores: BacktestScores;
  readonly wape: WeightedErrors;
  /** Observations that it had a forecast of. */
  readonly compared: number;
}

/** What could not be compared. Stamps are as those of the panel. */
export interface Unmatched {
  /** Forecasts of dates on which nothing was observed. */
  readonly unobserved: readonly { readonly id: string; readonly ds: number }[];
  /** Observations between the first and last forecast date of their series that nothing forecast. */
  readonly unforecast: readonly { readonly id: string; readonly ds: number }[];
  /** Series of the forecasts that the observations lack, and the other way round. */
  readonly unknownSeries: readonly string[];
  readonly missingSeries: readonly string[];
}

/**
 * Scores saved forecasts against what came. Scaled errors divide by the seasonal naive error of the
 * history before each origin's first forecast.
 *
 * @param history panel of earlier observations, the actuals themselves where these reach back
 * @returns a row a model, in the order of the table, and what was left out of the comparison
 */
export function scoreAgainst(
  saved: SavedForecasts,
  actuals: Panel,
  history: Panel,
): { readonly models: ActualScores[]; readonly training: Panel; readonly unmatched: Unmatched } {
  const only = !saved.named || actuals.reading?.id === undefined;
  const one = only && saved.series.length === 1 && actuals.series.length === 1;
  const find = ({ series }: Panel, id: string) =>
    (one && series.length === 1 ? series[0] : undefined) ?? series.find((each) => each.id === id);
  const known = saved.series.filter(({ id }) => find(actuals, id));
  const observed = new Map(known.map(({ id }) => [id, byDate(find(actuals, id)!)]));
  const most = known.reduce((count, { origins }) => Math.max(count, origins.length), 0);
  const horizon = known.reduce(
    (steps, { origins }) => origins.reduce((n, { rows }) => Math.max(n, rows.length), steps),
    0,
  );
  // The last fold has all series; those with fewer origins come in later.
  const places = Array.from({ length: most }, (_, f) =>
    known.flatMap(({ id, origins }) => {
      const origin = origins[origins.length - most + f];
      return origin === undefined ? [] : [{ id, ...origin }];
    }),
  );
  const training = places.map(
    (present): Panel => ({
      ...history,
      series: present.map(({ id, ds }) => before(find(history, id), id, ds[0])),
    }),
  );
  // The last origin has the most history.
  const bare = new Set(
    training.at(-1)?.series.flatMap(({ id, y }) => (y.length === 0 ? [id] : [])) ?? [],
  );
  const models = (known.length === 0 ? [] : saved.models).map((model): ActualScores => {
    const folds = places.map(
      (present, f): Fold => ({
        training: training[f],
        horizon,
        test: present.map(({ id, rows, ds }) =>
          Float64Array.from(rows, (row, k) =>
            Number.isNaN(model.mean[row])
              ? Number.NaN
              : (observed.get(id)!.get(ds[k]) ?? Number.NaN),
          ),
        ),
      }),
    );
    const forecasts = places.map((present) => present.map((origin) => forecastAt(model, origin)));
    const compared = folds.reduce(
      (sum, { test }) =>
        sum + test.reduce((n, y) => n + y.filter((v) => !Number.isNaN(v)).length, 0),
      0,
    );
    return {
      label: model.label,
      scores: withoutHistory(scoreForecasts(folds, forecasts), bare),
      wape: weightedErrors(folds, forecasts),
      compared,
    };
  });
  const ids = new Set(saved.series.map(({ id }) => id));
  return {
    models,
    training: training[training.length - 1] ?? { ...history, series: [] },
    unmatched: {
      unobserved: known.flatMap(({ id, origins }) =>
        [...new Set(origins.flatMap(({ ds }) => [...ds]))]
          .filter((ds) => !observed.get(id)!.has(ds))
          .map((ds) => ({ id, ds })),
      ),
      unforecast: known.flatMap(({ id, origins }) => {
        const dates = new Set(origins.flatMap(({ ds }) => [...ds]));
        const [from, to] = [Math.min(...dates), Math.max(...dates)];
        return [...observed.get(id)!.keys()]
          .filter((ds) => ds > from && ds < to && !dates.has(ds))
          .map((ds) => ({ id, ds }));
      }),
      unknownSeries: saved.series.filter(({ id }) => !find(actuals, id)).map(({ id }) => id),
      missingSeries: one ? [] : actuals.series.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
    },
  };
}

function byDate(series: Series): Map<number, number> {
  const y = observations(series);
  return new Map(
    Array.from(series.ds, (ds, t): [number, number] => [ds, y[t]]).filter(
      ([, v]) => !Number.isNaN(v),
    ),
  );
}

/** The observations before a date; none of a series without history. */
function before(series: Series | undefined, id: string, date: number): Series {
  if (series === undefined) return { id, ds: new Float64Array(0), y: new Float64Array(0) };
  const rows = series.ds.findIndex((ds) => ds >= date);
  return { ...sliceSeries(series, 0, rows < 0 ? series.y.length : rows), id };
}

function forecastAt(
  { mean, intervals }: SavedModel,
  { id, rows }: { readonly id: string; readonly rows: readonly number[] },
): SeriesForecast {
  const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]);
  return {
    id,
    mean: take(mean),
    intervals: intervals.map(({ level, lo, hi }) => ({ level, lo: take(lo), hi: take(hi) })),
  };
}

/** Says of series without any history that they have none, rather than one that is too short. */
function withoutHistory(scores: BacktestScores, bare: ReadonlySet<string>): BacktestScores {
  return {
    ...scores,
    undefinedScores: scores.undefinedScores.map((one) =>
      one.reason === "short" && bare.has(one.id) ? { ...one, reason: "history" } : one,
    ),
  };
}
