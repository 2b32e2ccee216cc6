import { version } from "../../../package.json";
import type { Appearance } from "../text/appearance.js";
import { csvRow } from "../text/csv.js";
import { decimalsFor, formatNumber } from "../text/format.js";
import { table } from "../text/table.js";

/** Distances of all pairs of series. */
export interface Distances {
  readonly source: string;
  readonly ids: readonly string[];
  /** [series × series] */
  readonly matrix: Float64Array;
}

/** `unique_id` and a column a series. */
export function distancesCsv(distances: Distances): string {
  const rows = rowsOf(distances).map((row, i) => csvRow([distances.ids[i], ...row]));
  return [csvRow(["unique_id", ...distances.ids]), ...rows].join("");
}

/** One document, schema `foretell/dtw-matrix@1`. */
export function distancesJson(distances: Distances): string {
  const document = {
    schema: "foretell/dtw-matrix@1",
    version,
    source: distances.source,
    unique_id: distances.ids,
    distances: rowsOf(distances),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export function distancesText(distances: Distances, appearance: Appearance): string {
  const decimals = decimalsFor(distances.matrix, 5);
  const rows = rowsOf(distances).map((row, i) => [
    distances.ids[i],
    ...row.map((distance) => formatNumber(distance, decimals, appearance.plain)),
  ]);
  const titles = distances.ids.map((title) => ({ title, align: "right" as const }));
  return `${table([{ title: "unique_id" }, ...titles], rows, appearance)}\n`;
}

function rowsOf({ ids, matrix }: Distances): number[][] {
  return ids.map((_, i) => Array.from(matrix.subarray(i * ids.length, (i + 1) * ids.length)));
}
