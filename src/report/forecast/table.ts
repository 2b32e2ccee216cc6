import type { ModelForecast } from "../../evaluation/forecast.js";
import type { Appearance } from "../text/appearance.js";
import { decimalsFor, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { type Column, table } from "../text/table.js";
import { stampFormat } from "../text/timestamp.js";
import { type ForecastReport, intervalAt, levelsOf, quantilesOf } from "./report.js";

/** Longer horizons are cut here: nobody reads further, and CSV has them all. */
const MAX_STEPS = 60;

export interface ForecastTable {
  readonly text: string;
  /** Series shown, from the first; the others did not fit. */
  readonly series: number;
  /** Steps shown: the first ones, and in a low table the last ones too. */
  readonly steps: number;
}

/**
 * Forecasts with a row for each date and a column for each series and model, for as many series as
 * fit the width and end on the same date; always for the first. The ends of the widest interval, and the
 * quantiles, stand beside a forecast where those of the first series fit.
 *
 * @param maxRows rows of an unruled table for a terminal that is so low, head and tail of a longer
 *   horizon; undefined for a ruled one
 */
export function forecastTable(
  report: ForecastReport,
  appearance: Appearance,
  maxRows?: number,
): ForecastTable {
  const { panel, future, models, horizon } = report;
  const stamp = stampFormat(panel, future);
  const cut = horizon > MAX_STEPS ? MAX_STEPS - 10 : horizon;
  const { head, tail } =
    maxRows === undefined ? { head: cut, tail: 0 } : headAndTail(horizon, maxRows);
  const steps = head + tail;
  const shown = (values: Float64Array) => [
    ...values.subarray(0, head),
    ...values.subarray(horizon - tail, horizon),
  ];
  const columns: Column[] = [{ title: "ds" }];
  const cells: string[][] = [shown(future[0]).map(stamp)];
  let width = 3 + stamp(future[0][0]).length + 1;
  let series = 0;
  let banded = true;
  for (; series < panel.series.length; series++) {
    if (future[series][0] !== future[0][0]) break;
    const titled = (model: ModelForecast) =>
      title(panel.series.length, models.length, printable(panel.series[series].id), model.label);
    const columnsOf = (model: ModelForecast) =>
      textColumns(report, model, series, shown, titled(model), banded, appearance.plain);
    let added = models.flatMap(columnsOf);
    if (series === 0 && width + widthOf(added) > appearance.width) {
      banded = false;
      added = models.flatMap(columnsOf);
    }
    width += widthOf(added);
    if (series > 0 && width > appearance.width) break;
    for (const column of added) {
      columns.push({ title: column.title, align: "right" });
      cells.push([...column.cells]);
    }
  }
  const rows = cells[0].map((_, h) => cells.map((column) => column[h]));
  if (tail > 0)
    rows.splice(head, 0, [appearance.plain ? "..." : "…", ...columns.slice(1).map(() => "")]);
  return {
    text: table(columns, rows, appearance, { ruled: maxRows === undefined }),
    series,
    steps,
  };
}

/** Steps shown at both ends of a horizon, with a row between them that stands for the others. */
function headAndTail(horizon: number, maxRows: number): { head: number; tail: number } {
  if (horizon <= maxRows) return { head: horizon, tail: 0 };
  const tail = Math.floor((maxRows - 1) / 3);
  return { head: maxRows - 1 - tail, tail };
}

interface TextColumn {
  readonly title: string;
  readonly cells: readonly string[];
}

/** A model's forecast of a series, with the ends of its widest interval and its quantiles if `banded`. */
function textColumns(
  { quantiles }: ForecastReport,
  model: ModelForecast,
  series: number,
  shown: (values: Float64Array) => number[],
  title: string,
  banded: boolean,
  plain: boolean,
): TextColumn[] {
  const forecast = model.forecasts[series];
  const decimals = decimalsFor(shown(forecast.mean), 5);
  const column = (title: string, values: Float64Array) => ({
    title,
    cells: shown(values).map((v) => formatNumber(v, decimals, plain)),
  });
  if (!banded) return [column(title, forecast.mean)];
  const widest = levelsOf(model)
    .slice(-1)
    .flatMap((level) => {
      const { lo, hi } = intervalAt(forecast, level);
      return [column(`${title}-lo-${level}`, lo), column(`${title}-hi-${level}`, hi)];
    });
  const shares = quantilesOf(model, quantiles, series).map(({ probability, values }) =>
    column(`${title}-q-${probability}`, values),
  );
  return [column(title, forecast.mean), ...widest, ...shares];
}

/** Characters that columns take, with the lines between them. */
function widthOf(columns: readonly TextColumn[]): number {
  return columns.reduce(
    (sum, { title, cells }) => sum + 3 + Math.max(title.length, ...cells.map((c) => c.length)),
    0,
  );
}

function title(series: number, models: number, id: string, label: string): string {
  if (series === 1) return label;
  return models === 1 ? id : `${id} ${label}`;
}
