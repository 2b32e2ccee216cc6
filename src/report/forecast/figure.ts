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
import { formatCount, formatNumber } from "../text/format.js";
import { wholeStamp } from "../text/timestamp.js";
import { bandsOfQuantiles, type ForecastReport, intervalAt, levelsOf } from "./report.js";
import { decimalsOfTotals } from "./total-columns.js";

/**
 * The recent history of each series with its forecasts and all their intervals.
 *
 * @param best the model that the description in words is of; the first by default
 */
export function forecastFigure(report: ForecastReport, best?: string): Figure {
  const { panel, future, models, horizon, plans } = report;
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
        bands: (models.length <= 2 ? levelsOf(model) : levelsOf(model).slice(0, 1))
          .map((level) => intervalAt(model.forecasts[s], level))
          .concat(levelsOf(model).length > 0 ? [] : bandsOfQuantiles(model, report.quantiles, s)),
        origin: lastObserved(series),
      })),
      { from: recentStart(series.y.length, horizon, panel.season) },
    ),
  );
  const names = plans
    ? `for the plans ${firstFew(plans)}`
    : `by ${namesOf(models.map(({ label }) => label))}`;
  const left = panel.series.length - shown.length;
  return {
    title: `${sourceName(panel)}: forecast of ${counted(horizon, "step")} ${names}`,
    description: describe(report, best),
    plots,
    ...leftOut(left),
  };
}

/** `ets and theta`, and of many the first. */
function namesOf(labels: readonly string[]): string {
  return labels.length > MAX_NAMED ? firstFew(labels, MAX_NAMED) : listed(labels);
}

const MAX_NAMED = 5;

/** The figure with totals in words, for pictures, which have no tables. */
export function forecastPicture(report: ForecastReport): Figure {
  const figure = forecastFigure(report);
  return { ...figure, notes: [...(figure.notes ?? []), ...totalNotes(report)] };
}

/** Totals that a picture tells in words. */
const MAX_TOTALS = 6;

/** The totals where these were asked for, a sentence each. */
function totalNotes(report: ForecastReport): string[] {
  const { panel, models, horizon, quantiles } = report;
  if (!models[0]?.totals) return [];
  const decimals = decimalsOfTotals(report);
  const short = (value: number) => formatNumber(value, decimals);
  const all = panel.series.flatMap((series, s) =>
    models.flatMap((model) => {
      const total = model.totals?.[s];
      if (!total) return [];
      const whose = panel.series.length > 1 ? ` of ${series.id}` : "";
      const by = models.length > 1 ? `, ${model.label}` : "";
      const [narrow] = [...total.intervals].sort((a, b) => a.level - b.level);
      const ends = [
        ...(narrow ? [`${narrow.level} %: ${short(narrow.lo)} to ${short(narrow.hi)}`] : []),
        ...(total.quantiles ?? []).map((value, q) => `q-${quantiles?.[q]}: ${short(value)}`),
      ];
      const around = ends.length > 0 ? ` (${ends.join(", ")})` : "";
      return [`Total of ${counted(horizon, "step")}${whose}${by}: ${short(total.mean)}${around}.`];
    }),
  );
  const left = all.length - MAX_TOTALS;
  if (left <= 1) return all;
  return [
    ...all.slice(0, MAX_TOTALS),
    `And ${formatCount(left)} more totals: -o FILE.csv has all.`,
  ];
}

/** The ends of the first forecast in words. */
function describe({ panel, future, models }: ForecastReport, best?: string): string {
  const [first] = panel.series;
  const model = models.find(({ label }) => label === best) ?? models[0];
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
