import type { Column } from "../../data/table/columns.js";
import { joined, stampColumn, textColumn, type WrittenTable } from "../tables/table.js";
import { stampFormat } from "../text/timestamp.js";
import { namesIn } from "./names.js";
import { type ForecastReport, intervalAt, levelsOf, quantilesOf } from "./report.js";

/** The long table of {@link forecastCsv}, by columns. */
export function forecastColumns(report: ForecastReport): WrittenTable {
  const { panel, future, models } = report;
  const rows = future.reduce((sum, { length }) => sum + length, 0);
  const names = namesIn(report);
  const ids = panel.series.flatMap(({ id }, s) => Array.from(future[s], () => id));
  const numbers = (name: string, of: (s: number) => ArrayLike<number>): Column => ({
    name,
    kind: "number",
    values: joined(future.map((_, s) => of(s))),
  });
  return {
    rows,
    stamp: stampFormat(panel, future),
    columns: [
      ...(names.id === undefined ? [] : [textColumn(names.id, ids)]),
      stampColumn(names.time, panel, joined(future)),
      ...models.flatMap((model) => {
        const name = names.of(model.label);
        return [
          numbers(name, (s) => model.forecasts[s].mean),
          ...levelsOf(model).flatMap((level) => [
            numbers(`${name}-lo-${level}`, (s) => intervalAt(model.forecasts[s], level).lo),
            numbers(`${name}-hi-${level}`, (s) => intervalAt(model.forecasts[s], level).hi),
          ]),
          ...quantilesOf(model, report.quantiles, 0).map((one, q) =>
            numbers(
              `${name}-q-${one.probability}`,
              (s) => quantilesOf(model, report.quantiles, s)[q].values,
            ),
          ),
          ...(model.samples?.[0] ?? []).map((_, n) =>
            numbers(`${name}-sample-${n + 1}`, (s) => model.samples![s][n]),
          ),
        ];
      }),
    ],
  };
}
