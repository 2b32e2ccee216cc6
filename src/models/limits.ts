import type { Panel, Series } from "../data/panel/panel.js";
import { learnedAlike } from "./learned-alike.js";
import type { FittedModel, Limits, Model, SeriesForecast, Unlimited } from "./model.js";

export type { Limits };

/**
 * The model with its forecasts and the ends of its intervals held to limits: values beyond the least or
 * the greatest become these, and with `integer` each is the nearest whole number, halves upwards. An
 * interval moves with its forecast, so that it keeps a width beyond it where the forecast was held. It
 * never crosses its forecast by that, as no order of two values changes.
 *
 * @example
 * const model = withLimits(createModel("theta"), { min: 0, integer: true });
 *
 * @throws RangeError where no value is within the limits
 */
export function withLimits(model: Model, limits: Limits): Model {
  requireLimits(limits);
  if (!isLimited(limits)) return model;
  return {
    ...model,
    ...learnedAlike(model, (one) => withLimits(one, limits)),
    async fit(panel, context) {
      warnOfObservations(panel, limits, context.warn);
      return limitedFit(await model.fit(panel, context), limits);
    },
    restore: (state, panel, warn) => limitedFit(model.restore(state, panel, warn), limits),
  };
}

/** A fit whose forecasts are held to limits, as of {@link withLimits}. */
export function limitedFit(fitted: FittedModel, limits: Limits): FittedModel {
  if (!isLimited(limits)) return fitted;
  const { forecastWindows, unlimited } = fitted;
  const within = (place: number) => bothOf(unlimited?.limitsOf?.(place), limits);
  return {
    ...fitted,
    forecast: (horizon, levels) =>
      fitted.forecast(horizon, levels).map((forecast, s) => limitedForecast(forecast, within(s))),
    unlimited: unlimitedBy(fitted, within),
    ...(forecastWindows && {
      forecastWindows: (panel, windows, each) =>
        forecastWindows(panel, windows, (window, mean) => each(window, limited(mean, limits))),
    }),
  };
}

/**
 * What a fit forecasts without these limits, and without those that it is held to already.
 *
 * @param limitsOf series at a place in the panel
 */
export function unlimitedBy(
  { forecast, unlimited = { forecast, holds: freely } }: FittedModel,
  limitsOf: (place: number) => Limits,
): Unlimited {
  return {
    ...unlimited,
    limitsOf,
    holds: (forecasts, rounded = true) =>
      unlimited.holds(forecasts, rounded).map((hold, s) => {
        const limits = rounded ? limitsOf(s) : { ...limitsOf(s), integer: false };
        if (!isLimited(limits)) return hold;
        const moved = movedWith(hold(forecasts[s].mean), limits);
        return (values) => moved(hold(values));
      }),
  };
}

/**
 * What forecasts are held to that were held before, as at 0: a later limit moves ends of intervals, and must
 * not move them beyond the earlier one. Where no value is within both, the later ones are what was asked for.
 */
function bothOf({ min, max }: Limits = {}, later: Limits): Limits {
  const both = {
    ...later,
    min: Math.max(min ?? Number.NEGATIVE_INFINITY, later.min ?? Number.NEGATIVE_INFINITY),
    max: Math.min(max ?? Number.POSITIVE_INFINITY, later.max ?? Number.POSITIVE_INFINITY),
  };
  const { least, greatest } = endsOf(both);
  return least > greatest ? later : both;
}

function freely(forecasts: readonly SeriesForecast[]) {
  return forecasts.map(() => (values: Float64Array) => values);
}

export function limitedForecast(forecast: SeriesForecast, limits: Limits): SeriesForecast {
  const { mean, intervals } = forecast;
  const moved = movedWith(mean, limits);
  return {
    ...forecast,
    mean: limited(mean, limits),
    ...(intervals && {
      intervals: intervals.map(({ level, lo, hi }) => ({ level, lo: moved(lo), hi: moved(hi) })),
    }),
  };
}

/** Holds values to limits that move with their forecast where it was held. */
function movedWith(mean: Float64Array, limits: Limits): (values: Float64Array) => Float64Array {
  const within = limited(mean, { ...limits, integer: false });
  return (values) =>
    limited(
      values.map((value, h) => (within[h] === mean[h] ? value : value + within[h] - mean[h])),
      limits,
    );
}

/** Whether nothing below 0 was observed, so that nothing below 0 is forecast. */
export function isNonNegative({ y }: Series): boolean {
  return y.every((value) => !(value < 0));
}

/** The values within limits, each as near as it can be to what it was. */
export function limited(values: Float64Array, limits: Limits): Float64Array {
  const { least, greatest } = endsOf(limits);
  return values.map((value) => {
    // Adding 0 makes −0, which rounding leaves of −0.3, a plain 0.
    const allowed = limits.integer ? Math.round(value) + 0 : value;
    return Math.min(greatest, Math.max(least, allowed));
  });
}

/** Whether there is anything to hold forecasts to. */
export function isLimited({ min, max, integer }: Limits): boolean {
  return min !== undefined || max !== undefined || integer === true;
}

/** @throws RangeError where no value is within the limits */
export function requireLimits(limits: Limits): void {
  const { min = 0, max = 0, integer } = limits;
  for (const [name, value] of Object.entries({ min, max })) {
    if (!Number.isFinite(value)) throw new RangeError(`${name} must be a number, got ${value}`);
  }
  const { least, greatest } = endsOf(limits);
  if (least > greatest) {
    throw new RangeError(
      `there is no ${integer ? "whole " : ""}number from min ${limits.min} to max ${limits.max}`,
    );
  }
}

/** Warns of observations that no forecast can equal, as the limits are then perhaps not what was meant. */
export function warnOfObservations(
  { series }: Panel,
  limits: Limits,
  warn: (message: string) => void,
): void {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, integer } = limits;
  const odd = (isOdd: (value: number) => boolean, why: string) => {
    for (const { id, y } of series) {
      const found = y.find(isOdd);
      if (found === undefined) continue;
      return warn(`series "${id}" has observed ${found}, ${why}`);
    }
  };
  odd((value) => value < min, `below the min ${min} that its forecasts are held to`);
  odd((value) => value > max, `above the max ${max} that its forecasts are held to`);
  if (integer) {
    odd(
      (value) => Number.isFinite(value) && !Number.isInteger(value),
      "and its forecasts are rounded to whole numbers all the same",
    );
  }
}

/** The least and the greatest value that is allowed. */
function endsOf({
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
  integer,
}: Limits): { least: number; greatest: number } {
  return integer
    ? { least: Math.ceil(min) + 0, greatest: Math.floor(max) + 0 }
    : { least: min, greatest: max };
}
