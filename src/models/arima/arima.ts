import { studentIntervals } from "../intervals/parametric.js";
import { predictionVariance, raiseToRealizedErrors } from "../intervals/prediction-error.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { inverseBoxCox } from "../transforms/box-cox.js";
import { diagnose } from "./describe.js";
import { fitSeries } from "./fit.js";
import { multipliedOut } from "./likelihood.js";
import { checkOrder, options } from "./options.js";
import { errorsWithin } from "./polynomials.js";
import { type ArimaState, arimaState, filterSeries, orderOf, regressionPart } from "./state.js";

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
  exogenous: true,
  missing: true,
  create(chosen) {
    checkOrder(chosen);
    return localModel<ArimaState>({
      name: "arima",
      schema: ({ y }) => arimaState(y.length),
      fit: (series, { season }, context) => fitSeries(series, season, chosen, context),
      forecast(state, series, _, { horizon, levels }) {
        const { exponent, freedom } = state;
        const length = series.y.length;
        const known = regressionPart(state, series, length + horizon);
        const filtered = filterSeries(state, series, known);
        const { means, variance } = filtered.ahead(horizon);
        const mean = means[0].map((value, h) => value + known[length + h]);
        const parameters = state.order[0] + state.order[2] + state.order[3] + state.order[5];
        const estimated = parameters + state.regression.length;
        const shocks = predictionVariance(state.variance, estimated, freedom + estimated);
        for (let h = 0; h < horizon; h++) variance[h] = Math.max(0, variance[h]) * shocks;
        const process = multipliedOut(state, orderOf(state));
        const { squares, counts } = errorsWithin(process, filtered.standardised[0], horizon);
        raiseToRealizedErrors(variance, squares, counts);
        const deviation = variance.map(Math.sqrt);
        return {
          mean: inverseBoxCox(mean, exponent),
          intervals: studentIntervals(mean, deviation, levels, freedom).map(
            ({ level, lo, hi }) => ({
              level,
              lo: inverseBoxCox(lo, exponent),
              hi: inverseBoxCox(hi, exponent),
            }),
          ),
        };
      },
      fittedValues(state, series) {
        const known = regressionPart(state, series, series.y.length);
        const { predicted } = filterSeries(state, series, known);
        return inverseBoxCox(
          predicted[0].map((value, t) => value + known[t]),
          state.exponent,
        );
      },
      diagnostics: diagnose,
    });
  },
};
