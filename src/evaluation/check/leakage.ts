import type { Panel } from "../../data/panel/from-table.js";
import { group, seriesId } from "../../data/panel/group-by-id.js";
import { columnNamed } from "../../data/roles/columns-by-name.js";
import { idNamed } from "../../data/roles/id.js";
import { timesNamed, zoned } from "../../data/roles/time.js";
import { numbersOf } from "../../data/table/column-numbers.js";
import type { Column, Columns, NumberColumn } from "../../data/table/columns.js";
import { DAY } from "../../data/time/calendar.js";
import { Random } from "../../numeric/random.js";
import type { Finding } from "./findings.js";
import type { Recorded } from "./measurement.js";

/**
 * The table with other values of the targets, and of the columns that are known only as far, in every
 * row that comes after a training part. What is read and cleaned from it has the same training part, and
 * a model that does not look beyond the cutoff forecasts the same.
 *
 * Positive values stay positive and missing ones missing.
 *
 * @param panel    what was read from the table
 * @param training its series up to their cutoffs; those that it has not stay as they are
 */
export function withOtherRows(table: Columns, panel: Panel, training: Panel): Columns {
  const { reading, frequency } = panel;
  if (reading === undefined)
    throw new RangeError("the panel does not say which columns it was read from");
  const named = (name: string) => numbersOf(table, columnNamed(table, name));
  const quiet = () => {};
  const read = reading.time && timesNamed(table, reading.time, quiet);
  const time = read ? zoned(read, reading.tz, quiet) : undefined;
  const id = reading.id === undefined ? undefined : idNamed(table, reading.id);
  const whole = new Map(panel.series.map((one) => [one.id, one.ds]));
  const cutoffs = new Map(
    training.series.map((one): [string, (stamp: number) => boolean] => {
      const ds = whole.get(one.id)!;
      const last = one.ds[one.ds.length - 1];
      // A period is called by its first instant or its last day, and its rows may stand anywhere in it.
      const next = frequency.atEnd ? (Math.floor(last / DAY) + 1) * DAY : ds[ds.indexOf(last) + 1];
      return [one.id, (stamp) => stamp >= next];
    }),
  );
  const targets = reading.targets.map(named);
  const past = Array.from(panel.series[0]?.past?.keys() ?? [], named);
  const random = new Random(1);
  const others = new Map<Column, NumberColumn>();
  const change = (column: NumberColumn, row: number) => {
    const changed = others.get(column) ?? { ...column, values: column.values.slice() };
    others.set(column, changed);
    const value = changed.values[row];
    changed.values[row] = value === 0 ? random.uniform(1, 2) : value * random.uniform(2, 4);
  };
  for (const one of group(table, id, time?.stamps)) {
    const after = targets.map(({ name }) =>
      cutoffs.get(seriesId(one.id, name, targets.length, id !== undefined)),
    );
    for (let i = 0; i < one.rows.length; i++) {
      const [row, stamp] = [one.rows.at(i), one.ds[i]];
      targets.forEach((column, k) => {
        if (after[k]?.(stamp)) change(column, row);
      });
      const known = after.filter((isAfter) => isAfter !== undefined);
      if (known.length === 0 || !known.every((isAfter) => isAfter(stamp))) continue;
      for (const column of past) change(column, row);
    }
  }
  const original = new Map(
    Array.from(others, ([before, other]): [Column, Column] => [other, before]),
  );
  const { name, rows, dates, dialect, locate } = table;
  const asRead = (column: Column) => original.get(column) ?? column;
  return {
    ...{ name, rows, dates },
    ...(dialect && { dialect }),
    columns: table.columns.map((column) => others.get(column) ?? column),
    cell: (row, column) => table.cell(row, asRead(column)),
    ...(locate && { locate: (row, column) => locate.call(table, row, column && asRead(column)) }),
  };
}

/** The first of the forecasts that differ when the future differs. */
export function leaks(before: readonly Recorded[], other: readonly Recorded[]): Finding[] {
  const found = before.find(({ sha256 }, s) => sha256 !== other[s]?.sha256);
  if (found === undefined) return [];
  const { unique_id } = found;
  const message = `forecast of ${unique_id} changes with values after the cutoff: it looks ahead`;
  return [{ level: "fail", kind: "leak", message, unique_id }];
}
