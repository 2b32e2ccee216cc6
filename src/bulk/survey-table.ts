import { createHash } from "node:crypto";
import { isSeasonSettled, voterPlaces, withSeason } from "../analysis/panel-seasonality.js";
import type { Series } from "../data/panel/panel.js";
import type { TimePrecision } from "../data/time/timestamp.js";
import { canHoldBack } from "../evaluation/folds.js";
import { loudest, MAX_SPEAKERS, type Ranked } from "../models/intervals/speakers.js";
import { finerOf } from "../report/text/timestamp.js";
import { cutRows } from "./cut-rows.js";
import { IdHashes } from "./id-hashes.js";
import { seriesOfRows } from "./part-jobs.js";
import type { PlainCsv } from "./plain-csv.js";
import type { RowsPart, RowsReading } from "./rows-part.js";
import { surveyParts } from "./run-parts.js";
import { sortRows } from "./sort-rows.js";
import type { PartSurvey, SurveyedFrame } from "./survey.js";

/** Bytes of a part: hundreds of series of some years of months. */
const PART_BYTES = 2 ** 20;

/** A table that is known but not held. */
export interface SurveyedTable {
  readonly reading: RowsReading;
  readonly parts: readonly RowsPart[];
  /** Number of series of each part. */
  readonly counts: readonly number[];
  readonly rows: number;
  readonly series: number;
  /** Numbers of observations, each with the number of series that have so many. */
  readonly lengths: ReadonlyMap<number, number>;
  readonly frame: SurveyedFrame;
  readonly precision: TimePrecision;
  /** The series from which is learned what all have in common, in the order of the table. */
  readonly speakers: readonly Series[];
  readonly warnings: readonly string[];
  /** Hash of all series. */
  readonly data: string;
  /** Removes a sorted copy, if there is one. */
  remove(): void;
}

export interface SurveyOptions {
  readonly threads: number;
  readonly signal?: AbortSignal;
  /** Hears that rows are sorted first, or why the table must be read as a whole. */
  readonly note: (message: string) => void;
  readonly onBytes?: (done: number) => void;
  readonly partBytes?: number;
  readonly runBytes?: number;
}

/**
 * Reads a table once to know what must be decided for all series: how many there are, their frequency, how
 * long they are, and which speak for all. Rows that are not sorted by series are sorted on disk first.
 *
 * @returns undefined where it must be read as a whole, or the signal was aborted
 * @throws DataError when there is no room for the sorted copy
 */
export async function surveyTable(
  { reading, walk }: PlainCsv,
  options: SurveyOptions,
): Promise<SurveyedTable | undefined> {
  const { note, partBytes = PART_BYTES, runBytes } = options;
  const first = await surveyRows(reading, cutRows(walk, partBytes), options);
  if (first !== "unsorted") return first;
  note("rows are not sorted by series: they are sorted on disk first");
  const sorted = sortRows(walk, reading.name, runBytes);
  try {
    const rows = { ...walk, path: sorted.path, start: 0 };
    const again = { ...reading, path: sorted.path, inOrder: false };
    const table = await surveyRows(again, cutRows(rows, partBytes), options);
    if (table !== undefined && table !== "unsorted") return { ...table, remove: sorted.remove };
  } catch (error) {
    sorted.remove();
    throw error;
  }
  sorted.remove();
  return undefined;
}

async function surveyRows(
  reading: RowsReading,
  cut: Iterable<RowsPart>,
  { threads, signal, note, onBytes }: SurveyOptions,
): Promise<SurveyedTable | "unsorted" | undefined> {
  const stop = new AbortController();
  const parts: RowsPart[] = [];
  const ids = new IdHashes();
  const lengths = new Map<number, number>();
  const warnings: string[] = [];
  const counts: number[] = [];
  const data = createHash("sha256");
  let ranked: Ranked[] = [];
  let limit = Number.POSITIVE_INFINITY;
  let refusal: string | undefined;
  let together = true;
  let [rows, series, done] = [0, 0, 0];
  let frame: SurveyedTable["frame"] | undefined;
  let finest: TimePrecision = "day";
  const hear = ({ ids: own, known, refusal: why }: PartSurvey) => {
    onBytes?.(parts[done++]!.to);
    if (stop.signal.aborted) return;
    refusal ??= why;
    if (own === undefined) return stop.abort();
    for (const hash of own.hashes) if (!ids.add(hash)) together = false;
    together &&= own.together;
    if (!together) return stop.abort();
    if (known === undefined || refusal !== undefined) return;
    refusal = differs(frame, known.frame);
    frame ??= known.frame;
    for (const one of known.ranked) ranked.push({ ...one, place: series + one.place });
    if (ranked.length > 2 * MAX_SPEAKERS) {
      ranked = ranked.sort((a, b) => a.hash - b.hash || a.place - b.place).slice(0, MAX_SPEAKERS);
      limit = ranked[MAX_SPEAKERS - 1]!.hash;
    }
    for (const [length, count] of known.lengths) {
      lengths.set(length, (lengths.get(length) ?? 0) + count);
    }
    rows += known.rows;
    series += known.series;
    counts.push(known.series);
    finest = finerOf(finest, known.precision);
    warnings.push(...known.warnings);
    data.update(known.digests);
  };
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  await surveyParts(asTheyCome(), { reading, threads, signal: either }, () => limit, hear);
  if (signal?.aborted) return undefined;
  if (!together) return "unsorted";
  if (refusal !== undefined) {
    note(`the table is read as a whole: ${refusal}`);
    return undefined;
  }
  return {
    ...{ reading, parts, counts, rows, series, lengths, warnings },
    frame: frame!,
    precision: finest,
    speakers: loudest(ranked),
    data: data.digest("hex"),
    remove: () => {},
  };

  /** Rows are cut while threads survey those before. */
  function* asTheyCome(): Generator<RowsPart> {
    for (const part of cut) {
      parts.push(part);
      yield part;
    }
  }
}

/** Why two parts are not of one panel, if they are not. */
function differs(
  first: SurveyedTable["frame"] | undefined,
  other: SurveyedTable["frame"],
): string | undefined {
  if (other.irregular) return "its dates are not evenly spaced";
  if (first === undefined) return undefined;
  const [one, two] = [first, other].map(({ frequency }) => JSON.stringify(frequency));
  return one === two ? undefined : "its series do not all have the same frequency";
}

/**
 * The panel without its series, with its season as the whole panel shows it.
 *
 * @param horizon steps that are held back where series are long enough
 */
export function frameWithSeason(table: SurveyedTable, horizon: number): SurveyedTable["frame"] {
  const { frame, lengths } = table;
  if (isSeasonSettled(frame)) return frame;
  const judged = [...lengths.keys()].some((length) => canHoldBack(length, horizon));
  const voters = seriesAt(table, voterPlaces(table.series));
  const { series: _, ...found } = withSeason({ ...frame, series: voters }, judged ? horizon : 0);
  return found;
}

/** Series at places, ascending, each part of the table read once. */
function seriesAt({ reading, parts, counts }: SurveyedTable, places: readonly number[]): Series[] {
  const found: Series[] = [];
  let before = 0;
  for (const [p, part] of parts.entries()) {
    const own = places.filter((place) => place >= before && place < before + counts[p]!);
    if (own.length > 0) {
      const series = seriesOfRows(reading, part, 0);
      for (const place of own) found.push(series[place - before]!);
    }
    before += counts[p]!;
  }
  return found;
}
