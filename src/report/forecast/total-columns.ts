import type { Column } from "../../data/table/columns.js";
import type { ModelForecast } from "../../evaluation/forecast.js";
import { stampColumn, textColumn, type WrittenTable } from "../tables/table.js";
import { decimalsOf, decimalsOfCounts } from "../text/format.js";
import { stampFormat } from "../text/timestamp.js";
import { namesIn } from "./names.js";
import { type ForecastReport, isCounted } from "./report.js";

/**
 * A row a series: `unique_id,from,to,<model>,<model>-lo-80,<model>-hi-80,…,<model>-q-0.1,…`, the totals of all
 * its steps; called as in other forecasts.
 */
export function totalColumns(report: ForecastReport): WrittenTable {
  const { panel, future, models, quantiles } = report;
  const names = namesIn(report);
  const number = (name: string, of: (s: number) => number): Column => ({
    name,
    kind: "number",
    values: Float64Array.from(panel.series, (_, s) => of(s)),
  });
  const stamps = (name: string, of: (ds: Float64Array) => number) =>
    stampColumn(name, panel, Float64Array.from(future, of));
  return {
    rows: panel.series.length,
    stamp: stampFormat(panel, future),
    columns: [
      ...(names.id === undefined
        ? []
        : [
            textColumn(
              names.id,
              panel.series.map(({ id }) => id),
            ),
          ]),
      stamps("from", (ds) => ds[0]),
      stamps("to", (ds) => ds[ds.length - 1]),
      ...models.flatMap((model) => [
        number(names.of(model.label), (s) => model.totals![s].mean),
        ...endsOf(model, quantiles).map(({ suffix, of }) =>
          number(`${names.of(model.label)}-${suffix}`, of),
        ),
      ]),
    ],
  };
}

/** Both ends of each interval of a model's totals, and their quantiles. */
export function endsOf({ totals }: ModelForecast, probabilities: readonly number[] = []) {
  const [first] = totals ?? [];
  return [
    ...(first?.intervals ?? []).flatMap(({ level }, i) => [
      { suffix: `lo-${level}`, of: (s: number) => totals![s].intervals[i]!.lo },
      { suffix: `hi-${level}`, of: (s: number) => totals![s].intervals[i]!.hi },
    ]),
    ...(first?.quantiles ?? []).map((_, q) => ({
      suffix: `q-${probabilities[q]}`,
      of: (s: number) => totals![s].quantiles![q]!,
    })),
  ];
}

/** Decimals with which people read the totals: the same for the first series of all models. */
export function decimalsOfTotals(
  { panel, models, quantiles }: ForecastReport,
  series: number = panel.series.length,
): number {
  const shown = panel.series.slice(0, series);
  const values = shown.flatMap((_, s) =>
    models.flatMap((model) => [
      model.totals![s].mean,
      ...endsOf(model, quantiles).map(({ of }) => of(s)),
    ]),
  );
  const most = shown.every(isCounted) ? decimalsOfCounts(values, 5) : Number.POSITIVE_INFINITY;
  return Math.min(most, decimalsOf(values, 5));
}
