import { type DataError, UsageError, type Warn } from "../../errors.js";
import { counted, listed } from "../../wording.js";
import { displayName } from "../source/errors.js";
import type { ReadingOptions } from "../source/reading-options.js";
import { cellError } from "../table/column.js";
import { holdsValues, numbersOf } from "../table/column-numbers.js";
import type { Column, Columns, NumberColumn, TextColumn } from "../table/columns.js";
import { FLAG } from "../table/formatted-number.js";
import { likelyMark } from "../table/missing-numbers.js";
import { columnNamed, columnNames } from "./columns-by-name.js";
import type { Times } from "./date-column.js";
import { rejectDoubtful } from "./doubts/index.js";
import { isFixedWithin, reachingBeyond, warnKnown } from "./exogenous.js";
import { columnsTellingApart, combined, findId, idText } from "./id.js";
import { neverChanges } from "./measure.js";
import { namesRepeated, repeatedWords, withDatesRepeated } from "./merged-cells.js";
import { findTarget } from "./target.js";
import { findTime, zoned } from "./time.js";

/** Which columns have which role, where the user says so, and the time zone of the dates. */
export type RoleOptions = Omit<ReadingOptions<"columns" | "exogenous" | "zone">, "id"> & {
  /** Column that names the series, or several whose values do so together. */
  readonly id?: string | readonly string[] | undefined;
  /** Columns that other tables hold, of what is to come. */
  readonly planned?: readonly string[] | undefined;
};

/** What was found rather than named. */
export interface Found {
  /** Columns that tell the dates together. */
  readonly parts: readonly Column[];
  readonly time: boolean;
  readonly id: Column | undefined;
  readonly target: boolean;
  /** Columns that had a role before series and values were looked for. */
  readonly taken: ReadonlySet<Column>;
}

/** What each column is for. */
export interface Roles {
  /** Undefined: count the rows. */
  readonly time: Times | undefined;
  readonly targets: readonly NumberColumn[];
  /** The names of the series, as written. */
  readonly id: TextColumn | undefined;
  readonly past: readonly NumberColumn[];
  readonly future: readonly NumberColumn[];
  readonly static: readonly Column[];
  /** Columns that tell rows of the same date apart, where dates repeat and no column names the series. */
  readonly idCandidates: readonly string[];
  /** What was found rather than named, for who asks why. */
  readonly found: Found;
}

/**
 * Decides which columns hold the time, the values and the series' names: as the user says, else by name, else
 * by content. What could have been decided otherwise is said through `warn`.
 *
 * @throws UsageError when a named column does not exist, the nearest name is suggested, or when one is
 *   named for two roles
 * @throws DataError when a column does not hold what its role needs, or none holds numbers
 */
export function findRoles(table: Columns, options: RoleOptions, warn: Warn): Roles {
  const explicit = new Map<Column, string>();
  const named = (name: string, option: string) => {
    const column = columnNamed(table, name);
    const before = explicit.get(column);
    if (before !== undefined) throw namedTwice(column, before, option);
    explicit.set(column, option);
    return column;
  };
  const ids = typeof options.id === "string" ? columnNames(table, options.id) : options.id;
  const explicitId =
    ids &&
    combined(
      table,
      ids.map((name) => named(name, "--id")),
    );
  const explicitTargets = options.target?.map((name) => named(name, "--target"));
  const explicitTime =
    options.time === undefined
      ? undefined
      : columnNames(table, options.time).map((name) => named(name, "--time"));
  const past = options.past?.map((name) => named(name, "--past")) ?? [];
  const future = options.future?.map((name) => named(name, "--future")) ?? [];
  const fixed = options.static?.map((name) => named(name, "--static")) ?? [];
  const automatic = options.exogenous?.length === 1 && options.exogenous[0] === "auto";
  const undecided = automatic
    ? []
    : (options.exogenous?.map((name) => named(name, "--exogenous")) ?? []);

  const taken = new Set(explicit.keys());
  const found = findTime(table, explicitTime, explicitId, taken, warn);
  for (const part of found?.parts ?? []) taken.add(part);
  const whole = found && withDatesRepeated(table, found, warn);
  const time = whole && zoned(whole, options.tz, warn);
  if (time !== undefined) warnOtherCalendars(table, time, warn);
  const foundId = explicitId ?? findId(table, time, taken, warn);
  const idCandidates =
    foundId === undefined && time?.stamps.hasDuplicates
      ? columnsTellingApart(
          table,
          time,
          table.columns.filter((c) => c !== time.column && !taken.has(c) && !explicit.has(c)),
        )
      : [];
  const measured = withoutNumbersNamed(table, idCandidates, taken);
  const targets = explicitTargets ?? [findTarget(table, time, foundId, measured, warn)];
  const written = foundId && idText(table, foundId);
  const repeated = written && time && namesRepeated(written, time);
  if (repeated) warn(`${displayName(table.name)}: ${repeatedWords([repeated])}`);
  const id = repeated ?? written;
  const numbers = (columns: readonly Column[]) => columns.map((c) => numbersOf(table, c));
  if (automatic) {
    const others = table.columns.filter(
      (c) => c.kind === "number" && c !== time?.column && c !== foundId && !targets.includes(c),
    );
    const isTold = (c: NumberColumn) => holdsValues(c) && !neverChanges(c);
    undecided.push(...others.filter((c) => !taken.has(c) && isTold(c as NumberColumn)));
  }
  const observed = numbers(targets);
  rejectDoubtful(table, {
    time,
    id,
    foundId: explicitId === undefined && foundId !== undefined,
    target: explicitTargets === undefined ? observed[0] : undefined,
    free: table.columns.filter(
      (c) => c !== time?.column && c !== foundId && !taken.has(c) && !idCandidates.includes(c.name),
    ),
  });
  const constant = automatic ? numbers(undecided).filter((one) => isFixedWithin(one, id)) : [];
  const varying = numbers(undecided).filter((one) => !constant.includes(one));
  const beyond = varying.length === 0 ? [] : reachingBeyond(varying, observed, id, time);
  const planned = options.planned?.map((name) => name.toLowerCase());
  const ahead = varying.filter(
    (column) => beyond.includes(column) || planned?.includes(column.name.toLowerCase()),
  );
  const behind = varying.filter((column) => !ahead.includes(column));
  warnKnown(table, ahead, behind, constant, warn);
  for (const column of [...observed, ...numbers(past), ...numbers(future), ...ahead, ...behind]) {
    warnMarks(table, column, warn);
    warnLikelyMissing(table, column, warn);
  }
  return {
    found: {
      parts: found?.parts ?? [],
      time: explicitTime === undefined,
      id: explicitId === undefined ? foundId : undefined,
      target: explicitTargets === undefined,
      taken,
    },
    time,
    id,
    targets: observed,
    past: [...numbers(past), ...behind],
    future: [...numbers(future), ...ahead],
    static: [...fixed, ...constant],
    idCandidates,
  };
}

/** The columns that are taken, with those that may name series where others hold numbers too. */
function withoutNumbersNamed(
  { columns }: Columns,
  names: readonly string[],
  taken: ReadonlySet<Column>,
): ReadonlySet<Column> {
  const named = columns.filter(({ name, kind }) => kind === "number" && names.includes(name));
  const left = columns.some((c) => c.kind === "number" && !taken.has(c) && !named.includes(c));
  return left ? new Set([...taken, ...named]) : taken;
}

/** Years that are rather those of another calendar than long ago or far ahead, and what to do about them. */
const OTHER_CALENDARS = [
  [2440, 2640, "of the Buddhist calendar, subtract 543"],
  [1300, 1470, "of the Persian or the Islamic calendar, write the dates in the Gregorian one"],
] as const;

/** Years of another calendar stay as written: months and weekdays may be wrong. */
function warnOtherCalendars(table: Columns, { column, stamps, dated }: Times, warn: Warn): void {
  if (!dated || table.rows === 0) return;
  const first = new Date(stamps.at(0)).getUTCFullYear();
  const last = new Date(stamps.at(table.rows - 1)).getUTCFullYear();
  const within = (year: number, [from, to]: (typeof OTHER_CALENDARS)[number]) =>
    year >= from && year < to;
  const calendar = OTHER_CALENDARS.find((one) => within(first, one) && within(last, one));
  if (calendar === undefined) return;
  warn(
    `${displayName(table.name)}: the years of column "${column.name}", such as ${first}, stay as written; if they are ${calendar[2]}`,
  );
}

/** Loggers write -999 and the like where they have no value. */
function warnLikelyMissing(table: Columns, { name, values }: NumberColumn, warn: Warn): void {
  const mark = likelyMark(values);
  if (mark === undefined) return;
  const { value, count } = mark;
  warn(
    `${displayName(table.name)}: column "${name}" holds ${value} in ${counted(count, "row")}, far from all other values; if it stands for a missing value, say --na=${value}`,
  );
}

/** Signs that were left out change the meaning of a number if only some have them. */
function warnMarks(table: Columns, column: NumberColumn, warn: Warn): void {
  if (column.marks === undefined) return;
  const count = column.values.reduce((sum, v) => (Number.isNaN(v) ? sum : sum + 1), 0);
  const names = [...column.marks.keys()];
  const units = names.filter((mark) => !/ /.test(mark) && column.marks!.get(mark)! < count);
  const scales = names.filter((mark) => mark.includes(" as "));
  // Pounds and pence, 1.2 M and 900.5 r: what the letter stands for is open.
  const letter = names.find((mark) => LETTER_FLAG.test(mark));
  const unit = names.find((mark) => !/ /.test(mark) || scales.includes(mark));
  if (letter !== undefined && unit !== undefined) throw openLetter(table, column, letter.at(-1)!);
  const some = units.length > 0 ? `; only some values have ${units.join(" and ")}` : "";
  const row = longestCell(table, column);
  const example = `"${table.cell(row, column).trim()}" is read as ${column.values[row]}`;
  warn(
    `${displayName(table.name)}: column "${column.name}" has ${listed(names)}: ${example}${some}`,
  );
}

/** Rows that are looked at for an example. */
const MAX_EXAMPLES = 1000;

/** The row whose number is written with most characters, as it shows most of how all are written. */
function longestCell(table: Columns, column: NumberColumn): number {
  let [best, length] = [0, 0];
  for (let row = 0; row < Math.min(table.rows, MAX_EXAMPLES); row++) {
    if (Number.isNaN(column.values[row])) continue;
    const written = table.cell(row, column).trim().length;
    if (written > length) [best, length] = [row, written];
  }
  return best;
}

/** A letter behind numbers that is read as a flag. */
const LETTER_FLAG = new RegExp(`^${FLAG} [a-z]$`);

function openLetter(table: Columns, column: NumberColumn, letter: string): DataError {
  const row = column.values.findIndex((_, i) => table.cell(i, column).trim().endsWith(letter));
  const hint = `Leave "${letter}" out of the cells, or write all numbers in one unit.`;
  return cellError(table, Math.max(row, 0), column, "a number", hint);
}

function namedTwice({ name }: Column, before: string, option: string): UsageError {
  return before === option
    ? new UsageError(`${option} names column "${name}" twice`)
    : new UsageError(
        `column "${name}" cannot be both ${before} and ${option}`,
        "Each column has one role.",
      );
}
