import { type Panel, type PanelOptions, panelFromColumns } from "../panel/from-table.js";
import type { ParseOptions } from "../table/parse-options.js";
import { tableFromValues } from "../table/records.js";

/**
 * A panel from arrays by column, such as `{ unique_id: […], ds: […], y: […] }`: their roles are found and
 * their values cleaned as those of a file. Without `unique_id` there is one series, without `ds` its rows
 * are counted.
 *
 * @example
 * const panel = panelFromArrays({ ds: ["2024-01-01", "2024-02-01", "2024-03-01"], y: [1, 2, 3] });
 * panel.frequency.alias; // "MS"
 *
 * @param arrays dates as `Date`, as text in ISO 8601 or as milliseconds since 1970; missing values NaN,
 *   null or undefined
 * @param warn   hears what was odd in the data and what was assumed
 * @throws RangeError when the arrays differ in length
 * @throws UsageError, DataError as {@link panelFromColumns}
 */
export function panelFromArrays(
  arrays: Readonly<Record<string, ArrayLike<unknown>>>,
  options: PanelOptions & ParseOptions = {},
  warn: (message: string) => void = () => {},
): Panel {
  const columns = Object.entries(arrays);
  const rows = columns[0]?.[1].length ?? 0;
  const odd = columns.find(([, values]) => values.length !== rows);
  if (odd) {
    throw new RangeError(`"${odd[0]}" has ${odd[1].length} values, "${columns[0][0]}" has ${rows}`);
  }
  const values = new Map(columns.map(([name, array]) => [name, Array.from(array)]));
  return panelFromColumns(tableFromValues("arrays", rows, values, options, []), options, warn);
}
