import { hasDuplicates } from "./column.js";
import type { RowList } from "./row-list.js";

/** Different stamps that can be numbered by two bytes. */
const MAX_DISTINCT_CODES = 2 ** 16;

/**
 * The stamps of a column's rows. Tables of many series hold the same ones again and again: while they
 * are few they are numbered, which takes two bytes a row instead of eight.
 */
export class Stamps {
  private codes: Uint16Array | undefined = new Uint16Array(0);
  private readonly distinct: number[] = [];
  private readonly known = new Map<number, number>();
  private last = 0;
  private all: Float64Array = new Float64Array(0);

  static of(values: Float64Array): Stamps {
    const stamps = new Stamps();
    stamps.codes = undefined;
    stamps.all = values;
    return stamps;
  }

  at(row: number): number {
    return this.codes === undefined ? this.all[row] : this.distinct[this.codes[row]];
  }

  set(row: number, stamp: number): void {
    if (this.codes === undefined) {
      this.all[row] = stamp;
      return;
    }
    // In a table by series the next stamp follows, in one by date the same stands again.
    let code = this.last + 1;
    if (this.distinct[code] !== stamp) code = this.last;
    if (this.distinct[code] !== stamp) code = this.codeOf(stamp);
    this.last = code;
    if (code < MAX_DISTINCT_CODES) this.codes[row] = code;
    else {
      this.expand();
      this.all[row] = stamp;
    }
  }

  /** Makes room for as many rows, or leaves those beyond out. */
  resize(rows: number): void {
    if (this.codes === undefined) this.all = resized(this.all, rows);
    else this.codes = resized(this.codes, rows);
  }

  /** All of them, in eight bytes a row. */
  get values(): Float64Array {
    if (this.codes !== undefined) this.expand();
    return this.all;
  }

  /** Those of some rows: no copy where they follow each other in memory, or are those of `like`. */
  valuesOf(rows: RowList, like: Float64Array): Float64Array {
    if (this.codes === undefined && rows.isRun) return rows.valuesOf(this.all);
    const n = rows.length;
    let same = 0;
    if (like.length === n) while (same < n && this.at(rows.at(same)) === like[same]) same++;
    if (n > 0 && same === n) return like;
    const values = new Float64Array(n);
    for (let i = 0; i < n; i++) values[i] = this.at(rows.at(i));
    return values;
  }

  /** Whether any stamp stands in two rows. */
  get hasDuplicates(): boolean {
    if (this.codes === undefined) return hasDuplicates(this.all);
    const seen = new Uint8Array(this.distinct.length);
    return this.codes.some((code) => !Number.isNaN(this.distinct[code]) && ++seen[code] > 1);
  }

  private codeOf(stamp: number): number {
    const code = this.known.get(stamp) ?? this.distinct.length;
    if (code === this.distinct.length) {
      this.known.set(stamp, code);
      this.distinct.push(stamp);
    }
    return code;
  }

  private expand(): void {
    const { distinct } = this;
    const codes = this.codes!;
    const all = new Float64Array(codes.length);
    for (let row = 0; row < codes.length; row++) all[row] = distinct[codes[row]];
    this.all = all;
    this.codes = undefined;
  }
}

function resized<T extends Float64Array | Uint16Array>(values: T, length: number): T {
  if (length <= values.length) return values.subarray(0, length) as T;
  const grown = new (values.constructor as new (length: number) => T)(length);
  grown.set(values);
  return grown;
}
