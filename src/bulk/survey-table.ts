import { isSeasonSettled, voterPlaces, withSeason } from "../analysis/panel-seasonality.js";
import type { Series } from "../data/panel/panel.js";
import { canHoldBack } from "../evaluation/folds.js";
import { seriesOfRows } from "./part-jobs.js";
import { surveyParts } from "./run-parts.js";
import type { RowsPart } from "./table/cut-rows.js";
import { cutRows } from "./table/cut-rows.js";
import { GatheredSurvey, type TableSurvey } from "./table/gathered-survey.js";
import type { PlainCsv } from "./table/plain-csv.js";
import type { RowsReading } from "./table/rows-part.js";
import { sortRows } from "./table/sort-rows.js";

/** Bytes of a part: hundreds of series of some years of months. */
const PART_BYTES = 2 ** 20;

/** A table that is known but not held. */
export interface SurveyedTable extends TableSurvey {
  readonly reading: RowsReading;
  readonly parts: readonly RowsPart[];
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
  const first = await surveyInParts(reading, cutRows(walk, partBytes), options);
  if (first !== "unsorted") return first;
  note("rows are not sorted by series: they are sorted on disk first");
  const sorted = sortRows(walk, reading.name, runBytes);
  try {
    const rows = { ...walk, path: sorted.path, start: 0 };
    const again = { ...reading, path: sorted.path, lines: sorted.lines };
    const table = await surveyInParts(again, cutRows(rows, partBytes), options);
    if (table !== undefined && table !== "unsorted") return { ...table, remove: sorted.remove };
  } catch (error) {
    sorted.remove();
    throw error;
  }
  sorted.remove();
  return undefined;
}

/** @returns "unsorted" where the rows of a series do not stand together */
async function surveyInParts(
  reading: RowsReading,
  cut: Iterable<RowsPart>,
  { threads, signal, note, onBytes }: SurveyOptions,
): Promise<SurveyedTable | "unsorted" | undefined> {
  const found = new GatheredSurvey();
  const stop = new AbortController();
  const parts: RowsPart[] = [];
  let heard = 0;
  await surveyParts(
    asTheyCome(),
    { reading, threads, signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal },
    () => found.limit,
    (survey) => {
      onBytes?.(parts[heard++]!.to);
      if (!stop.signal.aborted && !found.add(survey)) stop.abort();
    },
  );
  if (signal?.aborted) return undefined;
  if (!found.together) return "unsorted";
  if (found.refusal !== undefined) {
    note(`the table is read as a whole: ${found.refusal}`);
    return undefined;
  }
  return { reading, parts, ...found.result(), remove: () => {} };

  /** Rows are cut while threads survey those before. */
  function* asTheyCome(): Generator<RowsPart> {
    for (const part of cut) {
      parts.push(part);
      yield part;
    }
  }
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
