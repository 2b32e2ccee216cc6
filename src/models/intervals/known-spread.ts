import type { Panel, Series } from "../../data/panel/panel.js";
import { meanAbsoluteDifference } from "../../numeric/differences.js";
import { normalQuantile } from "../../numeric/normal.js";
import { quantileOfSorted } from "../../numeric/quantile.js";
import { learnedAlike } from "../learned-alike.js";
import type { FittedModel, Model, SeriesForecast } from "../model.js";
import { speakers } from "./speakers.js";

/** Observations of a series that shows how much it varies. */
const MIN_OBSERVATIONS = 8;
/** Standard deviations of normal changes for each mean absolute one: √(π/2). */
const DEVIATIONS = 1.2533141373155003;

/**
 * The model with intervals for series of a single observation, or of two that are alike, which show
 * nothing of how they vary: they are taken to vary from step to step as the middle one of the panel's other
 * series does in units of its level ({@link spreadOf}), in a random walk. A warning says so, and where
 * there is nothing to take.
 */
export function withKnownSpread(model: Model): Model {
  const { spread: spreading } = model;
  return {
    ...model,
    ...(spreading && { spread: (change) => withKnownSpread(spreading(change)) }),
    ...learnedAlike(model, withKnownSpread),
    async fit(panel, context) {
      const { levels = [], spread } = context;
      const unknown = panel.series.filter(isUnknown);
      if (unknown.length === 0) return model.fit(panel, context);
      const relative = spread ?? spreadOf(panel);
      for (const one of levels.length > 0 ? unknown : []) {
        const taken =
          deviationOf(one, relative) > 0
            ? "its intervals are as wide as those of other series for their level"
            : "its intervals have no width";
        context.warn(`series "${one.id}" ${WHY}: ${taken}`);
      }
      return widened(await model.fit(panel, context), panel, relative, levels);
    },
    restore: (state, panel) =>
      widened(model.restore(state, panel), panel, () => spreadOf(panel), undefined),
  };
}

const WHY = "has too few observations to show how much its values vary";

/**
 * How much series vary: the mean absolute change from one step to the next in units of the mean absolute
 * value, of the middle one of those with 8 observations or more.
 *
 * @returns 0 without such series
 */
export function spreadOf(panel: Panel): number {
  const shares = speakers(panel).series.flatMap(({ y }) => {
    const known = y.filter((value) => !Number.isNaN(value));
    const level = known.reduce((sum, value) => sum + Math.abs(value), 0) / known.length;
    const share = meanAbsoluteDifference(y, 1) / level;
    return known.length >= MIN_OBSERVATIONS && Number.isFinite(share) ? [share] : [];
  });
  return shares.length > 0 ? quantileOfSorted(Float64Array.from(shares).sort(), 0.5) : 0;
}

function widened(
  fitted: FittedModel,
  { series }: Panel,
  relative: number | (() => number),
  defaults: readonly number[] | undefined,
): FittedModel {
  if (!series.some(isUnknown)) return fitted;
  const spread = typeof relative === "number" ? relative : relative();
  const places = new Map(series.map((one) => [one.id, one]));
  return {
    ...fitted,
    forecast: (horizon, levels = defaults) =>
      fitted.forecast(horizon, levels).map((forecast) => {
        const one = places.get(forecast.id);
        return one && isUnknown(one) ? asWalk(forecast, deviationOf(one, spread)) : forecast;
      }),
  };
}

/** The forecast in the intervals of a random walk whose steps have this standard deviation. */
function asWalk(forecast: SeriesForecast, deviation: number): SeriesForecast {
  const { mean, intervals } = forecast;
  if (!intervals || !(deviation > 0)) return forecast;
  return {
    ...forecast,
    intervals: intervals.map(({ level }) => {
      const reach = mean.map(
        (_, h) => normalQuantile(0.5 + level / 200) * deviation * Math.sqrt(h + 1),
      );
      return {
        level,
        lo: mean.map((value, h) => value - reach[h]),
        hi: mean.map((value, h) => value + reach[h]),
      };
    }),
  };
}

/** Standard deviation of a step of a series that shows none, in its units. */
function deviationOf(one: Series, relative: number): number {
  return DEVIATIONS * changeOf(one, relative);
}

/** Mean absolute change of a series that shows none, in its units. */
export function changeOf({ y }: Series, relative: number): number {
  return relative * Math.abs(y.find((value) => !Number.isNaN(value)) ?? 0);
}

/** Whether a series shows nothing of how it varies: one observation, or two that are alike. */
export function isUnknown({ y }: Series): boolean {
  let known = 0;
  let first = 0;
  for (const value of y) {
    if (Number.isNaN(value)) continue;
    if (known === 0) first = value;
    else if (value !== first) return false;
    if (++known > 2) return false;
  }
  return true;
}
