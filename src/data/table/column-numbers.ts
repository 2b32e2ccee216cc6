import { DataError } from "../../errors.js";
import { cellError, firstRow } from "./column.js";
import type { Column, Columns, NumberColumn } from "./columns.js";
import { FLAG_LETTERS } from "./formatted-number.js";
import { isMissing, parseNumber } from "./parse-number.js";

/**
 * A column's numbers.
 *
 * @throws DataError that names the first cell that holds none
 */
export function numbersOf(table: Columns, column: Column): NumberColumn {
  if (column.kind === "number") {
    if (column.doubtful !== undefined) throw doubtfulPoint(table, column, column.doubtful);
    return column;
  }
  if (column.kind === "time") {
    const row = column.values.findIndex((v) => !Number.isNaN(v));
    throw cellError(table, row, column, "a number");
  }
  const row = firstRow(column, (text) => {
    const bytes = new TextEncoder().encode(text);
    return !isMissing(bytes, 0, bytes.length) && Number.isNaN(parseNumber(bytes, 0, bytes.length));
  });
  const at = column.broken?.row ?? row ?? 0;
  throw cellError(table, at, column, "a number", numberHint(table.cell(at, column).trim()));
}

/** The error for a number whose point may be that of thousands or of decimals. */
function doubtfulPoint(table: Columns, column: NumberColumn, row: number): DataError {
  const written = table.cell(row, column);
  const location = table.locate?.(row, column);
  const thousands = written.replaceAll(".", "");
  return new DataError(
    `column "${column.name}": "${written}" may be ${thousands} or ${column.values[row]}`,
    {
      hint: `Say which: --decimal ',' for ${thousands}, --decimal . for ${column.values[row]}.`,
      ...(location && { location }),
    },
  );
}

function numberHint(cell: string): string | undefined {
  if (/^[-+]?[\d.\s]*,\d+$/.test(cell)) return "Decimal commas? Try --decimal ','.";
  if (/^(?:true|false|yes|no)$/i.test(cell)) return "Write 1 and 0 for yes and no.";
  if (/^(?=.*\d)(?=.*[A-F])(?:[\dA-F]{2})+$/.test(cell)) {
    return "Hexadecimal digits? Name another column with --target.";
  }
  const unit = /^[-+]?\d[\d.,\s]*([^\d.,\s].{0,15})$/.exec(cell)?.[1];
  if (unit !== undefined && /^\p{L}+(?:\/\p{L}+)?$/u.test(unit) && !/^[ex]\d/i.test(unit)) {
    if (/^[CD]r$/i.test(unit)) {
      return `Cr and Dr stand for the sign: write ${cell.replace(/\s*[A-Za-z]+$/, "")} or -${cell.replace(/\s*[A-Za-z]+$/, "")}.`;
    }
    const what = unit.length === 1 && FLAG_LETTERS.includes(unit) ? "flag" : "unit";
    return `Leave the ${what} "${unit}" out of the cells.`;
  }
  if (/^\d{1,3}(?:,\d{3})+\.\d+$/.test(cell)) {
    return "Other cells have decimal commas: write all numbers in one way.";
  }
  if (/^[-+]?\d{1,3}(?:,\d+)+(?:\.\d+)?$/.test(cell)) {
    return "Commas of thousands stand three digits apart: correct the cell.";
  }
  const [, before, after] = /^[-+]?(\d+)[\s\u00a0](\d{1,2})$/.exec(cell) ?? [];
  if (after !== undefined) {
    return `Is the decimal sign missing? Write ${before}.${after} or ${before}${after}.`;
  }
  const [, sign, rest] = /^([△▲▽▼↑↓])\s*(\d[\d.,]*%?)$/u.exec(cell) ?? [];
  if (rest !== undefined) {
    return `${sign} is a minus in Japanese accounts and a rise or a fall elsewhere: write ${rest} or -${rest}.`;
  }
  const about = ABOUT.exec(cell)?.slice(1).find(Boolean);
  if (about !== undefined) {
    return `Write ${about} alone where it will do, or take the cell as missing: --na ${quoted(cell)}.`;
  }
  if (/^\d{1,4}:\d{2}(?::\d{2})?$/.test(cell)) {
    return "Durations are read in hours or seconds: write 7:30 as 7.5.";
  }
  if (cell === "") return undefined;
  if (cell.length > 20) return "Name another column with --target, or write numbers alone.";
  if (/\d/.test(cell) && !/^[<>#]/.test(cell)) {
    return `Write the number alone, as 1234.5, or take the cell as missing: --na ${quoted(cell)}.`;
  }
  return `Does it stand for a missing value? --na ${quoted(cell)} says so.`;
}

/** A word as shells take it; quotes keep others from being options or patterns. */
function quoted(cell: string): string {
  return /^\p{L}+$/u.test(cell) ? cell : `'${cell.replaceAll("'", "'\\''")}'`;
}

/** A number that is not exact: `~12`, `ca. 12`, `12+`. */
const ABOUT =
  /^(?:[~≈≃±]|(?:about|approx\.?|ca?\.?|circa|env\.?|etwa))\s*(\d[\d.,]*)$|^(\d[\d.,]*)\s*[+?~]$/iu;

/** @throws DataError that names the first cell that is infinite */
export function rejectInfinite(table: Columns, column: NumberColumn): void {
  const row = column.values.findIndex((v) => v === Infinity || v === -Infinity);
  if (row >= 0) throw cellError(table, row, column, "a finite number");
}

/** Whether any row has a value. */
export function holdsValues(column: NumberColumn): boolean {
  return column.values.some((v) => !Number.isNaN(v));
}
