import { version } from "../../../package.json";
import type { Panel } from "../../data/panel/from-table.js";
import type { SeriesFeatures } from "../../features/table.js";
import type { Appearance } from "../text/appearance.js";
import { csvCell, csvRow } from "../text/csv.js";
import type { DocumentOf } from "../text/document.js";
import { decimalsFor, formatNumber } from "../text/format.js";
import { toJson } from "../text/json.js";
import { printable } from "../text/printable.js";
import { table } from "../text/table.js";
import { stampFormat, wholeStamp } from "../text/timestamp.js";
import type { featuresSchema } from "./schema.js";

type Written = DocumentOf<typeof featuresSchema>;

/** Rows that are written at once: a table may be longer than the longest string. */
const ROWS_PER_PIECE = 1000;

/**
 * `unique_id,ds,y` and a column a feature, piece by piece; what is not known is empty.
 *
 * @param safe whether ids and names that spreadsheets would run as formulas are made harmless
 */
export function* featuresCsv(
  panel: Panel,
  tables: readonly SeriesFeatures[],
  safe = false,
): Generator<string> {
  const stamp = stampsOf(panel, tables);
  const names = tables[0]?.columns.map(({ name }) => name) ?? [];
  yield csvRow(["unique_id", "ds", "y", ...names], safe);
  for (const { id, ds, y, columns } of tables) {
    const key = csvCell(id, safe);
    const numbers = [y, ...columns.map(({ values }) => values)];
    for (let from = 0; from < ds.length; from += ROWS_PER_PIECE) {
      let rows = "";
      for (let t = from; t < Math.min(ds.length, from + ROWS_PER_PIECE); t++) {
        // Numbers and stamps never need quotes.
        rows += `${key},${stamp(ds[t])}`;
        for (const values of numbers) {
          const value = values[t];
          rows += Number.isNaN(value) ? "," : `,${value}`;
        }
        rows += "\n";
      }
      yield rows;
    }
  }
}

/** One document, schema `foretell/features@1`, column by column; what is not known is null. */
export function* featuresJson(
  panel: Panel,
  specs: readonly string[],
  horizon: number,
  tables: readonly SeriesFeatures[],
): Generator<string> {
  const stamp = stampsOf(panel, tables);
  const about: Omit<Written, "series"> = {
    schema: "foretell/features@1",
    version,
    source: panel.source,
    freq: panel.frequency.alias,
    season: panel.season,
    horizon,
    features: specs,
  };
  yield `${opened(json(about, 0))},\n  "series": [`;
  for (const [s, { id, ds, y, columns }] of tables.entries()) {
    const own: Omit<Written["series"][number], "columns"> = {
      unique_id: id,
      ds: Array.from(ds, stamp),
      y: Array.from(y),
    };
    yield `${s > 0 ? "," : ""}\n    ${opened(json(own, 4))},\n      "columns": {`;
    for (const [c, { name, values }] of columns.entries()) {
      yield `${c > 0 ? "," : ""}\n        ${toJson(name)}: ${json(Array.from(values), 8)}`;
    }
    yield "\n      }\n    }";
  }
  yield "\n  ]\n}\n";
}

/** As it stands in a document so many spaces in; NaN is written as null. */
function json(value: object, indent: number): string {
  return toJson(value, 2).replaceAll("\n", `\n${" ".repeat(indent)}`);
}

/** An object's text without its end, for more to be put into it. */
function opened(text: string): string {
  return text.slice(0, text.lastIndexOf("\n"));
}

/** A bordered table a series, rounded to five digits. */
export function featuresText(
  { frequency }: Panel,
  tables: readonly SeriesFeatures[],
  appearance: Appearance,
): string {
  const texts = tables.map(({ id, ds, y, columns }) => {
    const shown = [{ name: "y", values: y }, ...columns];
    const decimals = shown.map(({ values }) =>
      values.every((v) => Number.isNaN(v) || Number.isInteger(v)) ? 0 : decimalsFor(values, 5),
    );
    const rows = Array.from(ds, (at, t) => [
      wholeStamp(at, frequency),
      ...shown.map(({ values }, c) => formatNumber(values[t], decimals[c], appearance.plain)),
    ]);
    const titles = shown.map(({ name }) => ({ title: printable(name), align: "right" as const }));
    return `${tables.length > 1 ? `${printable(id)}\n` : ""}${table([{ title: "ds" }, ...titles], rows, appearance)}\n`;
  });
  return texts.join("\n");
}

function stampsOf(panel: Panel, tables: readonly SeriesFeatures[]): (ds: number) => string {
  return stampFormat(
    panel,
    tables.map(({ ds }) => ds),
  );
}
