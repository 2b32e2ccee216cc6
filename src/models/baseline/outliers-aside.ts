import type { Unbroken } from "../../analysis/breaks.js";
import type { Panel, Series } from "../../data/panel/panel.js";
import { firstFew } from "../../wording.js";
import type { FittedModel, Interval, Model, SeriesForecast, State, Steadied } from "../model.js";
import { allowingForBreaks } from "../robust.js";
import { unbrokenFor } from "../unbroken.js";

/**
 * A baseline whose forecast is some average of all observations, and whose intervals leave outliers aside.
 * The forecast stays the average of what was observed. What comes is to be expected where all but the
 * outliers were, so the intervals stand around the average without these, and reach to the forecast.
 *
 * @param averageOf what is forecast of a series
 */
export function outliersAside(model: Model, averageOf: (y: Float64Array) => number): Model {
  const steadiedIn = (given: Panel, tell?: (ids: readonly string[]) => void) => {
    const { series } = unbrokenFor(given, undefined, false);
    const panel = { ...given, series: given.series.map((one, s) => without(one, series[s])) };
    const broken = given.series.filter((_, s) => series[s].breaks.length > 0);
    if (broken.length > 0) tell?.(broken.map(({ id }) => id));
    /** What outliers move the averages by. */
    const moves = given.series.map(({ y }, s) =>
      series[s].breaks.length > 0 ? averageOf(y) - averageOf(panel.series[s].y) : 0,
    );
    const whole: Steadied = {
      ...{ panel, observed: given },
      hold: (forecasts, counted) =>
        forecasts.map((forecast, s) => {
          if (series[s].breaks.length === 0) return forecast;
          const ordinary = moved(forecast, -moves[s]);
          const allowing = allowingForBreaks(ordinary, given.series[s], series[s], counted);
          return reachingTo(forecast, allowing.intervals);
        }),
      unheld(state) {
        const fitted = model.restore(state, panel);
        return {
          ...fitted,
          forecast: (horizon, levels) =>
            fitted.forecast(horizon, levels).map((forecast, s) => moved(forecast, moves[s])),
        };
      },
    };
    return { whole, isBroken: broken.length > 0 };
  };
  const held = (state: State, given: Panel, { hold, unheld }: Steadied): FittedModel => {
    const own = unheld!(state);
    return {
      ...model.restore(state, given),
      forecast: (horizon, levels) => hold(own.forecast(horizon, levels)),
    };
  };
  return {
    ...model,
    withoutBreaks: (given) => steadiedIn(given).whole,
    async fit(given, context) {
      const { whole, isBroken } = steadiedIn(given, (ids) => {
        // Who asks for no intervals need not hear of theirs.
        if (!context.levels?.length) return;
        context.warn(`${model.name}: intervals leave out the outliers of ${firstFew(ids)}`);
      });
      const fitted = await model.fit(whole.panel, context);
      if (!isBroken) return fitted;
      const { length } = fitted.forecast(1, []);
      // Interrupted, the fit is one of the first series alone.
      const isWhole = length === given.series.length;
      const done = isWhole ? given : { ...given, series: given.series.slice(0, length) };
      const steadied = isWhole ? whole : steadiedIn(done).whole;
      const { forecast, ...others } = held(fitted.state, done, steadied);
      return {
        ...others,
        forecast: (horizon, levels = context.levels) => forecast(horizon, levels),
      };
    },
    restore(state, given) {
      const { whole, isBroken } = steadiedIn(given);
      return isBroken ? held(state, given, whole) : model.restore(state, given);
    },
  };
}

/** The series with its outliers missing, as what would be in their places is no demand that there was. */
function without(series: Series, { breaks }: Unbroken): Series {
  if (breaks.length === 0) return series;
  const less = (values: Float64Array) => {
    const rest = values.slice();
    for (const { at, length } of breaks) rest.fill(Number.NaN, at, at + length);
    return rest;
  };
  const { y, observed } = series;
  return { ...series, y: less(y), ...(observed && { observed: less(observed) }) };
}

function moved({ mean, intervals, ...others }: SeriesForecast, by: number): SeriesForecast {
  const up = (values: Float64Array) => values.map((value) => value + by);
  return {
    ...{ ...others, mean: up(mean) },
    ...(intervals && {
      intervals: intervals.map(({ level, lo, hi }) => ({ level, lo: up(lo), hi: up(hi) })),
    }),
  };
}

/** The forecast with these intervals, where they end before it as far as it. */
function reachingTo(forecast: SeriesForecast, intervals?: readonly Interval[]): SeriesForecast {
  if (!intervals) return forecast;
  const { mean } = forecast;
  return {
    ...forecast,
    intervals: intervals.map(({ level, lo, hi }) => ({
      level,
      lo: lo.map((end, h) => Math.min(end, mean[h])),
      hi: hi.map((end, h) => Math.max(end, mean[h])),
    })),
  };
}
