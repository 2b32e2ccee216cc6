import { version } from "../../package.json";
import { UsageError } from "../errors.js";
import type { DistributionWishes } from "../evaluation/distribution.js";
import { type ForecastListeners, forecastAndJudge } from "../evaluation/forecast.js";
import { forecastColumns } from "../report/forecast/columns.js";
import { forecastCsv } from "../report/forecast/csv.js";
import { forecastJson } from "../report/forecast/json.js";
import { type ForecastReport, forecastReport } from "../report/forecast/report.js";
import { terminalReport } from "../report/forecast/text.js";
import { chooseModels, DEFAULT_MODEL } from "./choose-models.js";
import { type ForecastRow, forecastRows } from "./forecast-rows.js";
import { gatherWarnings } from "./gather-warnings.js";
import { specsOf } from "./model-spec.js";
import { type FittingOptions, given, readingOf, withFittingDefaults } from "./options.js";
import { type Data, panelOfData } from "./panel-of.js";
import { withHorizon } from "./prepare.js";
import { type Written, written } from "./written.js";

/** What is forecast and how; what is left out is as on the command line, `auto` where no model is named. */
export interface ForecastOptions
  extends FittingOptions,
    Pick<DistributionWishes, "quantiles" | "samples">,
    ForecastListeners {
  /** Whether the forecasts are judged on the last `horizon` observations too; true by default. */
  readonly judged?: boolean;
}

/** Forecasts of one or several models. */
export interface Forecast extends Written {
  /** A row for each series, model and date, in this order. */
  readonly rows: readonly ForecastRow[];
  /** Everything that is known of them: hold-out scores, training, gradient flow, diagnostics. */
  readonly report: ForecastReport;
}

/**
 * Forecasts a source, rows, a DataFrame or a panel: the numbers that `foretell forecast` gives for it.
 *
 * @example
 * const { rows } = await forecast("nottem", { model: "theta", horizon: 12, levels: [80, 95] });
 * rows[0]; // { unique_id: "nottem", ds: 1940-01-01, model: "theta", mean: …, intervals: […] }
 *
 * @param data a path, `-` for stdin or a bundled dataset; rows such as `{ unique_id, ds, y }`; a DataFrame
 *   of danfojs; or a panel
 * @throws UsageError for a wrong spec or option
 * @throws DataError for data that cannot be used, or are too short for the horizon
 * @throws FitError where no model can be fitted
 * @throws the signal's reason once it is aborted
 */
export async function forecast(data: Data, options: ForecastOptions = {}): Promise<Forecast> {
  const { model = DEFAULT_MODEL, horizon: requested, signal, judged = true } = options;
  const { quantiles, samples } = options;
  const { intervals, threads, features, seed, levels, limits, warn } = withFittingDefaults(options);
  const { onFit, onFitted, onJudge, onJudged, onProgress, onSeries } = options;
  if (intervals === "none" && (quantiles || samples)) {
    throw new UsageError("quantiles and samples are read from intervals, which are none");
  }
  signal?.throwIfAborted();
  const models = await chooseModels(specsOf(model), { intervals, threads, features, limits });
  const read = await panelOfData(data, models, readingOf(options), features, warn);
  const use = { short: "forecast without being judged", beyond: true };
  const { panel, horizon } = withHorizon(read, requested, use, warn);
  const warnings = gatherWarnings(warn);
  const listeners = given({ onFit, onFitted, onJudge, onJudged, onProgress, onSeries });
  const outcome = await forecastAndJudge(
    panel,
    warnings.from(models),
    {
      horizon,
      seed,
      levels,
      warn: (message) => !signal?.aborted && warn(message),
      ...(signal && { signal }),
    },
    { judged, diagnosed: true, quantiles, samples, limits },
    listeners,
  ).catch((error) => {
    // What an interrupted fit says of itself is that it was interrupted.
    signal?.throwIfAborted();
    throw error;
  });
  signal?.throwIfAborted();
  warnings.say();
  return forecastOf(
    forecastReport(outcome, {
      version,
      horizon,
      seed,
      levels,
      quantiles,
      samples,
      explained: false,
    }),
  );
}

function forecastOf(report: ForecastReport): Forecast {
  return {
    rows: forecastRows(report),
    report,
    ...written({
      csv: () => forecastCsv(report),
      json: () => forecastJson(report),
      text: (appearance) => terminalReport(report, appearance),
      table: () => forecastColumns(report),
      file: async (format) => (await import("./files/forecast.js")).forecastIn(format, report),
    }),
  };
}
