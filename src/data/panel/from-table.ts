import { DataError, UsageError } from "../../errors.js";
import { findRoles, type RoleOptions } from "../roles/roles.js";
import { displayName } from "../source/source.js";
import { rejectInfinite } from "../table/column-numbers.js";
import type { Column, Columns, NumberColumn } from "../table/columns.js";
import type { RowList } from "../table/row-list.js";
import { defaultSeason, type Frequency, indexFrequency } from "../time/frequency.js";
import { parseFrequency } from "../time/frequency-alias.js";
import { inferFrequency } from "../time/infer-frequency.js";
import {
  type CleanOptions,
  type Dated,
  Findings,
  type Grid,
  irregularGrid,
  placeOnGrid,
  type Rows,
  regularGrid,
  rowsByPeriod,
  sortRows,
} from "./clean.js";
import { concatenate } from "./concatenate.js";
import { ExogenousReader, laterRows } from "./exogenous.js";
import { group, seriesId } from "./group-by-id.js";
import { FILLED, fill } from "./impute.js";
import { type Irregular, irregularFrequency } from "./irregular.js";
import type { Panel, Reading, Series, StaticValue } from "./panel.js";
import type { Duplicates, Missing } from "./policies.js";

export { withoutTail } from "./truncate.js";
export type { Panel, Reading, Series, StaticValue };

/** The panel with missing observations as they were, NaN, for models that take them so. */
export function withMissing(panel: Panel): Panel {
  return {
    ...panel,
    series: panel.series.map(({ observed, ...s }) => (observed ? { ...s, y: observed } : s)),
  };
}

/**
 * What was observed of a series, NaN where nothing was, whatever models are given in its place.
 * Zeros that a person has put for missing values are observations: that nothing was sold.
 */
export function observations({ y, observed, recorded }: Series): Float64Array {
  return recorded ?? observed ?? y;
}

/** What a person may say about a table; the rest is found in it. */
export interface PanelOptions extends RoleOptions, CleanOptions {
  /** Frequency alias. */
  readonly freq?: string | undefined;
  readonly season?: number | undefined;
  /** Whether all who get the panel take what is missing as it is, unless a person chose how to fill. */
  readonly keepMissing?: boolean;
  /** Whether all who get the panel take dates that stand on no grid; they are refused unless told. */
  readonly irregular?: Irregular | undefined;
  /** The same of past columns: whether they are taken as they were observed, not interpolated. */
  readonly keepPastMissing?: boolean;
}

/**
 * A table as series on a regular index, or on their own dates where these may be irregular: one a value of the id column and target, in order of first
 * appearance.
 *
 * Rows are sorted by date, gaps in the dates become rows, missing values are interpolated, and
 * missing values before the first and after the last observation are dropped; `warn` hears how many.
 * Missing values of exogenous columns are interpolated too, and filled at the ends.
 *
 * @param ahead table with rows of the future columns that `table` has not, by the same names
 * @throws UsageError for unknown columns, frequencies and seasons
 * @throws DataError for cells that do not fit, infinite numbers, dates that repeat or stand off the
 *   grid, with file:line
 */
export function panelFromColumns(
  table: Columns,
  options: PanelOptions,
  warn: (message: string) => void,
  ahead?: Columns,
): Panel {
  const { season } = options;
  if (season !== undefined && !(Number.isSafeInteger(season) && season >= 1)) {
    throw new UsageError(`the season must be a whole number from 1 on, not ${season}`);
  }
  const told = options.freq === undefined ? undefined : parseFrequency(options.freq);
  if (table.rows === 0) throw new DataError(`${displayName(table.name)} has no rows`);

  const roles = findRoles(table, options, warn);
  const { time, id, targets } = roles;
  const dated = time?.dated ?? false;
  const { aggregate, missing, keepMissing = false, irregular } = options;
  const data: Dated = {
    table,
    time: time?.column,
    dated,
    ...(typeof irregular === "object" && { offGridHint: irregular.hint }),
  };
  if (told !== undefined && !dated) {
    throw new UsageError(
      `a frequency (${told.alias}) needs a column of dates, and ${displayName(table.name)} has none`,
      "Name it with --time, or leave --freq out.",
    );
  }
  for (const column of [...targets, ...roles.past, ...roles.future]) rejectInfinite(table, column);

  if (aggregate !== undefined && told === undefined) {
    throw new UsageError(
      "--aggregate needs the frequency to aggregate to",
      "For example: --freq MS --aggregate sum.",
    );
  }
  // Rows of one stamp lie in one period.
  const duplicates = options.duplicates ?? "error";
  const ordered = sortRows(
    data,
    group(table, id, time?.stamps),
    warn,
    aggregate === undefined ? duplicates : (options.duplicates ?? aggregate),
  );
  const series = aggregate === undefined ? ordered : rowsByPeriod(data, ordered, told!, warn);
  const indexes = series.map(({ ds }) => ds);
  const regular = dated ? (told ?? inferFrequency(indexes)) : indexFrequency(commonStep(indexes));
  if (regular === undefined) {
    throw new DataError(
      `one row${series.length > 1 ? " a series" : ""} does not tell the frequency of the dates`,
      { hint: "Name it with --freq, e.g. --freq MS." },
    );
  }
  const own =
    aggregate === undefined
      ? irregularFrequency(data, series, { regular, told: told !== undefined }, irregular, warn)
      : undefined;
  const frequency = own ?? regular;
  const reader = new ExogenousReader(
    data,
    roles,
    ahead && laterRows(ahead, table, roles, series, warn, options.tz),
    { frequency, irregular: own !== undefined },
    aggregate === undefined ? duplicates : "mean",
    options.keepPastMissing,
  );
  if (own !== undefined && season !== undefined && season > 1) {
    warn(`a season of ${season} rows is no time where dates are irregular: there is none`);
  }
  const length = own === undefined ? (season ?? defaultSeason(frequency)) : 1;
  const cleaned = clean(
    {
      data,
      series,
      targets,
      hasId: id !== undefined,
      frequency,
      irregular: own !== undefined,
      told: told !== undefined,
      combine: aggregate ?? duplicates,
      season: length,
      missing,
      keepMissing,
      fixed: roles.static,
    },
    reader,
    warn,
  );
  return {
    series: cleaned,
    frequency,
    ...(own !== undefined && { irregular: true }),
    season: length,
    ...(time?.zone !== undefined && { zone: time.zone }),
    source: table.name,
    ...(missing !== undefined &&
      missing !== "error" && { filling: { how: missing, season: length } }),
    reading: {
      rows: table.rows,
      time: time?.column.name,
      targets: targets.map(({ name }) => name),
      id: id?.name,
      frequencyFrom: told !== undefined ? "told" : dated ? "inferred" : "no dates",
      seasonFrom: season === undefined ? "frequency" : "told",
      ...(options.tz !== undefined && { tz: options.tz }),
      ...(table.dialect?.length && { dialect: table.dialect }),
    },
  };
}

/** The step of an index of whole numbers. */
function commonStep(indexes: readonly Float64Array[]): number {
  let step = 0;
  for (const index of indexes) {
    for (let i = 1; i < index.length; i++) {
      let a = index[i] - index[i - 1];
      while (a !== 0) [step, a] = [a, step % a];
    }
  }
  return step || 1;
}

/** What `clean` needs to know of a table. */
interface Raw {
  readonly data: Dated;
  readonly series: readonly Rows[];
  readonly targets: readonly NumberColumn[];
  readonly hasId: boolean;
  readonly frequency: Frequency;
  readonly irregular: boolean;
  /** Whether a person named the frequency. */
  readonly told: boolean;
  /** How rows of one place are combined. */
  readonly combine: Duplicates;
  readonly season: number;
  /** What becomes of missing values, when a person said so. */
  readonly missing: Missing | undefined;
  /** Whether, when nobody did, it is left as it is by all who look. */
  readonly keepMissing: boolean;
  /** Columns with one value a series. */
  readonly fixed: readonly Column[];
}

function clean(
  {
    data,
    series: groups,
    targets,
    hasId,
    frequency,
    irregular,
    told,
    combine,
    season,
    missing,
    keepMissing,
    fixed,
  }: Raw,
  exogenous: ExogenousReader,
  warn: (message: string) => void,
): Series[] {
  const gaps = new Findings();
  const holes = new Findings();
  const leading = new Findings();
  const trailing = new Findings();
  const how = missing === undefined || missing === "error" ? "interpolate" : missing;
  const series: Series[] = [];
  let last: { stamps: Float64Array; grid: Grid } | undefined;
  for (const one of groups) {
    // Series often share their dates.
    const grid =
      one.ds === last?.stamps
        ? last.grid
        : irregular
          ? irregularGrid(one)
          : regularGrid(data, one, frequency, told);
    last = { stamps: one.ds, grid };
    const { ds, places } = grid;
    const skipped = gapsIn(places);
    if (skipped.count > 0) gaps.add(skipped.count, one.rows.at(skipped.first));
    const observed = targets.map((target) => {
      const raw = placeOnGrid(target.values, one, grid, ds.length, combine);
      const id = seriesId(one.id, target.name, targets.length, hasId);
      if (isComplete(raw)) return { id, y: raw, start: 0, end: raw.length };
      const y = raw.slice();
      let first = -1;
      const { start, end } = fill(y, how, season, irregular ? ds : undefined);
      if (end === start) {
        throw new DataError(`series "${id}" has no values in column "${target.name}"`);
      }
      let before = 0;
      let after = 0;
      let inside = 0;
      for (let i = 0; i < places.length; i++) {
        if (!Number.isNaN(target.values[one.rows.at(i)])) continue;
        const place = places.at(i);
        if (place < start) before++;
        else if (place >= end) after++;
        else if (Number.isNaN(raw[place]) && inside++ === 0) first = i;
      }
      if (inside > 0) holes.add(inside, one.rows.at(first));
      if (before > 0) leading.add(before, one.rows.at(0));
      // With future columns, rows without a target are there on purpose.
      if (after > 0 && !exogenous.reachesAhead) {
        trailing.add(after, one.rows.at(one.rows.length - after));
      }
      const filled = how !== "zero" && raw.subarray(start, end).some(Number.isNaN);
      const kept = missing === undefined ? { observed: raw } : { recorded: raw };
      return { id, y, start, end, ...(filled && kept) };
    });
    const columns = exogenous.read(
      one,
      grid,
      Math.min(...observed.map(({ start }) => start)),
      Math.max(...observed.map(({ end }) => end)),
    );
    const constant = fixed.length > 0 ? constants(data, one, fixed) : undefined;
    const later = irregular ? exogenous.stampsAfter(one, grid) : new Float64Array();
    for (const { id, y, start, end, ...kept } of observed) {
      series.push({
        id,
        ds: ds.subarray(start, end),
        ...(irregular && { ahead: concatenate(ds.subarray(end), later) }),
        y: y.subarray(start, end),
        ...("observed" in kept && { observed: kept.observed.subarray(start, end) }),
        ...("recorded" in kept && { recorded: kept.recorded.subarray(start, end) }),
        ...columns(start, end),
        ...(constant && { static: constant }),
      });
    }
  }
  const what = ["value", "values"] as const;
  if (missing === "error") {
    gaps.reject(data, ["date", "dates"]);
    holes.reject(data, what);
  }
  const filled = keepMissing && missing === undefined ? "left missing" : FILLED[how];
  gaps.report(data, ["date", "dates"], `rows are added and ${filled}`, warn);
  holes.report(data, what, filled, warn);
  leading.report(data, what, "dropped, as the series starts later", warn);
  const ends = irregular
    ? "forecast, as the series ends earlier"
    : "dropped, as the series ends earlier";
  trailing.report(data, what, ends, warn);
  exogenous.report(warn);
  return series;
}

function isComplete(y: Float64Array): boolean {
  for (let t = 0; t < y.length; t++) if (Number.isNaN(y[t])) return false;
  return true;
}

/** Places between the first and the last that no row has, and the first row after one. */
function gapsIn(places: RowList): { count: number; first: number } {
  let count = 0;
  let first = 0;
  for (let i = 1; i < places.length && !places.isRun; i++) {
    const skipped = places.at(i) - places.at(i - 1) - 1;
    if (skipped <= 0) continue;
    if (count === 0) first = i;
    count += skipped;
  }
  return { count, first };
}

/** The one value of each static column in the rows of a series; empty cells do not count. */
function constants(
  { table }: Dated,
  { id, rows }: Rows,
  columns: readonly Column[],
): Map<string, StaticValue> {
  return new Map(
    columns.map((column): [string, StaticValue] => {
      const valueAt = (row: number) =>
        column.kind === "text" ? column.labels.text(column.codes[row]) : column.values[row];
      let first = 0;
      while (first < rows.length && isEmpty(valueAt(rows.at(first)))) first++;
      if (first === rows.length) return [column.name, valueAt(rows.at(0))];
      const value = valueAt(rows.at(first));
      for (let i = first + 1; i < rows.length; i++) {
        const other = valueAt(rows.at(i));
        if (other === value || isEmpty(other)) continue;
        const location = table.locate?.(rows.at(i), column);
        throw new DataError(
          `static column "${column.name}" of series "${id}" holds "${table.cell(rows.at(i), column)}" after "${table.cell(rows.at(first), column)}"`,
          {
            hint: "Name a column that changes with time by --past or --future.",
            ...(location && { location }),
          },
        );
      }
      return [column.name, value];
    }),
  );
}

function isEmpty(value: StaticValue): boolean {
  return value === "" || Number.isNaN(value);
}
