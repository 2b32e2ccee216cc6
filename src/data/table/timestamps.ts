import { hasDuplicates } from "./has-duplicates.js";
import type { RowList } from "./row-list.js";

/** Distinct stamps that two bytes can number. */
const MAX_DISTINCT_CODES = 2 ** 16;

/**
 * The stamps of a column. Tables of many series repeat the same few stamps: these are dictionary-coded,
 * which takes two bytes a row instead of eight.
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
    // Tables sorted by series continue with the next stamp, tables sorted by date repeat the last one.
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

  /** Makes room for so many rows, or drops those beyond. */
  resize(rows: number): void {
    if (this.codes === undefined) this.all = resized(this.all, rows);
    else this.codes = resized(this.codes, rows);
  }

  /** All stamps, in eight bytes a row. */
  get values(): Float64Array {
    if (this.codes !== undefined) this.expand();
    return this.all;
  }

  /** The stamps of some rows; a view, or `like` itself when they are the same, rather than a copy. */
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

  /** Whether any stamp occurs twice. */
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
