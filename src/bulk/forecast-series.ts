import { stampsAhead } from "../data/panel/future-index.js";
import type { Panel, Series } from "../data/panel/panel.js";
import { FitError, ForetellError } from "../errors.js";
import { distributionOf, levelsToFit } from "../evaluation/distribution.js";
import { decodeState } from "../models/file/bare-state.js";
import type { Interval, Model, State } from "../models/model.js";
import { requireFinite } from "../models/validated.js";
import { chooseModels, heldTo } from "../tasks/choose-models.js";
import type { Plan, PlannedModel } from "./plan.js";

/** The forecast of one series. */
export interface ForecastSeries {
  readonly id: string;
  /** [horizon] */
  readonly ds: Float64Array;
  /** Columns of [horizon], in the order of the plan's columns after `unique_id` and `ds`. */
  readonly values: readonly Float64Array[];
}

/** A series that could not be forecast. */
export interface SeriesFailure {
  readonly id: string;
  /** Label of the model that could not; empty where the data cannot be used. */
  readonly model: string;
  readonly message: string;
}

export type SeriesOutcome = ForecastSeries | SeriesFailure;

export function hasFailed(outcome: SeriesOutcome): outcome is SeriesFailure {
  return "message" in outcome;
}

/** Forecasts series by a plan, one outcome each. Nothing depends on which series come together. */
export type SeriesForecaster = (
  series: readonly Series[],
  warn: (message: string, label: string) => void,
) => Promise<SeriesOutcome[]>;

/** What one model forecasts of one series. */
interface OwnForecast {
  readonly mean: Float64Array;
  /** Ascending. */
  readonly intervals: readonly Interval[];
  readonly quantiles: readonly Float64Array[];
}

/** @throws DataError where the plan holds something that no version of foretell wrote */
export async function seriesForecaster(plan: Plan): Promise<SeriesForecaster> {
  const { horizon, panel, columns, intervals, limits } = plan;
  const specs = plan.models.map(({ spec }) => spec);
  const chosen = await chooseModels(specs, { intervals, ...heldTo(limits) });
  const models = plan.models.map((planned, m) => ({
    label: planned.label,
    forecast: modelOf(plan, planned, chosen[m].model),
    /** What takes long to prepare is prepared once for many series. */
    together: chosen[m].model.shared !== undefined,
  }));
  const width = columns.length - 2;
  const forecastOne = async (
    series: Series,
    known: readonly (OwnForecast | undefined)[],
    warn: (message: string, label: string) => void,
  ): Promise<SeriesOutcome> => {
    const values: Float64Array[] = [];
    let current = "";
    try {
      for (const [m, { label, forecast }] of models.entries()) {
        current = label;
        const own = known[m] ?? (await forecast([series], (message) => warn(message, label)))[0];
        values.push(own.mean, ...own.intervals.flatMap(({ lo, hi }) => [lo, hi]), ...own.quantiles);
      }
      if (values.length !== width) {
        throw new FitError("there are no intervals for this series as for the others");
      }
    } catch (error) {
      if (!(error instanceof ForetellError)) throw error;
      return { id: series.id, model: current, message: error.message };
    }
    return { id: series.id, ds: stampsAhead(series, panel.frequency, horizon), values };
  };
  return async (all, warn) => {
    const known = await Promise.all(
      models.map(({ label, forecast, together }) =>
        together ? forecastTogether(forecast, all, (message) => warn(message, label)) : undefined,
      ),
    );
    const outcomes: SeriesOutcome[] = [];
    for (const [s, series] of all.entries()) {
      outcomes.push(
        await forecastOne(
          series,
          known.map((forecasts) => forecasts?.[s]),
          warn,
        ),
      );
    }
    return outcomes;
  };
}

/** Forecasts of all series at once; nothing where one fails, so that each is forecast by itself. */
async function forecastTogether(
  forecast: ReturnType<typeof modelOf>,
  series: readonly Series[],
  warn: (message: string) => void,
): Promise<readonly OwnForecast[] | undefined> {
  const warnings: string[] = [];
  try {
    const forecasts = await forecast(series, (message) => warnings.push(message));
    warnings.forEach(warn);
    return forecasts;
  } catch (error) {
    if (!(error instanceof ForetellError)) throw error;
    return undefined;
  }
}

/** A planned model's forecasts of some series. */
export function modelOf(
  plan: Omit<Plan, "columns">,
  { label, learned }: PlannedModel,
  model: Model,
): (series: readonly Series[], warn: (message: string) => void) => Promise<OwnForecast[]> {
  const { horizon, levels, seed, spread, quantiles, limits, panel: frame } = plan;
  const alone =
    learned === undefined ? model : (model.shared ?? model.pooled!).given(stateOf(learned));
  const fitted = levelsToFit(levels, { quantiles }) ?? [];
  return async (series, warn) => {
    const panel: Panel = { ...frame, series };
    const context = { horizon, seed, spread, levels: fitted, threads: 1, warn };
    const fit = await alone.fit(panel, context);
    const forecasts = fit.forecast(horizon, levels);
    requireFinite(label, forecasts);
    const distribution = distributionOf(label, fit, context, { quantiles, limits });
    return forecasts.map(({ mean, intervals = [] }, s) => ({
      mean,
      intervals: [...intervals].sort((a, b) => a.level - b.level),
      quantiles: distribution.quantiles?.[s] ?? [],
    }));
  };
}

function stateOf(learned: string): State {
  const kind = { name: "plan", written: "plan the forecast again" };
  return decodeState(Buffer.from(learned, "base64"), "plan", kind);
}
