import { DataError } from "../../errors.js";
import { firstFew } from "../../wording.js";
import type { Column, NumberColumn } from "../table/columns.js";
import type { RowList } from "../table/row-list.js";
import type { Frequency } from "../time/frequency.js";
import type { ExogenousReader } from "./exogenous.js";
import { Findings } from "./findings.js";
import { type Grid, irregularGrid, placeOnGrid, regularGrid } from "./grid.js";
import { seriesId } from "./group-by-id.js";
import { FILLED, fill } from "./impute.js";
import { rejectMostlyGaps } from "./invented-rows.js";
import type { Series } from "./panel.js";
import type { Duplicates, Missing } from "./policies.js";
import type { Dated, Rows } from "./rows.js";
import { concatenate } from "./series.js";
import { staticValues } from "./static-columns.js";

/** The rows of a table by series, and how they are cleaned. */
export interface RawSeries {
  readonly data: Dated;
  readonly series: readonly Rows[];
  readonly targets: readonly NumberColumn[];
  readonly hasId: boolean;
  readonly frequency: Frequency;
  readonly irregular: boolean;
  /** Whether the user named the frequency. */
  readonly explicit: boolean;
  /** How rows of one place are combined. */
  readonly combine: Duplicates;
  readonly season: number;
  /** The user's policy for missing values. */
  readonly missing: Missing | undefined;
  /** Without a policy, keep NaN. */
  readonly keepMissing: boolean;
  /** Columns whose values beyond the last observation are plans, such as prices. */
  readonly plans: () => readonly NumberColumn[];
  /** Columns with one value a series. */
  readonly fixed: readonly Column[];
}

/** Series between their first and last values. */
export interface CleanedSeries {
  readonly series: Series[];
  /** Rows after the last observations that plan ahead. */
  readonly ahead: number;
}

/** A target of a series between its first and its last value. */
interface ObservedTarget {
  readonly id: string;
  readonly y: Float64Array;
  readonly start: number;
  readonly end: number;
  readonly observed?: Float64Array;
  readonly recorded?: Float64Array;
}

/** Share of rows without a value from which some more at the end are rather of their kind than plans. */
const MIN_MISSING_SHARE = 0.1;

export function cleanSeries(
  {
    data,
    series: groups,
    targets,
    hasId,
    frequency,
    irregular,
    explicit,
    combine,
    season,
    missing,
    keepMissing,
    fixed,
    plans,
  }: RawSeries,
  exogenous: ExogenousReader,
  warn: (message: string) => void,
): CleanedSeries {
  const gaps = new Findings();
  const holes = new Findings();
  const leading = new Findings();
  const trailing = new Findings();
  const planned = new Findings();
  let ahead = 0;
  const how = missing === undefined || missing === "error" ? "interpolate" : missing;
  const series: Series[] = [];
  const empty: { readonly id: string; readonly column: string }[] = [];
  let last: { stamps: Float64Array; grid: Grid } | undefined;
  for (const one of groups) {
    // Series often share their dates.
    const grid =
      one.ds === last?.stamps
        ? last.grid
        : irregular
          ? irregularGrid(one)
          : regularGrid(data, one, frequency, explicit);
    last = { stamps: one.ds, grid };
    if (missing === undefined && !irregular) {
      rejectMostlyGaps(data, one, grid, frequency, groups.length > 1);
    }
    const { ds, places } = grid;
    const skipped = gapsIn(places);
    if (skipped.count > 0) gaps.add(skipped.count, one.rows.at(skipped.first));
    let rowsAhead = Number.POSITIVE_INFINITY;
    const observed = targets.flatMap((target): ObservedTarget[] => {
      const raw = placeOnGrid(target.values, one, grid, ds.length, combine);
      const id = seriesId(one.id, target.name, targets.length, hasId);
      if (isComplete(raw)) {
        rowsAhead = 0;
        return [{ id, y: raw, start: 0, end: raw.length }];
      }
      const y = raw.slice();
      let first = -1;
      const { start, end } = fill(y, how, season, irregular ? ds : undefined);
      if (end === start) {
        empty.push({ id, column: target.name });
        return [];
      }
      let before = 0;
      let after = 0;
      let inside = 0;
      let run = 0;
      let longest = 0;
      for (let i = 0; i < places.length; i++) {
        if (!Number.isNaN(target.values[one.rows.at(i)])) {
          longest = Math.max(longest, run);
          run = 0;
          continue;
        }
        const place = places.at(i);
        run++;
        if (place < start) before++;
        else if (place >= end) after++;
        else if (Number.isNaN(raw[place]) && inside++ === 0) first = i;
      }
      if (inside > 0) holes.add(inside, one.rows.at(first));
      if (before > 0) leading.add(before, one.rows.at(0));
      // With future columns, rows without a target are there on purpose.
      let isPlan = exogenous.reachesAhead;
      if (after > 0 && !isPlan) {
        const row = one.rows.at(one.rows.length - after);
        const usual = inside >= MIN_MISSING_SHARE * one.rows.length && after <= longest;
        isPlan = !usual && plans().some(({ values }) => !Number.isNaN(values[row]));
        (isPlan ? planned : trailing).add(after, row);
      }
      rowsAhead = Math.min(rowsAhead, isPlan ? after : 0);
      const filled = how !== "zero" && raw.subarray(start, end).some(Number.isNaN);
      const kept = missing === undefined ? { observed: raw } : { recorded: raw };
      return [{ id, y, start, end, ...(filled && kept) }];
    });
    if (observed.length === 0) continue;
    if (Number.isFinite(rowsAhead)) ahead += rowsAhead;
    const columns = exogenous.read(
      one,
      grid,
      Math.min(...observed.map(({ start }) => start)),
      Math.max(...observed.map(({ end }) => end)),
    );
    const constant = fixed.length > 0 ? staticValues(data, one, fixed) : undefined;
    const later = irregular ? exogenous.stampsAfter(one, grid) : new Float64Array();
    for (const { id, y, start, end, ...kept } of observed) {
      series.push({
        id,
        ds: ds.subarray(start, end),
        ...(irregular && { ahead: concatenate(ds.subarray(end), later) }),
        y: y.subarray(start, end),
        ...(kept.observed && { observed: kept.observed.subarray(start, end) }),
        ...(kept.recorded && { recorded: kept.recorded.subarray(start, end) }),
        ...columns(start, end),
        ...(constant && { static: constant }),
      });
    }
  }
  if (series.length === 0) {
    const [{ id, column }] = empty;
    throw new DataError(`series "${id}" has no values in column "${column}"`);
  }
  if (empty.length > 0) {
    const all = empty.length + series.length;
    warn(
      `${empty.length} of ${all} series have no values and are left out: ${firstFew(empty.map(({ id }) => id))}`,
    );
  }
  const what = ["value", "values"] as const;
  if (missing === "error") {
    gaps.reject(data, ["date", "dates"]);
    holes.reject(data, what);
  }
  const filled = keepMissing && missing === undefined ? "left missing" : FILLED[how];
  gaps.report(data, ["date", "dates"], `rows are added and ${filled}`, warn);
  holes.report(data, what, filled, warn);
  leading.report(data, what, "left out, as the series starts later", warn);
  const ends = irregular
    ? "forecast, as the series ends before them"
    : "left out, as the series ends before them";
  trailing.report(data, what, ends, warn);
  planned.reportAs(
    data,
    ["row plans", "rows plan"],
    "ahead",
    warn,
    `other columns have values there, "${targets[0].name}" has none yet`,
  );
  exogenous.report(warn);
  return { series, ahead };
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
