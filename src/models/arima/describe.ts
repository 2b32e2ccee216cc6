import type { Series } from "../../data/panel/panel.js";
import type { Diagnostics } from "../model.js";
import type { ArimaOrder } from "./likelihood.js";
import { type ArimaState, filterSeries, orderOf, regressionPart } from "./state.js";

/** The estimates of a fit, and its standardised residuals over `series`. */
export function diagnose(state: ArimaState, series: Series): Omit<Diagnostics, "id"> {
  const known = regressionPart(state, series, series.y.length);
  const { standardised } = filterSeries(state, series, known);
  const deviation = Math.sqrt(state.variance);
  const { ar, ma, seasonalAr, seasonalMa, regression, columns, constant, errors } = state;
  const order = orderOf(state);
  const names = [
    ...Array.from(ar, (_, i) => `ar${i + 1}`),
    ...Array.from(ma, (_, i) => `ma${i + 1}`),
    ...Array.from(seasonalAr, (_, i) => `sar${i + 1}`),
    ...Array.from(seasonalMa, (_, i) => `sma${i + 1}`),
    ...(constant ? [constantName(order)] : []),
    ...columns,
  ];
  const values = [...ar, ...ma, ...seasonalAr, ...seasonalMa, ...regression];
  return {
    description: `${describeOrder(order, constant, columns.length > 0)}${describeBoxCox(state.exponent)}`,
    coefficients: names.map((name, i) => ({
      name,
      value: values[i],
      error: errors[i] ?? Number.NaN,
    })),
    measures: [
      { name: "variance", value: state.variance },
      { name: "log-likelihood", value: state.logLikelihood },
      { name: "AIC", value: state.aic },
      { name: "AICc", value: state.aicc },
      { name: "BIC", value: state.bic },
    ],
    residuals: standardised[0].map((e) => (deviation > 0 ? e / deviation : 0)),
  };
}

/** `ARIMA(0,1,1)(0,1,1)[12] with drift` */
export function describeOrder(order: ArimaOrder, constant = false, regression = false): string {
  const { p, d, q, seasonalP, seasonalD, seasonalQ, season } = order;
  const seasonal =
    seasonalP + seasonalD + seasonalQ > 0
      ? `(${seasonalP},${seasonalD},${seasonalQ})[${season}]`
      : "";
  const prefix = regression ? "regression with errors of " : "";
  return `${prefix}ARIMA(${p},${d},${q})${seasonal}${constant ? ` with ${constantName(order)}` : ""}`;
}

function constantName({ d, seasonalD }: ArimaOrder): string {
  return d + seasonalD > 0 ? "drift" : "mean";
}

function describeBoxCox(exponent: number): string {
  if (exponent === 1) return "";
  return exponent === 0 ? " of logarithms" : ` after Box-Cox with exponent ${exponent.toFixed(2)}`;
}
