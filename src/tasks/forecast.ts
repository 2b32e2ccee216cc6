import { version } from "../../package.json";
import { READING_NAMES } from "../data/source/reading-options.js";
import { availableCores } from "../engine/cores.js";
import { UsageError } from "../errors.js";
import type { DistributionWishes } from "../evaluation/distribution.js";
import { type ForecastListeners, forecastAndJudge } from "../evaluation/forecast.js";
import type { Intervals } from "../models/intervals/kinds.js";
import type { Limits } from "../models/limits.js";
import type { Interval } from "../models/model.js";
import { forecastCsv } from "../report/forecast/csv.js";
import { forecastJson } from "../report/forecast/json.js";
import { type ForecastReport, forecastReport } from "../report/forecast/report.js";
import { terminalReport } from "../report/forecast/text.js";
import { chooseModels, DEFAULT_MODEL } from "./choose-models.js";
import { gatherWarnings } from "./gather-warnings.js";
import { type ModelRequest, specOf } from "./model-spec.js";
import { type Data, panelOfData } from "./panel-of.js";
import { type SourceOptions, withHorizon } from "./prepare.js";

/** What is forecast and how; what is left out is as on the command line. */
export interface ForecastOptions
  extends SourceOptions,
    Limits,
    Pick<DistributionWishes, "quantiles" | "samples">,
    ForecastListeners {
  /** One or several specs, or models with their options; `auto` by default. */
  readonly model?: ModelRequest | readonly ModelRequest[];
  /** Steps ahead; by default the frequency's, as far as the data allow. */
  readonly horizon?: number;
  /** Levels of the intervals in percent, 80 and 95 by default. */
  readonly levels?: readonly number[];
  readonly intervals?: Intervals;
  /** Features that are inputs of models with exogenous columns, such as `lag:12`. */
  readonly features?: readonly string[];
  /** Seed of all random numbers, 1 by default. */
  readonly seed?: number;
  /** Threads that may compute at once, all cores by default; no number depends on it. */
  readonly threads?: number;
  /** Whether the forecasts are judged on the last `horizon` observations too; true by default. */
  readonly judged?: boolean;
  /** Rejects with its reason, an AbortError by default, once aborted. */
  readonly signal?: AbortSignal;
  /** Hears what was odd and what was assumed. */
  readonly warn?: (message: string) => void;
}

/** A forecast of one series at one date. */
export interface ForecastRow {
  readonly unique_id: string;
  /** A date, or the row's number where the data have no dates. */
  readonly ds: Date | number;
  /** What reports call the model. */
  readonly model: string;
  /** In units of y. */
  readonly mean: number;
  /** By level, ascending; empty for a model without intervals. */
  readonly intervals: readonly {
    readonly level: number;
    readonly lo: number;
    readonly hi: number;
  }[];
}

/** Forecasts of one or several models. */
export interface Forecast {
  /** A row for each series, model and date, in this order. */
  readonly rows: readonly ForecastRow[];
  /** Everything that is known of them: hold-out scores, training, gradient flow, diagnostics. */
  readonly report: ForecastReport;
  /** As `foretell forecast --format csv` writes it. */
  toCsv(): string;
  /** As `foretell forecast --format json` writes it. */
  toJson(): string;
  /** The table and chart of the terminal, `width` columns wide (80), without colour. */
  toText(options?: { readonly width?: number; readonly plain?: boolean }): string;
}

const DEFAULT_LEVELS = [80, 95];
const DEFAULT_WIDTH = 80;

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
  const { model = DEFAULT_MODEL, horizon: requested, features = [], seed = 1, signal } = options;
  const { intervals = "auto", threads = availableCores(), judged = true } = options;
  const { warn = () => {}, quantiles, samples, min, max, integer } = options;
  const { onFit, onFitted, onJudge, onJudged, onProgress, onSeries } = options;
  const limits = { min, max, integer };
  if (intervals === "none" && (quantiles || samples)) {
    throw new UsageError("quantiles and samples are read from intervals, which are none");
  }
  signal?.throwIfAborted();
  const specs = (Array.isArray(model) ? model : [model]).map(specOf);
  const models = await chooseModels(specs, { intervals, threads, features, limits });
  const read = await panelOfData(data, models, readingOf(options), features, warn);
  const use = { short: "forecast without being judged", beyond: true };
  const { panel, horizon } = withHorizon(read, requested, use, warn);
  const levels = intervals === "none" ? [] : [...(options.levels ?? DEFAULT_LEVELS)];
  levels.sort((a, b) => a - b);
  const warnings = gatherWarnings(warn);
  const listeners = Object.fromEntries(
    Object.entries({ onFit, onFitted, onJudge, onJudged, onProgress, onSeries }).filter(
      ([, listener]) => listener !== undefined,
    ),
  );
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

/** The options of the reader among those of a forecast. */
function readingOf(options: ForecastOptions): SourceOptions {
  const names = [...READING_NAMES, "futureFile"] as const;
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

function forecastOf(report: ForecastReport): Forecast {
  const { panel, future, models } = report;
  const dated = panel.frequency.unit !== "index";
  const rows = panel.series.flatMap(({ id }, s) =>
    models.flatMap(({ label, forecasts }) => {
      const { mean, intervals = [] } = forecasts[s]!;
      return Array.from(mean, (value, h) => ({
        unique_id: id,
        ds: dated ? new Date(future[s]![h]!) : future[s]![h]!,
        model: label,
        mean: value,
        intervals: at(intervals, h),
      }));
    }),
  );
  return {
    rows,
    report,
    toCsv: () => forecastCsv(report),
    toJson: () => forecastJson(report),
    toText: ({ width = DEFAULT_WIDTH, plain = false } = {}) =>
      terminalReport(
        report,
        { width, plain, color: false },
        { diagnostics: false, gradients: true },
      ),
  };
}

function at(intervals: readonly Interval[], h: number): ForecastRow["intervals"] {
  return intervals
    .map(({ level, lo, hi }) => ({ level, lo: lo[h]!, hi: hi[h]! }))
    .sort((a, b) => a.level - b.level);
}
