import { closestSeason } from "../analysis/closest-season.js";
import { inspectPanel, type SeriesInspection } from "../analysis/inspect.js";
import { withSeason } from "../analysis/panel-seasonality.js";
import { neighborsOf } from "../analysis/similar-series.js";
import type { Description } from "../data/frame/describe.js";
import { type Panel, type PanelOptions, withMissing } from "../data/panel/from-table.js";
import { panelOfTable } from "../data/read/read-panel.js";
import { columnNames } from "../data/roles/columns-by-name.js";
import { type Decision, decisionsOf } from "../data/roles/decisions.js";
import { idNamed } from "../data/roles/id.js";
import { findRoles, type RoleOptions } from "../data/roles/roles.js";
import { type UnusedColumns, unusedIn } from "../data/roles/unused-columns.js";
import type { Columns } from "../data/table/columns.js";
import { defaultHorizon } from "../data/time/frequency.js";
import { UsageError } from "../errors.js";
import { fitHmm } from "../models/hmm/fit-series.js";
import { type Regimes, regimes } from "../models/hmm/regimes.js";
import type { InspectionReport } from "../report/inspect/report.js";
import { dashed } from "../wording.js";
import { DEFAULT_MODEL } from "./choose-models.js";
import { chosenFirst } from "./choose-series.js";
import type { SourceOptions } from "./prepare.js";

/** What is looked at besides the series themselves. */
export interface InspectionWishes {
  /** States of a hidden Markov model of the first series. */
  readonly regimes?: boolean | undefined;
  /** A series whose nearest ones are looked for. */
  readonly neighbours?: string | undefined;
  /** Statistics of the columns. */
  readonly describe?: boolean | undefined;
  /** Columns whose values name the groups that are described. */
  readonly by?: readonly string[] | undefined;
  /** Series that come first: one is shown in detail. */
  readonly shown?: readonly string[] | undefined;
  readonly seed: number;
}

/** What an inspection found out, whoever asked for it. */
export type Inspected = Omit<InspectionReport, "version" | "assumed">;

/**
 * Reads a table as a panel, as it is, and looks at it.
 *
 * @throws UsageError, DataError as {@link panelOfTable}
 */
export async function inspectTable(
  table: Columns,
  reading: SourceOptions,
  wishes: InspectionWishes,
  warn: (message: string) => void,
): Promise<Inspected> {
  const read = await panelOfTable(table, { ...reading, irregular: "allowed" }, warn);
  const inspected = inspectSeries(read, wishes, warn);
  const { describe: wanted, by } = wishes;
  const unused = unusedIn(table, reading, read);
  return {
    ...inspected,
    ...((wanted || by) && { description: await describe(table, read, reading.aggregate, by) }),
    decisions: decisionsIn(table, read, reading),
    ...{ unused, command: suggestedCommand(inspected.panel, inspected.series, unused, reading) },
  };
}

/** Looks at the series of a panel. */
export function inspectSeries(
  read: Panel,
  { regimes, neighbours, shown, seed }: InspectionWishes,
  warn: (message: string) => void,
): Omit<Inspected, "decisions" | "command"> {
  const panel = chosenFirst(withSeason(read, suggestedHorizon(read)), shown);
  return {
    ...(regimes && { regimes: regimesOf(panel, seed, warn) }),
    ...(neighbours !== undefined && { neighbours: neighborsOf(panel, neighbours) }),
    ...{ panel, series: inspectPanel(panel) },
  };
}

/** What was decided about the columns of dates and values that the panel has. */
function decisionsIn(table: Columns, { reading }: Panel, options: RoleOptions): Decision[] {
  const roles = findRoles(table, options, () => {});
  const columns = [reading?.time, reading?.id, ...(reading?.targets ?? [])];
  return decisionsOf(table, roles).filter(({ column }) => columns.includes(column));
}

/** Statistics of the table's columns, or of the series once they are aggregated. */
async function describe(
  table: Columns,
  panel: Panel,
  aggregate: PanelOptions["aggregate"],
  given: readonly string[] | undefined,
): Promise<{ by: string | undefined; columns: Description[] }> {
  const { describeColumns } = await import("../data/frame/describe.js");
  if (aggregate === undefined) {
    const by = given?.join(",") ?? panel.reading?.id;
    const time = panel.reading?.time;
    const column = by === undefined ? undefined : idNamed(table, by);
    return {
      by,
      columns: describeColumns(table, column, time === undefined ? [] : columnNames(table, time)),
    };
  }
  if (given !== undefined) {
    throw new UsageError(
      "--aggregate keeps the series alone: there are no other groups to describe",
      "Leave --by out, or name its columns by --id.",
    );
  }
  const { columnsOfFrame, toDataFrame } = await import("../data/frame/frame.js");
  const columns = columnsOfFrame(toDataFrame(withMissing(panel)));
  const by = panel.series.length > 1 ? "unique_id" : undefined;
  const column = by === undefined ? undefined : idNamed(columns, by);
  return { by, columns: describeColumns(columns, column, ["unique_id", "ds"]) };
}

/** States of a hidden Markov model of the levels of the first series, two or three of them. */
function regimesOf(panel: Panel, seed: number, warn: (message: string) => void): Regimes {
  const series = panel.series[0];
  const how = { states: 0, most: 3, ar: 0, difference: "no", log: "no", starts: 4 } as const;
  return regimes(
    fitHmm(series.id, series.y, panel.season, how, { seed, warn }),
    series,
    panel.season,
  );
}

/** The forecast of these data with what was found out said explicitly. */
function suggestedCommand(
  panel: Panel,
  series: readonly SeriesInspection[],
  { ahead }: UnusedColumns,
  given: SourceOptions,
): string {
  const { reading, frequency, irregular, source } = panel;
  const seasonal = series.filter((one) => one.seasonal).length * 2 >= series.length;
  const longest = longestOf(panel);
  // Where no season is certain, the models decide, as they do without this option.
  const season = given.season ?? (seasonal ? closestSeason(panel) : undefined);
  const plans = irregular ? [] : ahead;
  const horizon =
    plans.length > 0
      ? plans.reduce((least, { steps }) => Math.min(least, steps), Number.POSITIVE_INFINITY)
      : suggestedHorizon(panel);
  const found: Record<string, string | undefined> = {
    time: reading?.time,
    target: reading?.targets.join(","),
    id: reading?.id,
    // As everywhere: what is known ahead of a column, the data say.
    ...(plans.length > 0 && given.exogenous === undefined && { exogenous: "auto" }),
    ...(!irregular && {
      freq: frequency.unit === "index" ? undefined : frequency.alias,
      season: season === undefined ? undefined : String(season),
    }),
  };
  const words: string[] = ["foretell", "forecast", source];
  for (const [name, value] of Object.entries({ ...given, ...found })) {
    if (value === undefined) continue;
    if (name === "header") words.push("--no-header");
    else words.push(`--${dashed(name)}`, String(value));
  }
  const model = irregular ? (longest >= FEW_ROWS ? "cfc" : "naive") : DEFAULT_MODEL;
  words.push("-H", String(horizon), "-m", model);
  return words.map(shellQuoted).join(" ");
}

/** Rows of which a network learns nothing. */
const FEW_ROWS = 40;

function suggestedHorizon(panel: Panel): number {
  const most = Math.floor(longestOf(panel) / 2);
  return Math.max(1, Math.min(panel.reading?.horizon ?? defaultHorizon(panel.frequency), most));
}

function longestOf({ series }: Panel): number {
  return series.reduce((most, { y }) => Math.max(most, y.length), 0);
}

function shellQuoted(word: string): string {
  return /^[\w./,:=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
