import type { Panel } from "../../data/panel/panel.js";
import { learnedAlike } from "../learned-alike.js";
import { isNonNegative, limited, limitedForecast, unlimitedBy } from "../limits.js";
import type { FittedModel, Model } from "../model.js";

/**
 * The model that forecasts nothing below 0 of series that have nothing below 0, and says so where it would
 * have.
 *
 * @param said false for a word less, as where forecasts are only scored
 *
 * @example
 * const model = nonNegative(createModel("drift"));
 */
export function nonNegative(model: Model, said = true): Model {
  return {
    ...model,
    ...learnedAlike(model, (one) => nonNegative(one, said)),
    fit: async (panel, context) =>
      nonNegativeFit(
        model.name,
        await model.fit(panel, context),
        panel,
        said ? context.warn : undefined,
      ),
    restore: (state, panel, warn) =>
      nonNegativeFit(model.name, model.restore(state, panel), panel, said ? warn : undefined),
  };
}

/**
 * A fit as of {@link nonNegative}.
 *
 * @param name of the model, in a warning
 */
export function nonNegativeFit(
  name: string,
  fitted: FittedModel,
  { series }: Panel,
  warn: (message: string) => void = () => {},
): FittedModel {
  const free = new Map(series.map((one) => [one.id, !isNonNegative(one)]));
  if (series.every(({ id }) => free.get(id))) return fitted;
  const said = new Set<string>();
  const { forecastWindows } = fitted;
  return {
    ...fitted,
    forecast: (horizon, levels) =>
      fitted.forecast(horizon, levels).map((forecast) => {
        const { id, mean, intervals = [] } = forecast;
        if (free.get(id) || ![mean, ...intervals.map(({ lo }) => lo)].some(isBelow))
          return forecast;
        if (!said.has(id)) {
          warn(
            `${name}: forecasts of series "${id}" are kept at 0 or above, as nothing below was observed; --min -1000 allows negative ones`,
          );
        }
        said.add(id);
        return limitedForecast(forecast, { min: 0 });
      }),
    unlimited: unlimitedBy(fitted, (s) => (free.get(series[s].id) ? {} : { min: 0 })),
    ...(forecastWindows && {
      forecastWindows: (panel, windows, each) =>
        forecastWindows(panel, windows, (window, mean) =>
          each(window, free.get(panel.series[window.series].id) ? mean : limited(mean, { min: 0 })),
        ),
    }),
  };
}

function isBelow(values: Float64Array): boolean {
  return values.some((value) => value < 0);
}
