import { quantileOfSorted } from "../../numeric/quantile.js";
import { group } from "../panel/group-by-id.js";
import type { Column, Columns, NumberColumn } from "../table/columns.js";
import { danfojs } from "./danfojs.js";

/** Statistics of a column, or of one group of its values; NaN where there are no values. */
export interface Description {
  readonly column: string;
  /** Undefined for the whole column. */
  readonly group: string | undefined;
  readonly count: number;
  readonly missing: number;
  readonly mean: number;
  /** Sample standard deviation (n − 1). */
  readonly std: number;
  readonly min: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  readonly max: number;
}

/**
 * Describes each column of numbers with danfojs, as a whole and then by group, in order of appearance.
 *
 * Rows are grouped here because danfojs groups by properties of an object, which cannot be called
 * `__proto__` and reorder numbers.
 *
 * @param by    column that names the groups, if any
 * @param aside columns of dates and ids, which are not described
 * @throws DataError when a row names no group
 */
export function describeColumns(
  table: Columns,
  by: Column | undefined,
  aside: readonly string[] = [],
): Description[] {
  const groups = by === undefined ? [] : group(table, by, undefined);
  const columns = table.columns.filter(
    (column): column is NumberColumn =>
      column.kind === "number" && column.name !== by?.name && !aside.includes(column.name),
  );
  return columns.flatMap(({ name, values }) => [
    describeValues(name, undefined, values),
    ...groups.map(({ id, rows }) => describeValues(name, id, rows.valuesOf(values))),
  ]);
}

function describeValues(
  column: string,
  name: string | undefined,
  values: Float64Array,
): Description {
  const present = values.filter((value) => !Number.isNaN(value));
  const { length: count } = present;
  const missing = values.length - count;
  // danfojs fails on an empty series.
  const series = count === 0 ? undefined : new danfojs.Series(present as unknown as number[]);
  const described = series?.describe();
  const statistic = (which: string) =>
    (described?.values[described.index.indexOf(which)] as number | undefined) ?? Number.NaN;
  present.sort();
  return {
    column,
    group: name,
    count,
    missing,
    mean: statistic("mean"),
    // danfojs returns 0 for a single value, whose deviation is undefined.
    std: count < 2 ? Number.NaN : statistic("std"),
    min: statistic("min"),
    q25: quantileOfSorted(present, 0.25),
    median: statistic("median"),
    q75: quantileOfSorted(present, 0.75),
    max: statistic("max"),
  };
}
