import { group } from "../panel/group-by-id.js";
import type { Column, Columns, NumberColumn } from "../table/columns.js";
import { danfojs } from "./danfojs.js";

/** What the values of a column are like, all of them or those of one group; NaN where there are none. */
export interface Description {
  readonly column: string;
  /** Undefined where the whole column is described. */
  readonly group: string | undefined;
  readonly count: number;
  readonly missing: number;
  readonly mean: number;
  /** Of the sample (n − 1). */
  readonly std: number;
  readonly min: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  readonly max: number;
}

/**
 * Describes each column of numbers by danfojs, as a whole and then by group, in order of appearance.
 *
 * The rows are grouped here: danfojs groups by properties of an object, which cannot be called
 * `__proto__` and turn numbers round.
 *
 * @param by    column that names the groups; without one columns are described as a whole
 * @param aside columns that say where a row belongs, and are no values
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
  // danfojs fails on no values.
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
    // danfojs gives 0 for one value, which tells nothing of the deviation.
    std: count < 2 ? Number.NaN : statistic("std"),
    min: statistic("min"),
    q25: quantile(present, 0.25),
    median: statistic("median"),
    q75: quantile(present, 0.75),
    max: statistic("max"),
  };
}

/**
 * On the straight line between the two nearest order statistics.
 *
 * @see Hyndman & Fan (1996), "Sample quantiles in statistical packages", definition 7
 */
function quantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = p * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)] - below);
}
