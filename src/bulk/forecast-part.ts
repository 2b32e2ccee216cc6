import type { Series } from "../data/panel/panel.js";
import {
  type ForecastSeries,
  hasFailed,
  type SeriesFailure,
  seriesForecaster,
} from "./forecast-series.js";
import type { Plan } from "./plan.js";
import { rowsWriter } from "./rows.js";

/** What came of a part of a panel. */
export interface PartOutcome {
  /** One a series: its rows of CSV, each ending in a line feed; empty for one that failed. */
  readonly rows: readonly string[];
  readonly failures: readonly SeriesFailure[];
  readonly warnings: readonly { readonly message: string; readonly label: string }[];
}

/**
 * Forecasts some series of a panel. {@link csvHeader} and the rows of all parts, in the order of the
 * series, are what `foretell forecast --format csv` writes of the panel.
 *
 * @throws the signal's reason once it is aborted
 */
export async function forecastPart(
  plan: Plan,
  series: readonly Series[],
  signal?: AbortSignal,
): Promise<PartOutcome> {
  const forecast = await seriesForecaster(plan);
  const write = rowsWriter(plan, "csv");
  const rows: string[] = [];
  const failures: SeriesFailure[] = [];
  const warnings: { message: string; label: string }[] = [];
  for (const one of series) {
    signal?.throwIfAborted();
    const outcome = await forecast(one, (message, label) => warnings.push({ message, label }));
    if (hasFailed(outcome)) failures.push(outcome);
    rows.push(hasFailed(outcome) ? "" : write(outcome satisfies ForecastSeries));
  }
  return { rows, failures, warnings };
}
