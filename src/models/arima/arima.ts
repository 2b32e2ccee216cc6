import { suitsLogarithms } from "../../analysis/breaks.js";
import type { Series } from "../../data/panel/panel.js";
import { localModel } from "../local.js";
import type { FitContext, ModelDefinition } from "../model.js";
import { inverseBoxCox } from "../transforms/box-cox.js";
import { unbroken } from "../unbroken.js";
import { diagnose } from "./describe.js";
import { forecastSeries, holdsForecast, meansAhead } from "./forecast.js";
import { checkOrder, options } from "./options.js";
import { type ArimaState, arimaState, filterSeries, regressionPart } from "./state.js";

/**
 * Autoregressive integrated moving average with a seasonal part, and regression on the panel's columns
 * that are known ahead:
 *
 *   y[t] = c + Σ βᵢ xᵢ[t] + n[t],   φ(B) Φ(Bˢ) (1 − B)ᵈ (1 − Bˢ)ᴰ n[t] = θ(B) Θ(Bˢ) ε[t],
 *
 * where c is a mean if nothing is differenced and a drift c·t after one difference. Estimated by exact
 * maximum likelihood, missing values included; the order by AICc.
 *
 * A restored fit continues any series: the latest observations alone say where it stands.
 *
 * @example
 * const fitted = await createModel("arima:order=0-1-1,season=0-1-1").fit(panel, context);
 * fitted.forecast(12, [80, 95])[0].mean; // Float64Array(12)
 *
 * @see Box & Jenkins (1970), "Time series analysis: forecasting and control"; Hyndman & Khandakar (2008),
 *   "Automatic time series forecasting: the forecast package for R"
 */
export const arima: ModelDefinition<typeof options> = {
  name: "arima",
  summary: "seasonal ARIMA by exact maximum likelihood, its order by AICc",
  options,
  speed: "seconds",
  exogenous: true,
  missing: true,
  create(chosen) {
    checkOrder(chosen);
    return unbroken(
      localModel<ArimaState>({
        name: "arima",
        schema: ({ y }) => arimaState(y.length),
        async fit(series, { season }, context) {
          // Browsers load what estimates it when it is needed.
          const { fitSeries } = await import("./fit.js");
          const state = fitSeries(series, season, chosen, context);
          if (chosen.boxcox === 1 && falls(state, series, context)) {
            context.warn(
              `arima: series "${series.id}" is positive and falls towards 0: its logarithms are forecast`,
            );
            return fitSeries(series, season, { ...chosen, boxcox: 0 }, { ...context, warn() {} });
          }
          if (!Number.isNaN(chosen.boxcox) || holds(state, series, context)) return state;
          context.warn(
            `arima: series "${series.id}" varies too widely for a Box-Cox exponent of ${state.exponent.toFixed(2)}: its logarithms are forecast`,
          );
          return fitSeries(series, season, { ...chosen, boxcox: 0 }, { ...context, warn() {} });
        },
        forecast: (state, series, _, ahead) => forecastSeries(state, series, ahead),
        fittedValues(state, series) {
          const known = regressionPart(state, series, series.y.length);
          const { predicted } = filterSeries(state, series, known);
          return inverseBoxCox(
            predicted[0].map((value, t) => value + known[t]),
            state.exponent,
          );
        },
        diagnostics: diagnose,
      }),
    );
  },
};

/** A level at the end below this share of that at the start has fallen by factors, not by steps. */
const FALLEN_SHARE = 0.1;
const FALLEN_LEVEL = 80;

/**
 * Whether the forecast of a positive series reaches zero within the horizon, or half the series' length; or
 * its 80 % interval does within the horizon, of a series that has fallen to a tenth.
 */
function falls(state: ArimaState, series: Series, { horizon }: FitContext): boolean {
  const { y } = series;
  if (state.columns.length > 0 || !suitsLogarithms(y)) return false;
  const mean = meansAhead(state, series, Math.max(horizon, y.length >> 1));
  if (mean.some((value) => value <= 0)) return true;
  const part = Math.max(1, Math.floor(y.length / 10));
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const fallen = sum(y.subarray(y.length - part)) < FALLEN_SHARE * sum(y.subarray(0, part));
  if (!fallen) return false;
  const { intervals } = forecastSeries(state, series, { horizon, levels: [FALLEN_LEVEL] });
  return intervals[0].lo.some((value) => value <= 0);
}

/** Whether the chosen exponent, where it is negative, can hold the forecast that will be asked for. */
function holds(state: ArimaState, series: Series, { horizon, levels = [] }: FitContext): boolean {
  if (!(state.exponent < 0)) return true;
  const known = Math.min(
    ...state.columns.map((name) => series.future!.get(name)!.length - series.y.length),
    horizon,
  );
  if (known < 1) return true;
  return holdsForecast(state, series, { horizon: known, levels });
}
