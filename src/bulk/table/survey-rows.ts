import { stampsAhead } from "../../data/panel/future-index.js";
import type { Panel, Series } from "../../data/panel/panel.js";
import { copySeries } from "../../data/panel/series.js";
import type { Columns } from "../../data/table/columns.js";
import type { TimePrecision } from "../../data/time/timestamp.js";
import { DataError } from "../../errors.js";
import type { Ranked } from "../../models/intervals/speakers.js";
import { hashOfText } from "../../numeric/text-hash.js";
import { finestPrecision } from "../../report/text/timestamp.js";
import type { RowsPart } from "./cut-rows.js";
import { digestOfSeries } from "./panel-hash.js";
import { NotPlain, panelOfRows, type RowsReading, tableOfRows } from "./rows-part.js";

/** A panel without its series. */
export type SurveyedFrame = Omit<Panel, "series">;

/** What some rows say of the whole table, without the rows themselves. */
export interface RowsSurvey {
  /** Hashes of the ids of all series, and whether the rows of each stand together; absent where rows cannot be read. */
  readonly ids?: { readonly hashes: Float64Array; readonly together: boolean };
  /** Absent where these rows are no part of a panel, which may be because others belong to their series. */
  readonly known?: KnownRows;
  /** Why the table must be read as a whole, where nothing is known. */
  readonly refusal?: string;
}

/** What is known of the series of some rows. */
export interface KnownRows {
  readonly rows: number;
  /** Number of series with values. */
  readonly series: number;
  /** Numbers of observations, each with the number of series that have so many. */
  readonly lengths: ReadonlyMap<number, number>;
  readonly frame: SurveyedFrame;
  readonly precision: TimePrecision;
  /** Series that may speak for the panel; their places are those in the part. */
  readonly ranked: readonly Ranked[];
  readonly warnings: readonly string[];
  /** Digests of the series, one after the other. */
  readonly digests: Uint8Array;
}

/**
 * Reads some rows to know what the whole table holds.
 *
 * @param limit hash from which on a series need not be told, as enough others speak
 */
export function surveyRows(reading: RowsReading, part: RowsPart, limit: number): RowsSurvey {
  let ids: RowsSurvey["ids"];
  try {
    const table = tableOfRows(reading, part);
    ids = idsOf(table, reading.id);
    return { ids, known: knownOf(reading, part, limit, table) };
  } catch (error) {
    // Errors in the data are told when the table is read as a whole, with what stands around them.
    if (!(error instanceof NotPlain || error instanceof DataError)) throw error;
    return { ...(ids && { ids }), refusal: error.message };
  }
}

function knownOf(reading: RowsReading, part: RowsPart, limit: number, table: Columns): KnownRows {
  const warnings: string[] = [];
  const panel = panelOfRows(reading, part, (message) => warnings.push(message), table);
  const { series, ...frame } = panel;
  const { frequency } = panel;
  const lengths = new Map<number, number>();
  for (const { y } of series) lengths.set(y.length, (lengths.get(y.length) ?? 0) + 1);
  return {
    rows: table.rows,
    series: series.length,
    lengths,
    frame,
    precision: finestPrecision(series.flatMap((one) => [one.ds, stampsAhead(one, frequency, 1)])),
    ranked: rankedBelow(series, limit),
    warnings,
    digests: new Uint8Array(Buffer.concat(series.map(digestOfSeries))),
  };
}

function rankedBelow(series: readonly Series[], limit: number): Ranked[] {
  return series.flatMap((one, place) => {
    const hash = hashOfText(one.id);
    return hash < limit ? [{ one: copySeries(one), place, hash }] : [];
  });
}

function idsOf(table: Columns, name: string): NonNullable<RowsSurvey["ids"]> {
  const column = table.columns.find((one) => one.name === name)!;
  const keys: ArrayLike<number> = column.kind === "text" ? column.codes : column.values;
  const seen = new Set<number>();
  let changes = 0;
  for (let row = 0; row < table.rows; row++) {
    if (row > 0 && keys[row] === keys[row - 1]) continue;
    changes++;
    seen.add(keys[row]);
  }
  const texts = Array.from(seen, (key) =>
    column.kind === "text" ? column.labels.text(key) : String(key),
  );
  return { hashes: Float64Array.from(texts, hashOfText), together: changes === seen.size };
}
