import { seasonsOf, shownSeasons } from "../../analysis/several-seasons.js";
import { studentIntervals } from "../intervals/parametric.js";
import { predictionVariance } from "../intervals/prediction-error.js";
import { localModel, type Setting } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { seasonsOption } from "../seasons-option.js";
import {
  agreeing,
  flag,
  list,
  number,
  object,
  oneOf,
  type Schema,
  text,
  vector,
  whole,
} from "../state-schema.js";
import { unbroken } from "../unbroken.js";
import { forecastEts } from "./forecast.js";
import { type EtsForm, etsForms, parameterCount } from "./forms.js";
import { etsStart } from "./initial-states.js";
import {
  chooseForm,
  type EtsAlternative,
  type EtsChoice,
  type EtsRequest,
} from "./model-selection.js";
import { type EtsParameters, EtsRecursion } from "./recursion.js";
import {
  describeSeveral,
  fitSeveral,
  fittedSeveral,
  forecastSeveral,
  type SeveralState,
} from "./several-seasons.js";

const options = {
  error: {
    type: "choice",
    choices: ["auto", "A", "M"],
    default: "auto",
    summary: "errors: additive or multiplicative",
  },
  trend: {
    type: "choice",
    choices: ["auto", "N", "A", "Ad", "M", "Md"],
    default: "auto",
    summary: "trend: none, additive or multiplicative, with d damped",
  },
  season: {
    type: "choice",
    choices: ["auto", "N", "A", "M"],
    default: "auto",
    summary: "season: none, additive or multiplicative",
  },
  multiplicative: {
    type: "boolean",
    default: false,
    summary: "let auto choose multiplicative trends too",
  },
  criterion: {
    type: "choice",
    choices: ["aicc", "aic", "bic"],
    default: "aicc",
    summary: "what the choice minimises",
  },
  seasons: seasonsOption,
} as const;

/** Most seasons at once. */
const MAX_SEASONS = 8;

/** The properties of an interface, as plain data. */
type Plain<T> = { readonly [Part in keyof T]: T[Part] };

/** A form and its estimates, as plain data. */
type Fitted<T extends Pick<EtsChoice, "form" | "parameters" | "variance" | "freedom">> = Plain<
  Omit<T, "form" | "parameters">
> & { readonly form: Plain<EtsForm>; readonly parameters: Plain<EtsParameters> };

/** Plain data of a fit; see {@link EtsChoice}. */
type EtsState = Fitted<Omit<EtsChoice, "alternatives">> & {
  readonly alternatives: readonly Fitted<EtsAlternative>[];
  /** First date and observation, by which the fitted series is recognised. */
  readonly since: number;
  readonly first: number;
};

/**
 * Exponential smoothing in state space form. Error, trend and season are additive, multiplicative or none,
 * and the trend may be damped. With everything additive,
 *
 *   yₜ = ℓ + φb + s + εₜ    ℓ' = ℓ + φb + αεₜ    b' = φb + βεₜ    s' = s + γεₜ
 *
 * Parameters and initial states are estimated by maximum likelihood, the form by AICc. The day
 * and the week of hours and minutes are smoothed beside each other ({@link fitSeveral}), as far as a series of
 * three weeks shows them.
 *
 * A series that begins as the fitted one is smoothed on over the observations it has gained. Another
 * series is smoothed with the same parameters from initial states of its own.
 *
 * @example
 * const fitted = await createModel("ets:error=M,trend=Ad,season=M").fit(panel, context);
 * fitted.diagnostics()[0].description; // "ETS(M,Ad,M)"
 *
 * @see Hyndman, Koehler, Ord & Snyder (2008), "Forecasting with exponential smoothing"; Hyndman &
 *   Khandakar (2008), "Automatic time series forecasting: the forecast package for R", section 2
 */
export const ets: ModelDefinition<typeof options> = {
  name: "ets",
  summary: "exponential smoothing, its form chosen by AICc",
  options,
  speed: "seconds",
  create: (request) =>
    unbroken(
      localModel<EtsState | SeveralState>({
        name: "ets",
        schema({ y }, setting) {
          const season = seasonFor(setting, request.seasons);
          const estimate = {
            form: object({
              error: oneOf("A", "M"),
              trend: oneOf("N", "A", "M"),
              damped: flag,
              season: oneOf("N", "A", "M"),
            }),
            parameters: object({
              alpha: number({ min: 0, max: 1 }),
              beta: number({ min: 0, max: 1 }),
              gamma: number({ min: 0, max: 1 }),
              phi: number({ min: 0, max: 1 }),
              level: number(),
              slope: number(),
              seasons: vector(),
            }),
            variance: number({ min: 0 }),
            freedom: number({ min: 1, max: Math.max(1, y.length) }),
          };
          const period = ({ form, parameters }: Pick<EtsState, "form" | "parameters">) =>
            parameters.seasons.length === (form.season === "N" ? 0 : season)
              ? undefined
              : `${parameters.seasons.length} indices are not those of a season of ${season}`;
          const one = agreeing(
            object({
              ...estimate,
              method: text,
              deviance: number({ nan: true }),
              aic: number({ nan: true }),
              aicc: number({ nan: true }),
              bic: number({ nan: true }),
              alternatives: list(
                agreeing(object({ ...estimate, weight: number({ min: 0, max: 1 }) }), period),
                { maxLength: etsForms.length },
              ),
              since: number(),
              first: number(),
            }),
            period,
          ) as Schema<EtsState | SeveralState>;
          return (state, what) =>
            (isObject(state) && "seasons" in state ? severalSchema : one)(state, what);
        },
        fit({ id, ds, y }, setting, context) {
          const several = severalFor(y, setting, request);
          if (several) return fitSeveral(ds, y, several.seasons, several, context.signal);
          const season = seasonFor(setting, request.seasons);
          return { ...chooseForm(id, y, season, request, context), since: ds[0], first: y[0] };
        },
        forecast(state, { ds, y }, setting, { horizon, levels }) {
          if ("seasons" in state) return forecastSeveral(state, ds, y, { horizon, levels });
          const season = seasonFor(setting, request.seasons);
          const { mean, deviation } = aheadOf(state, state, ds, y, season, horizon);
          // The variance around the best form's forecast, by the law of total variance.
          const variance = deviation.map((d) => d * d);
          let weights = 1;
          for (const other of state.alternatives) {
            const ahead = aheadOf(other, state, ds, y, season, horizon);
            weights += other.weight;
            for (let h = 0; h < horizon; h++) {
              const apart = ahead.mean[h] - mean[h];
              variance[h] +=
                other.weight * (ahead.deviation[h] * ahead.deviation[h] + apart * apart);
            }
          }
          for (let h = 0; h < horizon; h++) deviation[h] = Math.sqrt(variance[h] / weights);
          return { mean, intervals: studentIntervals(mean, deviation, levels, state.freedom) };
        },
        fittedValues: (state, { ds, y }, setting) =>
          "seasons" in state
            ? fittedSeveral(state, ds, y)
            : smooth(state, state, ds, y, seasonFor(setting, request.seasons)).fitted,
        diagnostics(state, { ds, y }, setting) {
          if ("seasons" in state) return describeSeveral(state, ds, y);
          const season = seasonFor(setting, request.seasons);
          const { form, method, parameters, variance, aic, aicc, bic } = state;
          const { fitted } = smooth(state, state, ds, y, season);
          const deviation = Math.sqrt(variance);
          const trended = form.trend !== "N";
          const estimated: [string, number][] = [
            ["alpha", parameters.alpha],
            ...(trended ? [["beta", parameters.beta] as [string, number]] : []),
            ...(form.season !== "N" ? [["gamma", parameters.gamma] as [string, number]] : []),
            ...(form.damped ? [["phi", parameters.phi] as [string, number]] : []),
          ];
          return {
            description: method,
            coefficients: estimated.map(([name, value]) => ({ name, value, error: Number.NaN })),
            measures: [
              { name: "initial level", value: parameters.level },
              ...(trended ? [{ name: "initial slope", value: parameters.slope }] : []),
              { name: "variance", value: variance },
              { name: "AIC", value: aic },
              { name: "AICc", value: aicc },
              { name: "BIC", value: bic },
            ],
            residuals: y.map((value, t) => {
              const unit = deviation * (form.error === "M" ? fitted[t] : 1);
              return unit !== 0 ? (value - fitted[t]) / unit : 0;
            }),
          };
        },
      }),
    ),
};

const severalSchema: Schema<SeveralState> = agreeing(
  object({
    seasons: list(whole(2, options.seasons.max), { maxLength: MAX_SEASONS }),
    starts: list(vector({ maxLength: options.seasons.max }), { maxLength: MAX_SEASONS }),
    alpha: number({ min: 0, max: 1 }),
    beta: number({ min: 0, max: 1 }),
    phi: number({ min: 0, max: 1 }),
    gammas: list(number({ min: 0, max: 1 }), { maxLength: MAX_SEASONS }),
    rho: number({ min: -1, max: 1 }),
    level: number(),
    slope: number(),
    logarithmic: flag,
    since: number(),
    first: number(),
  }),
  ({ seasons, starts, gammas }) =>
    seasons.length > 0 &&
    seasons.length === gammas.length &&
    seasons.length === starts.length &&
    seasons.every((length, i) => starts[i].length === length)
      ? undefined
      : "seasons, their starts and their smoothing do not agree",
);

function isObject(state: unknown): state is object {
  return typeof state === "object" && state !== null;
}

/** The one season of a form: the panel's, unless another was asked for. */
function seasonFor({ season }: Setting, requested: readonly number[]): number {
  return requested.length > 0 ? requested[0] : season;
}

/**
 * The seasons of a series of hours or minutes that shows them, or several that were asked for and it is long
 * enough for; and their form.
 */
function severalFor(
  y: Float64Array,
  setting: Setting,
  { seasons: requested, ...request }: EtsRequest & { readonly seasons: readonly number[] },
) {
  // Multiplicative errors and trends are those of one season.
  if (request.season === "N" || request.trend === "M" || request.trend === "Md") return undefined;
  const long = [...new Set(requested)].filter((one) => y.length > 2 * one).sort((a, b) => a - b);
  const chosen = long.length > 1 ? long : [];
  const seasons = requested.length > 0 ? chosen : shownSeasons(y, seasonsOf(setting));
  if (seasons.length === 0 || y.every((value) => value === y[0])) return undefined;
  const kinds = new Set<"plain" | "logarithmic">();
  if (request.error !== "M" && request.season !== "M") kinds.add("plain");
  if ((request.error !== "A" && request.season !== "A") || request.season === "M") {
    kinds.add("logarithmic");
  }
  return { seasons, trend: request.trend !== "N", kinds: [...kinds] };
}

/** Runs a form over a series, from the fitted initial states if it is the fitted series. */
function smooth(
  { form, parameters }: Pick<EtsState, "form" | "parameters">,
  { since, first }: EtsState,
  ds: Float64Array,
  y: Float64Array,
  season: number,
): EtsRecursion {
  const recursion = new EtsRecursion(y, form.season === "N" ? 1 : season);
  const same = ds[0] === since && y[0] === first;
  const initial = same ? parameters : { ...parameters, ...etsStart(y, form, season) };
  recursion.run(form, initial);
  return recursion;
}

/** Forecast of one form. */
function aheadOf(
  fitted: Fitted<EtsAlternative> | EtsState,
  state: EtsState,
  ds: Float64Array,
  y: Float64Array,
  season: number,
  horizon: number,
): { mean: Float64Array; deviation: Float64Array } {
  const { form, parameters, variance, freedom } = fitted;
  const { level, slope, seasons } = smooth(fitted, state, ds, y, season);
  const { length } = y;
  // parameterCount includes the variance.
  const count = parameterCount(form, season) - 1;
  return forecastEts(
    form,
    parameters,
    predictionVariance(variance, count, freedom + count),
    {
      level,
      slope,
      seasons:
        form.season === "N"
          ? new Float64Array(0)
          : seasons.map((_, k, all) => all[(length + k) % season]),
    },
    horizon,
  );
}
