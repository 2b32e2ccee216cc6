import type { Column } from "../../data/table/columns.js";
import { textColumn, type WrittenTable } from "../tables/table.js";
import { stampFormat } from "../text/timestamp.js";
import type { CleaningReport } from "./report.js";

/** The clean table, `unique_id,ds,y`; marked, with `observed` and `why` beside. */
export function cleanColumns({ panel, series, marked }: CleaningReport): WrittenTable {
  const rows = series.reduce((sum, { y }) => sum + y.length, 0);
  const joined = (of: (s: number) => Float64Array) => {
    const all = new Float64Array(rows);
    let at = 0;
    for (const s of series.keys()) {
      all.set(of(s), at);
      at += series[s].y.length;
    }
    return all;
  };
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
    {
      name: "ds",
      kind: panel.frequency.unit === "index" ? "number" : "time",
      values: joined((s) => series[s].ds),
    },
    { name: "y", kind: "number", values: joined((s) => series[s].y) },
    ...(marked
      ? [
          {
            name: "observed",
            kind: "number" as const,
            values: joined((s) => series[s].observed),
          },
          textColumn("why", why()),
        ]
      : []),
  ];
  return { rows, stamp: stampFormat(panel, []), columns };
}
