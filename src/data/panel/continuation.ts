import { DataError, type Warn } from "../../errors.js";
import { firstFew } from "../../wording.js";
import { columnNamed } from "../roles/columns-by-name.js";
import { idNamed } from "../roles/id.js";
import { timesNamed, zoned } from "../roles/time.js";
import { displayName } from "../source/errors.js";
import { numbersOf, rejectInfinite } from "../table/column-numbers.js";
import type { Columns } from "../table/columns.js";
import { type Frequency, stepFrom, stepsBetween } from "../time/frequency.js";
import type { Panel } from "./from-table.js";
import { maxSteps } from "./grid.js";
import { group, seriesId } from "./group-by-id.js";
import { interpolate } from "./impute.js";
import { type Dated, formatStamp, placeOf, type Rows } from "./rows.js";
import { concatenate } from "./series.js";
import { sortRows } from "./sort-rows.js";

/** The observations that follow a panel, by series. */
export interface Continuation {
  /** Path, `-` or dataset that they were read from. */
  readonly source: string;
  /** Observations after each series' last one, in the panel's order; NaN where missing. */
  readonly y: readonly Float64Array[];
  /** The panel, with its future columns continued by as many values. */
  readonly panel: Panel;
}

/**
 * Reads the observations that follow a panel from a table with the same columns and series.
 *
 * Competitions hide the dates of their series, so rows are taken one step after the other as long as
 * their dates are in order after the panel's; where dates say otherwise, `warn` hears it. Missing
 * observations stay missing.
 *
 * @throws UsageError when a column is missing, with the nearest name
 * @throws DataError when the series are not the panel's, a date does not come after them or repeats,
 *   or a cell does not fit, with file:line
 */
export function continuationFromColumns(
  table: Columns,
  panel: Panel,
  warn: (message: string) => void,
): Continuation {
  const { reading, frequency, series } = panel;
  if (reading === undefined)
    throw new RangeError("the panel does not say which columns it was read from");
  const read = reading.time === undefined ? undefined : timesNamed(table, reading.time, warn);
  const time = read && zoned(read, reading.tz, warn);
  const dated = frequency.unit !== "index";
  if (time !== undefined && time.dated !== dated) {
    throw new DataError(
      `column "${time.column.name}" holds ${time.dated ? "dates" : "no dates"} in ${displayName(table.name)}, but ${dated ? "dates" : "none"} in ${displayName(panel.source)}`,
    );
  }
  const id = reading.id === undefined ? undefined : idNamed(table, reading.id);
  const columnsOf = (names: Iterable<string>) =>
    Array.from(names, (name) => {
      const column = numbersOf(table, columnNamed(table, name));
      rejectInfinite(table, column);
      return column;
    });
  const targets = columnsOf(reading.targets);
  const future = columnsOf(series[0]?.future?.keys() ?? []);
  const data: Dated = { table, time: time?.column, dated };
  const rows = sortRows(data, group(table, id, time?.stamps), warn);

  const found = new Map<string, { rows: Rows; target: Float64Array }>();
  for (const one of rows) {
    for (const { name, values } of targets) {
      // Without ids the one series is called like its file, which has another name here.
      const called =
        id === undefined && targets.length === 1
          ? series[0].id
          : seriesId(one.id, name, targets.length, id !== undefined);
      found.set(called, { rows: one, target: values });
    }
  }
  requireSameSeries(panel, table, found);
  if (time !== undefined) requireOrder(data, panel, found, warn);
  const late = time === undefined ? undefined : stepsLate(data, panel, found, warn);
  const dates = (id: string) =>
    panel.irregular && time !== undefined ? { ahead: found.get(id)!.rows.ds } : undefined;

  const missing = { count: 0, first: "" };
  const continued = series.map((one) => {
    const { rows } = found.get(one.id)!.rows;
    if (one.future === undefined) return { ...one, ...dates(one.id) };
    const columns = future.map(({ name, values }): [string, Float64Array] => {
      const x = rows.valuesOf(values).slice();
      const { start, end } = interpolate(x);
      x.fill(x[start], 0, start);
      for (let k = 0; k < end; k++) {
        if (!Number.isNaN(values[rows.at(k)])) continue;
        if (missing.count++ === 0) missing.first = `${placeOf(data, rows.at(k))}column "${name}"`;
      }
      return [
        name,
        concatenate(one.future!.get(name)!.subarray(0, one.y.length), x.subarray(0, end)),
      ];
    });
    return { ...one, ...dates(one.id), future: new Map(columns) };
  });
  if (missing.count > 0) {
    const more = missing.count > 1 ? ` and ${missing.count - 1} more` : "";
    warn(`${missing.first}${more}: missing values are interpolated`);
  }
  return {
    source: table.name,
    panel: { ...panel, series: continued },
    y: series.map(({ id }) => {
      const { rows, target } = found.get(id)!;
      const y = rows.rows.valuesOf(target);
      const skipped = late?.get(id) ?? 0;
      return skipped === 0 ? y : concatenate(new Float64Array(skipped).fill(Number.NaN), y);
    }),
  };
}

function requireSameSeries(
  panel: Panel,
  table: Columns,
  found: ReadonlyMap<string, unknown>,
): void {
  const known = new Set(panel.series.map(({ id }) => id));
  const absent = [...known].filter((id) => !found.has(id));
  const foreign = [...found.keys()].filter((id) => !known.has(id));
  if (absent.length + foreign.length === 0) return;
  const [train, test] = [displayName(panel.source), displayName(table.name)];
  const said = (ids: readonly string[], here: string, there: string) =>
    ids.length === 0
      ? []
      : [
          `${ids.length} series of ${here} ${ids.length === 1 ? "is" : "are"} not in ${there}: ${firstFew(ids)}`,
        ];
  const parts = [...said(absent, train, test), ...said(foreign, test, train)];
  throw new DataError(parts.join("; "), {
    hint: "Both files must hold the same series under the same names.",
  });
}

/** Dates must come after the panel's; that they follow step by step is only expected. */
function requireOrder(
  data: Dated,
  { series, source, frequency, irregular }: Panel,
  found: ReadonlyMap<string, { rows: Rows }>,
  warn: (message: string) => void,
): void {
  let astray = 0;
  let first = "";
  for (const one of series) {
    const { rows, ds } = found.get(one.id)!.rows;
    const last = one.ds[one.ds.length - 1];
    if (!(ds[0] > last)) {
      const location = data.table.locate?.(rows.at(0), data.time);
      throw new DataError(
        `series "${one.id}": ${formatStamp(ds[0], data.dated)} does not come after ${formatStamp(last, data.dated)}, the end of ${displayName(source)}`,
        {
          hint: "The test part begins after the training part ends.",
          ...(location && { location }),
        },
      );
    }
    if (irregular || stepsSkipped(last, ds, frequency) > 0) continue;
    const odd = ds.findIndex((t, k) => t !== stepFrom(last, frequency, k + 1));
    if (odd < 0) continue;
    if (astray++ === 0) {
      const before = odd === 0 ? last : ds[odd - 1];
      first = `${placeOf(data, rows.at(odd))}${formatStamp(ds[odd], data.dated)} is not the step after ${formatStamp(before, data.dated)}`;
    }
  }
  const also = astray > 1 ? ` (${astray} series)` : "";
  if (astray > 0) warn(`${first}; rows are taken one step after the other${also}`);
}

/**
 * Steps from the end of a series to the first of rows that follow each other but begin later; 0 when they
 * begin with the next step, or do not follow each other.
 */
function stepsSkipped(last: number, ds: Float64Array, frequency: Frequency): number {
  const steps = stepsBetween(last, ds[0], frequency);
  if (!(steps > 1 && steps < maxSteps(ds.length))) return 0;
  return ds.every((t, k) => t === stepFrom(ds[0], frequency, k)) ? steps - 1 : 0;
}

/**
 * The steps without rows before the test part of each series that begins late; they are forecast too, but
 * not scored.
 *
 * @throws DataError when future columns lack values there
 */
function stepsLate(
  data: Dated,
  { series, frequency, irregular, source }: Panel,
  found: ReadonlyMap<string, { rows: Rows }>,
  warn: Warn,
): Map<string, number> {
  const late = new Map<string, number>();
  for (const { id, ds, future } of irregular ? [] : series) {
    const { rows } = found.get(id)!;
    const skipped = stepsSkipped(ds[ds.length - 1], rows.ds, frequency);
    if (skipped === 0) continue;
    const place = placeOf(data, rows.rows.at(0));
    const what = `${formatStamp(rows.ds[0], data.dated)} is ${skipped + 1} steps after the end of ${displayName(source)}`;
    if (future !== undefined) {
      throw new DataError(`${what}, and the future columns have no values before it`, {
        hint: "Add the rows between, with or without observations.",
        location: { file: data.table.name },
      });
    }
    if (late.size === 0) {
      warn(`${place}${what}: it is scored as step ${skipped + 1}, and the steps before it are not`);
    }
    late.set(id, skipped);
  }
  return late;
}
