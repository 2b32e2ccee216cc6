import { type Unbroken, withoutBreaks } from "../analysis/breaks.js";
import type { Panel, Series } from "../data/panel/panel.js";
import type { FittedModel, Model, Steadied } from "./model.js";
import { allowingForBreaks, held } from "./robust.js";
import { type UnbrokenPanel, unbrokenPanel } from "./unbroken-panel.js";

/**
 * A statistical model that is fitted to, and goes on from, series without their outliers and level shifts,
 * as {@link unbrokenPanel} finds them: one value a thousand times the others would be all that is fitted,
 * a last one is where the forecast starts, and a shift that happened once is taken for the spread of every
 * step. Series with columns known ahead stay as they are, for these may explain what looks like a break.
 */
export function unbroken(model: Model): Model {
  return {
    ...model,
    withoutBreaks: steadied,
    async fit(given, context) {
      const found = unbrokenFor(given, context.warn);
      return inGivenUnits(await model.fit(found.panel, context), given, found);
    },
    restore(state, given) {
      const found = unbrokenFor(given);
      return inGivenUnits(model.restore(state, found.panel), given, found);
    },
    requireState: (state, given) => model.requireState(state, unbrokenFor(given).panel),
  };
}

/** The panel as a model made by {@link unbroken} sees it. */
export function steadied(given: Panel): Steadied {
  const { panel, observed, series } = unbrokenFor(given);
  return { panel, observed, hold: allowingForAll(given, series) };
}

/** @param shifts whether level shifts are taken out too */
export function unbrokenFor(
  panel: Panel,
  warn?: (message: string) => void,
  shifts = true,
): UnbrokenPanel {
  const found = shifts ? remembered.all : remembered.outliers;
  const known = warn ? undefined : found.get(panel);
  if (known) return known;
  const unbroken = findBreaks(panel, shifts, warn);
  found.set(panel, unbroken);
  return unbroken;
}

/** What was found, as the intervals of a model ask for what its fit went on from. */
const remembered = {
  all: new WeakMap<Panel, UnbrokenPanel>(),
  outliers: new WeakMap<Panel, UnbrokenPanel>(),
};

function findBreaks(
  panel: Panel,
  shifts: boolean,
  warn?: (message: string) => void,
): UnbrokenPanel {
  const spare = ({ y, future }: Series) =>
    (future?.size ?? 0) > 0 || (panel.season === 1 && (y.length < MIN_UNSEASONAL || endsApart(y)));
  return unbrokenPanel(panel, { spare, shifts, ...(warn && { warn }) });
}

/** Fewer values without a season do not tell an outlier from the way that a series goes. */
const MIN_UNSEASONAL = 48;

/** Whether the last value is far off the others: without a season, it is rather a new level. */
function endsApart(y: Float64Array): boolean {
  const last = withoutBreaks(y, 1, false).breaks.at(-1);
  return last !== undefined && last.at + last.length === y.length;
}

function inGivenUnits(fitted: FittedModel, given: Panel, { series }: UnbrokenPanel): FittedModel {
  if (series.every(({ breaks }) => breaks.length === 0)) return fitted;
  return held(fitted, { series, hold: allowingForAll(given, series) });
}

function allowingForAll(given: Panel, series: readonly Unbroken[]): Steadied["hold"] {
  return (forecasts, counted) =>
    forecasts.map((forecast, s) =>
      allowingForBreaks(forecast, given.series[s], series[s], counted),
    );
}
