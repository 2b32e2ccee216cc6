/** Row numbers of a table or grid; consecutive ones take no memory. */
export class RowList {
  private constructor(
    readonly length: number,
    private readonly first: number,
    private readonly listed: Uint32Array | undefined,
  ) {}

  /** `length` consecutive rows. */
  static run(first: number, length: number): RowList {
    return new RowList(length, first, undefined);
  }

  static of(rows: Uint32Array): RowList {
    return new RowList(rows.length, rows[0] ?? 0, rows);
  }

  /** Whether the rows are known to be consecutive. */
  get isRun(): boolean {
    return this.listed === undefined;
  }

  at(i: number): number {
    return this.listed === undefined ? this.first + i : this.listed[i];
  }

  slice(from: number, to: number): RowList {
    return this.listed === undefined
      ? RowList.run(this.first + from, to - from)
      : RowList.of(this.listed.subarray(from, to));
  }

  /** The rows at these positions of the list. */
  pick(places: Uint32Array): RowList {
    return RowList.of(places.map((i) => this.at(i)));
  }

  /** The values of a column in these rows: a view of the column where rows are consecutive. */
  valuesOf(column: Float64Array): Float64Array {
    if (this.isRun) return column.subarray(this.first, this.first + this.length);
    return Float64Array.from({ length: this.length }, (_, i) => column[this.at(i)]);
  }
}
