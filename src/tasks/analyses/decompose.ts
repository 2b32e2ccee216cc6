import { version } from "../../../package.json";
import { withoutBreaks } from "../../analysis/breaks.js";
import { type DecompositionOptions, decomposePanel } from "../../analysis/decomposition.js";
import { sharedSeasons, withSeason } from "../../analysis/panel-seasonality.js";
import type { Panel } from "../../data/panel/panel.js";
import { formatTime, precisionOf } from "../../data/time/timestamp.js";
import { decompositionColumns } from "../../report/decompose/columns.js";
import { decompositionJson } from "../../report/decompose/json.js";
import type { DecompositionReport } from "../../report/decompose/report.js";
import { decompositionText } from "../../report/decompose/text.js";
import { firstFew } from "../../wording.js";
import { dateAt } from "../forecast-rows.js";
import { readingOf, type TaskOptions } from "../options.js";
import { type Data, panelAsRead } from "../panel-of.js";
import type { SourceOptions } from "../prepare.js";
import type { Written } from "../written.js";
import { type Analysis, writtenAnalysis } from "./analysis.js";

/** How series are split. */
interface Decomposing extends Omit<DecompositionOptions, "seasons"> {
  /** Observations a season, of each; by default those that the data show, none for a trend alone. */
  readonly seasons?: readonly number[] | undefined;
}

/** How data are read and split; what is left out is as on the command line. */
export interface DecomposeOptions extends SourceOptions, TaskOptions, Decomposing {}

/** The parts of one observation. */
export interface DecomposedRow {
  readonly unique_id: string;
  /** A date, or the row's number where the data have no dates. */
  readonly ds: Date | number;
  /** NaN where nothing was observed, as is the remainder. */
  readonly y: number;
  readonly trend: number;
  /** By length; without those that the series has not two of. */
  readonly seasons: Readonly<Record<number, number>>;
  readonly remainder: number;
  /** Without its seasons. */
  readonly adjusted: number;
}

/** Data split into trend, seasons and remainder. */
export interface Decomposition extends Written {
  /** A row for each series and date. */
  readonly rows: readonly DecomposedRow[];
  /** Everything that is known of it, such as how strong trend and seasons are. */
  readonly report: DecompositionReport;
}

/**
 * Splits the series of a source, rows, a DataFrame or a panel into trend, seasons and remainder, as
 * `foretell decompose` does.
 *
 * @example
 * const { rows, report } = await decompose("nottem");
 * rows.length; // 240
 * report.series[0].seasons[0].length; // 12
 *
 * @throws UsageError for a wrong option
 * @throws DataError for data that cannot be used, and for a multiplicative decomposition of a series that is not positive
 * @throws the signal's reason once it is aborted
 */
export async function decompose(
  data: Data,
  options: DecomposeOptions = {},
): Promise<Decomposition> {
  const { signal, warn = () => {} } = options;
  signal?.throwIfAborted();
  const panel = withSeason(await panelAsRead(data, readingOf(options), warn));
  signal?.throwIfAborted();
  const report = decompositionOf(panel, options, warn);
  return {
    rows: decomposedRows(report),
    report,
    ...writtenAnalysis(decompositionAnalysis(report)),
  };
}

/** Splits the series of a panel, and warns of seasons that they are too short for. */
export function decompositionOf(
  panel: Panel,
  { seasons = sharedSeasons(panel), ...how }: Decomposing,
  warn: (message: string) => void,
): DecompositionReport {
  const series = decomposePanel(panel, { ...how, seasons });
  for (const length of seasons) {
    const short = series.filter(({ tooLong }) => tooLong.includes(length));
    if (short.length === 0) continue;
    const who =
      series.length === 1 ? `the series has` : `${short.length} of ${series.length} series have`;
    const names = series.length === 1 ? "" : `: ${firstFew(short.map(({ id }) => id))}`;
    warn(`${who} too few rows for a season of ${length}, which is not taken out${names}`);
  }
  if (how.robust !== true) warnOfOutliers(panel, warn);
  return { version, panel, series, multiplicative: how.multiplicative === true };
}

/** One value far off bends the trend and stands in the season of every year. */
function warnOfOutliers(
  { series, season, frequency }: Panel,
  warn: (message: string) => void,
): void {
  const found = series.flatMap((one) => {
    const { breaks } = withoutBreaks(one.y, season, false);
    return breaks.length > 0 ? [{ ...one, places: breaks.map(({ at }) => at) }] : [];
  });
  if (found.length === 0) return;
  const [{ id, ds, places }] = found;
  const at = places[0];
  const first = frequency.unit === "index" ? `row ${at + 1}` : formatTime(ds[at], precisionOf(ds));
  const outliers =
    places.length === 1
      ? `an outlier at ${first}`
      : `${places.length} outliers, the first at ${first}`;
  const where =
    found.length === 1
      ? `series "${id}" has ${outliers}`
      : `${found.length} series have outliers (${firstFew(found.map((one) => one.id))})`;
  const them = found.length > 1 || places.length > 1 ? "them" : "it";
  warn(`${where}: --robust keeps ${them} out of trend and seasons`);
}

export function decompositionAnalysis(report: DecompositionReport): Analysis {
  return {
    name: "decomposition",
    columns: () => decompositionColumns(report),
    text: (appearance) => decompositionText(report, appearance),
    json: () => decompositionJson(report),
    async pictures() {
      const { decompositionFigure } = await import("../../report/decompose/figure.js");
      const { decompositionPage } = await import("../../report/decompose/page.js");
      return { figure: () => decompositionFigure(report), page: () => decompositionPage(report) };
    },
  };
}

function decomposedRows({ panel, series }: DecompositionReport): DecomposedRow[] {
  return series.flatMap(({ id, ds, y, trend, seasons, remainder, adjusted }) =>
    Array.from(y, (value, t) => ({
      ...{ unique_id: id, ds: dateAt(panel.frequency, ds[t]), y: value, trend: trend[t] },
      seasons: Object.fromEntries(seasons.map(({ length, values }) => [length, values[t]])),
      ...{ remainder: remainder[t], adjusted: adjusted[t] },
    })),
  );
}
