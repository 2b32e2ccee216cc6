import { version } from "../../package.json";
import type { Columns } from "../data/table/columns.js";
import { UsageError } from "../errors.js";
import type { DistributionWishes } from "../evaluation/distribution.js";
import { type ForecastListeners, forecastAndJudge } from "../evaluation/forecast.js";
import { type ForecastReport, forecastReport } from "../report/forecast/report.js";
import { type HierarchyOptions, readingOfHierarchy } from "./analyses/hierarchy.js";
import { intoHierarchy } from "./analyses/into-hierarchy.js";
import { chooseModels, DEFAULT_MODEL, heldTo } from "./choose-models.js";
import { gatherWarnings } from "./gather-warnings.js";
import { specsOf } from "./model-spec.js";
import { type FittingOptions, given, readingOf, withFittingDefaults } from "./options.js";
import { type Data, panelOfData } from "./panel-of.js";
import { withHorizon } from "./prepare.js";

/** What is forecast and how; what is left out is as on the command line, `auto` where no model is named. */
export interface ForecastOptions
  extends FittingOptions,
    HierarchyOptions,
    Pick<DistributionWishes, "quantiles" | "samples">,
    ForecastListeners {
  /** Whether totals over the horizon, with intervals, are given too; what is written has them alone. */
  readonly total?: boolean;
  /** Whether the forecasts are judged on the last `horizon` observations too; true by default. */
  readonly judged?: boolean;
}

/** The report on a forecast of data: see `forecast`. */
export async function forecastData(
  data: Data | Columns,
  options: ForecastOptions = {},
): Promise<ForecastReport> {
  const { model = DEFAULT_MODEL, horizon: requested, signal, judged = true } = options;
  const { quantiles, samples } = options;
  const { intervals, threads, features, seed, levels, limits, warn } = withFittingDefaults(options);
  const { onFit, onFitted, onJudge, onJudged, onProgress, onSeries } = options;
  if (intervals === "none" && (quantiles || samples)) {
    throw new UsageError("quantiles and samples are read from intervals, and intervals is none");
  }
  signal?.throwIfAborted();
  const reading = readingOf(readingOfHierarchy(options));
  const chosen = await chooseModels(specsOf(model), {
    ...{ intervals, threads, features },
    ...heldTo(limits, options.hierarchy !== undefined),
  });
  const read = await panelOfData(data, chosen, reading, features, warn);
  const use = { short: "forecast without a hold-out", beyond: true };
  const { panel: observed, horizon } = withHorizon(read, requested, use, warn);
  const { panel, models } = intoHierarchy(observed, chosen, options, limits);
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
    {
      ...{ judged, diagnosed: true, quantiles, samples, limits },
      total: options.total ? levels : undefined,
      addsUp: options.hierarchy !== undefined,
    },
    listeners,
  ).catch((error) => {
    // What an interrupted fit says of itself is that it was interrupted.
    signal?.throwIfAborted();
    throw error;
  });
  signal?.throwIfAborted();
  warnings.say();
  return forecastReport(outcome, {
    ...{ version, horizon, seed, levels, quantiles, samples },
    explained: false,
  });
}
