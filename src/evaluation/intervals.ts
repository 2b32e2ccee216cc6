import { type Panel, withoutTail } from "../data/panel.js";
import { FitError } from "../errors.js";
import type { FitContext, FittedModel, Interval, Model, State } from "../models/model.js";
import { naiveScale } from "./metrics.js";

/** Origins from which past forecasts are judged: fewer for panels, which have errors of many series. */
const ORIGINS_ALONE = 60;
const ORIGINS_IN_PANEL = 12;

/**
 * The model with split conformal intervals: mean ± the ⌈(n + 1)·level⌉-th smallest absolute error at the
 * same step ahead, of forecasts from the panel's last origins.
 *
 * The model is fitted once more, to what lies before all origins, and is then shown the series as they
 * grow. Errors of all series are taken together, in units of the mean absolute difference of each.
 *
 * @see Vovk, Gammerman & Shafer (2005), "Algorithmic learning in a random world"; Lei et al. (2018),
 *   "Distribution-free predictive inference for regression", algorithm 2
 */
export function conformal(model: Model): Model {
  return {
    ...model,
    async fit(panel, context) {
      const errors = await pastErrors(panel, model, context);
      const fitted = await model.fit(panel, context);
      return withErrors(fitted, panel, errors, context.levels ?? []);
    },
    restore(state, panel) {
      const { fit, errors } = state as { fit: State; errors: readonly Float64Array[] };
      return withErrors(model.restore(fit, panel), panel, errors, []);
    },
  };
}

/** Absolute scaled errors at each step ahead, ascending; none where no series is long enough. */
async function pastErrors(
  panel: Panel,
  model: Model,
  context: FitContext,
): Promise<Float64Array[]> {
  const { horizon } = context;
  const most = panel.series.length > 1 ? ORIGINS_IN_PANEL : ORIGINS_ALONE;
  const longest = panel.series.reduce((length, { y }) => Math.max(length, y.length), 0);
  const origins = Math.min(most, Math.floor(longest / 2) - horizon + 1);
  const tail = horizon + origins - 1;
  const long = { ...panel, series: panel.series.filter(({ y }) => y.length >= 2 * tail) };
  if (origins < 1 || long.series.length === 0) {
    context.warn(`no series is long enough to judge ${model.name} by: no intervals`);
    return [];
  }
  const errors = Array.from({ length: horizon }, (): number[] => []);
  try {
    // What there is to warn about is said when everything is fitted.
    const quietly = { ...context, warn: () => {} };
    const { state } = await model.fit(withoutTail(long, tail), quietly);
    for (let held = tail; held >= horizon; held--) {
      const past = withoutTail(long, held);
      model
        .restore(state, past)
        .forecast(horizon, [])
        .forEach(({ mean }, s) => {
          const { y } = long.series[s]!;
          const scale = scaleOf(past.series[s]!.y);
          for (let h = 0; h < horizon; h++) {
            const error = Math.abs(y[y.length - held + h]! - mean[h]!) / scale;
            if (Number.isFinite(error)) errors[h]!.push(error);
          }
        });
    }
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    context.warn(`${model.name} could not be judged on the past: no intervals`);
    return [];
  }
  return errors.map((values) => Float64Array.from(values).sort());
}

function withErrors(
  fitted: FittedModel,
  panel: Panel,
  errors: readonly Float64Array[],
  defaults: readonly number[],
): FittedModel {
  return {
    ...fitted,
    state: { fit: fitted.state, errors },
    forecast(horizon, levels = defaults) {
      const forecasts = fitted.forecast(horizon, []);
      const judged = errors.length > 0 && errors.every(({ length }) => length > 0);
      if (!judged) return forecasts.map(({ id, mean }) => ({ id, mean }));
      return forecasts.map(({ id, mean }, s) => {
        const scale = scaleOf(panel.series[s]!.y);
        const intervals = levels.map((level): Interval => {
          const reach = mean.map((_, h) => {
            const known = errors[Math.min(h, errors.length - 1)]!;
            const rank = Math.ceil(((known.length + 1) * level) / 100);
            return scale * known[Math.min(rank, known.length) - 1]!;
          });
          return {
            level,
            lo: mean.map((value, h) => value - reach[h]!),
            hi: mean.map((value, h) => value + reach[h]!),
          };
        });
        return { id, mean, intervals };
      });
    },
  };
}

/** Mean absolute difference of neighbours; 0 for a series that never changes. */
function scaleOf(y: Float64Array): number {
  return naiveScale(y, 1).absolute || 0;
}
