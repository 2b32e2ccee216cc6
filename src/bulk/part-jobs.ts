import type { Series } from "../data/panel/panel.js";
import { DataError } from "../errors.js";
import { type PartAnswer, type PartTask, partWorker } from "./part-work.js";
import { columnsOf, type PartColumns } from "./table/column-file.js";
import type { RowsPart } from "./table/cut-rows.js";
import { NotPlain, panelOfRows, type RowsReading } from "./table/rows-part.js";
import { type RowsSurvey, surveyRows } from "./table/survey-rows.js";

/** What a worker does: it surveys a table, or forecasts parts of a panel by a plan. */
export interface WorkerTask {
  readonly reading?: RowsReading | undefined;
  readonly forecast?: PartTask | undefined;
}

/** Series to forecast, rows to read and forecast, or rows to survey, or of which numbers are wanted. */
export type PartJob =
  | { readonly series: readonly Series[] }
  | { readonly rows: RowsPart /** Series of them that are done already. */; readonly skip: number }
  | { readonly survey: RowsPart; readonly limit: number }
  | { readonly columns: RowsPart };

export type PartResult = PartAnswer | RowsSurvey | PartColumns;

export async function partDoer({
  reading,
  forecast,
}: WorkerTask): Promise<(job: PartJob) => Promise<PartResult>> {
  const work = forecast && (await partWorker(forecast));
  return async (job) => {
    if ("survey" in job) return surveyRows(reading!, job.survey, job.limit);
    if ("columns" in job) return columnsOf(seriesOfRows(reading!, job.columns, 0));
    if ("series" in job) return work!(job.series);
    return work!(seriesOfRows(reading!, job.rows, job.skip));
  };
}

/**
 * The series of some rows of a table that was surveyed.
 *
 * @param skip number of the first ones that are not wanted
 * @throws DataError where the table has changed since
 */
export function seriesOfRows(reading: RowsReading, rows: RowsPart, skip: number): Series[] {
  try {
    // What was odd in the data was told when they were surveyed.
    return panelOfRows(reading, rows, () => {}).series.slice(skip);
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    throw new DataError(`${reading.name} changed while it was read`, {
      hint: "Read it again when nothing writes to it, or read a copy.",
    });
  }
}
