import type { Panel, Series } from "../data/panel/from-table.js";
import { stampsAhead } from "../data/panel/future-index.js";
import { FitError, UsageError } from "../errors.js";
import { loadFeatures } from "../features/index.js";
import { firstMisfit } from "../features/table.js";
import { featureColumns, joined } from "./feature-columns.js";
import type { FittedModel, Model, SeriesForecast, State } from "./model.js";

/**
 * The model with features of the series as further columns: those known for every step ahead beside the
 * future columns, the others beside the past ones. Which they are, the spec and the horizon of the fit
 * tell, so that `lag:12` is known ahead of twelve months and not of thirteen.
 *
 * Beyond the horizon of the fit, forecasts are taken for observations: their features are computed, and
 * the next steps forecast.
 *
 * @param specs such as `lag:12` and `calendar:month`; without any, the model as it is
 * @throws UsageError for a wrong spec
 */
export function withFeatures(model: Model, specs: readonly string[]): Model {
  if (specs.length === 0) return model;
  return {
    ...model,
    async fit(panel, context) {
      const { horizon, levels = [], warn } = context;
      await loadFeatures(specs);
      const fitted = await model.fit(withColumns(panel, specs, horizon, warn), context);
      return fedBack(model, fitted, panel, specs, { horizon, levels });
    },
    restore(state, panel) {
      const { horizon, fit } = state as { horizon: number; fit: State };
      const fitted = model.restore(fit, withColumns(panel, specs, horizon));
      return fedBack(model, fitted, panel, specs, { horizon, levels: [] });
    },
  };
}

function fedBack(
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
        const longer = withColumns(continued(panel, forecasts), specs, horizon);
        const next = model.restore(state, longer).forecast(Math.min(horizon, steps - done), levels);
        forecasts = forecasts.map((forecast, s) => followed(forecast, next[s]));
      }
      return forecasts;
    },
  };
}

/** The panel with its forecasts as observations; past columns stay as they were last. */
function continued(panel: Panel, forecasts: readonly SeriesForecast[]): Panel {
  return {
    ...panel,
    series: forecasts.map(({ mean }, s): Series => {
      const one = panel.series[s];
      const { id, ds, ahead, y, past, future, static: fixed } = one;
      const held = (x: Float64Array) =>
        joined(
          x,
          mean.map(() => x[x.length - 1]),
        );
      return {
        id,
        ds: joined(ds, stampsAhead(one, panel.frequency, mean.length)),
        ...(ahead && { ahead: ahead.subarray(mean.length) }),
        y: joined(y, mean),
        ...(past && { past: new Map(Array.from(past, ([name, x]) => [name, held(x)])) }),
        ...(future && { future }),
        ...(fixed && { static: fixed }),
      };
    }),
  };
}

function followed(first: SeriesForecast, next: SeriesForecast): SeriesForecast {
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
 * The panel with features as columns, and word of which they are.
 *
 * @throws FitError for a feature that no series is long enough for
 * @throws UsageError for one that is called like a column
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
    series: panel.series.map((one, s): Series => {
      const [past, future] = [new Map(one.past), new Map(one.future)];
      for (const { name, values, ahead } of columns[s]) {
        if (past.has(name) || future.has(name)) {
          throw new UsageError(`a feature is called ${name} like a column`, "Rename the column.");
        }
        if (ahead >= horizon) future.set(name, values);
        else past.set(name, values.subarray(0, one.y.length));
      }
      return {
        ...one,
        ...(past.size > 0 && { past }),
        ...(future.size > 0 && { future }),
      };
    }),
  };
}
