import { tableOfRows, type WrittenTable } from "../tables/table.js";
import { wholeStamp } from "../text/timestamp.js";
import type { InspectionReport } from "./report.js";

/** A row a series: how long it is, what is missing, and what its values are like. */
export function inspectionColumns({ panel, series }: InspectionReport): WrittenTable {
  const number = (value: number) => (Number.isFinite(value) ? value : "");
  const header = [
    ...["unique_id", "rows", "start", "end", "missing", "zeros", "negative", "outliers"],
    ...["min", "mean", "max", "seasonal"],
  ];
  return tableOfRows(
    header,
    series.map((one) => [
      ...[one.id, one.rows, wholeStamp(one.start, panel.frequency)],
      ...[wholeStamp(one.end, panel.frequency), one.missing, one.zeros, one.negative],
      ...[one.outliers.length, number(one.min), number(one.mean), number(one.max)],
      panel.irregular || panel.season < 2 ? "" : one.seasonal ? "yes" : "no",
    ]),
  );
}
