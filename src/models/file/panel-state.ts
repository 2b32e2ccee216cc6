import type { Panel, Reading, Series, StaticValue } from "../../data/panel/from-table.js";
import { concatenate } from "../../data/panel/series.js";
import type { Frequency } from "../../data/time/frequency.js";
import type { State } from "../model.js";
import {
  choiceOf,
  fieldsOf,
  InvalidState,
  listOf,
  numbersOf,
  textOf,
  wholeOf,
} from "../state-reader.js";

/** Latest time stamp of a calendar date, in milliseconds. */
const MAX_TIMESTAMP = 8.64e15;
/** Bounds the memory that models allocate for a season before they look at its values. */
const MAX_SEASON = 1e6;
const UNITS = ["ms", "s", "min", "h", "D", "B", "W", "M", "Q", "Y", "index"] as const;

/** A panel as plain data: the values of all series in one vector, one after the other. */
export function panelState(panel: Panel): State {
  const { series, frequency, irregular, season, zone, source, reading } = panel;
  const ahead = series.map((each) => each.ahead ?? new Float64Array());
  const columns = (kind: "past" | "future") =>
    [...(series[0]?.[kind]?.keys() ?? [])].map((name) => {
      const values = series.map((one) => one[kind]!.get(name)!);
      return {
        name,
        lengths: Float64Array.from(values, ({ length }) => length),
        values: concatenated(values),
      };
    });
  return {
    source,
    frequency: { ...frequency },
    season,
    // Optional keys are absent where they say nothing, so that digests stay the same.
    ...(zone !== undefined && { zone }),
    ...(irregular && {
      ahead: {
        lengths: Float64Array.from(ahead, ({ length }) => length),
        ds: concatenated(ahead),
      },
    }),
    reading: reading ? readingState(reading) : null,
    ids: series.map(({ id }) => id),
    lengths: Float64Array.from(series, ({ y }) => y.length),
    ds: concatenated(series.map(({ ds }) => ds)),
    y: concatenated(series.map(({ y }) => y)),
    ...(series.some(({ observed }) => observed !== undefined) && {
      observed: concatenated(series.map(({ y, observed }) => observed ?? y)),
    }),
    past: columns("past"),
    future: columns("future"),
    ...(series[0]?.static && { static: staticState(series) }),
  };
}

/** Static columns by name, numbers as a vector and categories as a list. */
function staticState(series: readonly Series[]): State {
  return [...series[0].static!.keys()].map((name) => {
    const values = series.map((each) => each.static!.get(name)!);
    const numbers = values.filter((value) => typeof value === "number");
    return {
      name,
      values: numbers.length === values.length ? Float64Array.from(numbers) : values.map(String),
    };
  });
}

function readingState({ time, id, ...reading }: Reading): State {
  return { ...reading, time: time ?? null, id: id ?? null };
}

/** @throws Unexpected when the value is not a panel */
export function panelFromState(state: State): Panel {
  const fields = fieldsOf(state, "panel");
  const ids = listOf(fields.ids, "ids", textOf);
  if (ids.length === 0) throw new InvalidState("ids is empty");
  if (new Set(ids).size < ids.length) throw new InvalidState("ids names a series twice");
  const lengths = numbersOf(fields.lengths, "lengths");
  const ds = split(numbersOf(fields.ds, "ds"), lengths, ids.length, "ds");
  const y = split(numbersOf(fields.y, "y"), lengths, ids.length, "y");
  const observed =
    fields.observed === undefined
      ? undefined
      : split(numbersOf(fields.observed, "observed"), lengths, ids.length, "observed");
  const columns = (kind: "past" | "future") =>
    listOf(fields[kind], kind, (item, what) => {
      const column = fieldsOf(item, what);
      const name = textOf(column.name, `${what}.name`);
      const values = split(
        numbersOf(column.values, name),
        numbersOf(column.lengths, `${what}.lengths`),
        ids.length,
        name,
      );
      values.forEach((x, s) => {
        const known = y[s].length;
        if (kind === "past" ? x.length !== known : x.length < known) {
          throw new InvalidState(`column "${name}" does not fit series "${ids[s]}"`);
        }
      });
      return { name, values };
    });
  const past = columns("past");
  const future = columns("future");
  const fixed = fields.static === undefined ? [] : staticFromState(fields.static, ids.length);
  const ahead = fields.ahead === undefined ? undefined : aheadFromState(fields.ahead, ds);
  const of = (all: typeof past, s: number) => new Map(all.map((c) => [c.name, c.values[s]]));
  const series: Series[] = ids.map((id, s) => {
    requireOrder(ds[s], id);
    return {
      id,
      ds: ds[s],
      ...(ahead && { ahead: ahead[s] }),
      y: y[s],
      ...(observed && { observed: observed[s] }),
      ...(past.length > 0 && { past: of(past, s) }),
      ...(future.length > 0 && { future: of(future, s) }),
      ...(fixed.length > 0 && { static: new Map(fixed.map((c) => [c.name, c.values[s]])) }),
    };
  });
  return {
    series,
    frequency: frequencyFromState(fields.frequency),
    ...(ahead && { irregular: true }),
    season: wholeOf(fields.season, "season", 1, MAX_SEASON),
    ...(fields.zone !== undefined && { zone: textOf(fields.zone, "zone") }),
    source: textOf(fields.source, "source"),
    ...(fields.reading !== null && { reading: readingFromState(fields.reading) }),
  };
}

function staticFromState(
  state: State,
  count: number,
): { name: string; values: ArrayLike<StaticValue> }[] {
  return listOf(state, "static", (item, what) => {
    const column = fieldsOf(item, what);
    const { values: all } = column;
    const values = all instanceof Float64Array ? all : listOf(all, `${what}.values`, textOf);
    if (values.length !== count) {
      throw new InvalidState(`${what} has ${values.length} values for ${count} series`);
    }
    return { name: textOf(column.name, `${what}.name`), values };
  });
}

/** Known time stamps after the end of each series. */
function aheadFromState(state: State, ds: readonly Float64Array[]): Float64Array[] {
  const fields = fieldsOf(state, "ahead");
  const lengths = numbersOf(fields.lengths, "ahead.lengths");
  const stamps = split(numbersOf(fields.ds, "ahead.ds"), lengths, ds.length, "ahead", 0);
  stamps.forEach((after, s) => {
    requireOrder(concatenate(ds[s].subarray(-1), after), `${s} ahead`);
  });
  return stamps;
}

function frequencyFromState(state: State | undefined): Frequency {
  const fields = fieldsOf(state, "frequency");
  return {
    alias: textOf(fields.alias, "frequency.alias"),
    unit: choiceOf(fields.unit, "frequency.unit", UNITS),
    multiple: wholeOf(fields.multiple, "frequency.multiple", 1, MAX_TIMESTAMP),
    atEnd: fields.atEnd === true,
    ...(fields.anchor !== undefined && {
      anchor: wholeOf(fields.anchor, "frequency.anchor", 0, 11),
    }),
    ...(fields.day !== undefined && { day: wholeOf(fields.day, "frequency.day", 29, 30) }),
  };
}

function readingFromState(state: State | undefined): Reading {
  const fields = fieldsOf(state, "reading");
  const maybe = (value: State | undefined, what: string) =>
    value === null ? undefined : textOf(value, what);
  return {
    rows: wholeOf(fields.rows, "reading.rows", 0, Number.MAX_SAFE_INTEGER),
    ...(fields.ahead !== undefined && {
      ahead: wholeOf(fields.ahead, "reading.ahead", 0, Number.MAX_SAFE_INTEGER),
    }),
    time: maybe(fields.time, "reading.time"),
    targets: listOf(fields.targets, "reading.targets", textOf),
    id: maybe(fields.id, "reading.id"),
    frequencyFrom: choiceOf(fields.frequencyFrom, "reading.frequencyFrom", [
      "told",
      "inferred",
      "no dates",
    ]),
    seasonFrom: choiceOf(fields.seasonFrom, "reading.seasonFrom", ["told", "found", "frequency"]),
    ...(fields.tz !== undefined && { tz: textOf(fields.tz, "reading.tz") }),
  };
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return all;
}

function split(
  values: Float64Array,
  lengths: Float64Array,
  count: number,
  what: string,
  minLength = 1,
): Float64Array[] {
  if (lengths.length !== count)
    throw new InvalidState(`${what} is not as many series as there are`);
  let end = 0;
  const parts = Array.from(lengths, (length) => {
    if (!(Number.isSafeInteger(length) && length >= minLength)) {
      throw new InvalidState(`${what} has a series of ${length} rows`);
    }
    end += length;
    return values.subarray(end - length, end);
  });
  if (end !== values.length)
    throw new InvalidState(`${what} has ${values.length} rows, not ${end}`);
  return parts;
}

function requireOrder(ds: Float64Array, id: string): void {
  let before = -MAX_TIMESTAMP - 1;
  for (const stamp of ds) {
    if (!(stamp > before && stamp <= MAX_TIMESTAMP)) {
      throw new InvalidState(`the dates of series "${id}" are not in order`);
    }
    before = stamp;
  }
}
