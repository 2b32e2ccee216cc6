import { version } from "../../../package.json";
import { withSeason } from "../../analysis/panel-seasonality.js";
import { type Panel, panelFromColumns } from "../../data/panel/from-table.js";
import { readColumns } from "../../data/read/read-table.js";
import { displayName } from "../../data/source/source.js";
import type { Columns } from "../../data/table/columns.js";
import { formatTime, precisionOf } from "../../data/time/timestamp.js";
import { DataError } from "../../errors.js";
import { scoreAgainst, type Unmatched } from "../../evaluation/against-actuals.js";
import { savedForecasts } from "../../evaluation/saved-forecasts.js";
import { scoreCsv } from "../../report/score/csv.js";
import { scoreJson } from "../../report/score/json.js";
import {
  ALL_METRICS,
  describeUndefined,
  rankedScores,
  type ScoreReport,
} from "../../report/score/report.js";
import { scoreTable } from "../../report/score/text.js";
import type { Metric } from "../../report/text/metric-columns.js";
import { counted, firstFew } from "../../wording.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { dataOptions, requireOneStdin } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import type { DataOptions, Format, GlobalOptions } from "../shared/options.js";
import { chooseFormat, writeOutput } from "../shared/output.js";

export interface ScoreOptions extends DataOptions, GlobalOptions {
  readonly history?: string;
  readonly columns?: string[];
  readonly metrics?: Metric[];
  readonly rank?: Metric;
  readonly perSeries?: boolean;
  readonly perStep?: boolean;
  readonly format?: Format;
  readonly output?: string;
  readonly safeCsv?: boolean;
}

/**
 * `foretell score`.
 *
 * @returns the exit code
 */
export async function score(
  forecasts: string,
  actuals: string,
  options: ScoreOptions,
): Promise<number> {
  const { history, output, safeCsv } = options;
  const format = chooseFormat(options.format, output);
  claimOutputs(
    { "--output": output },
    { "the forecasts": forecasts, "the actuals": actuals, "--history": history },
  );
  requireOneStdin(forecasts, { test: actuals });
  const console = await openConsole(options);
  const { warn } = console;
  const reading = dataOptions(options);
  const { target: _, ...shared } = reading;
  const [made, came] = [
    await readColumns(forecasts, shared, warn),
    await readColumns(actuals, reading, warn),
  ];
  const saved = savedForecasts(made, reading, options.columns, warn);
  // One row does not tell a frequency, and none is needed to match dates.
  const panelOf = (table: Columns) =>
    panelFromColumns(
      table,
      { ...reading, irregular: "allowed", keepMissing: true, knownFreq: "D" },
      warn,
    );
  const observed = panelOf(came);
  const before =
    history === undefined ? observed : panelOf(await readColumns(history, reading, warn));
  if ((observed.frequency.unit !== "index") !== saved.dated) {
    const [dated, bare] = saved.dated ? [forecasts, actuals] : [actuals, forecasts];
    throw new DataError(
      `${displayName(dated)} has dates and ${displayName(bare)} has none, so they cannot be matched`,
      { hint: "Name the columns of dates with --time." },
    );
  }
  const { models, training, unmatched } = scoreAgainst(saved, observed, withSeason(before));
  if (models.every(({ compared }) => compared === 0)) {
    throw nothingInCommon(forecasts, actuals, saved.series, observed, unmatched);
  }
  const stamp = (ds: number) => (saved.dated ? formatTime(ds, precisionOf([ds])) : String(ds));
  describeUnmatched(unmatched, stamp, { forecasts, actuals }).forEach(warn);
  const most = models.reduce((count, { compared }) => Math.max(count, compared), 0);
  for (const { label, compared } of models) {
    if (compared < most) {
      warn(
        `${label} forecast ${compared} of the ${most} observations, and is scored on these alone`,
      );
    }
  }
  const rankedBy = options.rank ?? options.metrics?.[0] ?? "wape";
  const report: ScoreReport = {
    ...{ version, forecasts, actuals, training, rankedBy, unmatched },
    models: rankedScores(models, rankedBy),
    metrics: options.metrics,
    perSeries: options.perSeries === true,
    perStep: options.perStep === true,
  };
  if (format === "csv") describeUndefined(report, options.metrics ?? ALL_METRICS).forEach(warn);
  const text =
    format === "json"
      ? scoreJson(report)
      : format === "csv"
        ? scoreCsv(report, safeCsv)
        : scoreTable(report, appearanceOfOutput(options));
  await writeOutput(text, output, format, console);
  return 0;
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
  forecasts: string,
  actuals: string,
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
