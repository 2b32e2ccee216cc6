import { DataError, type Warn } from "../../errors.js";
import { listed } from "../../wording.js";
import { idNamed } from "../roles/id.js";
import type { Columns } from "../table/columns.js";
import { tableFromValues } from "../table/records.js";
import { warnForeign } from "./exogenous.js";
import { panelFromColumns } from "./from-table.js";
import { group } from "./group-by-id.js";
import type { Panel, Series } from "./panel.js";

/** Whether {@link withFutureValues} can find a panel's series in a file: its ids and dates are as they were written. */
export function takesFutureValues({ reading, series, irregular }: Panel): boolean {
  if (reading === undefined || irregular || reading.tz !== undefined) return false;
  if (!series[0]?.future?.size) return false;
  return reading.id === undefined || reading.targets.length === 1;
}

/**
 * A panel with other values of its future columns beyond the last observations, such as those of a
 * scenario. The file's columns are called as those of the table that the panel was read from.
 *
 * @param panel one that {@link takesFutureValues}
 * @throws UsageError when the file lacks a column
 * @throws DataError for cells that do not fit, dates that repeat, and a file without rows of any series
 */
export function withFutureValues(panel: Panel, file: Columns, warn: Warn): Panel {
  let used = 0;
  // To each series read by itself all others are foreign.
  const hear: Warn = (message, code) => {
    if (code !== "foreign-series") warn(message, code);
  };
  const series = panel.series.map((one): Series => {
    const future = futureOf(panel, one, file, used === 0 ? hear : () => {});
    if (future === undefined) return one;
    used++;
    return { ...one, future };
  });
  if (used === 0) {
    const names = [...(panel.series[0]?.future?.keys() ?? [])].map((name) => `"${name}"`);
    throw new DataError(`no value of ${listed(names)} after the observations of any series`, {
      hint: "Its rows are of the dates to forecast, with the series' ids.",
      location: { file: file.name },
    });
  }
  const { id } = panel.reading!;
  if (id !== undefined) {
    warnForeign(file, group(file, idNamed(file, id), undefined), panel.source, series, warn);
  }
  return { ...panel, series };
}

/** The future columns of one series, read as if its own table had been read with the file. */
function futureOf(
  { reading, frequency, season, source }: Panel,
  { id, ds, y, future }: Series,
  file: Columns,
  warn: Warn,
): Series["future"] {
  const { time, id: idColumn } = reading!;
  const names = [...future!.keys()];
  const values = new Map<string, readonly unknown[]>();
  if (time !== undefined) {
    const dated = frequency.unit !== "index";
    values.set(
      time,
      Array.from(ds, (stamp) => (dated ? new Date(stamp) : stamp)),
    );
  }
  if (idColumn !== undefined) values.set(idColumn, new Array(y.length).fill(id));
  const target = freeName(names, time, idColumn);
  // What was observed matters not here: only that it ends with the last row.
  values.set(target, new Array(y.length).fill(1));
  for (const [name, x] of future!) values.set(name, Array.from(x.subarray(0, y.length)));
  const read = panelFromColumns(
    tableFromValues(source, y.length, values, {}, []),
    {
      ...(time !== undefined && { time }),
      ...(idColumn !== undefined && { id: idColumn }),
      ...(frequency.unit !== "index" && { freq: frequency.alias }),
      ...{ target: [target], future: names, season },
    },
    warn,
    file,
  );
  const found = read.series[0].future!;
  // A column that ends before others is missed by who asks for so many steps.
  const reach = Math.max(...Array.from(found.values(), (x) => x.length));
  return reach > y.length ? found : undefined;
}

function freeName(...taken: readonly (readonly string[] | string | undefined)[]): string {
  const names = taken.flat();
  let name = "y";
  while (names.includes(name)) name += "_";
  return name;
}
