import type { Column } from "../../data/table/columns.js";
import { joined, stampColumn, textColumn, type WrittenTable } from "../tables/table.js";
import { stampFormat } from "../text/timestamp.js";
import { type DecompositionReport, seasonLengths } from "./report.js";

/**
 * A row a series and date: `unique_id,ds,y,trend,season-12,remainder,adjusted`. What was not observed is
 * empty, and so is a season that a series is too short for.
 */
export function decompositionColumns(report: DecompositionReport): WrittenTable {
  const { panel, series } = report;
  const rows = series.reduce((sum, { y }) => sum + y.length, 0);
  const number = (name: string, of: (s: number) => Float64Array): Column => ({
    name,
    kind: "number",
    values: joined(series.map((_, s) => of(s))),
  });
  return {
    rows,
    stamp: stampFormat(panel, []),
    columns: [
      textColumn(
        "unique_id",
        series.flatMap(({ id, y }) => Array.from(y, () => id)),
      ),
      stampColumn("ds", panel, joined(series.map(({ ds }) => ds))),
      number("y", (s) => series[s].y),
      number("trend", (s) => series[s].trend),
      ...seasonLengths(report).map((length) =>
        number(
          `season-${length}`,
          (s) =>
            series[s].seasons.find((season) => season.length === length)?.values ??
            new Float64Array(series[s].y.length).fill(Number.NaN),
        ),
      ),
      number("remainder", (s) => series[s].remainder),
      number("adjusted", (s) => series[s].adjusted),
    ],
  };
}
