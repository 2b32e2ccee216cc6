import { DataError, type Warn } from "../../errors.js";
import { shellQuoted } from "../../wording.js";
import { displayName } from "../source/errors.js";
import { firstRow } from "../table/column.js";
import { holdsValues } from "../table/column-numbers.js";
import type { Column, Columns, NumberColumn, TextColumn } from "../table/columns.js";
import { isMissing, parseNumber } from "../table/parse-number.js";
import { columnCalled, listNames } from "./columns-by-name.js";
import type { Times } from "./date-column.js";
import { TARGET_NAMES } from "./known-names.js";
import {
  isLabel,
  isNoMeasure,
  isNumbering,
  neverChanges,
  numbersRows,
  STATIC_RANK,
  unlikeMeasure,
} from "./measure.js";
import { clocksOf } from "./time-of-day.js";

export function findTarget(
  table: Columns,
  time: Times | undefined,
  id: Column | undefined,
  taken: ReadonlySet<Column>,
  warn: Warn,
): Column {
  const free = table.columns.filter(
    (column) => column !== time?.column && column !== id && !taken.has(column),
  );
  const called = columnCalled(free, TARGET_NAMES);
  const numeric = free.filter((c): c is NumberColumn => c.kind === "number" && holdsValues(c));
  const rivals = numeric.filter(
    (column) => column !== called && columnCalled([column], TARGET_NAMES) && !neverChanges(column),
  );
  const isFixed = called?.kind === "number" && neverChanges(called);
  if (called?.kind === "number" && !(isFixed && numeric.some((one) => !neverChanges(one)))) {
    if (rivals.length > 0) {
      const names = listNames([called, ...rivals].map(({ name }) => name));
      warn(
        `${displayName(table.name)}: several columns are called after what is forecast (${names}); reading "${called.name}", choose with --target`,
      );
    }
    return called;
  }
  const precise = called?.kind === "text" ? numbersIn(table, called, numeric) : undefined;
  if (precise !== undefined) {
    warn(
      `${displayName(table.name)}: the numbers that "${called!.name}" begins with stand in "${precise.name}", which is read; choose with --target`,
    );
    return precise;
  }
  if (called?.kind === "text" && (numeric.length === 0 || !holdsLabels(called))) return called;
  const ranks = numeric.map((column) => ({
    column,
    rank: isStatic(column, id) ? STATIC_RANK : unlikeMeasure(table, column, time),
  }));
  const best = ranks.toSorted((a, b) => a.rank - b.rank)[0];
  const first = best?.column;
  const spoilt = free
    .slice(0, first && free.indexOf(first))
    .find(
      (c): c is TextColumn =>
        c.kind === "text" && (isMostlyNumbers(c) || areGrouped(c)) && !isLabel(c.name),
    );
  if (first !== undefined && spoilt !== undefined) return spoilt;
  if (first === undefined || isNoMeasure(best.rank)) {
    const nearly = free.find(
      (c) => c.kind === "text" && (c.broken?.kind === "number" || looksNumeric(c)),
    );
    const sure = nearly?.kind === "text" && nearly.broken?.kind === "number";
    if (nearly !== undefined && (sure || first === undefined || !numbersRows(first))) return nearly;
  }
  if (first === undefined) {
    throw new DataError(`no column of ${displayName(table.name)} holds numbers to forecast`, {
      hint: `Columns: ${listNames(table.columns.map((c) => c.name))}.${firstCell(table, free)}`,
    });
  }
  if (isNumbering(best.rank) && numbersRows(first)) {
    throw new DataError(
      `no column of ${displayName(table.name)} holds a measure to forecast: "${first.name}" numbers the rows`,
      {
        hint: `To forecast how many rows there are, count those of each day or month first. Choose the column all the same with --target ${shellQuoted(first.name)}.`,
      },
    );
  }
  const labels = ranks.filter(({ column }) => isLabel(column.name));
  if (labels.length > 1 && isLabel(first.name) && !ranks.some(({ rank }) => rank < best.rank)) {
    const names = listNames(labels.map(({ column }) => column.name));
    throw new DataError(
      `no column of ${displayName(table.name)} holds a measure to forecast: by their names, ${names} number or place things`,
      { hint: `Choose one all the same with --target ${shellQuoted(first.name)}.` },
    );
  }
  const others = ranks.filter(({ column, rank }) => column === first || !isNumbering(rank));
  if (others.length > 1) {
    warn(
      `${others.length} columns hold numbers (${listNames(others.map(({ column }) => column.name))}); reading "${first.name}", choose with --target`,
    );
  }
  return first;
}

/** Rows of which numbers in texts are compared, and how far they may be apart as shares of themselves. */
const [MAX_COMPARED, MAX_APART] = [1000, 0.01];

/** The column of the numbers, with as many or more digits, that texts begin with: 77.89 beside `77.9 [77.0-79.0]`. */
function numbersIn(
  table: Columns,
  column: TextColumn,
  numeric: readonly NumberColumn[],
): NumberColumn | undefined {
  const rows = Array.from({ length: Math.min(table.rows, MAX_COMPARED) }, (_, row) => {
    const text = column.labels.text(column.codes[row]);
    const [number, digits = ""] = /^[-+]?\d+(?:\.(\d+))?/.exec(text.trim()) ?? [];
    const near = Math.max(0.51 * 10 ** -digits.length, MAX_APART * Math.abs(Number(number)));
    return { number: Number(number), near };
  });
  return numeric.find(({ values }) =>
    rows.every(({ number, near }, row) => {
      const both = Number.isNaN(values[row]) === Number.isNaN(number);
      return both && !(Math.abs(values[row] - number) > near);
    }),
  );
}

/** Whether a column has one value for each series, as the size of a shop. */
function isStatic({ values }: NumberColumn, id: Column | undefined): boolean {
  if (id === undefined || id.kind === "time") return false;
  const keys = id.kind === "text" ? id.codes : id.values;
  const known = new Map<number, number>();
  let repeats = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    const before = known.get(keys[row]);
    if (before === undefined) known.set(keys[row], value);
    else if (before === value) repeats++;
    else return false;
  }
  return repeats > 0;
}

/** Share of the cells of a column that must be numbers before the others are mistakes. */
const MIN_NUMBERS = 0.8;

/** Whether nearly all cells of a column of text are numbers, and not all the same. */
function isMostlyNumbers({ codes, labels, broken }: TextColumn): boolean {
  if (broken?.kind === "time") return false;
  const isNumber = Array.from({ length: labels.size }, (_, code) => {
    const bytes = new TextEncoder().encode(labels.text(code));
    if (isMissing(bytes, 0, bytes.length)) return undefined;
    return !Number.isNaN(parseNumber(bytes, 0, bytes.length));
  });
  let [numbers, others] = [0, 0];
  for (const code of codes) {
    if (isNumber[code] === true) numbers++;
    else if (isNumber[code] === false) others++;
  }
  return others > 0 && numbers >= MIN_NUMBERS * (numbers + others);
}

/** Digits in groups, with a sign of a currency or none. */
const GROUPED =
  /^[^\p{L}\d.,]{0,3}\d{1,4}(?:[,'’\u00a0\u202f ]\d{1,4})+(?:\.\d+)?[^\p{L}\d.,]{0,3}$/u;

/** Whether all texts are digits in groups, which nobody calls things by, and not all the same. */
function areGrouped({ labels }: TextColumn): boolean {
  let grouped = 0;
  for (let code = 0; code < Math.min(labels.size, MAX_LABELS); code++) {
    const text = labels.text(code).trim();
    if (GROUPED.test(text)) grouped++;
    else if (text !== "") return false;
  }
  return grouped > 2;
}

/** Texts that are looked at. */
const MAX_LABELS = 1000;

/** Characters of a cell in a message. */
const MAX_SHOWN = 60;

/** What stands in the last column of text, as the others rather name things. */
function firstCell(table: Columns, free: readonly Column[]): string {
  const column = free.findLast((one): one is TextColumn => one.kind === "text");
  const row = column && firstRow(column, (text) => text !== "");
  if (column === undefined || row === undefined) return "";
  const clock =
    clocksOf(column) === undefined ? "" : ", a time of day: durations are read in hours or seconds";
  const cell = table.cell(row, column);
  const shown = cell.length > MAX_SHOWN ? `${cell.slice(0, MAX_SHOWN - 1)}…` : cell;
  return ` "${column.name}" holds ${JSON.stringify(shown)}${clock}.`;
}

/** Whether all texts are names of what was measured, which begin with a word or have no digit. */
function holdsLabels({ labels }: TextColumn): boolean {
  for (let code = 0; code < labels.size; code++) {
    if (/\d/.test(labels.text(code)) && !/^\p{L}{2}/u.test(labels.text(code))) return false;
  }
  return true;
}

/** Whether the first text is a number apart from a decimal comma, grouping or a currency sign. */
function looksNumeric(column: TextColumn): boolean {
  const row = firstRow(column, (text) => text !== "");
  const varies = column.labels.size > 1 || column.codes.length === 1;
  return (
    row !== undefined &&
    varies &&
    /^\D{0,3}\d[\d.,'\s]*\D{0,12}$/.test(column.labels.text(column.codes[row]))
  );
}
