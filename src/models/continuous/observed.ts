import type { Panel, Series } from "../../data/panel.js";
import type { Model } from "../model.js";

/**
 * Lets a network that is told which steps were observed take series with missing values: they carry
 * the last observation forward, so that no window knows what comes after it, and `observed` tells.
 */
export function observing(model: Model): Model {
  return {
    ...model,
    fit: (panel, context) => model.fit(carriedForward(panel), context),
    restore: (state, panel) => model.restore(state, carriedForward(panel)),
  };
}

function carriedForward(panel: Panel): Panel {
  return { ...panel, series: panel.series.map(carried) };
}

function carried({ observed: _, ...series }: Series): Series {
  if (!series.y.some(Number.isNaN)) return series;
  let last = series.y.find((value) => !Number.isNaN(value)) ?? 0;
  const y = series.y.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
  return { ...series, y, observed: series.y };
}
