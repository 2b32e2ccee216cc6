import { suitsLogarithms } from "../../analysis/breaks.js";
import type { SeasonForm } from "../../analysis/seasonal-adjustment.js";
import { seasonsOf, shownSeasons } from "../../analysis/several-seasons.js";
import { log } from "../../numeric/elementary.js";
import { listed } from "../../wording.js";
import { differenceDeviation } from "../baseline/residual-scale.js";
import { studentIntervals } from "../intervals/parametric.js";
import { predictionVariance, raiseToRealizedErrors } from "../intervals/prediction-error.js";
import { localModel, type Setting } from "../local.js";
import type { Diagnostics, ModelDefinition } from "../model.js";
import { seasonsOption } from "../seasons-option.js";
import {
  flag,
  list,
  number,
  object,
  oneOf,
  optional,
  type Schema,
  whole,
} from "../state-schema.js";
import { tooShort } from "../too-short.js";
import { unbroken } from "../unbroken.js";
import {
  errorsWithin,
  fitTheta,
  forecastTheta,
  smoothTheta,
  type ThetaKind,
  type ThetaParameters,
} from "./fit.js";
import { type PreparedSeries, prepare } from "./prepare.js";

const options = {
  kind: {
    type: "choice",
    choices: ["standard", "optimised", "dynamic"],
    default: "dynamic",
    summary: "θ = 2; θ estimated; or estimated beside a line that follows the series",
  },
  seasons: seasonsOption,
} as const;

/** Plain data of a fit. */
type ThetaState = { readonly [Part in keyof ThetaParameters]: ThetaParameters[Part] } & {
  /** Standard deviation of one-step errors of the adjusted series. */
  readonly deviation: number;
  /** Observations that it was estimated from, less parameters. */
  readonly freedom: number;
  /** First date and observation, by which the fitted series is recognised. */
  readonly since: number;
  readonly first: number;
  /** How the season enters, and whether logarithms are forecast; absent in files of version 0.1.0. */
  readonly form?: SeasonForm;
  readonly logarithmic?: boolean;
  /** Several seasons that were taken out. */
  readonly seasons?: readonly number[];
  /** Seasons over which a single one was smoothed, if it changes. */
  readonly span?: number;
};

/** Level, smoothing and weight of the line. */
const PARAMETER_COUNT = 3;

/** First observations whose errors do not count: the line has no slope yet. */
const UNCOUNTED = 2;

/** Fewest observations from which level, smoothing and line are estimated. */
const MIN_LENGTH = 6;

const DESCRIPTIONS: Readonly<Record<ThetaKind, string>> = {
  standard: "standard theta",
  optimised: "optimised theta",
  dynamic: "dynamic optimised theta",
};

/**
 * The theta method: a smoothed level ℓ and a share of the straight line A + Bt through the series,
 *
 *   ŷₜ = ℓ + w · ((1 − α)ᵗ⁻¹ A + (1 − (1 − α)ᵗ)/α · B)     ℓ' = αyₜ + (1 − α)ℓ     w = 1 − 1/θ
 *
 * If the series has a season (see {@link hasSeason}), it is taken out by classical decomposition first and
 * the forecast gets the indices of the series at hand: factors where all values are positive and factors
 * describe it better, differences else. Where a season that changes would have forecast the later half of the
 * series better by 5 % (see {@link bestSpan}), STL takes it out, and the last one is repeated; the standard
 * kind has none that changes. Of hours and minutes with three weeks, the day and the week are taken out by
 * MSTL as far as the series shows them, since over so many days they change. A positive series whose forecast
 * would fall to zero is forecast by its logarithms.
 *
 * Deviations grow as later forecasts respond to one error, or as errors have grown within the series if
 * those were larger. Intervals are Student's.
 *
 * @example
 * const fitted = await createModel("theta:kind=standard").fit(panel, context);
 * fitted.diagnostics()[0].coefficients; // [{ name: "alpha", … }]
 *
 * @see {@link adjustChanging} for several seasons; Assimakopoulos & Nikolopoulos (2000), "The theta model: a decomposition approach to
 *   forecasting"; Fiorucci et al. (2016), "Models for optimising the theta method and their
 *   relationship to state space models"
 */
export const theta: ModelDefinition<typeof options> = {
  name: "theta",
  summary: "a smoothed level and a share of the trend line, seasonally adjusted",
  options,
  create: ({ kind, seasons: requested }) =>
    unbroken(
      localModel<ThetaState>({
        name: "theta",
        schema: ({ y }) =>
          object({
            alpha: number({ min: 0, max: 1 }),
            weight: number(),
            level: number(),
            deviation: number({ min: 0 }),
            freedom: number({ min: 1, max: Math.max(1, y.length) }),
            since: number(),
            first: number(),
            form: optional(oneOf("none", "additive", "multiplicative")),
            logarithmic: optional(flag),
            // MSTL needs more than two of each.
            seasons: optional(list(whole(2, Math.max(2, (y.length - 1) >> 1)))),
            span: optional(whole(3, 1000)),
          }) as Schema<ThetaState>,
        fit({ id, ds, y }, setting, { warn, horizon }) {
          if (y.length < MIN_LENGTH) {
            warn(tooShort("theta", id, y.length));
          }
          const origin = { since: ds[0], first: y[0] };
          const { season, seasons } = seasonsFor(y, setting, requested);
          const plain = prepare(y, season, kind, false, seasons);
          const fit = fitPrepared(plain, kind);
          const reach = Math.max(horizon, y.length >> 1);
          const falls = () => meansAhead(plain, fit, reach).mean.some((value) => value <= 0);
          if (!suitsLogarithms(y) || !falls()) return { ...fit, ...origin };
          warn(
            `theta: series "${id}" is positive and falls towards 0: its logarithms are forecast`,
          );
          return { ...fitPrepared(prepare(y, season, kind, true, seasons), kind), ...origin };
        },
        forecast(state, { ds, y }, setting, { horizon, levels }) {
          const { prepared, parameters } = resume(state, ds, y, setting, kind, requested);
          const { adjusted, line, ends } = prepared;
          const n = y.length;
          const { plain, mean, variance } = meansAhead(prepared, parameters, horizon);
          const { squares, counts } = errorsWithin(adjusted, line, parameters, horizon);
          raiseToRealizedErrors(variance, squares, counts);
          const deviation = variance.map(Math.sqrt);
          const around = studentIntervals(plain, deviation, levels, state.freedom);
          return {
            mean,
            intervals: around.map(({ level, hi }) => {
              const reaches = Array.from(hi, (value, h) => ends(plain[h], value - plain[h], n + h));
              return {
                level,
                lo: Float64Array.from(reaches, ([lo]) => lo),
                hi: Float64Array.from(reaches, ([, hi]) => hi),
              };
            }),
          };
        },
        fittedValues(state, { ds, y }, setting) {
          const { prepared, parameters } = resume(state, ds, y, setting, kind, requested);
          const { fitted } = smoothed(prepared, parameters);
          return fitted.map((value, t) =>
            kind !== "standard" && t < UNCOUNTED ? Number.NaN : prepared.restore(value, t),
          );
        },
        diagnostics(state, { ds, y }, setting) {
          const { prepared, parameters } = resume(state, ds, y, setting, kind, requested);
          return describe(prepared, parameters, kind);
        },
      }),
    ),
};

type Estimates = Omit<ThetaState, "since" | "first">;

/**
 * The season of a series; and those that STL takes out, as it shows of several that are likely, or as were
 * asked for and it is long enough for.
 */
function seasonsFor(
  y: Float64Array,
  setting: Setting,
  requested: readonly number[],
): { season: number; seasons: readonly number[] } {
  if (requested.length === 0) {
    return { season: setting.season, seasons: shownSeasons(y, seasonsOf(setting)) };
  }
  const long = [...new Set(requested)]
    .filter((length) => y.length > 2 * length)
    .sort((a, b) => a - b);
  return { season: long[0] ?? 1, seasons: long.length > 1 ? long : [] };
}

function fitPrepared(prepared: PreparedSeries, kind: ThetaKind): Estimates {
  const { adjusted, form, logarithmic, seasons, span } = prepared;
  const n = adjusted.length;
  const [level] = adjusted;
  const freedom = Math.max(1, n - UNCOUNTED - PARAMETER_COUNT - prepared.freedom);
  const shared = {
    ...{ freedom, form, logarithmic },
    ...(seasons.length > 0 && { seasons }),
    ...(span !== undefined && { span }),
  };
  if (n < MIN_LENGTH || adjusted.every((value) => value === level)) {
    return { alpha: 1, weight: 0, level, deviation: differenceDeviation(adjusted, 1), ...shared };
  }
  const parameters = fitTheta(adjusted, kind);
  const deviation = Math.sqrt(smoothed(prepared, parameters).squares / freedom);
  return { ...parameters, deviation, ...shared };
}

/**
 * The series as the fit prepared it, if it is the fitted one; another series is prepared by itself and
 * starts from its own first value.
 */
function resume(
  state: ThetaState,
  ds: Float64Array,
  y: Float64Array,
  setting: Setting,
  kind: ThetaKind,
  requested: readonly number[],
): { prepared: PreparedSeries; parameters: Estimates } {
  const same = ds[0] === state.since && y[0] === state.first;
  const logarithmic = state.logarithmic === true && y.every((value) => value > 0);
  if (same && logarithmic === (state.logarithmic ?? false)) {
    const { seasons = [], form, span } = state;
    const season = requested.length === 1 ? requested[0] : setting.season;
    return {
      prepared: prepare(y, season, kind, logarithmic, seasons, { form, span }),
      parameters: state,
    };
  }
  const { season, seasons } = seasonsFor(y, setting, requested);
  const prepared = prepare(y, season, kind, logarithmic, seasons);
  const { adjusted, line } = prepared;
  const part = line.dynamic ? adjusted[0] : line.intercepts[0] + line.slopes[0];
  return { prepared, parameters: { ...state, level: adjusted[0] - state.weight * part } };
}

function smoothed({ adjusted, line }: PreparedSeries, parameters: ThetaParameters) {
  const fitted = new Float64Array(adjusted.length);
  return { fitted, ...smoothTheta(adjusted, line, parameters, fitted) };
}

/**
 * Forecasts of the adjusted series and of the series, and the variance of the former by their response to
 * one error; [horizon] each.
 */
function meansAhead(prepared: PreparedSeries, parameters: Estimates, horizon: number) {
  const { adjusted, line, restore } = prepared;
  const n = adjusted.length;
  const { level } = smoothed(prepared, parameters);
  const ahead = (shock: number) => forecastTheta(line, parameters, level, n, horizon, shock);
  const plain = ahead(0);
  const shaken = parameters.deviation > 0 ? ahead(parameters.deviation) : plain;
  const count = PARAMETER_COUNT + prepared.freedom;
  const used = parameters.freedom + count;
  let sum = 0;
  const variance = plain.map((value, h) => {
    sum += (shaken[h] - value) * (shaken[h] - value);
    return predictionVariance(sum, count, used);
  });
  return { plain, mean: plain.map((value, h) => restore(value, n + h)), variance };
}

function describe(
  prepared: PreparedSeries,
  parameters: Estimates,
  kind: ThetaKind,
): Omit<Diagnostics, "id"> {
  const { adjusted, form, logarithmic, seasons, span } = prepared;
  const { fitted, squares } = smoothed(prepared, parameters);
  const { alpha, weight, level, deviation } = parameters;
  const value = (name: string, number: number) => ({ name, value: number });
  const estimated = [
    value("alpha", alpha),
    ...(kind === "standard" ? [] : [value("1 - 1/theta", weight)]),
  ];
  // An α of 1 is no estimate: what could not be smoothed is repeated.
  const repeated = alpha === 1;
  return {
    description: [
      `${repeated ? "the last value repeated" : DESCRIPTIONS[kind]}${logarithmic ? " of logarithms" : ""}`,
      ...(seasons.length > 0
        ? [
            `${seasons.length > 1 ? "seasons" : "a season"} of ${listed(seasons.map(String))} taken out by STL`,
          ]
        : form === "none"
          ? []
          : [`${form} season ${span === undefined ? "" : "that changes "}taken out`]),
    ].join(", "),
    coefficients: repeated
      ? []
      : estimated.map((coefficient) => ({ ...coefficient, error: Number.NaN })),
    measures: [
      value("initial level", level),
      value("variance", deviation * deviation),
      // The initial level and the variance are estimated too.
      ...(repeated ? [] : criteria(squares, adjusted.length - UNCOUNTED, estimated.length + 2)),
    ],
    residuals: adjusted.map((value, t) =>
      t < UNCOUNTED || deviation === 0 ? Number.NaN : (value - fitted[t]) / deviation,
    ),
  };
}

/** Gaussian log-likelihood of `n` one-step errors, and its information criteria for `k` estimated numbers. */
function criteria(squares: number, n: number, k: number) {
  const logLikelihood = (-n / 2) * (log((2 * Math.PI * squares) / n) + 1);
  const aic = 2 * k - 2 * logLikelihood;
  return [
    { name: "log-likelihood", value: logLikelihood },
    { name: "AIC", value: aic },
    { name: "AICc", value: n > k + 1 ? aic + (2 * k * (k + 1)) / (n - k - 1) : Number.NaN },
    { name: "BIC", value: k * log(n) - 2 * logLikelihood },
  ];
}
