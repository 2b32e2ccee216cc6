import { closeSync, openSync, readSync, statSync } from "node:fs";
import { parseCsv } from "../../../data/format/csv.js";
import { isJson } from "../../../data/format/json.js";
import { readColumns } from "../../../data/read/read-table.js";
import { columnNames } from "../../../data/roles/columns-by-name.js";
import { findRoles, type Roles } from "../../../data/roles/roles.js";
import { filesOfSource } from "../../../data/source/file-list.js";
import { sourcePath } from "../../../data/source/source.js";
import { isUrl } from "../../../data/source/url.js";
import type { Column, Columns } from "../../../data/table/columns.js";
import { COMMAND_NAMES } from "../../shared/command-names.js";
import { type Candidate, listed } from "./candidate.js";

/** The sources that a command line names, and the columns that its options do. */
export interface NamedTable {
  readonly words: readonly string[];
  readonly id?: string | undefined;
  readonly time?: string | undefined;
  readonly target?: string | undefined;
}

/** Options whose values are names of columns, separated by commas. */
export const COLUMN_OPTIONS: readonly string[] = [
  ...["time", "target", "id", "past", "future", "exogenous", "static", "by", "columns"],
];
/** Options of columns that explain the target. */
const EXPLAINING = ["past", "future", "exogenous", "static"];

/** The columns of the table that is named which may stand behind an option. */
export async function columnCandidates(
  option: string,
  current: string,
  named: NamedTable,
): Promise<Candidate[]> {
  const table = await tableOf(named);
  if (table === undefined) return [];
  const auto = option === "exogenous" && !current.includes(",") ? [{ value: "auto" }] : [];
  const fitting = fittingColumns(option, table, named);
  const kinds = { number: "numbers", time: "dates", text: "text" };
  const columns = fitting.map(({ name, kind }) => ({ value: name, meaning: kinds[kind] }));
  return listed(current, [...columns, ...auto]);
}

function fittingColumns(option: string, table: Columns, named: NamedTable): readonly Column[] {
  const { columns } = table;
  const { time, id, target } = columnsInRoles(table, named);
  const others = columns.filter(({ name, kind }) => kind !== "time" && !time.includes(name));
  if (option === "time") return columns.filter((column) => !others.includes(column));
  if (option === "id") return others.filter(({ name }) => !target.includes(name));
  if (option === "target") {
    return others.filter(({ name, kind }) => kind === "number" && !id.includes(name));
  }
  if (!EXPLAINING.includes(option)) return columns;
  return others.filter(({ name }) => !id.includes(name) && !target.includes(name));
}

/** The names of columns that hold the dates, the names of the series and the target, as far as they are known. */
function columnsInRoles(table: Columns, { id, time, target }: NamedTable) {
  const roles = rolesOf(table, { words: [], id, time, target });
  const namesOf = (text: string | undefined, found: readonly (Column | undefined)[]) => {
    if (text !== undefined) return columnNames(table, text);
    return found.flatMap((column) => (column ? [column.name] : []));
  };
  return {
    time: namesOf(time, [roles?.time?.column, ...(roles?.found.parts ?? [])]),
    id: namesOf(id, [roles?.found.id]),
    target: namesOf(target, roles?.targets ?? []),
  };
}

/** Nothing where the table cannot be forecast as it is named so far. */
function rolesOf(table: Columns, { id, time, target }: NamedTable): Roles | undefined {
  try {
    const targets = target === undefined ? undefined : columnNames(table, target);
    return findRoles(table, { id, time, target: targets }, () => {});
  } catch {
    return undefined;
  }
}

/** Distinct values beyond which nobody chooses from a list. */
const MAX_VALUES = 200;

/** Columns for a condition, or behind `shop=` the values of that column, several with commas between. */
export async function conditionCandidates(
  current: string,
  named: NamedTable,
): Promise<Candidate[]> {
  const table = await tableOf(named);
  if (table === undefined) return [];
  const column = [...table.columns]
    .sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => current.startsWith(`${name}=`) || current.startsWith(`${name}!=`));
  if (column === undefined) return table.columns.map(({ name }) => ({ value: `${name}=` }));
  const stem = /^!?=/.exec(current.slice(column.name.length))![0];
  const before = `${column.name}${stem}`;
  const values = valuesOf(table, column).map((value) => ({ value: inCondition(value) }));
  return listed(current.slice(before.length), values).map(({ value }) => ({
    value: `${before}${value}`,
  }));
}

/** A value with a comma stands in quotes. */
function inCondition(value: string): string {
  return value.includes(",") ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The distinct values of a column as they are written; none where there are too many to choose from. */
function valuesOf(table: Columns, column: Column): string[] {
  const found = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    const cell = table.cell(row, column).trim();
    if (cell !== "") found.add(cell);
    if (found.size > MAX_VALUES) return [];
  }
  return [...found];
}

/** The names of the series of the table that is named. */
export async function seriesCandidates(current: string, named: NamedTable): Promise<Candidate[]> {
  const table = await tableOf(named);
  const id = table && rolesOf(table, named)?.id;
  if (id === undefined) return [];
  const names = Array.from({ length: id.labels.size }, (_, code) => id.labels.text(code));
  return listed(
    current,
    names.filter((name) => name !== "").map((value) => ({ value })),
  );
}

/** Bytes of a large file in which its columns and values are looked for, and of files that are read whole. */
const HEAD_BYTES = 65_536;
const MAX_WHOLE_BYTES = 4_000_000;

/** The first source that is named and can be read at once. */
async function tableOf({ words }: NamedTable): Promise<Columns | undefined> {
  for (const word of words) {
    if (word === "-" || isUrl(word) || COMMAND_NAMES.some((name) => name === word)) continue;
    try {
      const [file] = await filesOfSource(word);
      return await beginningOf(file);
    } catch {
      // What cannot be read has nothing to offer.
    }
  }
  return undefined;
}

async function beginningOf(source: string): Promise<Columns> {
  const path = await sourcePath(source);
  const { size } = statSync(path);
  if (size <= MAX_WHOLE_BYTES) return readColumns(source, {}, () => {});
  const bytes = new Uint8Array(HEAD_BYTES);
  const file = openSync(path, "r");
  try {
    readSync(file, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(file);
  }
  const isText = !bytes.subarray(0, 4096).includes(0) && bytes[0] !== 0x1f && !isJson(bytes);
  if (!isText) throw new Error("too large to be read for its header");
  return parseCsv({ name: source, bytes: bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1) });
}
