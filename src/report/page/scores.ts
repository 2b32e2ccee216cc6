import type { Column } from "../../data/table/columns.js";
import type { WrittenTable } from "../tables/table.js";
import { decimalsOfErrors } from "../text/format.js";
import { METRICS, type Metric, metricColumns } from "../text/metric-columns.js";
import { tableHtml } from "./table.js";

/** Columns that say nothing where all rows are means over the same series. */
const OF_MEANS = ["unique_id", "n"];

/**
 * A table of scores as a page shows it: metrics are called and rounded as on a terminal, and coverage is in
 * percent.
 */
export function scoresHtml(name: string, table: WrittenTable): string {
  const areMeans = table.columns.some(
    (column) =>
      column.name === "unique_id" &&
      column.kind === "text" &&
      column.codes.every((code) => column.labels.text(code) === "*"),
  );
  const decimals = new Map<string, number>();
  const errors = table.columns.flatMap((column) =>
    column.kind === "number" && (column.name === "mae" || column.name === "rmse")
      ? [...column.values]
      : [],
  );
  const columns = table.columns
    .filter((column) => !(areMeans && OF_MEANS.includes(column.name)))
    .map((column): Column => {
      const shown = shownAs(column.name);
      if (shown === undefined || column.kind !== "number") return column;
      decimals.set(shown.title, shown.decimals ?? decimalsOfErrors(errors));
      const factor = shown.metric === "coverage" ? 100 : 1;
      return { ...column, name: shown.title, values: column.values.map((v) => factor * v) };
    });
  return tableHtml(name, { ...table, columns }, undefined, {
    of: (title) => decimals.get(title),
  });
}

/** What people call a column of a metric, such as `smape` or `coverage-80`. */
function shownAs(name: string) {
  const [, word, level] = /^([a-z]+)(?:-([\d.]+))?$/.exec(name) ?? [];
  if (word === undefined || !Object.hasOwn(METRICS, word)) return undefined;
  return metricColumns([word as Metric], level === undefined ? [] : [Number(level)])[0];
}
