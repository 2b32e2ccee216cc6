import type { Column, Columns } from "./columns.js";
import { danfojs } from "./danfojs/corrected.js";
import type { Panel } from "./panel.js";
import { type ReadOptions, readColumns } from "./read-columns.js";
import { formatTime, formatTimes, precisionOf } from "./time.js";

export type DataFrame = InstanceType<typeof danfojs.DataFrame>;

/** danfojs-node itself: `DataFrame`, `Series`, `concat`, `merge`, … */
export { danfojs };

/**
 * Reads a path, `-` or a bundled dataset into a DataFrame: numbers, dates as text in ISO 8601, text.
 *
 * Missing numbers are NaN, missing dates null. A column called like a property of frames, such as
 * `values`, is reached by `frame.column("values")`.
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
export function toDataFrame(data: Panel | Pick<Columns, "rows" | "columns">): DataFrame {
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
    // danfojs lets one missing value turn the mean into NaN, and fails on none.
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

function fromPanel({ series, frequency }: Panel): DataFrame {
  const dated = frequency.unit !== "index";
  const ids = series.flatMap(({ id, y }) => new Array<string>(y.length).fill(id));
  const ds = series.flatMap((one) => Array.from(one.ds));
  const y = series.flatMap((one) => Array.from(one.y));
  const stamps = dated ? formatTimes(ds) : ds;
  return new danfojs.DataFrame(
    y.map((value, row) => [ids[row]!, stamps[row]!, value]),
    {
      columns: ["unique_id", "ds", "y"],
      dtypes: ["string", dated ? "string" : "int32", "float32"],
    },
  );
}

function fromColumns({ rows, columns }: Pick<Columns, "rows" | "columns">): DataFrame {
  for (const column of columns) {
    const { length } = column.kind === "text" ? column.codes : column.values;
    if (length !== rows) {
      throw new RangeError(`column "${column.name}" has ${length} rows, the table ${rows}`);
    }
  }
  const cells = columns.map(cellsOf);
  return new danfojs.DataFrame(
    Array.from({ length: rows }, (_, r) => cells.map((column) => column[r]!)),
    { columns: columns.map(({ name }) => name), dtypes: columns.map(dtypeOf) },
  );
}

/** danfojs has no type for dates, and null where its declarations know only values. */
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
      return Array.from(codes, (code) => texts[code]!);
    }
  }
}

function dtypeOf(column: Column): string {
  if (column.kind !== "number") return "string";
  const whole = column.values.every((v) => Number.isNaN(v) || Number.isSafeInteger(v));
  return whole ? "int32" : "float32";
}
