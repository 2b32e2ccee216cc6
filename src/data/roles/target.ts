import { DataError, type Warn } from "../../errors.js";
import { displayName } from "../source/source.js";
import { firstRow } from "../table/column.js";
import { holdsValues } from "../table/column-numbers.js";
import type { Column, Columns, NumberColumn, TextColumn } from "../table/columns.js";
import { columnCalled, listNames } from "./columns-by-name.js";
import { TARGET_NAMES } from "./known-names.js";

export function findTarget(
  table: Columns,
  time: Column | undefined,
  id: Column | undefined,
  taken: ReadonlySet<Column>,
  warn: Warn,
): Column {
  const free = table.columns.filter(
    (column) => column !== time && column !== id && !taken.has(column),
  );
  const called = columnCalled(free, TARGET_NAMES);
  if (called !== undefined && (called.kind === "number" || called.kind === "text")) return called;

  const numeric = free.filter(
    (c): c is NumberColumn => c.kind === "number" && holdsValues(c) && !isRowNumber(c),
  );
  const first = numeric.find(isVaried) ?? numeric[0];
  if (first === undefined) {
    const nearly = free.find(
      (c) => c.kind === "text" && (c.broken?.kind === "number" || looksNumeric(c)),
    );
    if (nearly !== undefined) return nearly;
    throw new DataError(`no column of ${displayName(table.name)} holds numbers to forecast`, {
      hint: `Columns: ${listNames(table.columns.map((c) => c.name))}.`,
    });
  }
  if (numeric.length > 1) {
    warn(
      `${numeric.length} columns hold numbers (${listNames(numeric.map((c) => c.name))}); forecasting "${first.name}", choose with --target`,
    );
  }
  return first;
}

/** Whether values differ, unlike the number of a station or a flag that is always set. */
function isVaried({ values }: NumberColumn): boolean {
  const first = values.find((v) => !Number.isNaN(v));
  return values.some((v) => !Number.isNaN(v) && v !== first);
}

/** A column that counts rows: 0, 1, 2, … or 1, 2, 3, …, without a name as data frames write it, or so called. */
function isRowNumber({ name, values }: NumberColumn): boolean {
  if (!/^(?:|unnamed: \d+|no\.?|nr\.?|row|instant|record|#)$/i.test(name)) return false;
  return values.every((v, i) => v === values[0] + i);
}

/** Whether the first text is a number apart from a decimal comma, grouping or a currency sign. */
function looksNumeric(column: TextColumn): boolean {
  const row = firstRow(column, (text) => text !== "");
  return (
    row !== undefined && /^\D{0,3}\d[\d.,'\s]*\D{0,12}$/.test(column.labels.text(column.codes[row]))
  );
}
