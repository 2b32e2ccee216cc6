import type { Column } from "../../data/table/columns.js";
import { joined, stampColumn, textColumn, type WrittenTable } from "../tables/table.js";
import { stampFormat } from "../text/timestamp.js";
import type { CleaningReport } from "./report.js";

/** The clean table, `unique_id,ds,y`; marked, with `observed` and `why` beside. */
export function cleanColumns({ panel, series, marked }: CleaningReport): WrittenTable {
  const rows = series.reduce((sum, { y }) => sum + y.length, 0);
  const why = () =>
    series.flatMap(({ y, changes }) => {
      const reasons = Array.from(y, () => "");
      for (const change of changes) reasons[change.at] = change.why;
      return reasons;
    });
  const columns: Column[] = [
    textColumn(
      "unique_id",
      series.flatMap(({ id, y }) => Array.from(y, () => id)),
    ),
    stampColumn("ds", panel, joined(series.map(({ ds }) => ds))),
    { name: "y", kind: "number", values: joined(series.map(({ y }) => y)) },
    ...(marked
      ? [
          {
            name: "observed",
            kind: "number" as const,
            values: joined(series.map(({ observed }) => observed)),
          },
          textColumn("why", why()),
        ]
      : []),
  ];
  return { rows, stamp: stampFormat(panel, []), columns };
}
