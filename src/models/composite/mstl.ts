import { suitsLogarithms, withoutBreaks } from "../../analysis/breaks.js";
import { seasonsOf, shownSeasons } from "../../analysis/several-seasons.js";
import { mstl as decompose, seasonalFreedom } from "../../analysis/stl.js";
import type { Panel, Series } from "../../data/panel/from-table.js";
import { exp, log } from "../../numeric/elementary.js";
import { studentQuantile } from "../../numeric/student.js";
import { drift } from "../baseline/drift.js";
import { naive } from "../baseline/naive.js";
import { ets } from "../ets/ets.js";
import type { FitContext, FittedModel, Model, ModelDefinition, State } from "../model.js";
import { seasonsOption } from "../seasons-option.js";
import { list, optional, text } from "../state-schema.js";
import { theta } from "../theta/theta.js";
import { unbroken } from "../unbroken.js";

const options = {
  model: {
    type: "choice",
    choices: ["ets", "theta", "naive", "drift"],
    default: "ets",
    summary: "what forecasts the series without its seasons",
  },
  seasons: { ...seasonsOption, max: 100_000 },
  window: {
    type: "integer",
    default: 11,
    min: 0,
    max: 10_001,
    summary:
      "seasons over which a season is smoothed, 4 more for each longer one; 0 for all of them",
  },
  degree: {
    type: "integer",
    default: 0,
    min: 0,
    max: 1,
    summary: "degree of that smoothing: 0 for means as in R, 1 for lines",
  },
} as const;

/** Seasons from which it is known how a series jumps in each. */
const SEASONS_FOR_JUMPS = 3;

/** Fewest degrees of freedom that intervals are given by. */
const MIN_FREEDOM = 3;

/**
 * Decomposes a series by STL, or by MSTL for several seasons, yₜ = Σ Sᵢ[t] + rest; forecasts the rest by
 * another model; and adds the last season of each component. A season needs more than two of its length
 * in the series, else it stays in the rest. A positive series whose forecast would fall to zero is
 * decomposed in logarithms.
 *
 * Intervals are those of the other model, widened for the estimated seasons: these take degrees of freedom
 * from the residuals and err themselves. Each series that a restored fit continues is decomposed by itself.
 *
 * @example
 * const fitted = await createModel("mstl:seasons=24-168,model=theta").fit(panel, context);
 * fitted.forecast(24);
 *
 * @see Cleveland, Cleveland, McRae & Terpenning (1990), "STL"; Bandara, Hyndman & Bergmeir (2021),
 *   "MSTL"
 */
export const mstl: ModelDefinition<typeof options> = {
  name: "mstl",
  summary: "seasons taken out by STL, the rest forecast by another model",
  options,
  create({ model, seasons, window, degree }) {
    const rest = modelOfRest(model);
    const splitAll = (panel: Panel, logarithmic: readonly string[]) => {
      const splits = panel.series.map(({ id, y }) => {
        const lengths = lengthsFor(y, panel, seasons);
        return split(y, lengths, window, degree === 1 ? 1 : 0, logarithmic.includes(id));
      });
      const series = panel.series.map((each, s): Series => ({ ...each, y: splits[s].rest }));
      return { splits, without: { ...panel, season: 1, series } };
    };
    const fitAll = async (panel: Panel, context: FitContext, logarithmic: readonly string[]) => {
      const { splits, without } = splitAll(panel, logarithmic);
      return withSeasons(await rest.fit(without, context), splits, logarithmic);
    };
    return unbroken({
      name: "mstl",
      local: true,
      async fit(panel, context) {
        warnOfLongSeasons(panel, seasons, context.warn);
        const plain = await fitAll(panel, context, []);
        const falling = fallingSeries(panel, plain, context.horizon);
        if (falling.length === 0) return plain;
        for (const id of falling) {
          context.warn(
            `mstl: series "${id}" is positive and falls towards 0: its logarithms are forecast`,
          );
        }
        return fitAll(panel, { ...context, warn: () => {} }, falling);
      },
      restore(state, panel) {
        const logarithmic = logarithmicOf(state);
        const positive = new Set(
          panel.series.flatMap(({ id, y }) => (y.every((value) => value > 0) ? [id] : [])),
        );
        const ids = logarithmic.filter((id) => positive.has(id));
        const { splits, without } = splitAll(panel, ids);
        return withSeasons(rest.restore(state, without), splits, ids);
      },
      requireState(state, panel) {
        logarithmicOf(state);
        rest.requireState(state, { ...panel, season: 1 });
      },
    });
  },
};

/** Lengths of the seasons of one series, ascending. */
function lengthsFor(y: Float64Array, panel: Panel, requested: readonly number[]): number[] {
  const shown = requested.length > 0 ? [] : shownSeasons(y, seasonsOf(panel));
  const lengths = requested.length > 0 ? requested : shown.length > 0 ? shown : [panel.season];
  return [...new Set(lengths)].filter((length) => length > 1).sort((a, b) => a - b);
}

/** Ids of the series whose logarithms are forecast. */
function logarithmicOf(state: State): readonly string[] {
  const { logarithmic } = state as { readonly logarithmic?: State };
  return optional(list(text))(logarithmic, "state.logarithmic") ?? [];
}

function modelOfRest(name: (typeof options.model.choices)[number]): Model {
  switch (name) {
    // Errors that are added: what is left of a series has no zero of its own that they could be relative to.
    case "ets":
      return ets.create({
        error: "A",
        trend: "auto",
        season: "N",
        multiplicative: false,
        criterion: "aicc",
        seasons: [],
      });
    case "theta":
      return theta.create({ kind: "dynamic", seasons: [] });
    case "naive":
      return naive.create({});
    case "drift":
      return drift.create({});
  }
}

function warnOfLongSeasons(
  { series }: Panel,
  seasons: readonly number[],
  warn: FitContext["warn"],
): void {
  for (const length of seasons) {
    const short = series.filter(({ y }) => y.length <= 2 * length);
    if (short.length === 0) continue;
    const which =
      series.length === 1 ? `series "${series[0].id}" has` : `${short.length} series have`;
    warn(`mstl: ${which} no more than two seasons of ${length}: it stays in the remainder`);
  }
}

/** Ids of positive series whose forecast reaches zero within the horizon, or half their own length. */
function fallingSeries(panel: Panel, fitted: FittedModel, horizon: number): string[] {
  const longest = panel.series.reduce((length, { y }) => Math.max(length, y.length), 0);
  const forecasts = fitted.forecast(Math.max(horizon, longest >> 1), []);
  return forecasts.flatMap(({ id, mean }, s) => {
    const { y } = panel.series[s];
    const reached = mean.subarray(0, Math.max(horizon, y.length >> 1));
    const falls = suitsLogarithms(y) && reached.some((value) => value <= 0);
    return falls ? [id] : [];
  });
}

/** The seasons of a series and the rest. */
interface Split {
  /** Sum of the seasons, [n]. */
  readonly seasonal: Float64Array;
  /** [n] */
  readonly rest: Float64Array;
  readonly logarithmic: boolean;
  /** Logarithm that the others are measured from; 0 where there are none. */
  readonly zero: number;
  /** Degrees of freedom that the seasons take. */
  readonly freedom: number;
  /** Sum of the seasons h + 1 steps ahead. */
  ahead(h: number): number;
}

function split(
  y: Float64Array,
  lengths: readonly number[],
  window: number,
  degree: 0 | 1,
  logarithmic: boolean,
): Split {
  // From the first one, so that the unit of y does not decide on which side of 0 logarithms lie.
  const zero = logarithmic ? log(y[0]) : 0;
  const z = logarithmic ? y.map((value) => log(value) - zero) : y;
  const periods = lengths.filter((length) => y.length > 2 * length);
  const windowOf = (place: number) => (window === 0 ? "periodic" : window + 4 * place);
  // A level shift is no season: it stays in the rest. What jumps with the longest season is none.
  const known = periods.filter((length) => y.length > SEASONS_FOR_JUMPS * length);
  const steady = withoutBreaks(z, known.at(-1) ?? Math.min(...periods), true).values;
  const { seasonal: components } = decompose(steady, periods, windowOf, { degree });
  const seasonal = z.map((_, t) => components.reduce((sum, component) => sum + component[t], 0));
  return {
    seasonal,
    rest: z.map((value, t) => value - seasonal[t]),
    logarithmic,
    zero,
    freedom: periods.reduce(
      (sum, period, i) => sum + seasonalFreedom(y.length, period, windowOf(i), degree),
      0,
    ),
    ahead: (h) =>
      components.reduce((sum, component, i) => {
        const period = periods[i];
        return sum + component[y.length - period + (h % period)];
      }, 0),
  };
}

/** The fit of the rest, as one of the whole. */
function withSeasons(
  fitted: FittedModel,
  splits: readonly Split[],
  logarithmic: readonly string[],
): FittedModel {
  return {
    state: logarithmic.length > 0 ? { ...(fitted.state as object), logarithmic } : fitted.state,
    forecast: (horizon, levels) =>
      fitted.forecast(horizon, levels).map(({ id, mean, intervals = [] }, s) => {
        const one = splits[s];
        const whole = (values: Float64Array) =>
          values.map((value, h) => {
            const sum = value + one.ahead(h);
            return one.logarithmic ? exp(sum + one.zero) : sum;
          });
        return {
          id,
          mean: whole(mean),
          intervals: intervals.map(({ level, lo, hi }) => {
            const factor = widening(one, level);
            const widened = (end: Float64Array) =>
              end.map((value, h) => mean[h] + factor * (value - mean[h]));
            return { level, lo: whole(widened(lo)), hi: whole(widened(hi)) };
          }),
        };
      }),
    fittedValues: () =>
      fitted.fittedValues!().map((values, s) =>
        values.map((value, t) => {
          const sum = value + splits[s].seasonal[t];
          return splits[s].logarithmic ? exp(sum + splits[s].zero) : sum;
        }),
      ),
  };
}

/**
 * How much wider intervals are where seasons with k degrees of freedom are estimated from n observations:
 * the residuals' variance is too small by (n − k)/n, the seasons err by about k/n of the variance, and
 * quantiles are those of Student's distribution with so many degrees less.
 */
function widening({ rest, freedom }: Split, level: number): number {
  if (freedom === 0) return 1;
  const n = rest.length;
  const left = Math.max(MIN_FREEDOM, n - freedom);
  const quantile = (degrees: number) =>
    studentQuantile(0.5 + level / 200, Math.max(MIN_FREEDOM, degrees - 2));
  return Math.sqrt((n / left) * (1 + freedom / n)) * (quantile(left) / quantile(n));
}
