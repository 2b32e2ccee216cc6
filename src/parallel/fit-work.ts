import type { Panel } from "../data/panel/panel.js";
import { parseSpec } from "../spec/grammar.js";

/** Microseconds that fitting one observation takes, roughly, measured on monthly series. */
const MICROSECONDS: Readonly<Record<string, number>> = {
  ...{
    naive: 0,
    "seasonal-naive": 0,
    naive2: 1,
    drift: 0,
    mean: 0,
    "window-average": 0,
    croston: 1,
  },
  ...{ theta: 8, ar: 4, fft: 10, mstl: 70, ets: 62, ensemble: 80, arima: 1000 },
  ...{ "lag-regression": 40, dtw: 100, "boosted-trees": 1000, hmm: 2000 },
};

/** Of networks that learn along the series: passes make the steps of a short series as many as of a long one. */
const ONLINE_MICROSECONDS = 1e7;

/**
 * Microseconds that a fit holds its thread, roughly. 0 for models that pause by themselves, as networks do
 * between their batches and `auto` between its candidates.
 */
export function fitWork(spec: string, { series }: Pick<Panel, "series">): number {
  const { name, options } = parseSpec(spec);
  const learn = options.find(({ key }) => key.text === "learn");
  if (learn !== undefined && learn.value.text !== "bptt") return ONLINE_MICROSECONDS;
  const observations = series.reduce((sum, { y }) => sum + y.length, 0);
  return (MICROSECONDS[name.text] ?? 0) * observations;
}
