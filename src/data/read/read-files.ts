import { DataError, type Warn } from "../../errors.js";
import { columnNames } from "../roles/columns-by-name.js";
import { findRoles, type RoleOptions } from "../roles/roles.js";
import { unpivotDates } from "../roles/wide/wide-dates.js";
import { displayName } from "../source/errors.js";
import { baseName } from "../source/file-list.js";
import type { ReadingOptions } from "../source/reading-options.js";
import type { Column, Columns } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import { stackTables, withText } from "../table/stack.js";
import { withColumns } from "../table/with-columns.js";
import type { DateOrder } from "../time/parse-date.js";
import { partsOf } from "./parts-of-files.js";

type Options = ParseOptions & ReadingOptions<"source"> & RoleOptions;
type Read<O> = (file: string, options: O, warn: (message: string) => void) => Promise<Columns>;

/** The column that tells from which file a row is, where one is asked for. */
const FILE_COLUMN = "file";
/** The column that names the series where each file is one. */
const ID_COLUMN = "unique_id";

/**
 * Reads files of one shape and puts their rows below each other. They are parts of one table where a column
 * names the series, or where the dates of one file follow those of another; they are a series each, called
 * like their files, where they have dates in common. Anything else is asked for.
 *
 * @param source what the files are together
 * @param read   reads one of them
 * @throws DataError for files of other columns, and where it is open what they are
 */
export async function readFiles<O extends Options>(
  source: string,
  files: readonly string[],
  options: O,
  read: Read<O>,
  warn: (message: string) => void,
): Promise<Columns> {
  const heard = new Hearsay(files);
  const readOne = async (file: string, how: O) => {
    // Parts that have been split off a table begin with a row.
    const hear: Warn = (message, code) => {
      if (code !== "no-header" || file === files[0]) heard.hear(file, message);
    };
    return unpivotDates(await read(file, how, hear), how, hear);
  };
  const tables: Columns[] = [];
  for (const file of files) tables.push(await readOne(file, options));
  const named = namedAlike(tables, warn);
  const again = rereading(named, options);
  for (const [i, how] of again) {
    heard.forget(files[i]);
    tables[i] = await readOne(files[i], { ...options, ...how });
  }
  heard.say(warn);
  const alike = again.size > 0 ? namedAlike(tables, () => {}) : named;

  const names = uniqueNames(files);
  const idNames = idsOf(alike[0], options);
  const withFile = idNames?.includes(FILE_COLUMN) && !hasColumn(alike[0], FILE_COLUMN);
  const parts = withFile ? ("rows" as const) : partsOf(alike, { ...options, id: idNames }, warn);
  const labelled = (name: string) => alike.map((table, i) => withText(table, name, names[i]));
  if (withFile) return stackTables(source, labelled(FILE_COLUMN));
  if (parts === "rows") return stackTables(source, alike);
  return stackTables(source, labelled(seriesColumn(alike, options)));
}

/** The column for names of files that are a series each, beside columns that name series already. */
function seriesColumn([first]: readonly Columns[], options: Options): string {
  const { id } = findRoles(first, { ...options, exogenous: undefined }, () => {});
  if (id !== undefined) {
    throw new DataError(
      `the files have a column that names series already, "${id.name}", and are to be a series each`,
      { hint: `Take both together: --id ${FILE_COLUMN},${id.name}.` },
    );
  }
  return hasColumn(first, ID_COLUMN) ? FILE_COLUMN : ID_COLUMN;
}

function idsOf(table: Columns, { id }: Options): readonly string[] | undefined {
  return typeof id === "string" ? columnNames(table, id) : id;
}

function hasColumn({ columns }: Columns, name: string): boolean {
  return columns.some((column) => column.name === name);
}

/**
 * The tables with the columns of the first in its order. Parts that have been split off a table have no line
 * of names: they get those of the first.
 *
 * @throws DataError when a table has other columns
 */
function namedAlike(tables: readonly Columns[], warn: (message: string) => void): Columns[] {
  const [first] = tables;
  const wanted = first.columns.map(({ name }) => name);
  const nameless: string[] = [];
  const alike = tables.map((table) => {
    const own = table.columns.map(({ name }) => name);
    if (isNameless(own) && !isNameless(wanted) && own.length === wanted.length) {
      nameless.push(displayName(table.name));
      const columns = table.columns.map((column, c) => ({ ...column, name: wanted[c] }));
      const old = new Map<Column, Column>(columns.map((column, c) => [column, table.columns[c]]));
      return withColumns(table, columns, (column) => old.get(column)!);
    }
    const lacking = wanted.find((name) => !own.includes(name));
    const foreign = own.find((name) => !wanted.includes(name));
    if (lacking !== undefined || foreign !== undefined) {
      throw new DataError(
        lacking !== undefined
          ? `${displayName(table.name)} has no column "${lacking}", but ${displayName(first.name)} has`
          : `${displayName(table.name)} has a column "${foreign}", but ${displayName(first.name)} does not`,
        {
          hint: "Files that are read together need the same columns. To put columns beside each other: --join FILE.",
        },
      );
    }
    return withColumns(
      table,
      wanted.map((name) => table.columns[own.indexOf(name)]),
      (column) => column,
    );
  });
  if (nameless.length > 0) {
    const which = nameless.length === 1 ? nameless[0] : `${nameless.length} files`;
    warn(
      `${which} ${nameless.length === 1 ? "has" : "have"} no line of names: the columns are named as in ${displayName(first.name)}`,
    );
  }
  return alike;
}

function isNameless(names: readonly string[]): boolean {
  return names.every((name, i) => name === `column${i + 1}`);
}

/**
 * How files must be read again in which an order of dates or a decimal sign is open that other files decide.
 *
 * @throws DataError when two files are certain of different orders
 */
function rereading(
  tables: readonly Columns[],
  { dateFormat, decimal }: Options,
): Map<number, Pick<Options, "dateFormat" | "decimal">> {
  const again = new Map<number, Pick<Options, "dateFormat" | "decimal">>();
  const add = (i: number, how: Pick<Options, "dateFormat" | "decimal">) =>
    again.set(i, { ...again.get(i), ...how });
  tables[0].columns.forEach((_, c) => {
    if (dateFormat === undefined) {
      const open: number[] = [];
      const decided = new Map<DateOrder, number>();
      tables.forEach((table, i) => {
        const column = table.columns[c];
        if (column.kind !== "time" || column.written?.order === undefined) return;
        const { ambiguous, order } = column.written;
        if (ambiguous) open.push(i);
        else if (!decided.has(order)) decided.set(order, i);
      });
      const [[order, one] = [], [other, another] = []] = [...decided];
      if (other !== undefined) {
        throw new DataError(
          `the dates are written ${order} in ${displayName(tables[one!].name)}, but ${other} in ${displayName(tables[another!].name)}`,
          { hint: "Write them in one way, best as 2024-01-31." },
        );
      }
      if (order !== undefined) for (const i of open) add(i, { dateFormat: order });
    }
    if (decimal === undefined) {
      const sign = decimalOf(tables, c);
      if (sign === undefined) return;
      tables.forEach((table, i) => {
        const column = table.columns[c];
        if (column.kind === "number" && column.doubtful !== undefined) add(i, { decimal: sign });
      });
    }
  });
  return again;
}

/** The decimal sign that the numbers of a column certainly have in some file. */
function decimalOf(tables: readonly Columns[], c: number): "." | "," | undefined {
  for (const { columns, dialect } of tables) {
    const column = columns[c];
    if (column.kind !== "number" || column.doubtful !== undefined) continue;
    if (dialect?.some((word) => word.includes("decimal comma"))) return ",";
    if (column.values.some((value) => !Number.isNaN(value) && !Number.isInteger(value))) return ".";
  }
  return undefined;
}

/** Names of files without folders and endings; with folders where they would else be the same. */
function uniqueNames(files: readonly string[]): string[] {
  const names = files.map(baseName);
  if (new Set(names).size === names.length) return names;
  return files.map((file) => displayName(file).replace(/(\.\w+)?(\.gz)?$/, ""));
}

/** Gathers what is said of each file, to say it once where it is the same. */
class Hearsay {
  private readonly said = new Map<string, Set<string>>();

  constructor(private readonly files: readonly string[]) {}

  hear(file: string, message: string): void {
    const text = message.replaceAll(displayName(file), "\0");
    const about = this.said.get(text) ?? new Set();
    this.said.set(text, about.add(file));
  }

  forget(file: string): void {
    for (const about of this.said.values()) about.delete(file);
  }

  say(warn: (message: string) => void): void {
    for (const [text, about] of this.said) {
      const [first, ...others] = this.files.filter((file) => about.has(file)).map(displayName);
      if (first === undefined) continue;
      const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
      warn(text.replaceAll("\0", `${first}${more}`));
    }
  }
}
