import { findRoles, type RoleOptions } from "../data/roles/roles.js";
import { displayName } from "../data/source/errors.js";
import { numbersOf, rejectInfinite } from "../data/table/column-numbers.js";
import type { Columns } from "../data/table/columns.js";
import { DataError, UsageError } from "../errors.js";
import { suggestion } from "../suggest.js";
import { listed } from "../wording.js";

/** Forecasts that were made earlier and kept in a table. */
export interface SavedForecasts {
  readonly models: readonly SavedModel[];
  /** In order of first appearance; an only series without an id column has none. */
  readonly series: readonly SavedSeries[];
  readonly named: boolean;
  /** Whether stamps are milliseconds, else they count rows. */
  readonly dated: boolean;
}

/** One model's columns, [rows of the table]; NaN where there is no forecast. */
export interface SavedModel {
  readonly label: string;
  readonly mean: Float64Array;
  readonly intervals: readonly {
    readonly level: number;
    readonly lo: Float64Array;
    readonly hi: Float64Array;
  }[];
}

/** The forecasts of one series, the earliest origin first. */
export interface SavedSeries {
  readonly id: string;
  /** Each in order of date. */
  readonly origins: readonly { readonly rows: readonly number[]; readonly ds: Float64Array }[];
}

/** Columns that stand beside forecasts in a table that `backtest --forecasts` or other tools write. */
const BESIDE = ["unique_id", "ds", "cutoff", "y", "lead_time", "h", "step"];
/** An interval's end, a quantile or a sample path, after the name of its model. */
const PART = /^(.+)-(?:(lo|hi)-([\d.]+)|(?:q|sample)-[\d.]+|median)$/;

/**
 * Finds models and their intervals in a table of forecasts: `unique_id,ds,<model>` with
 * `<model>-lo-80,<model>-hi-80` …, and `cutoff` where there are forecasts from several origins.
 *
 * @param columns names of the columns with forecasts; every column of numbers without another role by default
 * @throws DataError when there are none, or a date is forecast twice from one origin
 */
export function savedForecasts(
  table: Columns,
  { time, id, tz }: Pick<RoleOptions, "time" | "id" | "tz">,
  columns: readonly string[] | undefined,
  warn: (message: string) => void,
): SavedForecasts {
  const names = table.columns.map(({ name }) => name);
  const has = (name: string | undefined) => name !== undefined && names.includes(name);
  const called = {
    time: [time, "ds"].find(has),
    id:
      typeof id === "string" && id.split(",").every(has)
        ? id
        : has("unique_id")
          ? "unique_id"
          : undefined,
  };
  const isBeside = (name: string) =>
    BESIDE.includes(name) || name === called.time || called.id?.split(",").includes(name);
  const isPart = (name: string) => has(PART.exec(name)?.[1]);
  const unknown = columns?.find((name) => !has(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `${displayName(table.name)} has no column "${unknown}"`,
      suggestion(unknown, names) ?? `Its columns are ${listed(names)}.`,
    );
  }
  const labels =
    columns ??
    table.columns
      .filter(({ name, kind }) => kind === "number" && !isBeside(name) && !isPart(name))
      .map(({ name }) => name);
  if (labels.length === 0) {
    throw new DataError(`${displayName(table.name)} has no column of forecasts`, {
      hint: `Its columns are ${listed(names)}. Name those with forecasts: --columns theta,ets.`,
    });
  }
  const roles = findRoles(
    table,
    {
      ...(called.time !== undefined && { time: called.time }),
      ...(called.id !== undefined && { id: called.id }),
      ...(tz !== undefined && { tz }),
      target: labels,
    },
    warn,
  );
  const column = (name: string) => {
    const found = numbersOf(table, table.columns.find((one) => one.name === name)!);
    rejectInfinite(table, found);
    return found.values;
  };
  const levelsOf = (label: string) =>
    names
      .map((name) => PART.exec(name))
      .filter((part) => part?.[1] === label && part[2] === "lo" && has(`${label}-hi-${part[3]}`))
      .map((part) => part![3])
      .filter((level) => Number(level) > 0 && Number(level) < 100)
      .sort((a, b) => Number(a) - Number(b));
  const complete = (label: string, level: string) => {
    const mean = column(label);
    const ends = ["lo", "hi"].map((end) => column(`${label}-${end}-${level}`));
    const whole = mean.every(
      (value, row) => Number.isNaN(value) || ends.every((end) => !Number.isNaN(end[row])),
    );
    if (!whole) {
      warn(`${label}: its ${level} % interval is missing for some forecasts and is not scored`);
    }
    return whole;
  };
  const cutoff = table.columns.find(({ name }) => name === "cutoff");
  const stampOf = (row: number) => roles.time?.stamps.at(row) ?? row;
  const groups = new Map<string, Map<string, number[]>>();
  for (let row = 0; row < table.rows; row++) {
    if (Number.isNaN(stampOf(row))) continue;
    const series = roles.id ? roles.id.labels.text(roles.id.codes[row]) : "";
    const origin = cutoff ? table.cell(row, cutoff) : "";
    const origins = groups.get(series) ?? new Map<string, number[]>();
    groups.set(series, origins.set(origin, [...(origins.get(origin) ?? []), row]));
  }
  const inOrder = (rows: readonly number[]) => {
    const sorted = [...rows].sort((a, b) => stampOf(a) - stampOf(b));
    const twice = sorted.findIndex((row, k) => k > 0 && stampOf(row) === stampOf(sorted[k - 1]));
    if (twice > 0) {
      const location = table.locate?.(sorted[twice]);
      throw new DataError("a date is forecast twice for the same series and origin", {
        hint: "Name the column that tells the series with --id; forecasts from several origins need a column cutoff.",
        ...(location && { location }),
      });
    }
    return { rows: sorted, ds: Float64Array.from(sorted, stampOf) };
  };
  return {
    models: labels.map((label) => ({
      label,
      mean: column(label),
      intervals: levelsOf(label)
        .filter((level) => complete(label, level))
        .map((level) => ({
          level: Number(level),
          lo: column(`${label}-lo-${level}`),
          hi: column(`${label}-hi-${level}`),
        })),
    })),
    series: Array.from(groups, ([series, origins]) => ({
      id: series,
      origins: Array.from(origins.values(), inOrder).sort((a, b) => a.ds[0] - b.ds[0]),
    })),
    named: roles.id !== undefined,
    dated: roles.time?.dated ?? false,
  };
}
