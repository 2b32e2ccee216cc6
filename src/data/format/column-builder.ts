import type { Column, TextColumn } from "../table/columns.js";
import { DateParser } from "../table/date-parser.js";
import { Dictionary } from "../table/dictionary.js";
import { parseFormatted } from "../table/formatted-number.js";
import { isMissing, parseNumber } from "../table/parse-number.js";
import type { Decimal } from "../table/parse-options.js";
import { Stamps } from "../table/timestamps.js";
import type { DateOrder } from "../time/parse-date.js";
import type { RowIndex } from "./csv-rows.js";
import { readPoints } from "./thousands.js";

/** One for all cells: to make one takes longer than to decode a cell. */
const decoder = new TextDecoder();

const NUMBER = 0;
const TIME = 1;
const TEXT = 2;

/** Codes that two bytes can hold. */
const MAX_SHORT_CODES = 2 ** 16;

/** Cells longer than this are not parsed as numbers. */
const MAX_NUMBER_BYTES = 60;

/**
 * A column while it is read: numbers until a cell is none, then dates if every cell so far is one,
 * then text.
 */
export class ColumnBuilder {
  private kind: typeof NUMBER | typeof TIME | typeof TEXT = NUMBER;
  private values: Float64Array = new Float64Array(0);
  private stamps = new Stamps();
  readonly dates: DateParser;
  private readonly decimalByte: number;
  private codes: TextColumn["codes"] = new Uint16Array(0);
  private labels: Dictionary | undefined;
  private capacity = 0;
  private formats: Map<string, number> | undefined;
  private broken: TextColumn["broken"];
  private doubtful: number | undefined;

  /**
   * @param place of the column in its table
   * @param na    words for a missing value besides the common ones, in lower case
   */
  constructor(
    private readonly name: string,
    private readonly place: number,
    private readonly decimal: Decimal,
    order: DateOrder | undefined,
    private readonly na: ReadonlySet<string>,
  ) {
    this.decimalByte = decimal.charCodeAt(0);
    this.dates = new DateParser(order);
  }

  /** Makes room for so many rows. */
  grow(capacity: number): void {
    this.capacity = capacity;
    if (this.kind === TEXT) {
      const { codes } = this;
      this.codes =
        codes instanceof Uint16Array ? new Uint16Array(capacity) : new Int32Array(capacity);
      this.codes.set(codes);
    } else if (this.kind === TIME) this.stamps.resize(capacity);
    else {
      const values = new Float64Array(capacity);
      values.set(this.values);
      this.values = values;
    }
  }

  /** Sets a cell, and makes dates or text of the column where it does not fit. */
  set(row: number, source: Uint8Array, from: number, to: number, index: RowIndex): void {
    if (this.kind === NUMBER) {
      const value = parseNumber(source, from, to, this.decimalByte);
      if (Number.isNaN(value)) this.setOther(row, source, from, to, index);
      else this.values[row] = value;
    } else if (this.kind === TEXT) this.setText(row, source, from, to);
    else {
      const stamp = this.dates.read(source, from, to);
      if (Number.isNaN(stamp) && !isMissing(source, from, to, this.na)) this.demote(row, index);
      else this.stamps.set(row, stamp);
    }
  }

  /** Sets a cell of a column of numbers that is no plain one. */
  private setOther(
    row: number,
    source: Uint8Array,
    from: number,
    to: number,
    index: RowIndex,
  ): void {
    let value = Number.NaN;
    if (!isMissing(source, from, to, this.na)) {
      value = this.formatted(source, from, to);
      if (Number.isNaN(value)) {
        this.demote(row, index);
        return;
      }
    }
    this.values[row] = value;
  }

  /** Sets a cell of a column of text. */
  private setText(row: number, source: Uint8Array, from: number, to: number): void {
    const code = this.labels!.code(source, from, to);
    if (code >= MAX_SHORT_CODES && this.codes instanceof Uint16Array) {
      this.codes = Int32Array.from(this.codes);
    }
    this.codes[row] = code;
  }

  /** A number with thousands separators or units, NaN when the cell is none. */
  private formatted(source: Uint8Array, from: number, to: number): number {
    if (to - from > MAX_NUMBER_BYTES) return Number.NaN;
    const text = decoder.decode(source.subarray(from, to));
    const number = parseFormatted(text, this.decimal);
    if (number === undefined) return Number.NaN;
    if (number.marks.length > 0) this.formats ??= new Map();
    for (const mark of number.marks) this.formats!.set(mark, (this.formats!.get(mark) ?? 0) + 1);
    return number.value;
  }

  /** Makes dates or text of all rows up to `row`, whose cell does not fit the column. */
  private demote(row: number, index: RowIndex): void {
    const { kind, values, stamps, place } = this;
    const { scanner } = index;
    const isMissing = (r: number) => Number.isNaN(kind === NUMBER ? values[r] : stamps.at(r));
    this.values = new Float64Array(0);
    this.kind = TIME;
    if (kind === NUMBER && this.readDates(row, isMissing, index)) return;
    while (this.dates.switchOrder()) if (this.readDates(row, isMissing, index)) return;
    this.kind = TEXT;
    this.stamps = new Stamps();
    let first = 0;
    while (first < row && isMissing(first)) first++;
    if (first < row) this.broken = { row, kind: kind === NUMBER ? "number" : "time" };
    this.labels = new Dictionary();
    this.codes = new Uint16Array(this.capacity);
    for (let r = 0; r <= row; r++) {
      index.seek(r, place);
      this.setText(r, scanner.source, scanner.from, scanner.to);
    }
  }

  /** Reads the cells up to `row` as dates; false when one that is not missing is none. */
  private readDates(row: number, isMissing: (row: number) => boolean, index: RowIndex): boolean {
    const { scanner } = index;
    this.stamps = new Stamps();
    this.stamps.resize(this.capacity);
    const isDate = (r: number) => {
      index.seek(r, this.place);
      const stamp = this.dates.read(scanner.source, scanner.from, scanner.to);
      this.stamps.set(r, stamp);
      return !Number.isNaN(stamp);
    };
    // Try the cell that caused the demotion first: it is the likeliest to fail.
    if (!isDate(row)) return false;
    for (let r = 0; r < row; r++) {
      if (isMissing(r)) this.stamps.set(r, Number.NaN);
      else if (!isDate(r)) return false;
    }
    return true;
  }

  /** Takes points for those of thousands where the whole column shows it, and notes where it is open. */
  decidePoints(rows: number, index: RowIndex): void {
    if (this.kind !== NUMBER || this.formats !== undefined) return;
    const values = this.values.subarray(0, rows);
    const points = readPoints(values, index, this.place);
    if (points === "decimals") return;
    if (points !== "thousands") {
      this.doubtful = points.doubtful;
      return;
    }
    let grouped = 0;
    for (let row = 0; row < rows; row++) {
      if (Number.isNaN(values[row])) continue;
      const text = index.text(row, this.place);
      if (!text.includes(".")) continue;
      values[row] = Number(text.replaceAll(".", ""));
      grouped++;
    }
    this.formats = new Map([["thousands separators", grouped]]);
  }

  /** The column of the first `rows` rows. */
  finish(rows: number): Column {
    const { name } = this;
    if (this.kind === NUMBER) {
      const values = this.values.subarray(0, rows);
      const { doubtful, formats } = this;
      return {
        ...{ name, kind: "number", values },
        ...(formats && { marks: formats }),
        ...(doubtful !== undefined && { doubtful }),
      };
    }
    if (this.kind === TIME) {
      const { stamps, dates } = this;
      stamps.resize(rows);
      return {
        name,
        kind: "time",
        get values() {
          return stamps.values;
        },
        written: dates.written,
        stamps,
      };
    }
    const { broken } = this;
    const codes = this.codes.subarray(0, rows);
    return { name, kind: "text", codes, labels: this.labels!, ...(broken && { broken }) };
  }
}
