import { version } from "../../../package.json";
import { withSeason } from "../../analysis/panel-seasonality.js";
import { type Panel, panelFromColumns } from "../../data/panel/from-table.js";
import { idHolding } from "../../data/roles/id-holding.js";
import { displayName } from "../../data/source/errors.js";
import type { Columns } from "../../data/table/columns.js";
import { inferFrequency } from "../../data/time/infer-frequency.js";
import { formatTime, precisionOf } from "../../data/time/timestamp.js";
import { DataError } from "../../errors.js";
import { scoreAgainst, type Unmatched } from "../../evaluation/against-actuals.js";
import { type SavedForecasts, savedForecasts } from "../../evaluation/saved-forecasts.js";
import { scoreCsv } from "../../report/score/csv.js";
import { scoreJson } from "../../report/score/json.js";
import { rankedScores, type ScoreReport, scoreRows } from "../../report/score/report.js";
import { scoreTable } from "../../report/score/text.js";
import type { Metric } from "../../report/text/metric-columns.js";
import type { ScoreRow } from "../../report/text/score-row.js";
import { counted, firstFew } from "../../wording.js";
import { readingOf, type TaskOptions } from "../options.js";
import { type Data, tableOfData } from "../panel-of.js";
import type { SourceOptions } from "../prepare.js";
import { appearanceOf, type TextOptions } from "../written.js";

/** What is shown of scores. */
interface ScoreWishes {
  /** Names of the columns with forecasts; every column of numbers without another role by default. */
  readonly columns?: readonly string[] | undefined;
  /** Metrics that are written, and the one that models are ranked by: the first of them, else WAPE. */
  readonly metrics?: readonly Metric[] | undefined;
  readonly rank?: Metric | undefined;
  /** Scores of each series, and at each step ahead, besides the means. */
  readonly perSeries?: boolean | undefined;
  readonly perStep?: boolean | undefined;
}

/** How both tables are read, and what is shown; what is left out is as on the command line. */
export interface ScoreOptions extends SourceOptions, TaskOptions, ScoreWishes {
  /** Earlier observations, by which errors are scaled, where the actuals do not reach back. */
  readonly history?: Exclude<Data, Panel>;
}

/** How good earlier forecasts were. */
export interface Score {
  /** What the best model is called. */
  readonly best: string;
  /** Scores of the models from the best on: means over series, as `unique_id` `*`, and what else was asked for. */
  readonly rows: readonly ScoreRow[];
  /** Everything that is known of it, such as what could not be compared. */
  readonly report: ScoreReport;
  /** As `foretell score --format csv` writes it. */
  toCsv(): string;
  /** As `foretell score --format json` writes it. */
  toJson(): string;
  /** The table of the terminal. */
  toText(options?: TextOptions): string;
}

/** Three tables whose forecasts are scored. */
interface ScoredTables {
  readonly forecasts: Columns;
  readonly actuals: Columns;
  readonly history?: Columns | undefined;
}

/**
 * Scores forecasts that were made earlier against what came, as `foretell score` does.
 *
 * @example
 * const forecasts = [{ ds: "2024-03", theta: 5, naive: 3 }, { ds: "2024-04", theta: 7, naive: 3 }];
 * const actuals = [{ ds: "2024-03", y: 5 }, { ds: "2024-04", y: 6 }];
 * const { best, rows } = await score(forecasts, actuals);
 * best; // "theta"
 * rows[0].mae; // 0.5
 *
 * @param forecasts `unique_id,ds,<model>` with `<model>-lo-80,<model>-hi-80` …, and `cutoff` where there are several
 *   origins, as forecast and backtest write them
 * @throws UsageError for a wrong option, and columns that are not there
 * @throws DataError for data that cannot be used, and where nothing was forecast that was observed
 * @throws the signal's reason once it is aborted
 */
export async function score(
  forecasts: Exclude<Data, Panel>,
  actuals: Exclude<Data, Panel>,
  options: ScoreOptions = {},
): Promise<Score> {
  const { history, signal, warn = () => {} } = options;
  const { target, ...shared } = readingOf(options);
  const reading = target === undefined ? shared : { ...shared, target };
  const read = (data: Exclude<Data, Panel>, how: SourceOptions) => {
    signal?.throwIfAborted();
    return tableOfData(data, how, warn);
  };
  const tables = {
    forecasts: await read(forecasts, shared),
    actuals: await read(actuals, reading),
    history: history === undefined ? undefined : await read(history, reading),
  };
  signal?.throwIfAborted();
  const report = scoresOf(tables, reading, options, warn);
  return {
    best: report.models[0].label,
    rows: scoreRows(report),
    report,
    toCsv: () => scoreCsv(report),
    toJson: () => scoreJson(report),
    toText: (appearance) => scoreTable(report, appearanceOf(appearance)),
  };
}

/**
 * Scores the forecasts of a table, and warns of what could not be compared.
 *
 * @throws UsageError, DataError as {@link score}
 */
export function scoresOf(
  { forecasts, actuals, history }: ScoredTables,
  reading: SourceOptions,
  { columns, metrics, rank, perSeries, perStep }: ScoreWishes,
  warn: (message: string) => void,
): ScoreReport {
  const saved = savedForecasts(forecasts, reading, columns, warn);
  const told = frequencyOf(saved);
  // One row does not tell a frequency, and none is needed to match dates.
  const how = { irregular: "allowed", keepMissing: true, knownFreq: told ?? "D" } as const;
  const ids = saved.named ? saved.series.map(({ id }) => id) : [];
  const panelOf = (table: Columns) => {
    const id = reading.id ?? idHolding(table, ids);
    const panel = panelFromColumns(table, { ...reading, ...how, ...(id && { id }) }, warn);
    const isTold = told !== undefined || panel.series.some(({ ds }) => ds.length > 1);
    return isTold || reading.season !== undefined ? panel : { ...panel, season: 1 };
  };
  const observed = panelOf(actuals);
  const before = history === undefined ? observed : panelOf(history);
  const names = { forecasts: forecasts.name, actuals: actuals.name };
  if ((observed.frequency.unit !== "index") !== saved.dated) {
    const [dated, bare] = saved.dated
      ? [names.forecasts, names.actuals]
      : [names.actuals, names.forecasts];
    throw new DataError(
      `${displayName(dated)} has dates and ${displayName(bare)} has none, so they cannot be matched`,
      { hint: "Name the columns of dates with --time." },
    );
  }
  const { models, training, unmatched } = scoreAgainst(saved, observed, withSeason(before));
  if (models.every(({ compared }) => compared === 0)) {
    throw nothingInCommon(names, saved.series, observed, unmatched);
  }
  const stamp = (ds: number) => (saved.dated ? formatTime(ds, precisionOf([ds])) : String(ds));
  describeUnmatched(unmatched, stamp, names).forEach(warn);
  const most = models.reduce((count, { compared }) => Math.max(count, compared), 0);
  for (const { label, compared } of models) {
    if (compared < most) {
      warn(
        `${label} forecast ${compared} of the ${most} observations, and is scored on these alone`,
      );
    }
  }
  const rankedBy = rank ?? metrics?.[0] ?? "wape";
  return {
    ...{ version, ...names, training, rankedBy, unmatched },
    ...{ models: rankedScores(models, rankedBy), metrics },
    ...{ perSeries: perSeries === true, perStep: perStep === true },
  };
}

/** The frequency of the dates that were forecast, of all origins together; undefined where one does not tell it. */
function frequencyOf({ dated, series }: SavedForecasts): string | undefined {
  if (!dated) return undefined;
  const dates = series.map(({ origins }) =>
    Float64Array.from(new Set(origins.flatMap(({ ds }) => [...ds]))).sort(),
  );
  return inferFrequency(dates)?.alias;
}

function describeUnmatched(
  { unobserved, unforecast, unknownSeries, missingSeries }: Unmatched,
  stamp: (ds: number) => string,
  files: { readonly forecasts: string; readonly actuals: string },
): string[] {
  const [forecasts, actuals] = [displayName(files.forecasts), displayName(files.actuals)];
  const several = (places: Unmatched["unobserved"]) => new Set(places.map(({ id }) => id)).size > 1;
  const named = (places: Unmatched["unobserved"]) =>
    firstFew(
      places.map(({ id, ds }) => (several(places) ? `${id} ${stamp(ds)}` : stamp(ds))),
      3,
    );
  return [
    ...(unobserved.length > 0
      ? [
          `${counted(unobserved.length, "forecast date")} without an observation in ${actuals}: ${named(unobserved)}`,
        ]
      : []),
    ...(unforecast.length > 0
      ? [
          `${counted(unforecast.length, "observation")} between forecast dates without a forecast in ${forecasts}: ${named(unforecast)}`,
        ]
      : []),
    ...(unknownSeries.length > 0
      ? [
          `${unknownSeries.length} series of ${forecasts} not in ${actuals}, and not scored: ${firstFew(unknownSeries, 3)}`,
        ]
      : []),
    ...(missingSeries.length > 0
      ? [
          `${missingSeries.length} series of ${actuals} without a forecast: ${firstFew(missingSeries, 3)}`,
        ]
      : []),
  ];
}

function nothingInCommon(
  { forecasts, actuals }: { readonly forecasts: string; readonly actuals: string },
  made: readonly {
    readonly id: string;
    readonly origins: readonly { readonly ds: Float64Array }[];
  }[],
  { series, frequency }: Panel,
  { unknownSeries }: Unmatched,
): DataError {
  const stamp = (ds: number) =>
    frequency.unit === "index" ? String(ds) : formatTime(ds, precisionOf([ds]));
  const [ours, theirs] = [displayName(forecasts), displayName(actuals)];
  if (unknownSeries.length === made.length) {
    return new DataError(
      `${ours} and ${theirs} have no series in common: ${firstFew(unknownSeries, 3)} there, ${firstFew(
        series.map(({ id }) => id),
        3,
      )} here`,
      {
        hint: "Name the column of the series with --id, or the column of the observations with --target.",
      },
    );
  }
  const dates = made.flatMap(({ origins }) =>
    origins.flatMap(({ ds }) => [ds[0], ds[ds.length - 1]]),
  );
  const from = dates.reduce((a, b) => Math.min(a, b));
  const to = dates.reduce((a, b) => Math.max(a, b));
  const first = series.reduce((at, { ds }) => Math.min(at, ds[0]), Number.POSITIVE_INFINITY);
  const last = series.reduce(
    (at, { ds }) => Math.max(at, ds[ds.length - 1]),
    Number.NEGATIVE_INFINITY,
  );
  return new DataError(
    `none of the dates forecast was observed: forecasts are of ${stamp(from)} to ${stamp(to)}, observations of ${stamp(first)} to ${stamp(last)}`,
    { hint: `Is ${theirs} up to date, and does it write its dates as ${ours} does?` },
  );
}
