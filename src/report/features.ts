import { version } from "../../package.json";
import type { Panel } from "../data/panel.js";
import type { SeriesFeatures } from "../features/feature-table.js";
import type { Appearance } from "./appearance.js";
import { csvRow } from "./csv.js";
import { decimalsFor, formatNumber } from "./number.js";
import { stampFormat, wholeStamp } from "./stamp.js";
import { table } from "./table.js";

/** `unique_id,ds,y` and a column a feature; what is not known is empty. */
export function featuresCsv(panel: Panel, tables: readonly SeriesFeatures[]): string {
  const stamp = stampsOf(panel, tables);
  const names = tables[0]?.columns.map(({ name }) => name) ?? [];
  const rows = [csvRow(["unique_id", "ds", "y", ...names])];
  for (const { id, ds, y, columns } of tables) {
    ds.forEach((at, t) => {
      const values = [y, ...columns.map((column) => column.values)].map((one) => one[t]!);
      rows.push(csvRow([id, stamp(at), ...values.map((v) => (Number.isNaN(v) ? "" : v))]));
    });
  }
  return rows.join("");
}

/** One document, schema `foretell/features@1`; what is not known is null. */
export function featuresJson(
  panel: Panel,
  specs: readonly string[],
  horizon: number,
  tables: readonly SeriesFeatures[],
): string {
  const stamp = stampsOf(panel, tables);
  const document = {
    schema: "foretell/features@1",
    version,
    source: panel.source,
    freq: panel.frequency.alias,
    season: panel.season,
    horizon,
    features: specs,
    series: tables.map(({ id, ds, y, columns }) => ({
      unique_id: id,
      ds: Array.from(ds, stamp),
      y: Array.from(y),
      columns: Object.fromEntries(columns.map(({ name, values }) => [name, Array.from(values)])),
    })),
  };
  // JSON.stringify writes NaN as null.
  return `${JSON.stringify(document, null, 2)}\n`;
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
      ...shown.map(({ values }, c) => formatNumber(values[t]!, decimals[c]!, appearance.plain)),
    ]);
    const titles = shown.map(({ name }) => ({ title: name, align: "right" as const }));
    return `${tables.length > 1 ? `${id}\n` : ""}${table([{ title: "ds" }, ...titles], rows, appearance)}\n`;
  });
  return texts.join("\n");
}

function stampsOf(panel: Panel, tables: readonly SeriesFeatures[]): (ds: number) => string {
  return stampFormat(
    panel,
    tables.map(({ ds }) => ds),
  );
}
