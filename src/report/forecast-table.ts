import type { Appearance } from "./appearance.js";
import type { ForecastReport } from "./forecast.js";
import { decimalsFor, formatNumber } from "./number.js";
import { stampFormat } from "./stamp.js";
import { type Column, table } from "./table.js";

/** Longer horizons are cut here: nobody reads further, and CSV has them all. */
const MOST_ROWS = 60;

export interface ForecastTable {
  readonly text: string;
  /** Series shown, from the first; the others did not fit. */
  readonly series: number;
  /** Steps shown, from the first. */
  readonly steps: number;
}

/**
 * Forecasts with a row for each date and a column for each series and model, for as many series as
 * fit the width and end on the same date; always for the first.
 */
export function forecastTable(report: ForecastReport, appearance: Appearance): ForecastTable {
  const { panel, future, models, horizon } = report;
  const stamp = stampFormat(panel, future);
  const steps = horizon > MOST_ROWS ? MOST_ROWS - 10 : horizon;
  const columns: Column[] = [{ title: "ds" }];
  const cells: string[][] = [Array.from(future[0]!.subarray(0, steps), stamp)];
  let width = 3 + stamp(future[0]![0]!).length + 1;
  let series = 0;
  for (; series < panel.series.length; series++) {
    if (future[series]![0] !== future[0]![0]) break;
    const added = models.map(({ label, forecasts }) => {
      const mean = forecasts[series]!.mean.subarray(0, steps);
      const decimals = decimalsFor(mean, 5);
      return {
        title: title(panel.series.length, models.length, panel.series[series]!.id, label),
        cells: Array.from(mean, (value) => formatNumber(value, decimals, appearance.plain)),
      };
    });
    for (const column of added) {
      width += 3 + Math.max(column.title.length, ...column.cells.map((cell) => cell.length));
    }
    if (series > 0 && width > appearance.width) break;
    for (const column of added) {
      columns.push({ title: column.title, align: "right" });
      cells.push(column.cells);
    }
  }
  const rows = cells[0]!.map((_, h) => cells.map((column) => column[h]!));
  return { text: table(columns, rows, appearance), series, steps };
}

function title(series: number, models: number, id: string, label: string): string {
  if (series === 1) return label;
  return models === 1 ? id : `${id} ${label}`;
}
