import { DataError, UsageError, type Warn } from "../../errors.js";
import { parseCsv } from "../format/csv.js";
import { sniffDialect } from "../format/dialect.js";
import { parseJson } from "../format/json.js";
import { findRoles, type RoleOptions } from "../roles/roles.js";
import { displayName } from "../source/errors.js";
import type { Source } from "../source/source.js";
import type { Columns } from "../table/columns.js";
import type { Decimal, ParseOptions } from "../table/parse-options.js";
import { timesFromNumbers } from "../time/numeric-times.js";

/** A row that may be read in two ways, and all that follow with it: only a person can tell. */
export class UndecidedError extends DataError {}

/** How the rows of a stream are written, and which fields hold the values. Plain data: it is saved. */
export type RowFormat = CsvRowFormat | JsonRowFormat;

export interface CsvRowFormat {
  readonly kind: "separated";
  readonly delimiter: string;
  readonly decimal: Decimal;
  /** Whether neither the user nor the first row says that points are those of decimals. */
  readonly pointsOpen?: boolean;
  /** Fields a row. */
  readonly width: number;
  /** The header line as it was written, empty when there is none. */
  readonly header: string;
  /** Positions of the columns, from 0; −1 when there is none. */
  readonly target: number;
  readonly time: number;
  readonly id: number;
  /** Name of the target. */
  readonly name: string;
  readonly na: readonly string[];
}

/** A JSON object a line. */
export interface JsonRowFormat {
  readonly kind: "record";
  /** Names of the columns; empty when there is none. */
  readonly target: string;
  readonly time: string;
  readonly id: string;
  readonly decimal: Decimal;
  readonly na: readonly string[];
}

/** The row that a line holds. */
export interface StreamRow {
  /** NaN when missing. */
  readonly y: number;
  /** As written; empty when there is no such column. */
  readonly ds: string;
  readonly id: string;
}

/**
 * Reads a line without its line end; `number` is for messages. Returns undefined for blank lines,
 * comments and headers.
 *
 * @throws DataError with the location, for a line that is not a row of this format
 */
export type RowReader = (line: Uint8Array, number: number) => StreamRow | undefined;

export type RowOptions = ParseOptions & Pick<RoleOptions, "time" | "target" | "id">;

const OPEN_BRACE = 0x7b;

/**
 * Finds the format of rows from one of them and from the first line, which may be a header or the row
 * itself. Roles of columns are found as in whole tables.
 *
 * @throws UsageError, DataError when this row does not tell the format; a later one may
 */
export function detectRowFormat(
  source: string,
  first: Uint8Array,
  row: Uint8Array,
  options: RowOptions,
  warn: (message: string) => void,
): RowFormat {
  const { na = [] } = options;
  // Rows of a stream often have neither names nor dates.
  const tell: Warn = (message, code) => {
    if (code === undefined) warn(message);
  };
  if (row.find((byte) => byte > 0x20) === OPEN_BRACE) {
    const table = parseJson({ name: source, bytes: row }, options, tell);
    const { target, time, id } = rolesIn(table, options, tell);
    const name = (at: number) => (at < 0 ? "" : table.columns[at].name);
    return {
      kind: "record",
      ...{ target: name(target), time: name(time), id: name(id) },
      ...{ decimal: options.decimal ?? ".", na },
    };
  }
  const text: Source = {
    name: source,
    bytes: first === row ? row : Buffer.concat([first, Buffer.from("\n"), row]),
  };
  const dialect = sniffDialect(text, options, () => {});
  const { delimiter, decimal, header, width, decimalOpen } = dialect;
  if (first !== row && header === undefined) {
    throw new DataError(`${displayName(source)}: the first line holds neither names nor values`);
  }
  const table = parseCsv(text, options, tell);
  const { target, ...others } = rolesIn(table, options, tell);
  return {
    kind: "separated",
    delimiter: String.fromCharCode(delimiter),
    ...{ decimal, width, target, ...others, na },
    // Between commas points are those of decimals.
    ...(decimalOpen && String.fromCharCode(delimiter) === ";" && { pointsOpen: true }),
    header: header === undefined ? "" : new TextDecoder().decode(first),
    name: table.columns[target].name,
  };
}

function rolesIn(
  table: Columns,
  options: RowOptions,
  warn: Warn,
): { target: number; time: number; id: number } {
  const { time, targets, id } = findRoles(
    table,
    {
      time: options.time ?? stampsCalledSo(table, options),
      target: options.target,
      id: options.id,
    },
    warn,
  );
  if (targets.length > 1) {
    throw new UsageError(
      `a stream follows one column, not ${targets.map(({ name }) => name).join(", ")}`,
      "Run one for each: tee and --target part them.",
    );
  }
  const several = time?.column.name;
  if (several !== undefined && !table.columns.some(({ name }) => name === several)) {
    throw new UsageError(
      `a stream has its dates in one column, not in ${several.split(",").join(" and ")}`,
      "Name one with --time, or join them first.",
    );
  }
  const place = (name: string | undefined) => table.columns.findIndex((c) => c.name === name);
  return {
    target: place(targets[0].name),
    time: place(time?.column.name),
    id: place(id?.name),
  };
}

/** Names of Unix time, of which one row alone does not tell that it rises. */
const STAMP_NAME =
  /^(?:unix.*|(?:ts|epoch|(?:.*[_ ])?(?:time|timestamp))(?:[_ ]?\(?(?:ms|us|µs|ns|s|millis|secs?|seconds)\)?)?)$/i;

/** Unix time from which on a number is none of things. */
const EARLIEST = Date.UTC(1990);

/** The first column of plausible Unix time that is called so, of those that no other role is named for. */
function stampsCalledSo({ columns }: Columns, { target, id = [] }: RowOptions): string | undefined {
  if (columns.some(({ kind }) => kind === "time")) return undefined;
  const named = [...(target ?? []), ...[id].flat()];
  const found = columns.find((column) => {
    if (column.kind !== "number" || !STAMP_NAME.test(column.name)) return false;
    const read = timesFromNumbers(column.values);
    return read?.as.startsWith("Unix") && read.times[0] >= EARLIEST && !named.includes(column.name);
  });
  return found?.name;
}
