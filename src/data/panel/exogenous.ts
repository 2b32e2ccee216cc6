import { DataError, type Warn } from "../../errors.js";
import { firstFew } from "../../wording.js";
import { columnNamed } from "../roles/columns-by-name.js";
import { idNamed } from "../roles/id.js";
import type { Roles } from "../roles/roles.js";
import { timesNamed, zoned } from "../roles/time.js";
import { displayName } from "../source/errors.js";
import { holdsValues, numbersOf, rejectInfinite } from "../table/column-numbers.js";
import type { Columns, NumberColumn } from "../table/columns.js";
import { RowList } from "../table/row-list.js";
import { type Frequency, stepFrom, stepsBetween } from "../time/frequency.js";
import { Findings } from "./findings.js";
import { stampsAhead } from "./future-index.js";
import { type Grid, maxSteps, offGrid, placeOnGrid, tooFar } from "./grid.js";
import { group } from "./group-by-id.js";
import { interpolate } from "./impute.js";
import type { Panel, Series } from "./panel.js";
import type { Duplicates } from "./policies.js";
import { type Dated, formatStamp, placeOf, type Rows } from "./rows.js";
import { concatenate } from "./series.js";
import { sortRows } from "./sort-rows.js";

/** Rows of the future columns from a table of their own. */
export interface Later {
  readonly data: Dated;
  /** The future columns, in the order of the roles. */
  readonly columns: readonly NumberColumn[];
  /** The rows of a series, undefined when there are none. */
  of(id: string): Rows | undefined;
}

/**
 * Reads a table of future values; its columns have the names they have in the table they continue.
 * Series that the other table has not are named in a warning.
 *
 * @param table  what is continued, with its `roles` and `series`
 * @throws UsageError when a column is missing, with the nearest name
 * @throws DataError for cells that do not fit and dates that repeat, with file:line
 */
export function laterRows(
  file: Columns,
  table: Columns,
  roles: Roles,
  series: readonly Rows[],
  warn: Warn,
  tz?: string,
): Later {
  const { time, id, future } = roles;
  const read = time && timesNamed(file, time.column.name, warn);
  const when = read && zoned(read, tz, warn);
  if (time && when && when.dated !== time.dated) {
    const holds = (dated: boolean) => (dated ? "dates" : "whole numbers");
    throw new DataError(
      `column "${when.column.name}" holds ${holds(when.dated)} in ${displayName(file.name)}, but ${holds(time.dated)} in ${displayName(table.name)}`,
    );
  }
  const columns = future.map(({ name }) => numbersOf(file, columnNamed(file, name)));
  for (const column of columns) rejectInfinite(file, column);
  const data: Dated = { table: file, time: when?.column, dated: time?.dated ?? false };
  const rows = sortRows(data, group(file, id && idNamed(file, id.name), when?.stamps), warn);
  if (id === undefined) return { data, columns, of: () => rows[0] };
  warnForeign(file, rows, table.name, series, (message) => warn(message, "foreign-series"));
  const byId = new Map(rows.map((one) => [one.id, one]));
  return { data, columns, of: (name) => byId.get(name) };
}

/** The columns of numbers in tables of what is to come, without those that have another role. */
export function plannedColumns(
  files: readonly Columns[],
  taken: readonly (string | undefined)[] = [],
): string[] {
  const names = files.flatMap(({ columns }) =>
    columns.filter((c) => c.kind === "number" && holdsValues(c)).map(({ name }) => name),
  );
  return [...new Set(names)].filter((name) => !taken.includes(name));
}

/** Says which series of a file of future values are not among those that are forecast. */
export function warnForeign(
  file: Columns,
  its: readonly { readonly id: string }[],
  source: string,
  series: readonly { readonly id: string }[],
  warn: (message: string) => void,
): void {
  const known = new Set(series.map(({ id }) => id));
  const foreign = its.map(({ id }) => id).filter((id) => !known.has(id));
  if (foreign.length === 0) return;
  warn(
    `${displayName(file.name)}: ${foreign.length} series not in ${displayName(source)} are left out: ${firstFew(foreign)}`,
  );
}

/** The exogenous columns of a series. */
type Aligned = Pick<Series, "past" | "pastObserved" | "future">;

/** Reads the exogenous columns of a table series by series, and remembers what was missing. */
export class ExogenousReader {
  private readonly columns: readonly NumberColumn[];
  private readonly holes: readonly Findings[];
  private readonly leading: readonly Findings[];
  private readonly trailing: readonly Findings[];
  /** Values missing beyond the table's own rows: how many, and the first. */
  private ahead = 0;
  private firstAhead = "";
  /** Later dates that are neither dates of the table nor beyond its last one: how many, and the first. */
  private idle = 0;
  private firstIdle = "";

  constructor(
    private readonly data: Dated,
    private readonly roles: Pick<Roles, "past" | "future">,
    private readonly later: Later | undefined,
    private readonly dates: { readonly frequency: Frequency; readonly irregular: boolean },
    private readonly combine: Duplicates = "error",
    private readonly keepPastMissing = false,
  ) {
    this.columns = [...roles.past, ...roles.future];
    const each = () => this.columns.map(() => new Findings());
    this.holes = each();
    this.leading = each();
    this.trailing = each();
  }

  /** Whether rows beyond the last observation hold values of future columns. */
  get reachesAhead(): boolean {
    return this.roles.future.length > 0;
  }

  /**
   * @param start first place at which any target of these rows was observed
   * @param end   one past the last such place
   * @returns the columns of a target that was observed from one place up to another
   * @throws DataError when a column has no values, or a future one ends before the observations do
   */
  read(one: Rows, grid: Grid, start: number, end: number): (from: number, to: number) => Aligned {
    const { past, future } = this.roles;
    const raw = past.map(({ values }) =>
      placeOnGrid(values, one, grid, grid.ds.length, this.combine).slice(start, end),
    );
    const until = raw.map((values, c) => {
      const x = values.slice();
      const known = this.settle(c, x, one, grid, start);
      return x.fill(x[known - 1], known);
    });
    const filled = past
      .map(({ name }, c) => ({ name, x: raw[c] }))
      .filter(({ x }) => x.some(Number.isNaN));
    const later = this.placesAhead(one, grid);
    const length = later.places.reduce((most, place) => Math.max(most, place + 1), grid.ds.length);
    const beyond = future.map((column, k) => {
      const c = past.length + k;
      const x = placeOnGrid(column.values, one, grid, length, this.combine).slice();
      const values = this.later?.columns[k]?.values ?? new Float64Array();
      later.places.forEach((place, i) => {
        const value = values[later.rows.at(i)];
        // Of what is to come the file knows better than rows that were written before it.
        const wins = place >= end && !Number.isNaN(value);
        if (place >= 0 && (wins || Number.isNaN(x[place]))) x[place] = value;
      });
      const known = this.settle(c, x.subarray(start), one, grid, start);
      if (start + known < end) {
        throw new DataError(
          `series "${one.id}": column "${column.name}" has no value from ${this.stamp(one, grid, start + known)} on`,
          {
            hint: "A future column is known at least as far as the series itself.",
            ...this.file(),
          },
        );
      }
      return x.subarray(start, start + known);
    });
    return (from, to) => ({
      ...(past.length > 0 && {
        past: new Map(
          past.map(({ name }, k) => [name, until[k].subarray(from - start, to - start)]),
        ),
      }),
      ...(filled.length > 0 && {
        pastObserved: new Map(
          filled.map(({ name, x }) => [name, x.subarray(from - start, to - start)]),
        ),
      }),
      ...(future.length > 0 && {
        future: new Map(future.map(({ name }, k) => [name, beyond[k].subarray(from - start)])),
      }),
    });
  }

  /** Says what was missing and what was done about it. */
  report(warn: (message: string) => void): void {
    this.columns.forEach(({ name }, c) => {
      const nouns = [`value of column "${name}"`, `values of column "${name}"`] as const;
      const left = this.keepPastMissing && c < this.roles.past.length;
      const say = (findings: Findings, done: string) =>
        findings.report(this.data, nouns, left ? "left missing" : done, warn);
      say(this.holes[c], "interpolated");
      say(this.leading[c], "filled with the first one there is");
      say(this.trailing[c], "filled with the last one there is");
    });
    if (this.idle > 0) {
      const also = this.idle > 1 ? ` and ${this.idle - 1} more` : "";
      const are = this.idle > 1 ? "are" : "is";
      warn(
        `${this.firstIdle}${also} ${are} not after the last row of ${displayName(this.data.table.name)}, and left out`,
      );
    }
    if (this.ahead === 0) return;
    const counted =
      this.ahead === 1
        ? "1 future value is missing,"
        : `${this.ahead} future values are missing, the first`;
    const { table } = this.later?.data ?? this.data;
    warn(`${displayName(table.name)}: ${counted} ${this.firstAhead}; interpolated`);
  }

  /**
   * Fills what is missing before the last known value, in place, and counts it.
   *
   * @returns one past the place of the last known value
   */
  private settle(c: number, x: Float64Array, one: Rows, grid: Grid, start: number): number {
    const { name } = this.columns[c];
    const raw = x.slice();
    const dates = this.dates.irregular ? this.stampsOf(one, grid).subarray(start) : undefined;
    const known = interpolate(x, dates);
    if (known.end === known.start) {
      throw new DataError(`series "${one.id}" has no values in column "${name}"`, this.file());
    }
    x.fill(x[known.start], 0, known.start);
    const counts = { leading: 0, holes: 0, trailing: 0 };
    const first = { leading: 0, holes: 0, trailing: 0 };
    for (let i = 0; i < grid.places.length; i++) {
      const at = grid.places.at(i) - start;
      if (at < 0 || at >= raw.length || !Number.isNaN(raw[at])) continue;
      const kind = at < known.start ? "leading" : at < known.end ? "holes" : "trailing";
      if (counts[kind]++ === 0) first[kind] = one.rows.at(i);
    }
    if (counts.leading > 0) this.leading[c].add(counts.leading, first.leading);
    if (counts.holes > 0) this.holes[c].add(counts.holes, first.holes);
    if (counts.trailing > 0 && c < this.roles.past.length) {
      this.trailing[c].add(counts.trailing, first.trailing);
    }
    for (let at = grid.ds.length - start; at < known.end; at++) {
      if (!Number.isNaN(raw[at])) continue;
      if (this.ahead++ === 0) {
        this.firstAhead = `in column "${name}" of series "${one.id}" at ${this.stamp(one, grid, start + at)}`;
      }
    }
    return known.end;
  }

  /** Stamps of the later table that follow those of a series. */
  stampsAfter(one: Rows, { ds }: Grid): Float64Array {
    const last = ds[ds.length - 1];
    return this.later?.of(one.id)?.ds.filter((stamp) => stamp > last) ?? new Float64Array();
  }

  /** The later table's rows of a series, and their places in the series' grid; negative before it, or off it. */
  private placesAhead(one: Rows, grid: Grid): { rows: RowList; places: Int32Array } {
    const found = this.later?.of(one.id);
    if (found === undefined) return { rows: RowList.run(0, 0), places: new Int32Array() };
    const { data } = this.later!;
    if (this.dates.irregular) {
      const places = placesAmong(grid.ds, found.ds);
      places.forEach((place, i) => {
        if (place >= 0 || this.idle++ > 0) return;
        this.firstIdle = `${placeOf(data, found.rows.at(i))}${formatStamp(found.ds[i], data.dated)}`;
      });
      return { rows: found.rows, places };
    }
    const { frequency } = this.dates;
    const origin = grid.ds[0];
    const most = maxSteps(grid.ds.length + found.rows.length);
    const places = Int32Array.from(found.ds, (ds, i) => {
      // Without dates the later rows follow the others.
      if (this.data.time === undefined) return grid.ds.length + i;
      const steps = stepsBetween(origin, ds, frequency);
      if (Number.isNaN(steps)) throw offGrid(data, found, i, origin, frequency, false);
      if (steps >= most) throw tooFar(data, found, i, found.rows.length, steps, frequency);
      return steps;
    });
    return { rows: found.rows, places };
  }

  private stamp(one: Rows, grid: Grid, place: number): string {
    const { frequency, irregular } = this.dates;
    const ds = irregular ? this.stampsOf(one, grid)[place] : stepFrom(grid.ds[0], frequency, place);
    return formatStamp(ds, this.data.dated);
  }

  /** Stamps of a series and of what follows it in the later table. */
  private stampsOf(one: Rows, grid: Grid): Float64Array {
    return concatenate(grid.ds, this.stampsAfter(one, grid));
  }

  private file(): { location: { file: string } } {
    return { location: { file: this.data.table.name } };
  }
}

/** Places of later stamps among others, behind them where they follow; -1 where they are not there. */
function placesAmong(ds: Float64Array, later: Float64Array): Int32Array {
  const last = ds[ds.length - 1];
  let place = 0;
  let behind = ds.length;
  return Int32Array.from(later, (stamp) => {
    if (stamp > last) return behind++;
    while (ds[place] < stamp) place++;
    return ds[place] === stamp ? place : -1;
  });
}

/** How many steps beyond the last observation every future column is known; infinite without any. */
export function knownAhead({ series }: Panel): number {
  let steps = Number.POSITIVE_INFINITY;
  for (const { y, future } of series) {
    for (const x of future?.values() ?? []) steps = Math.min(steps, x.length - y.length);
  }
  return steps;
}

/**
 * Makes sure that every future column is known `horizon` steps ahead.
 *
 * @param remedy where more of them could be put, for the hint
 * @param file   what holds them, the panel's own table by default
 * @throws DataError that names the first series and column that are not, and the first missing date
 */
export function requireAhead(
  { series, frequency, source }: Panel,
  horizon: number,
  remedy: string,
  file = source,
): void {
  const dated = frequency.unit !== "index";
  for (const one of series) {
    const { id, y, future } = one;
    for (const [name, x] of future ?? []) {
      const known = x.length - y.length;
      if (known >= horizon) continue;
      const date = (step: number) =>
        formatStamp(stampsAhead(one, frequency, step)[step - 1], dated);
      const shorter = known > 0 ? `, or ask for less: -H ${known}` : "";
      const without = known === 0 && series.some((other) => isPlanned(other, name, horizon));
      const leaveOut = without ? `, or leave the series out with --where` : "";
      throw new DataError(
        `series "${id}": future column "${name}" has no value for ${date(known + 1)}`,
        {
          hint: `${horizon} steps ahead need its values up to ${date(horizon)}: ${remedy}${shorter}${leaveOut}.`,
          location: { file },
        },
      );
    }
  }
}

function isPlanned({ y, future }: Series, name: string, steps: number): boolean {
  return (future?.get(name)?.length ?? 0) - y.length >= steps;
}
