import type { Series } from "../data/panel/panel.js";
import { hasFailed, type SeriesFailure, seriesForecaster } from "./forecast-series.js";
import type { PartWarning } from "./part-work.js";
import type { Plan } from "./plan.js";
import { csvWriter } from "./rows.js";

/** What came of a part of a panel. */
export interface PartOutcome {
  /** One a series: its rows of CSV, each ending in a line feed; empty for one that failed. */
  readonly rows: readonly string[];
  readonly failures: readonly SeriesFailure[];
  readonly warnings: readonly PartWarning[];
}

/**
 * Forecasts some series of a panel. The header and the rows of all parts, in the order of the
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
  const write = csvWriter(plan);
  const rows: string[] = [];
  const failures: SeriesFailure[] = [];
  const warnings: PartWarning[] = [];
  for (const one of series) {
    signal?.throwIfAborted();
    const outcome = await forecast(one, (message, label) => warnings.push({ message, label }));
    if (hasFailed(outcome)) failures.push(outcome);
    rows.push(hasFailed(outcome) ? "" : write(outcome));
  }
  return { rows, failures, warnings };
}
