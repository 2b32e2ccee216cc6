import { counted, firstFew, grouped, listed } from "../../wording.js";
import type { Figure } from "../pictures/figure.js";
import {
  lastObserved,
  leftOut,
  MAX_PLOTS,
  recentStart,
  seriesPlot,
} from "../pictures/series-plot.js";
import { sourceName } from "../text/data-summary.js";
import { formatCount } from "../text/format.js";
import { wholeStamp } from "../text/timestamp.js";
import { type ForecastReport, intervalAt, levelsOf } from "./report.js";

/** The recent history of each series with its forecasts and all their intervals. */
export function forecastFigure(report: ForecastReport): Figure {
  const { panel, future, models, horizon } = report;
  const shown = panel.series.slice(0, MAX_PLOTS);
  const plots = shown.map((series, s) =>
    seriesPlot(
      series,
      panel,
      models.map((model, place) => ({
        label: model.label,
        place,
        at: future[s],
        mean: model.forecasts[s].mean,
        // Bands of three models would hide each other.
        bands: (models.length <= 2 ? levelsOf(model) : levelsOf(model).slice(0, 1)).map((level) =>
          intervalAt(model.forecasts[s], level),
        ),
        origin: lastObserved(series),
      })),
      { from: recentStart(series.y.length, horizon, panel.season) },
    ),
  );
  const names = firstFew(models.map(({ label }) => label));
  const left = panel.series.length - shown.length;
  return {
    title: `${sourceName(panel)}: forecast of ${counted(horizon, "step")} by ${names}`,
    description: describe(report),
    plots,
    ...leftOut(left),
  };
}

/** The ends of the first forecast in words. */
function describe({ panel, future, models }: ForecastReport): string {
  const [first] = panel.series;
  const [model] = models;
  const ds = future[0];
  const mean = model?.forecasts[0]?.mean;
  if (mean === undefined || ds.length === 0) return "";
  const at = (h: number) =>
    `${grouped(String(Number(mean[h].toPrecision(4))))} (${wholeStamp(ds[h], panel.frequency)})`;
  const others =
    panel.series.length > 1 ? `, the first of ${formatCount(panel.series.length)} series,` : "";
  const levels = models.length <= 2 ? levelsOf(model) : levelsOf(model).slice(0, 1);
  const shaded =
    levels.length > 0
      ? ` Shaded: the ${listed(levels.map(String))} % interval${levels.length > 1 ? "s" : ""}.`
      : "";
  return `The forecast of ${first.id}${others} by ${model.label} goes from ${at(0)} to ${at(ds.length - 1)}.${shaded}`;
}
