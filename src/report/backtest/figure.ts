import { observations, type Series } from "../../data/panel/from-table.js";
import { stampsAhead } from "../../data/panel/future-index.js";
import { counted } from "../../wording.js";
import type { Figure, Plot } from "../pictures/figure.js";
import { lastObserved, seriesPlot } from "../pictures/series-plot.js";
import { stepsPlot } from "../pictures/steps-plot.js";
import { sourceName } from "../text/data-summary.js";
import { formatCount } from "../text/format.js";
import { type BacktestReport, trainingOf } from "./report.js";

/** Series that are drawn of a panel, beside the errors. */
const MAX_SERIES = 5;
/** Models that are drawn, the best. */
const MAX_MODELS = 4;

/** Observations that are drawn at least. */
const MIN_OBSERVATIONS = 40;

/** Observations with the forecasts of every fold, and the errors by step ahead. */
export function backtestFigure(report: BacktestReport): Figure {
  const training = trainingOf(report);
  const models = report.models.slice(0, MAX_MODELS);
  const { horizon } = report.folds[0];
  const shown = training.series.slice(0, MAX_SERIES);
  const hidden = [
    [training.series.length - shown.length, "more series"],
    [report.models.length - models.length, "more models"],
  ] as const;
  const notes = hidden
    .filter(([count]) => count > 0)
    .map(([count, what]) => `and ${formatCount(count)} ${what}`);
  const [best] = models;
  return {
    title: `${sourceName(training)}: backtest over ${counted(report.folds.length, "fold")} of ${counted(horizon, "step")}`,
    description: best ? describe(best, report) : "",
    plots: [
      ...shown.map((series) => foldsPlot(series, report, models)),
      ...(horizon > 1 ? [stepsPlot(models)] : []),
    ],
    ...(notes.length > 0 && { notes }),
  };
}

/** How good the model is, the best where there are several. */
function describe({ label, scores }: BacktestReport["models"][number], { models }: BacktestReport) {
  const mase = `a MASE of ${rounded(scores.mean.mase)}`;
  return models.length > 1
    ? `Best of ${models.length} models: ${label}, with ${mase}.`
    : `${label} has ${mase}.`;
}

const rounded = (value: number) =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "–";

function foldsPlot(series: Series, report: BacktestReport, models: BacktestReport["models"]): Plot {
  const { folds } = report;
  const training = trainingOf(report);
  const { horizon, test } = folds[folds.length - 1];
  const s = training.series.findIndex(({ id }) => id === series.id);
  const after = stampsAhead(series, training.frequency, horizon).subarray(0, test[s].length);
  // What was held back from the last fold belongs to the observations.
  const whole: Series = {
    ...series,
    ds: Float64Array.of(...series.ds, ...after),
    y: Float64Array.of(...series.y, ...test[s]),
    observed: Float64Array.of(...observations(series), ...test[s]),
  };
  const forecasts = models.flatMap((model, place) =>
    model.scores.forecasts.flatMap((fold, f) => {
      const trained = folds[f].training;
      const i = trained.series.findIndex(({ id }) => id === series.id);
      if (i < 0 || fold[i] === undefined) return [];
      const [narrow] = [...(fold[i].intervals ?? [])].sort((a, b) => a.level - b.level);
      return {
        label: model.label,
        place,
        at: stampsAhead(trained.series[i], trained.frequency, fold[i].mean.length),
        mean: fold[i].mean,
        bands: place === 0 && narrow ? [narrow] : [],
        origin: lastObserved(trained.series[i]),
      };
    }),
  );
  const cutoffs = folds.flatMap((fold) => {
    const one = fold.training.series.find(({ id }) => id === series.id);
    return one ? [one.ds[one.ds.length - 1]] : [];
  });
  // Folds take up to half of the width: what is compared is there.
  const judged = whole.ds.filter((ds) => ds > Math.min(...cutoffs)).length;
  const seen = Math.max(2 * judged, judged + 2 * training.season, MIN_OBSERVATIONS);
  const from = Math.max(0, whole.y.length - seen);
  return seriesPlot(whole, training, forecasts, { from, cutoffs });
}
