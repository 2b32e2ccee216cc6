import { DataError, UsageError } from "../errors.js";
import { at, type Dated, inOrder, interpolate, onGrid, type Rows } from "./clean.js";
import type { Column, Columns, NumberColumn } from "./columns.js";
import {
  defaultSeason,
  type Frequency,
  indexFrequency,
  inferFrequency,
  parseFrequency,
} from "./frequency.js";
import { cellError, findRoles } from "./roles.js";
import { baseName, named } from "./source.js";

/** One series on a regular index. */
export interface Series {
  /** `unique_id` in tables. */
  readonly id: string;
  /** Milliseconds since 1970 in UTC, or 0, 1, 2, … when the table has no dates. Strictly increasing, one step of the panel's frequency apart. */
  readonly ds: Float64Array;
  /** Observations, same length as `ds`; NaN where missing. */
  readonly y: Float64Array;
  /** Exogenous columns known only up to the last observation, each as long as `y`. */
  readonly past?: ReadonlyMap<string, Float64Array>;
  /** Exogenous columns known ahead: as long as `y` and the rows known beyond it. */
  readonly future?: ReadonlyMap<string, Float64Array>;
}

/** The one shape every model receives. */
export interface Panel {
  readonly series: readonly Series[];
  readonly frequency: Frequency;
  /** Observations a season; 1 when there is none. */
  readonly season: number;
  /** What the data were called: a path, `-` or a bundled dataset's name. */
  readonly source: string;
  /** How a table was understood; absent in panels made by hand. */
  readonly reading?: Reading;
}

/** How a table was understood. */
export interface Reading {
  readonly rows: number;
  readonly time: string | undefined;
  readonly targets: readonly string[];
  readonly id: string | undefined;
  readonly frequencyFrom: "told" | "inferred" | "no dates";
  readonly seasonFrom: "told" | "frequency";
}

/** The panel with only the first `n - held` observations of every series. */
export function withoutTail(panel: Panel, held: number): Panel {
  return {
    ...panel,
    series: panel.series.map((s) => ({
      ...s,
      ds: s.ds.subarray(0, s.ds.length - held),
      y: s.y.subarray(0, s.y.length - held),
    })),
  };
}

/** What a person may say about a table; the rest is found in it. */
export interface PanelOptions {
  readonly time?: string | undefined;
  readonly target?: readonly string[] | undefined;
  readonly id?: string | undefined;
  /** Frequency alias. */
  readonly freq?: string | undefined;
  readonly season?: number | undefined;
}

/**
 * A table as series on a regular index: one a value of the id column and target, in order of first
 * appearance.
 *
 * Rows are sorted by date, gaps in the dates become rows, missing values are interpolated, and
 * missing values before the first and after the last observation are dropped; `warn` hears how many.
 *
 * @throws UsageError for unknown columns, frequencies and seasons
 * @throws DataError for cells that do not fit, infinite numbers, dates that repeat or stand off the
 *   grid, with file:line
 */
export function panelFromColumns(
  table: Columns,
  options: PanelOptions,
  warn: (message: string) => void,
): Panel {
  const { season } = options;
  if (season !== undefined && !(Number.isSafeInteger(season) && season >= 1)) {
    throw new UsageError(`the season must be a whole number from 1 on, not ${season}`);
  }
  const told = options.freq === undefined ? undefined : parseFrequency(options.freq);
  if (table.rows === 0) throw new DataError(`${named(table.name)} has no rows`);

  const { time, id, targets } = findRoles(table, options, warn);
  const dated = time?.dated ?? false;
  const data: Dated = { table, time: time?.column, dated };
  if (told !== undefined && !dated) {
    throw new UsageError(
      `a frequency (${told.alias}) needs a column of dates, and ${named(table.name)} has none`,
      "Name it with --time, or leave --freq out.",
    );
  }
  for (const target of targets) rejectInfinite(table, target);

  const series = inOrder(data, group(table, id, time?.values), warn);
  const indexes = series.map(({ ds }) => ds);
  const frequency = dated ? (told ?? inferFrequency(indexes)) : indexFrequency(commonStep(indexes));
  if (frequency === undefined) {
    throw new DataError(
      `one row${series.length > 1 ? " a series" : ""} does not tell the frequency of the dates`,
      { hint: "Name it with --freq, e.g. --freq MS." },
    );
  }
  const cleaned = clean(
    data,
    series,
    targets,
    id !== undefined,
    frequency,
    told !== undefined,
    warn,
  );
  return {
    series: cleaned,
    frequency,
    season: season ?? defaultSeason(frequency),
    source: table.name,
    reading: {
      rows: table.rows,
      time: time?.column.name,
      targets: targets.map(({ name }) => name),
      id: id?.name,
      frequencyFrom: told !== undefined ? "told" : dated ? "inferred" : "no dates",
      seasonFrom: season === undefined ? "frequency" : "told",
    },
  };
}

function rejectInfinite(table: Columns, target: NumberColumn): void {
  const row = target.values.findIndex((v) => v === Infinity || v === -Infinity);
  if (row >= 0) throw cellError(table, row, target, "a finite number");
}

/** The rows of each series, in order of the series' first appearance. */
function group(table: Columns, id: Column | undefined, time: Float64Array | undefined): Rows[] {
  const { rows: n } = table;
  const { codes, names } = id === undefined ? oneSeries(table) : identify(table, id);
  const ends = new Uint32Array(names.length + 1);
  for (let row = 0; row < n; row++) ends[codes[row]! + 1]!++;
  for (let k = 0; k < names.length; k++) ends[k + 1]! += ends[k]!;
  const next = ends.slice();
  const order = new Uint32Array(n);
  for (let row = 0; row < n; row++) order[next[codes[row]!]!++] = row;

  const result: Rows[] = [];
  names.forEach((name, k) => {
    const rows = order.subarray(ends[k]!, ends[k + 1]!);
    if (rows.length === 0) return;
    const ds = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) ds[i] = time === undefined ? i : time[rows[i]!]!;
    result.push({ id: name, rows, ds });
  });
  return result;
}

function oneSeries(table: Columns): { codes: Int32Array; names: string[] } {
  return { codes: new Int32Array(table.rows), names: [baseName(table.name)] };
}

function identify(table: Columns, id: Column): { codes: Int32Array; names: string[] } {
  if (id.kind === "text") {
    const names = Array.from({ length: id.labels.size }, (_, code) => id.labels.text(code));
    const empty = names.indexOf("");
    const row = empty < 0 ? -1 : id.codes.indexOf(empty);
    if (row >= 0) throw cellError(table, row, id, "the name of a series");
    return { codes: id.codes, names };
  }
  const seen = new Map<number, number>();
  const names: string[] = [];
  const codes = Int32Array.from(id.values, (value, row) => {
    let code = seen.get(value);
    if (code === undefined) {
      if (Number.isNaN(value)) throw cellError(table, row, id, "the name of a series");
      code = names.length;
      seen.set(value, code);
      // As written: 007 stays 007.
      names.push(table.cell(row, id));
    }
    return code;
  });
  return { codes, names };
}

/** The step of an index of whole numbers. */
function commonStep(indexes: readonly Float64Array[]): number {
  let step = 0;
  for (const index of indexes) {
    for (let i = 1; i < index.length; i++) {
      let a = index[i]! - index[i - 1]!;
      while (a !== 0) [step, a] = [a, step % a];
    }
  }
  return step || 1;
}

function clean(
  data: Dated,
  rows: readonly Rows[],
  targets: readonly NumberColumn[],
  hasId: boolean,
  frequency: Frequency,
  told: boolean,
  warn: (message: string) => void,
): Series[] {
  const gaps = new Findings();
  const holes = new Findings();
  const leading = new Findings();
  const trailing = new Findings();
  const series: Series[] = [];
  for (const one of rows) {
    const { ds, places } = onGrid(data, one, frequency, told);
    if (ds.length > places.length) {
      const jump = places.findIndex((place, i) => place !== i);
      gaps.add(ds.length - places.length, one.rows[jump]!);
    }
    for (const target of targets) {
      const y = new Float64Array(ds.length).fill(Number.NaN);
      let missing = -1;
      for (let i = 0; i < places.length; i++) y[places[i]!] = target.values[one.rows[i]!]!;
      const { start, end } = interpolate(y);
      const id = targets.length === 1 ? one.id : hasId ? `${one.id}/${target.name}` : target.name;
      if (end === start) {
        throw new DataError(`series "${id}" has no values in column "${target.name}"`);
      }
      let before = 0;
      let after = 0;
      let inside = 0;
      for (let i = 0; i < places.length; i++) {
        if (!Number.isNaN(target.values[one.rows[i]!]!)) continue;
        if (places[i]! < start) before++;
        else if (places[i]! >= end) after++;
        else if (inside++ === 0) missing = i;
      }
      if (inside > 0) holes.add(inside, one.rows[missing]!);
      if (before > 0) leading.add(before, one.rows[0]!);
      if (after > 0) trailing.add(after, one.rows[one.rows.length - after]!);
      series.push({ id, ds: ds.subarray(start, end), y: y.subarray(start, end) });
    }
  }
  const say = ({ count, row, series: many }: Findings, noun: string, what: string) => {
    if (count === 0) return;
    const counted = count === 1 ? `1 ${noun} is` : `${count} ${noun}s are`;
    const first = count === 1 ? "" : `${many > 1 ? ` in ${many} series` : ""}, the first here`;
    warn(`${at(data, row)}${counted} missing${first}; ${what}`);
  };
  say(gaps, "date", "rows are added and interpolated");
  say(holes, "value", "interpolated");
  say(leading, "value", "dropped, as the series starts later");
  say(trailing, "value", "dropped, as the series ends earlier");
  return series;
}

/** How often something was found, in how many series, and the first row. */
class Findings {
  count = 0;
  series = 0;
  row = 0;

  add(count: number, row: number): void {
    if (this.count === 0) this.row = row;
    this.count += count;
    this.series++;
  }
}
