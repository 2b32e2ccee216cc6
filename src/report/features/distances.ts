import { version } from "../../../package.json";
import type { Appearance } from "../text/appearance.js";
import { csvRow } from "../text/csv.js";
import type { DocumentOf } from "../text/document.js";
import { decimalsFor, formatNumber } from "../text/format.js";
import { toJson } from "../text/json.js";
import { printable } from "../text/printable.js";
import { table } from "../text/table.js";
import type { distancesSchema } from "./schema.js";

/** Distances of all pairs of series. */
export interface Distances {
  readonly source: string;
  readonly ids: readonly string[];
  /** [series × series] */
  readonly matrix: Float64Array;
}

/** `unique_id` and a column a series. */
export function distancesCsv(distances: Distances, safe = false): string {
  const rows = rowsOf(distances).map((row, i) => csvRow([distances.ids[i], ...row], safe));
  return [csvRow(["unique_id", ...distances.ids], safe), ...rows].join("");
}

/** One document, schema `foretell/dtw-matrix@1`. */
export function distancesJson(distances: Distances): string {
  const document: DocumentOf<typeof distancesSchema> = {
    schema: "foretell/dtw-matrix@1",
    version,
    source: distances.source,
    unique_id: distances.ids,
    distances: rowsOf(distances),
  };
  return `${toJson(document, 2)}\n`;
}

export function distancesText(distances: Distances, appearance: Appearance): string {
  const decimals = decimalsFor(distances.matrix, 5);
  const rows = rowsOf(distances).map((row, i) => [
    printable(distances.ids[i]),
    ...row.map((distance) => formatNumber(distance, decimals, appearance.plain)),
  ]);
  const titles = distances.ids.map((id) => ({ title: printable(id), align: "right" as const }));
  return `${table([{ title: "unique_id" }, ...titles], rows, appearance)}\n`;
}

function rowsOf({ ids, matrix }: Distances): number[][] {
  return ids.map((_, i) => Array.from(matrix.subarray(i * ids.length, (i + 1) * ids.length)));
}
