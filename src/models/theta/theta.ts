import { competitionIndices } from "../../analysis/seasonal-indices.js";
import { log } from "../../numeric/elementary.js";
import { differenceDeviation } from "../baseline/residual-scale.js";
import { studentIntervals } from "../intervals/parametric.js";
import { predictionVariance, raiseToRealizedErrors } from "../intervals/prediction-error.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { number, object } from "../state-schema.js";
import {
  errorsWithin,
  fitTheta,
  forecastTheta,
  lineOf,
  smoothTheta,
  type ThetaKind,
  type ThetaParameters,
} from "./fit.js";

const options = {
  kind: {
    type: "choice",
    choices: ["standard", "optimised", "dynamic"],
    default: "dynamic",
    summary: "θ = 2; θ estimated; or estimated beside a line that follows the series",
  },
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
};

/**
 * The theta method: a smoothed level ℓ and a share of the straight line A + Bt through the series,
 *
 *   ŷₜ = ℓ + w · ((1 − α)ᵗ⁻¹ A + (1 − (1 − α)ᵗ)/α · B)     ℓ' = αyₜ + (1 − α)ℓ     w = 1 − 1/θ
 *
 * If the competition's 90 % test finds a season, the series is adjusted by classical multiplicative
 * decomposition first and the forecast multiplied by the indices of the series at hand.
 *
 * Deviations grow as later forecasts respond to one error, or as errors have grown within the series if
 * those were larger. Intervals are Student's.
 *
 * @example
 * const fitted = await createModel("theta:kind=standard").fit(panel, context);
 * fitted.diagnostics()[0].coefficients; // [{ name: "alpha", … }]
 *
 * @see Assimakopoulos & Nikolopoulos (2000), "The theta model: a decomposition approach to
 *   forecasting"; Fiorucci et al. (2016), "Models for optimising the theta method and their
 *   relationship to state space models"
 */
export const theta: ModelDefinition<typeof options> = {
  name: "theta",
  summary: "a smoothed level and a share of the trend line, seasonally adjusted",
  options,
  create: ({ kind }) =>
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
        }),
      fit({ id, ds, y }, { season }, { warn, signal }) {
        const { adjusted } = adjust(y, season);
        // The first two errors do not count.
        const freedom = Math.max(1, y.length - 2 - PARAMETER_COUNT);
        const origin = { freedom, since: ds[0], first: y[0] };
        if (y.length < MIN_LENGTH) {
          warn(
            `theta: series "${id}" is too short to be smoothed (${y.length} observations): its last value is repeated`,
          );
        }
        const level = adjusted[0];
        if (y.length < MIN_LENGTH || adjusted.every((value) => value === level)) {
          const repeated = { alpha: 1, weight: 0, level };
          return { ...repeated, deviation: differenceDeviation(adjusted, 1), ...origin };
        }
        const parameters = fitTheta(adjusted, kind, signal);
        const deviation = deviationOf(adjusted, kind, parameters, freedom);
        return { ...parameters, deviation, ...origin };
      },
      forecast(state, { ds, y }, { season }, { horizon, levels }) {
        const { adjusted, index } = adjust(y, season);
        const line = lineOf(adjusted, kind);
        const parameters = startingAt(state, ds, y, adjusted);
        const { level } = smoothTheta(adjusted, line, parameters, new Float64Array(y.length));
        const ahead = (shock: number) =>
          forecastTheta(line, parameters, level, y.length, horizon, shock);
        const plain = ahead(0);
        const shaken = state.deviation > 0 ? ahead(state.deviation) : plain;
        const used = state.freedom + PARAMETER_COUNT;
        let sum = 0;
        const variance = plain.map((value, h) => {
          sum += (shaken[h] - value) * (shaken[h] - value);
          return predictionVariance(sum, PARAMETER_COUNT, used);
        });
        const { squares, counts } = errorsWithin(adjusted, line, parameters, horizon);
        raiseToRealizedErrors(variance, squares, counts);
        const deviation = variance.map((value, h) => Math.sqrt(value) * index(y.length + h));
        const mean = plain.map((value, h) => value * index(y.length + h));
        return { mean, intervals: studentIntervals(mean, deviation, levels, state.freedom) };
      },
      fittedValues(state, { ds, y }, { season }) {
        const { adjusted, index } = adjust(y, season);
        const fitted = new Float64Array(y.length);
        const parameters = startingAt(state, ds, y, adjusted);
        smoothTheta(adjusted, lineOf(adjusted, kind), parameters, fitted);
        return fitted.map((value, t) => value * index(t));
      },
      diagnostics(state, { ds, y }, { season }) {
        const { adjusted } = adjust(y, season);
        const fitted = new Float64Array(y.length);
        const parameters = startingAt(state, ds, y, adjusted);
        const { squares } = smoothTheta(adjusted, lineOf(adjusted, kind), parameters, fitted);
        const { alpha, weight, level, deviation } = parameters;
        const seasonal = adjusted.some((value, t) => value !== y[t]);
        const value = (name: string, number: number) => ({ name, value: number });
        const estimated =
          kind === "standard"
            ? [value("alpha", alpha)]
            : [value("alpha", alpha), value("1 - 1/theta", weight)];
        // An α of 1 is no estimate: what could not be smoothed is repeated.
        const repeated = alpha === 1;
        return {
          description: `${repeated ? "the last value repeated" : DESCRIPTIONS[kind]}${seasonal ? ", seasonally adjusted" : ""}`,
          coefficients: repeated
            ? []
            : estimated.map((coefficient) => ({ ...coefficient, error: Number.NaN })),
          measures: [
            value("initial level", level),
            value("variance", deviation * deviation),
            // The initial level and the variance are estimated too.
            ...(repeated ? [] : criteria(squares, y.length - 2, estimated.length + 2)),
          ],
          residuals: adjusted.map((value, t) =>
            t < 2 || deviation === 0 ? Number.NaN : (value - fitted[t]) / deviation,
          ),
        };
      },
    }),
};

/** Level, smoothing and weight of the line. */
const PARAMETER_COUNT = 3;

/** Fewest observations from which level, smoothing and line are estimated. */
const MIN_LENGTH = 6;

const DESCRIPTIONS: Readonly<Record<ThetaKind, string>> = {
  standard: "standard theta",
  optimised: "optimised theta",
  dynamic: "dynamic optimised theta",
};

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

/** The series divided by its seasonal indices, and the indices. */
function adjust(y: Float64Array, season: number) {
  const indices = competitionIndices(y, season);
  const index = (t: number) => indices[t % indices.length];
  return { adjusted: y.map((value, t) => value / index(t)), index };
}

/** The parameters; for another series than the fitted one, its first value is the initial level. */
function startingAt(
  state: ThetaState,
  ds: Float64Array,
  y: Float64Array,
  adjusted: Float64Array,
): ThetaState {
  return ds[0] === state.since && y[0] === state.first ? state : { ...state, level: adjusted[0] };
}

function deviationOf(
  adjusted: Float64Array,
  kind: ThetaKind,
  parameters: ThetaParameters,
  freedom: number,
): number {
  const fitted = new Float64Array(adjusted.length);
  const { squares } = smoothTheta(adjusted, lineOf(adjusted, kind), parameters, fitted);
  return Math.sqrt(squares / freedom);
}
