import { asGiven, type Break, type Unbroken } from "../../analysis/breaks.js";
import type { Panel, Series } from "../../data/panel/panel.js";
import { firstFew } from "../../wording.js";
import type { FittedModel, Model, SeriesForecast, Steadied } from "../model.js";
import { allowingForEvents } from "../rare-events.js";
import { unbrokenFor } from "../unbroken.js";
import { replaced } from "../unbroken-panel.js";

/** Levels, in percent, whose intervals reach to where the forecast would be without an outlier. */
const MIN_OUTLIER_LEVEL = 90;

/** What a baseline forecasts from. */
interface Basis {
  /**
   * Number of last values that decide, by the season. A level shift among them is left as it is, and so is
   * the series where an outlier among them is not repeated as a whole.
   */
  latest(season: number): number;
  /** What is forecast h steps ahead, from 0 on, of a model that goes on from values of its own choice. */
  ahead?(y: Float64Array, season: number, h: number): number;
}

/**
 * A baseline whose forecasts stand on the series as it was observed, and the width of whose intervals on
 * the series without outliers and level shifts: the square of one value far off would else be all that
 * there is of a spread. Where such a value is repeated, intervals of high levels reach to what would be
 * repeated in its place; of several outliers more are expected, as by every other model. Where a level shift makes a slope, intervals of
 * all levels reach to where there would be none: it happened once.
 */
export function steadySpread(model: Model, basis: Basis): Model {
  const held = (fitted: FittedModel, given: Panel, { hold }: Steadied): FittedModel => {
    const observed = model.restore(fitted.state, given);
    return {
      ...observed,
      forecast: (horizon, levels) => hold(observed.forecast(horizon, levels)),
    };
  };
  const withoutBreaks = (given: Panel, warn?: (message: string) => void): Steadied => {
    const tell = (ids: readonly string[]) => ids.length > 0 && warn?.(said(ids));
    const { panel, observed, series } = foundIn(given, basis, tell);
    return {
      ...{ panel, observed },
      hold: (forecasts, counted) =>
        forecasts.map((forecast, s) =>
          reaching(
            counted ? forecast : allowingForEvents(forecast, series[s]),
            given.series[s],
            given.season,
            series[s],
            basis,
          ),
        ),
    };
  };
  const said = (ids: readonly string[]) =>
    `${model.name}: intervals leave out the outliers and level shifts of ${firstFew(ids)}`;
  return {
    ...model,
    withoutBreaks,
    async fit(given, context) {
      // Who asks for no intervals need not hear of theirs.
      const steadied = withoutBreaks(given, context.levels?.length ? context.warn : undefined);
      const fitted = await model.fit(steadied.panel, context);
      if (steadied.panel === given) return fitted;
      const { length } = fitted.forecast(1, []);
      const done = { ...given, series: given.series.slice(0, length) };
      const whole = held(fitted, done, steadied);
      return {
        ...whole,
        forecast: (horizon, levels = context.levels) => whole.forecast(horizon, levels),
      };
    },
    restore(state, given) {
      const fitted = model.restore(state, given);
      let whole: FittedModel | undefined;
      const withBreaks = () => {
        const steadied = withoutBreaks(given);
        return steadied.panel === given ? fitted : held(fitted, given, steadied);
      };
      // Means do not ask for outliers, which take longer to find than to forecast.
      return {
        ...fitted,
        forecast(horizon, levels) {
          if (levels?.length === 0) return fitted.forecast(horizon, levels);
          whole ??= withBreaks();
          return whole.forecast(horizon, levels);
        },
      };
    },
  };
}

/** The panel without breaks. */
function foundIn(
  given: Panel,
  { latest, ahead }: Basis,
  tell: (ids: readonly string[]) => void,
): { panel: Panel; observed: Panel; series: readonly Unbroken[] } {
  const all = unbrokenFor(given).series;
  if (all.every(({ breaks }) => breaks.length === 0)) {
    return { panel: given, observed: given, series: all };
  }
  const outliers = unbrokenFor(given, undefined, false).series;
  const series = all.map((whole, s) => {
    const { y } = given.series[s];
    const from = y.length - latest(given.season);
    const among = ({ breaks }: Unbroken, wanted: Break["kind"]) =>
      breaks.some(({ kind, at, length }) => kind === wanted && at + Math.max(1, length) > from);
    const found = among(whole, "shift") ? outliers[s] : whole;
    return ahead || !among(found, "outlier") ? found : asGiven(y);
  });
  tell(series.flatMap(({ breaks }, s) => (breaks.length > 0 ? [given.series[s].id] : [])));
  const by = (which: "values" | "moved") => ({
    ...given,
    series: given.series.map((one, s) => replaced(one, series[s], which)),
  });
  return { panel: by("values"), observed: by("moved"), series };
}

/** The forecast with intervals that reach to what would be forecast without shifts, and without outliers. */
function reaching(
  forecast: SeriesForecast,
  { y }: Series,
  season: number,
  { breaks, values, moved }: Unbroken,
  { ahead }: Basis,
): SeriesForecast {
  const { mean, intervals } = forecast;
  if (!intervals || !ahead || breaks.length === 0) return forecast;
  const movesTo = (other: Float64Array) =>
    mean.map((_, h) => {
      const move = ahead(other, season, h) - ahead(y, season, h);
      return Number.isFinite(move) ? move : 0;
    });
  const unshifted = movesTo(moved);
  const ordinary = movesTo(values);
  return {
    ...forecast,
    intervals: intervals.map(({ level, lo, hi }) => {
      const moves = level < MIN_OUTLIER_LEVEL ? [unshifted] : [unshifted, ordinary];
      const ends = (end: number, h: number) => [end, ...moves.map((by) => mean[h] + by[h])];
      return {
        level,
        lo: lo.map((end, h) => Math.min(...ends(end, h))),
        hi: hi.map((end, h) => Math.max(...ends(end, h))),
      };
    }),
  };
}
