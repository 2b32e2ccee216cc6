/** Models whose code is loaded without that of the networks. */
export const STATISTICAL_NAMES: readonly string[] = [
  ...["arima", "ets", "theta", "ces", "mstl", "ensemble", "hmm", "ar", "lag-regression"],
];

/** Baselines that decompose a series, or estimate something: loaded apart from the simplest ones. */
export const BASELINE_NAMES: readonly string[] = ["croston", "naive2"];

/** Models that take dates which are not evenly spaced, in the order in which they are listed. */
export function namesOfAnyDates(): readonly string[] {
  return ["neural-ode", "cfc", "naive", "mean"];
}
