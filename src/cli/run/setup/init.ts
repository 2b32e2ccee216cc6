import { existsSync, readdirSync, statSync } from "node:fs";
import { closestSeason } from "../../../analysis/closest-season.js";
import { withSeason } from "../../../analysis/panel-seasonality.js";
import { knownAhead } from "../../../data/panel/exogenous.js";
import type { Panel } from "../../../data/panel/from-table.js";
import { readJoined } from "../../../data/read/read-joined.js";
import { panelOfTable } from "../../../data/read/read-panel.js";
import { findRoles } from "../../../data/roles/roles.js";
import { READING_NAMES } from "../../../data/source/reading-options.js";
import { defaultHorizon } from "../../../data/time/frequency.js";
import { UsageError } from "../../../errors.js";
import { dashed, firstFew } from "../../../wording.js";
import { dataOptions } from "../../shared/choose-source.js";
import { CONFIG_NAME } from "../../shared/config/find.js";
import { openConsole } from "../../shared/console.js";
import type { DataOptions, GlobalOptions, JoinedOptions } from "../../shared/options.js";
import { writeStdout } from "../../shared/terminal.js";
import { writeFileAtomically } from "../../shared/write-file.js";

export interface InitOptions extends DataOptions, JoinedOptions, GlobalOptions {
  readonly model?: string[];
  readonly horizon?: number;
  readonly force?: boolean;
}

/** `foretell init [source]`: writes the settings that reading a table has found. */
export async function init(given: string | undefined, options: InitOptions): Promise<void> {
  if (existsSync(CONFIG_NAME) && !options.force) {
    throw new UsageError(
      `${CONFIG_NAME} is there already`,
      "foretell config shows what it says; --force writes it anew.",
    );
  }
  const source = given ?? onlyTable();
  if (source === "-") {
    throw new UsageError("settings need a source that can be read again", "Name a file.");
  }
  const { note, warn } = await openConsole(options);
  const reading = { ...dataOptions(options), ...(options.join && { join: options.join }) };
  const [table] = await readJoined([source], reading, warn);
  const panel = withSeason(await panelOfTable(table, { ...reading, irregular: "allowed" }, warn));
  const ahead =
    options.exogenous || options.future || options.past
      ? []
      : findRoles(
          table,
          { ...reading, ...rolesOf(panel), exogenous: ["auto"] },
          () => {},
        ).future.map(({ name }) => name);
  // As far as the columns are planned is as far as is asked for.
  const planned =
    ahead.length > 0
      ? knownAhead(
          await panelOfTable(table, { ...reading, ...rolesOf(panel), exogenous: ahead }, () => {}),
        )
      : undefined;
  // Planned for some series only, columns are of no use to all of them.
  const used = planned === 0 ? [] : ahead;
  const settings = {
    ...schemaPath(),
    source,
    ...Object.fromEntries(
      READING_NAMES.flatMap((name) => {
        const value = name === "join" ? options.join : options[name as keyof DataOptions];
        const isGiven = value !== undefined && !(name === "header" && value === true);
        return isGiven ? [[dashed(name), value]] : [];
      }),
    ),
    ...rolesOf(panel),
    ...(used.length > 0 && { exogenous: used }),
    ...(!panel.irregular && {
      ...(panel.frequency.unit !== "index" && { freq: panel.frequency.alias }),
      season: panel.reading?.seasonFrom === "found" ? closestSeason(panel) : panel.season,
    }),
    horizon: options.horizon ?? (planned || horizonOf(panel)),
    ...(options.model && { model: options.model }),
  };
  const text = `${JSON.stringify(settings, undefined, 2)}\n`;
  writeFileAtomically(CONFIG_NAME, text);
  await writeStdout(text);
  if (used.length > 0)
    note(`${firstFew(used)}: known beyond the last observation, so they are used`);
  else if (ahead.length > 0)
    warn(
      `${firstFew(ahead)}: known beyond the last observation of some series only, so they are not used; leave the others out with --where`,
    );
  note(`written to ${CONFIG_NAME}: foretell on its own now forecasts ${source}`);
}

function rolesOf({ reading }: Panel): { time?: string; target?: string[]; id?: string } {
  return {
    ...(reading?.time !== undefined && { time: reading.time }),
    ...(reading && { target: [...reading.targets] }),
    ...(reading?.id !== undefined && { id: reading.id }),
  };
}

/** For editors, where the package is installed beside the data. */
function schemaPath(): { $schema?: string } {
  const path = "./node_modules/foretell/dist/config.schema.json";
  return existsSync(path) ? { $schema: path } : {};
}

function horizonOf({ frequency, series }: Panel): number {
  const longest = series.reduce((most, { y }) => Math.max(most, y.length), 0);
  return Math.max(1, Math.min(defaultHorizon(frequency), Math.floor(longest / 2)));
}

const TABLE = /\.(csv|tsv|parquet|xlsx|ndjson|jsonl|tsf)(\.gz)?$/i;

/** @throws UsageError when the working directory holds no table, or several */
function onlyTable(): string {
  const tables = readdirSync(".").filter((name) => TABLE.test(name) && statSync(name).isFile());
  if (tables.length === 1) return tables[0];
  throw new UsageError(
    tables.length === 0
      ? "there is no table in this folder"
      : `there are ${tables.length} tables in this folder: ${firstFew(tables.sort())}`,
    `Name the one to look at: foretell init ${tables[0] ?? "sales.csv"}`,
  );
}
