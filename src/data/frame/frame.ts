import { type Panel, type PanelOptions, panelFromColumns } from "../panel/from-table.js";
import { stampsAhead } from "../panel/future-index.js";
import { type ReadOptions, readColumns } from "../read/read-table.js";
import type { Column, Columns } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import { tableFromValues } from "../table/records.js";
import { formatTime, formatTimes, precisionOf } from "../time/timestamp.js";
import { danfojs } from "./danfojs.js";

/** A DataFrame of danfojs-node. */
export type DataFrame = InstanceType<typeof danfojs.DataFrame>;

/** danfojs-node itself: `DataFrame`, `Series`, `concat`, `merge`, … */
export { danfojs };

/**
 * Reads a path, `-` or a bundled dataset into a DataFrame: numbers, dates as text in ISO 8601, text.
 *
 * Missing numbers are NaN, missing dates null. Whole numbers such as 007 stay text. Use
 * `frame.column("values")` for a column that has the name of a property of frames.
 *
 * @throws UsageError, DataError as {@link readColumns}
 */
export async function readTable(
  source: string,
  options: ReadOptions = {},
  warn: (message: string) => void = () => {},
): Promise<DataFrame> {
  return toDataFrame(await readColumns(source, options, warn));
}

/**
 * A table as a DataFrame, or a panel as one in the long format: `unique_id`, `ds`, `y`.
 *
 * @throws RangeError when a column has not the table's number of rows
 */
export function toDataFrame(data: Panel | Table): DataFrame {
  return "series" in data ? fromPanel(data) : fromColumns(data);
}

/**
 * Count, mean, standard deviation, minimum, median, maximum and variance of each column of numbers.
 * Missing values are left out; what cannot be computed from the rest is NaN.
 */
export function describe(frame: DataFrame): DataFrame {
  const names = frame.columns.filter((_, i) => frame.dtypes[i] !== "string");
  const statistics = names.map((name) => {
    const values = (frame.column(name).values as number[]).filter((v) => !Number.isNaN(v));
    // In danfojs one missing value turns the mean into NaN, and an empty column fails.
    return values.length === 0 ? undefined : new danfojs.DataFrame({ [name]: values }).describe();
  });
  const index = new danfojs.DataFrame([[0]]).describe().index;
  const rows = index.map((statistic, r) =>
    statistics.map(
      (one) => (one?.values[r] as number[] | undefined)?.[0] ?? (statistic === "count" ? 0 : NaN),
    ),
  );
  const dtypes = names.map(() => "float32");
  return new danfojs.DataFrame(rows, { index, columns: names, dtypes });
}

/**
 * Makes a panel of a DataFrame; roles of columns are found and values cleaned as those of a file.
 *
 * @throws UsageError, DataError as {@link panelFromColumns}
 */
export function panelFromFrame(
  frame: DataFrame,
  options: PanelOptions & ParseOptions = {},
  warn: (message: string) => void = () => {},
): Panel {
  return panelFromColumns(columnsOfFrame(frame, options), options, warn);
}

/** A DataFrame as a table by columns; values are parsed as those of JSON. */
export function columnsOfFrame(frame: DataFrame, options: ParseOptions = {}): Columns {
  const values = new Map(
    frame.columns.map((name): [string, unknown[]] => [
      name,
      frame.column(name).values as unknown[],
    ]),
  );
  return tableFromValues("frame", frame.shape[0], values, options, []);
}

/**
 * Forecasts as a DataFrame in the long format that the CSV has: `unique_id`, `ds`, the model's name,
 * and its intervals as `<model>-lo-80`, `<model>-hi-80`, …
 *
 * @param label     name of the model's column
 * @param forecasts one a series, in the panel's order
 * @throws RangeError when they are not
 */
export function forecastToFrame(
  { series, frequency }: Panel,
  label: string,
  forecasts: readonly SeriesForecast[],
): DataFrame {
  const [first] = forecasts;
  if (!first || forecasts.length !== series.length) {
    throw new RangeError(`${forecasts.length} forecasts, of ${series.length} series`);
  }
  const other = series.findIndex(({ id }, s) => id !== forecasts[s].id);
  if (other >= 0) {
    throw new RangeError(
      `forecast ${other + 1} is of series "${forecasts[other].id}", not "${series[other].id}"`,
    );
  }
  const horizon = first.mean.length;
  const levels = first.intervals ?? [];
  const ds = series.flatMap((one) => Array.from(stampsAhead(one, frequency, horizon)));
  const dated = frequency.unit !== "index";
  const stamps: (string | number)[] = dated ? formatTimes(ds) : ds;
  const rows = forecasts.flatMap(({ id, mean, intervals = [] }, s) =>
    Array.from(mean, (value, h) => [
      id,
      stamps[s * horizon + h],
      value,
      ...intervals.flatMap(({ lo, hi }) => [lo[h], hi[h]]),
    ]),
  );
  const names = levels.flatMap(({ level }) => [`${label}-lo-${level}`, `${label}-hi-${level}`]);
  return new danfojs.DataFrame(rows, {
    columns: ["unique_id", "ds", label, ...names],
    dtypes: ["string", dated ? "string" : "int32", "float32", ...names.map(() => "float32")],
  });
}

/** The part of a model's forecast of one series that a frame shows. */
export interface SeriesForecast {
  readonly id: string;
  readonly mean: Float64Array;
  readonly intervals?: readonly { level: number; lo: Float64Array; hi: Float64Array }[];
}

function fromPanel({ series, frequency }: Panel): DataFrame {
  const dated = frequency.unit !== "index";
  const ids = series.flatMap(({ id, y }) => new Array<string>(y.length).fill(id));
  const ds = series.flatMap((one) => Array.from(one.ds));
  const y = series.flatMap((one) => Array.from(one.y));
  const stamps = dated ? formatTimes(ds) : ds;
  return new danfojs.DataFrame(
    y.map((value, row) => [ids[row], stamps[row], value]),
    {
      columns: ["unique_id", "ds", "y"],
      dtypes: ["string", dated ? "string" : "int32", "float32"],
    },
  );
}

/** Columns, with their cells as written where that is known. */
type Table = Pick<Columns, "rows" | "columns"> & Partial<Pick<Columns, "cell">>;

function fromColumns(table: Table): DataFrame {
  const { rows, columns } = table;
  for (const column of columns) {
    const { length } = column.kind === "text" ? column.codes : column.values;
    if (length !== rows) {
      throw new RangeError(`column "${column.name}" has ${length} rows, the table ${rows}`);
    }
  }
  const numbered = columns.map((column) => zeroPaddedCells(table, column));
  const cells = columns.map((column, c) => numbered[c] ?? cellsOf(column));
  return new danfojs.DataFrame(
    Array.from({ length: rows }, (_, r) => cells.map((column) => column[r])),
    {
      columns: columns.map(({ name }) => name),
      dtypes: columns.map((column, c) => (numbered[c] ? "string" : dtypeOf(column))),
    },
  );
}

/** The cells of whole numbers as text where some begin with a zero: 007 is an id. */
function zeroPaddedCells(table: Table, column: Column): string[] | undefined {
  if (table.cell === undefined || column.kind !== "number" || dtypeOf(column) !== "int32") return;
  const cell = (row: number) => table.cell!(row, column);
  const isNumber = (value: number) => !Number.isNaN(value);
  if (!column.values.some((value, row) => isNumber(value) && /^0\d/.test(cell(row)))) return;
  return Array.from(column.values, (value, row) => (isNumber(value) ? cell(row) : ""));
}

/** danfojs has no type for dates; it takes null for missing ones, which its declarations lack. */
function cellsOf(column: Column): (number | string)[] {
  switch (column.kind) {
    case "number":
      return Array.from(column.values);
    case "time": {
      const precision = precisionOf(column.values.filter((ds) => !Number.isNaN(ds)));
      return Array.from(column.values, (ds) =>
        Number.isNaN(ds) ? (null as unknown as string) : formatTime(ds, precision),
      );
    }
    case "text": {
      const { codes, labels } = column;
      const texts = Array.from({ length: labels.size }, (_, code) => labels.text(code));
      return Array.from(codes, (code) => texts[code]);
    }
  }
}

function dtypeOf(column: Column): string {
  if (column.kind !== "number") return "string";
  const whole = column.values.every((v) => Number.isNaN(v) || Number.isSafeInteger(v));
  return whole ? "int32" : "float32";
}
