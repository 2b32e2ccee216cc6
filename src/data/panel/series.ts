/** One series, on a regular index unless its panel is irregular. */
export interface Series {
  /** `unique_id` in tables. */
  readonly id: string;
  /** Milliseconds since 1970 in UTC, or 0, 1, 2, … when the table has no dates. Strictly increasing, one step of the panel's frequency apart unless that is irregular. */
  readonly ds: Float64Array;
  /** Known stamps to forecast, in an irregular panel; any later ones follow a step apart. */
  readonly ahead?: Float64Array;
  /** Observations, as long as `ds`; missing ones are filled by the panel's policy. */
  readonly y: Float64Array;
  /**
   * Observations with NaN where they were missing, for models that take missing values as they are.
   * Absent when nothing was missing, or when the user chose how to fill.
   */
  readonly observed?: Float64Array;
  /**
   * Observations before the user's `--missing` policy filled them: scores use these, models never see
   * them.
   */
  readonly recorded?: Float64Array;
  /** Exogenous columns known only up to the last observation, each as long as `y`. */
  readonly past?: ReadonlyMap<string, Float64Array>;
  /** The `past` columns that had missing values, with NaN in their place. */
  readonly pastObserved?: ReadonlyMap<string, Float64Array>;
  /** Exogenous columns known ahead: as long as `y` and the rows known beyond it. */
  readonly future?: ReadonlyMap<string, Float64Array>;
  /** Columns that do not change with time. All series of a panel have the same ones. */
  readonly static?: ReadonlyMap<string, StaticValue>;
}

/**
 * A static column's value for one series: a number as it is (NaN when missing, milliseconds since 1970
 * for a date), any other text as the name of a category ("" when missing). A column has numbers in all
 * series of a panel, or categories in all.
 */
export type StaticValue = number | string;

type Columns = ReadonlyMap<string, Float64Array>;

/**
 * The fields with one value a row, each with the field that stands for it where a series lacks it. Every
 * operation on rows goes through these two lists: a new field of {@link Series} is added here once.
 */
const ROWS = { ds: "ds", y: "y", observed: "y", recorded: "observed" } as const;
/** Likewise the fields with columns of one value a row. */
const COLUMNS = { past: "past", pastObserved: "past" } as const;

type Row = keyof typeof ROWS;
type ColumnsField = keyof typeof COLUMNS;

const rowFields = Object.keys(ROWS) as Row[];
const columnsFields = Object.keys(COLUMNS) as ColumnsField[];

/**
 * Rows `from` to `to` (exclusive) as views, with everything known ahead: future columns reach as far as
 * before, and where there are stamps ahead, the dates that are cut off join them.
 */
export function sliceSeries(series: Series, from: number, to = series.y.length): Series {
  const { future, ahead, ds } = series;
  return {
    ...series,
    ...mapRows(series, (values) => values.subarray(from, to)),
    ...(future && { future: mapColumns(future, (values) => values.subarray(from)) }),
    ...(ahead && to < ds.length && { ahead: concatenate(ds.subarray(to), ahead) }),
  };
}

/**
 * The first `rows` rows of `earlier`, followed by `later`, which gives the id, what is known ahead and
 * the columns of the result.
 */
export function appendSeries(earlier: Series, rows: number, later: Series): Series {
  const join = (before: Float64Array, after: Float64Array) =>
    concatenate(before.subarray(0, rows), after);
  const joined: Partial<Record<Row, Float64Array>> = {};
  for (const field of rowFields) {
    if (!earlier[field] && !later[field]) continue;
    joined[field] = join(rowsOf(earlier, field), rowsOf(later, field));
  }
  const columns: Partial<Record<ColumnsField | "future", Columns>> = {};
  for (const field of columnsFields) {
    const names = [...(later[COLUMNS[field]]?.keys() ?? [])].filter(
      (name) => earlier[field]?.has(name) || later[field]?.has(name),
    );
    if (names.length === 0) continue;
    const of = (one: Series, name: string) => (one[field]?.get(name) ?? one.past?.get(name))!;
    columns[field] = new Map(names.map((name) => [name, join(of(earlier, name), of(later, name))]));
  }
  if (later.future) {
    columns.future = new Map(
      Array.from(later.future, ([name, x]) => [name, join(earlier.future!.get(name)!, x)]),
    );
  }
  return { ...later, ...joined, ...columns };
}

function rowsOf(series: Series, field: Row): Float64Array {
  return series[field] ?? rowsOf(series, ROWS[field]);
}

/** A series in memory of its own, without what its arrays may be views of. */
export function copySeries(series: Series): Series {
  const { future, ahead } = series;
  const copy = (values: Float64Array) => values.slice();
  return {
    ...series,
    ...mapRows(series, copy),
    ...(future && { future: mapColumns(future, copy) }),
    ...(ahead && { ahead: copy(ahead) }),
  };
}

/** The fields with a value a row, each of their arrays changed in the same way. */
function mapRows(series: Series, change: (values: Float64Array) => Float64Array): Partial<Series> {
  const changed: Partial<Record<Row, Float64Array> & Record<ColumnsField, Columns>> = {};
  for (const field of rowFields) {
    const values = series[field];
    if (values) changed[field] = change(values);
  }
  for (const field of columnsFields) {
    const columns = series[field];
    if (columns) changed[field] = mapColumns(columns, change);
  }
  return changed;
}

function mapColumns(columns: Columns, change: (values: Float64Array) => Float64Array): Columns {
  return new Map(Array.from(columns, ([name, values]) => [name, change(values)]));
}

/** One after the other. */
export function concatenate(first: Float64Array, next: Float64Array): Float64Array {
  const both = new Float64Array(first.length + next.length);
  both.set(first);
  both.set(next, first.length);
  return both;
}
