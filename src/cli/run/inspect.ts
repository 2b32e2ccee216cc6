import { extname } from "node:path";
import { version } from "../../../package.json";
import { inspectPanel, type SeriesInspection } from "../../analysis/inspect.js";
import { withSeason } from "../../analysis/panel-seasonality.js";
import { neighborsOf } from "../../analysis/similar-series.js";
import type { Description } from "../../data/frame/describe.js";
import { type Panel, withMissing } from "../../data/panel/from-table.js";
import { readJoined } from "../../data/read/read-joined.js";
import { type FileOptions, panelOfTable } from "../../data/read/read-panel.js";
import { columnNames } from "../../data/roles/columns-by-name.js";
import type { Decision } from "../../data/roles/decisions.js";
import { idNamed } from "../../data/roles/id.js";
import { findRoles, type RoleOptions } from "../../data/roles/roles.js";
import type { Columns } from "../../data/table/columns.js";
import { defaultHorizon } from "../../data/time/frequency.js";
import { UsageError } from "../../errors.js";
import { fitHmm } from "../../models/hmm/hmm.js";
import { type Regimes, regimes } from "../../models/hmm/regimes.js";
import {
  type InspectionReport,
  inspectionJson,
  inspectionText,
} from "../../report/inspect/report.js";
import { DEFAULT_MODEL } from "../../tasks/choose-models.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { chooseSource, dataOptions } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import {
  chooseFileFormat,
  type FileFormat,
  REPORT_FORMATS,
} from "../shared/formats/file-format.js";
import type { DataOptions, GlobalOptions, JoinedOptions } from "../shared/options.js";
import { writeOutput } from "../shared/output.js";
import type { Pieces } from "../shared/write-file.js";

export interface InspectOptions extends DataOptions, JoinedOptions, GlobalOptions {
  readonly format?: FileFormat;
  readonly output?: string;
  readonly regimes?: boolean;
  readonly neighbours?: string;
  readonly futureFile?: string;
  readonly describe?: boolean;
  /** Columns whose values name the groups that are described. */
  readonly by?: string[];
  readonly seed: number;
}

/**
 * `foretell inspect`.
 *
 * @returns the exit code
 */
export async function inspect(
  source: string | undefined,
  options: InspectOptions,
): Promise<number> {
  const { output } = options;
  // A person reads an inspection, also through a pager; a file without suffix is for people too.
  const suffixed = output !== undefined && extname(output) !== "";
  const format = chooseFileFormat(
    options.format ?? (suffixed ? undefined : "table"),
    output,
    REPORT_FORMATS,
  );
  const from = chooseSource(source, options);
  claimOutputs(
    { "--output": output },
    { "the data": from, "--join": options.join, "--future-file": options.futureFile },
  );
  const assumed: string[] = [];
  const warn = (message: string) => {
    if (!assumed.includes(message)) assumed.push(message);
  };
  const given = { ...dataOptions(options), ...filesOf(options) };
  const [table] = await readJoined([from], given, warn);
  const read = await panelOfTable(table, { ...given, irregular: "allowed" }, warn);
  const panel = withSeason(read, suggestedHorizon(read));
  const series = inspectPanel(panel);
  const { neighbours, seed } = options;
  const report = {
    ...(options.regimes && { regimes: regimesOf(panel, seed, warn) }),
    ...(neighbours !== undefined && { neighbours: neighborsOf(panel, neighbours) }),
    ...((options.describe || options.by) && { description: await describe(table, read, options) }),
    ...{ version, panel, series, assumed, decisions: decisionsOf(table, read, given) },
    command: suggestedCommand(panel, series, options),
  };
  await writeOutput(await write(report, format, options), output, format);
  return 0;
}

async function write(
  report: InspectionReport,
  format: FileFormat,
  options: InspectOptions,
): Promise<Pieces> {
  switch (format) {
    case "json":
      return inspectionJson(report);
    case "table":
      return inspectionText(report, appearanceOfOutput(options));
    default: {
      const { inspectionIn } = await import("./files/inspect.js");
      return inspectionIn(format, report);
    }
  }
}

/** What was decided about the columns of dates and values that the panel has. */
function decisionsOf(table: Columns, { reading }: Panel, options: RoleOptions): Decision[] {
  const { decisions } = findRoles(table, options, () => {});
  const columns = [reading?.time, ...(reading?.targets ?? [])];
  return decisions().filter(({ column }) => columns.includes(column));
}

function filesOf({ futureFile, join }: InspectOptions): FileOptions {
  return { ...(futureFile !== undefined && { futureFile }), ...(join !== undefined && { join }) };
}

/** Statistics of the table's columns, or of the series once they are aggregated. */
async function describe(
  table: Columns,
  panel: Panel,
  { by: given, aggregate }: InspectOptions,
): Promise<{ by: string | undefined; columns: Description[] }> {
  const { describeColumns } = await import("../../data/frame/describe.js");
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
      "--aggregate leaves the series only: there are no other groups to describe",
      "Leave --by out, or name its columns by --id.",
    );
  }
  const { columnsOfFrame, toDataFrame } = await import("../../data/frame/frame.js");
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
  options: InspectOptions,
): string {
  const { reading, frequency, irregular, source } = panel;
  const given = { ...dataOptions(options), ...filesOf(options) };
  const seasonal = series.filter((one) => one.seasonal).length * 2 >= series.length;
  const season = given.season ?? (seasonal ? panel.season : 1);
  const longest = longestOf(panel);
  const horizon = suggestedHorizon(panel);
  const found: Record<string, string | undefined> = {
    time: reading?.time,
    target: reading?.targets.join(","),
    id: reading?.id,
    ...(!irregular && {
      freq: frequency.unit === "index" ? undefined : frequency.alias,
      season: String(season),
    }),
  };
  const words: string[] = ["foretell", "forecast", source];
  for (const [name, value] of Object.entries({ ...given, ...found })) {
    if (value === undefined) continue;
    if (name === "header") words.push("--no-header");
    else words.push(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, String(value));
  }
  const model = irregular ? (longest >= FEW_ROWS ? "cfc" : "naive") : DEFAULT_MODEL;
  words.push("-H", String(horizon), "-m", model);
  return words.map(shellQuoted).join(" ");
}

/** Rows of which a network learns nothing. */
const FEW_ROWS = 40;

function suggestedHorizon(panel: Panel): number {
  const most = Math.floor(longestOf(panel) / 2);
  return Math.max(1, Math.min(defaultHorizon(panel.frequency), most));
}

function longestOf({ series }: Panel): number {
  return series.reduce((most, { y }) => Math.max(most, y.length), 0);
}

function shellQuoted(word: string): string {
  return /^[\w./,:=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
