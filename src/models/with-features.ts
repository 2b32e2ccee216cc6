import type { Panel, Series } from "../data/panel/from-table.js";
import { stampsAhead } from "../data/panel/future-index.js";
import { FitError, UsageError } from "../errors.js";
import { loadFeatures } from "../features/index.js";
import { firstMisfit } from "../features/table.js";
import { featureColumns, joined } from "./feature-columns.js";
import type { FittedModel, Model, SeriesForecast, State } from "./model.js";
import { anything, MAX_HORIZON, object, whole } from "./state-schema.js";

/**
 * The model with features of the series as further columns: features known at every step ahead join the
 * future columns, the others the past ones. That depends on spec and horizon: `lag:12` is known twelve
 * months ahead but not thirteen.
 *
 * Beyond the horizon of the fit, forecasts take the place of observations: their features are computed and
 * the next steps forecast.
 *
 * @example
 * const model = withFeatures(createModel("lag-regression"), ["calendar:month"]);
 * const fitted = await model.fit(panel, { horizon: 12, seed: 1, warn: console.warn });
 *
 * @param specs such as `lag:12` and `calendar:month`; with none, the model is returned as it is
 * @throws UsageError for a wrong spec
 */
export function withFeatures(model: Model, specs: readonly string[]): Model {
  if (specs.length === 0) return model;
  const { shared: _, ...others } = model;
  return {
    ...others,
    async fit(panel, context) {
      const { horizon, levels = [], warn } = context;
      await loadFeatures(specs);
      const fitted = await model.fit(withColumns(panel, specs, horizon, warn), context);
      return forecastInBlocks(model, fitted, panel, specs, { horizon, levels });
    },
    restore(state, panel) {
      const { horizon, fit } = state as { horizon: number; fit: State };
      const fitted = model.restore(fit, withColumns(panel, specs, horizon));
      return forecastInBlocks(model, fitted, panel, specs, { horizon, levels: [] });
    },
    requireState(state, panel) {
      const { fit } = object({ horizon: whole(1, MAX_HORIZON), fit: anything })(state, "state");
      model.requireState(fit, panel);
    },
  };
}

/** The model {@link withFeatures}, once the data that these need are loaded. */
export async function featured(model: Model, specs: readonly string[]): Promise<Model> {
  await loadFeatures(specs);
  return withFeatures(model, specs);
}

function forecastInBlocks(
  model: Model,
  fitted: FittedModel,
  panel: Panel,
  specs: readonly string[],
  { horizon, levels: defaults }: { readonly horizon: number; readonly levels: readonly number[] },
): FittedModel {
  const { state } = fitted;
  return {
    ...fitted,
    state: { horizon, fit: state },
    forecast(steps, levels = defaults) {
      let forecasts = fitted.forecast(Math.min(steps, horizon), levels);
      for (let done = horizon; done < steps; done += horizon) {
        const longer = withColumns(extendedBy(panel, forecasts), specs, horizon);
        const next = model.restore(state, longer).forecast(Math.min(horizon, steps - done), levels);
        forecasts = forecasts.map((forecast, s) => concatenated(forecast, next[s]));
      }
      return forecasts;
    },
  };
}

/** The panel with its forecasts appended as observations; past columns repeat their last values. */
function extendedBy(panel: Panel, forecasts: readonly SeriesForecast[]): Panel {
  return {
    ...panel,
    series: forecasts.map(({ mean }, s): Series => {
      const series = panel.series[s];
      const { id, ds, ahead, y, past, future, static: fixed } = series;
      const extended = (x: Float64Array) =>
        joined(
          x,
          mean.map(() => x[x.length - 1]),
        );
      return {
        id,
        ds: joined(ds, stampsAhead(series, panel.frequency, mean.length)),
        ...(ahead && { ahead: ahead.subarray(mean.length) }),
        y: joined(y, mean),
        ...(past && { past: new Map(Array.from(past, ([name, x]) => [name, extended(x)])) }),
        ...(future && { future }),
        ...(fixed && { static: fixed }),
      };
    }),
  };
}

function concatenated(first: SeriesForecast, next: SeriesForecast): SeriesForecast {
  return {
    id: first.id,
    mean: joined(first.mean, next.mean),
    ...(first.intervals && {
      intervals: first.intervals.map(({ level, lo, hi }, k) => ({
        level,
        lo: joined(lo, next.intervals![k].lo),
        hi: joined(hi, next.intervals![k].hi),
      })),
    }),
  };
}

/**
 * The panel with features as columns, named in `features`.
 *
 * @throws FitError for a feature that no series is long enough for
 * @throws UsageError for a feature with the name of a column
 */
function withColumns(
  panel: Panel,
  specs: readonly string[],
  horizon: number,
  warn: (message: string) => void = () => {},
): Panel {
  const first = firstMisfit(panel, specs);
  if (first) throw new FitError(`${first.spec}: ${first.misfit.message}`, first.misfit.hint);
  const features = { specs, horizon };
  const columns = featureColumns(panel, features, warn);
  return {
    ...panel,
    features,
    series: panel.series.map((series, s): Series => {
      const [past, future] = [new Map(series.past), new Map(series.future)];
      for (const { name, values, ahead } of columns[s]) {
        if (past.has(name) || future.has(name)) {
          throw new UsageError(`a feature is called ${name} like a column`, "Rename the column.");
        }
        if (ahead >= horizon) future.set(name, values);
        else past.set(name, values.subarray(0, series.y.length));
      }
      return {
        ...series,
        ...(past.size > 0 && { past }),
        ...(future.size > 0 && { future }),
      };
    }),
  };
}
