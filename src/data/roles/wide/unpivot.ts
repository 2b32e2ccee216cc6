import { displayName } from "../../source/errors.js";
import { numbersOf } from "../../table/column-numbers.js";
import type { Column, Columns, TextColumn } from "../../table/columns.js";
import { lastNotAbove } from "../../table/last-not-above.js";
import { Stamps } from "../../table/timestamps.js";
import { columnCalled } from "../columns-by-name.js";
import { combined } from "../id.js";
import { ID_NAMES } from "../known-names.js";

/** How dates stand beside each other. */
export interface WideDates {
  /** The columns that hold values, in the order of their dates. */
  readonly dates: readonly Column[];
  /** Columns that hold neither values nor parts of dates. */
  readonly others: readonly Column[];
  stampOf(row: number, date: number): number;
  /** Rows are parts of dates: all of them come before the next column. */
  readonly byDate: boolean;
  /** Each row is a series. */
  readonly series: boolean;
  /** Stamps count steps, and a series ends with its last value. */
  readonly counted?: boolean;
  /** Whether a row is none of the table's, as one of totals. */
  readonly skips?: (row: number) => boolean;
  /** What was found, for the warning. */
  readonly words: string;
}

/** The table with a row a date: `ds` and `y` beside its other columns, and `unique_id` where rows are series. */
export function unpivot(
  table: Columns,
  across: WideDates,
  warn: (message: string) => void,
): Columns {
  const { dates, others, stampOf, byDate, series, words, counted, skips } = across;
  const values = dates.map((column) => numbersOf(table, column).values);
  const kept: number[] = [];
  /** Where the rows of each kept row begin, and where the last ones end. */
  const firsts = [0];
  let skipped = 0;
  for (let row = 0; row < table.rows; row++) {
    if (skips?.(row)) {
      skipped++;
      continue;
    }
    const last = values.findLastIndex((one) => !Number.isNaN(one[row]));
    if (series && last < 0) continue;
    kept.push(row);
    firsts.push(firsts.at(-1)! + (counted ? last + 1 : dates.length));
  }
  const empty = table.rows - kept.length - skipped;
  const without =
    empty === 0 ? "" : `; ${empty} ${empty === 1 ? "row" : "rows"} without values left out`;
  warn(`${displayName(table.name)}: ${words}${without}`);

  const rows = firsts.at(-1)!;
  const placeOf = (at: number) => (byDate ? at % kept.length : lastNotAbove(firsts, at));
  const rowOf = (at: number) => kept[placeOf(at)];
  const dateOf = (at: number) => (byDate ? Math.floor(at / kept.length) : at - firsts[placeOf(at)]);
  const y = new Float64Array(rows);
  const stamps = new Stamps();
  stamps.resize(rows);
  for (let at = 0; at < rows; at++) {
    y[at] = values[dateOf(at)][rowOf(at)];
    stamps.set(at, stampOf(rowOf(at), dateOf(at)));
  }
  const target: Column = { name: "y", kind: "number", values: y };
  const time: Column = counted
    ? { name: "ds", kind: "number", values: stamps.values }
    : {
        name: "ds",
        kind: "time",
        get values() {
          return stamps.values;
        },
        stamps,
      };
  const origins = new Map(
    others.map((column): [Column, Column] => [repeatRows(column, rows, rowOf), column]),
  );
  const columns = [time, target, ...origins.keys()];
  const id = series ? idAmong(table, others) : undefined;
  const called = columnCalled(others, ID_NAMES);
  if (id !== undefined && id !== called) {
    columns.unshift({ ...repeatRows(id, rows, rowOf), name: "unique_id" });
  }
  const originOf = (at: number, column: Column) =>
    column === target ? dates[dateOf(at)] : origins.get(column);
  return {
    name: table.name,
    rows,
    columns,
    ...(table.dialect && { dialect: table.dialect }),
    cell: (at, column) => {
      const origin = originOf(at, column);
      if (origin !== undefined) return table.cell(rowOf(at), origin);
      return column.kind === "text" ? column.labels.text(column.codes[at]) : dates[dateOf(at)].name;
    },
    ...(table.locate && {
      locate: (at: number, column?: Column) =>
        table.locate!(rowOf(at), column && originOf(at, column)),
    }),
  };
}

/**
 * The column that names each row: one that is called so, else the first text that no two rows have in common,
 * or all texts that are not always the same together.
 */
function idAmong(table: Columns, others: readonly Column[]): Column | undefined {
  const called = columnCalled(others, ID_NAMES);
  if (called !== undefined && isDistinct(called)) return called;
  const texts = others.filter((column) => column.kind === "text").map(filledDown);
  const distinct = texts.find(isDistinct);
  const varied = texts.filter(({ labels }) => labels.size > 1);
  if (distinct !== undefined) return distinct;
  return varied.length > 0 ? combined(table, varied) : (called ?? others[0]);
}

/** Texts of which only the first row of each block has one, as merged cells are saved, in all of its rows. */
function filledDown(column: TextColumn): TextColumn {
  const { codes, labels } = column;
  const isEmpty = Array.from({ length: labels.size }, (_, code) => labels.text(code) === "");
  let empty = 0;
  for (const code of codes) if (isEmpty[code]) empty++;
  if (empty === 0 || isEmpty[codes[0]] || 2 * empty < codes.length) return column;
  let above = codes[0];
  const filled = Int32Array.from(codes, (code) => {
    if (!isEmpty[code]) above = code;
    return above;
  });
  return { ...column, codes: filled };
}

/** Whether no two rows have the same value. */
export function isDistinct(column: Column): boolean {
  const cells = column.kind === "text" ? column.codes : column.values;
  return new Set<number>(cells).size === cells.length;
}

/** A column whose rows are those of another again. */
function repeatRows(column: Column, rows: number, rowOf: (at: number) => number): Column {
  if (column.kind === "text") {
    const codes = new Int32Array(rows).map((_, at) => column.codes[rowOf(at)]);
    return { name: column.name, kind: "text", codes, labels: column.labels };
  }
  return { ...column, values: new Float64Array(rows).map((_, at) => column.values[rowOf(at)]) };
}
