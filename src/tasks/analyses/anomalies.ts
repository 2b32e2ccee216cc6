import { version } from "../../../package.json";
import { sharedSeasons, withSeason } from "../../analysis/panel-seasonality.js";
import type { Panel } from "../../data/panel/panel.js";
import { type AnomalyKind, findAnomalies } from "../../evaluation/anomalies.js";
import { isMostlyIntermittent } from "../../models/auto/traits.js";
import type { FitContext } from "../../models/model.js";
import { anomalyColumns } from "../../report/anomalies/columns.js";
import { anomalyJson } from "../../report/anomalies/json.js";
import { type AnomalyReport, rowsOf } from "../../report/anomalies/report.js";
import { anomalyText } from "../../report/anomalies/text.js";
import { type ChosenModel, chooseModels } from "../choose-models.js";
import { dateAt } from "../forecast-rows.js";
import { gatherWarnings } from "../gather-warnings.js";
import { type ModelRequest, specsOf } from "../model-spec.js";
import { type FittingOptions, given, readingOf, withFittingDefaults } from "../options.js";
import { type Data, panelOfData } from "../panel-of.js";
import type { SourceOptions } from "../prepare.js";
import type { Written } from "../written.js";
import { type Analysis, writtenAnalysis } from "./analysis.js";

/** How data are read and judged; what is left out is as on the command line. */
export interface AnomalyOptions
  extends SourceOptions,
    Pick<
      FittingOptions,
      "signal" | "warn" | "onProgress" | "onSeries" | "seed" | "threads" | "features"
    > {
  /** What forecasts each observation from those before it: `ets`, `mstl` for long or several seasons, `croston` for rare demand. */
  readonly model?: ModelRequest;
  /** Of the interval that observations are held to, in percent; 99.9 by default. */
  readonly level?: number;
  /** Only so many last rows of each series are reported on; all by default. */
  readonly last?: number;
  /** Whether every observation is reported on, not anomalies alone. */
  readonly full?: boolean;
}

/** An observation beside what was expected. */
export interface Anomaly {
  readonly unique_id: string;
  /** A date, or the row's number where the data have no dates. */
  readonly ds: Date | number;
  readonly y: number;
  /** The forecast from the observations before it. */
  readonly expected: number;
  readonly lo: number;
  readonly hi: number;
  /** y − expected in standard deviations of the one-step errors. */
  readonly score: number;
  /** An observation that stands out by itself, or the first one of a new level; undefined for the others of a full report. */
  readonly kind: AnomalyKind | undefined;
}

/** The observations that a model did not expect. */
export interface Anomalies extends Written {
  /** By series and date. */
  readonly rows: readonly Anomaly[];
  readonly report: AnomalyReport;
}

/** Of the interval, in percent. */
export const ANOMALY_LEVEL = 99.9;
/** Longest season that exponential smoothing has an index for each step of. */
const MAX_ETS_SEASON = 24;

/**
 * Finds the observations of a source, rows, a DataFrame or a panel that a model did not expect, as
 * `foretell anomalies` does.
 *
 * @example
 * const { rows } = await anomalies("nile", { level: 99 });
 * rows.map(({ ds, kind }) => [ds.getUTCFullYear(), kind]); // [[1913, "outlier"]]
 *
 * @throws UsageError for a wrong spec or option, and for a model that makes no one-step forecasts
 * @throws DataError for data that cannot be used
 * @throws FitError where the model cannot be fitted
 * @throws the signal's reason once it is aborted
 */
export async function anomalies(data: Data, options: AnomalyOptions = {}): Promise<Anomalies> {
  const {
    model,
    level = ANOMALY_LEVEL,
    last,
    full = false,
    signal,
    onProgress,
    onSeries,
  } = options;
  const { threads, features, seed, warn } = withFittingDefaults(options);
  signal?.throwIfAborted();
  const named = model === undefined ? undefined : specsOf(model);
  const chosen = await chooseModels(named ?? ["ets"], { threads, features });
  const panel = withSeason(await panelOfData(data, chosen, readingOf(options), features, warn));
  const warnings = gatherWarnings(warn);
  const [one] = warnings.from(named ? chosen : await expectingModel(panel, threads));
  const context = { seed, warn, ...given({ signal, onProgress, onSeries }) };
  const report = await anomaliesOf(panel, one, context, { level, last, full });
  signal?.throwIfAborted();
  warnings.say();
  return {
    rows: report.series.flatMap((series) =>
      rowsOf(series, report).map(({ id, ds, ...row }) => ({
        ...{ unique_id: id, ds: dateAt(panel.frequency, ds) },
        ...row,
      })),
    ),
    report,
    ...writtenAnalysis(anomalyAnalysis(report)),
  };
}

/**
 * Exponential smoothing, of a long season or several the model that takes them out first, and of rare demand the
 * one that is made for it.
 */
export function expectingModel(panel: Panel, threads: number): Promise<ChosenModel[]> {
  if (isMostlyIntermittent(panel)) return chooseModels(["croston"], { threads });
  const seasons = sharedSeasons(panel);
  const long = seasons.length > 1 || panel.season > MAX_ETS_SEASON;
  return chooseModels([long ? `mstl:seasons=${seasons.join("-")}` : "ets"], { threads });
}

/** Holds the observations of a panel to a model's one-step forecasts. */
export async function anomaliesOf(
  panel: Panel,
  model: ChosenModel,
  context: Omit<FitContext, "horizon" | "levels">,
  wishes: Pick<AnomalyReport, "level" | "last" | "full">,
): Promise<AnomalyReport> {
  const series = await findAnomalies(panel, model, context, wishes.level);
  return { version, panel, series, model: model.label, ...wishes };
}

export function anomalyAnalysis(report: AnomalyReport): Analysis {
  return {
    name: "anomalies",
    columns: () => anomalyColumns(report),
    text: (appearance) => anomalyText(report, appearance),
    json: () => anomalyJson(report),
    async pictures() {
      const { anomalyFigure } = await import("../../report/anomalies/figure.js");
      const { anomalyPage } = await import("../../report/anomalies/page.js");
      return { figure: () => anomalyFigure(report), page: () => anomalyPage(report) };
    },
  };
}
