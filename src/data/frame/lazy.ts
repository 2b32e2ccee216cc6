import type { Panel, PanelOptions } from "../panel/from-table.js";
import type { ReadOptions } from "../read/read-table.js";
import { columnNamed } from "../roles/columns-by-name.js";
import type { Columns } from "../table/columns.js";
import type { ParseOptions } from "../table/parse-options.js";
import type { Description } from "./describe.js";
import type { danfojs as Danfojs, DataFrame, SeriesForecast } from "./frame.js";

// What the library offers of danfojs-node, which is large: it is imported when first called.

/**
 * Reads a path, `-` or a bundled dataset into a DataFrame of danfojs-node, which is loaded at the
 * first call: numbers, dates as text in ISO 8601, text. Missing numbers are NaN, missing dates null.
 *
 * @example
 * const frame = await readTable("nottem");
 * frame.shape; // [240, 2]
 *
 * @throws DataError when there is nothing of that name, or no table in it
 */
export async function readTable(
  source: string,
  options?: ReadOptions,
  warn?: (message: string) => void,
): Promise<DataFrame> {
  const table = await import("./frame.js");
  return table.readTable(source, options, warn);
}

/**
 * A panel as a DataFrame in the long format (`unique_id`, `ds`, `y`), or columns as they are.
 *
 * @example
 * const frame = await toDataFrame(await readPanel("nottem"));
 * frame.columns; // ["unique_id", "ds", "y"]
 *
 * @throws RangeError when a column has not the table's number of rows
 */
export async function toDataFrame(
  data: Panel | Pick<Columns, "rows" | "columns">,
): Promise<DataFrame> {
  const table = await import("./frame.js");
  return table.toDataFrame(data);
}

/**
 * A DataFrame as a panel, its columns found and cleaned as those of a file.
 *
 * @example
 * const frame = await readTable("nottem");
 * (await panelFromFrame(frame)).series.length; // 1
 *
 * @throws UsageError for unknown columns and frequencies
 * @throws DataError for cells that do not fit, and dates that repeat or stand off the grid
 */
export async function panelFromFrame(
  frame: DataFrame,
  options?: PanelOptions & ParseOptions,
  warn?: (message: string) => void,
): Promise<Panel> {
  const table = await import("./frame.js");
  return table.panelFromFrame(frame, options, warn);
}

/**
 * Forecasts as a DataFrame in the long format that the CSV has: `unique_id`, `ds`, the model's name,
 * and its intervals as `<model>-lo-80`, `<model>-hi-80`, …
 *
 * @example
 * const panel = await readPanel("nottem");
 * const fitted = await createModel("naive").fit(panel, { horizon: 2, seed: 1, warn: console.warn });
 * const frame = await forecastToFrame(panel, "naive", fitted.forecast(2));
 * frame.columns; // ["unique_id", "ds", "naive"]
 *
 * @throws RangeError unless there is one forecast a series, in the panel's order
 */
export async function forecastToFrame(
  panel: Panel,
  label: string,
  forecasts: readonly SeriesForecast[],
): Promise<DataFrame> {
  const table = await import("./frame.js");
  return table.forecastToFrame(panel, label, forecasts);
}

/**
 * Count, mean, standard deviation, minimum, median, maximum and variance of each column of numbers,
 * missing values left out.
 *
 * @example
 * const statistics = await describe(await readTable("nottem"));
 * statistics.print();
 */
export async function describe(frame: DataFrame): Promise<DataFrame> {
  const table = await import("./frame.js");
  return table.describe(frame);
}

/**
 * Count, missing values, mean, standard deviation, minimum, quartiles and maximum of each column of
 * numbers, as a whole and by the groups that another column names.
 *
 * @example
 * const [all, ...groups] = await describeBy(frame, "region");
 *
 * @throws UsageError when there is no such column
 */
export async function describeBy(frame: DataFrame, by?: string): Promise<Description[]> {
  const { columnsOfFrame } = await import("./frame.js");
  const { describeColumns } = await import("./describe.js");
  const columns = columnsOfFrame(frame);
  return describeColumns(columns, by === undefined ? undefined : columnNamed(columns, by));
}

/**
 * A table with the columns of another one beside its own where the `on` columns agree, such as
 * `["unique_id", "ds"]`: see the exogenous columns of {@link panelFromFrame}.
 *
 * @example
 * const joined = await joinTables(frame, await readTable("weather.csv"), ["ds"]);
 *
 * @throws UsageError when a table lacks such a column, or both have another one of the same name
 * @throws DataError when several rows of the other table agree in all of them
 */
export async function joinTables(
  frame: DataFrame,
  other: DataFrame,
  on: readonly string[],
  warn?: (message: string) => void,
): Promise<DataFrame> {
  const join = await import("./merge.js");
  return join.joinTables(frame, other, on, warn);
}

/**
 * danfojs-node itself, loaded at the first call: `DataFrame`, `Series`, `concat`, `merge`, …
 *
 * @example
 * const { concat } = await danfojs();
 * const both = concat({ dfList: [frame, frame], axis: 0 });
 */
export async function danfojs(): Promise<typeof Danfojs> {
  const table = await import("./frame.js");
  return table.danfojs;
}
