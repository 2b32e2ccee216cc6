import { gaussianIntervals } from "../gaussian.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { etsAhead } from "./ets-ahead.js";
import { chooseForm, type EtsChoice } from "./ets-choice.js";
import type { EtsForm } from "./ets-form.js";
import { type EtsParameters, EtsRecursion } from "./ets-recursion.js";
import { etsStart } from "./ets-start.js";

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
} as const;

/** Plain data of a fit; see {@link EtsChoice}. */
type EtsState = Omit<EtsChoice, "form" | "parameters"> & {
  readonly form: { readonly [Part in keyof EtsForm]: EtsForm[Part] };
  readonly parameters: { readonly [Part in keyof EtsParameters]: EtsParameters[Part] };
  /** First date and observation: a series that begins with them continues from the initial states. */
  readonly since: number;
  readonly first: number;
};

/**
 * Exponential smoothing in state space form: error, trend and season additive, multiplicative or none,
 * the trend perhaps damped, by maximum likelihood; the form by the corrected information criterion.
 *
 * Forecasts of a series that begins as the fitted one run the smoothing over what it has grown by.
 * Another series is smoothed by the same parameters from initial states found in itself.
 *
 * @see Hyndman, Koehler, Ord & Snyder (2008), "Forecasting with exponential smoothing"; Hyndman &
 *   Khandakar (2008), "Automatic time series forecasting: the forecast package for R", section 2
 */
export const ets: ModelDefinition<typeof options> = {
  name: "ets",
  summary: "exponential smoothing, its form chosen by AICc",
  options,
  create: (wanted) =>
    localModel<EtsState>({
      name: "ets",
      fit({ id, ds, y }, { season }, { warn }) {
        return { ...chooseForm(id, y, season, wanted, warn), since: ds[0]!, first: y[0]! };
      },
      forecast(state, { ds, y }, { season }, { horizon, levels }) {
        const { form, parameters, variance } = state;
        const { recursion } = smooth(state, ds, y, season);
        const seasonal = form.season !== "N";
        const { length } = y;
        const { mean, deviation } = etsAhead(
          form,
          parameters,
          variance,
          {
            level: recursion.level,
            slope: recursion.slope,
            seasons: seasonal
              ? recursion.seasons.map((_, k, all) => all[(length + k) % season]!)
              : new Float64Array(0),
            size: y.reduce((sum, value) => sum + Math.abs(value), 0) / length,
          },
          horizon,
        );
        return { mean, intervals: gaussianIntervals(mean, deviation, levels) };
      },
      fittedValues: (state, { ds, y }, { season }) => smooth(state, ds, y, season).recursion.fitted,
      diagnostics(state, { ds, y }, { season }) {
        const { form, method, parameters, variance, aic, aicc, bic } = state;
        const { fitted } = smooth(state, ds, y, season).recursion;
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
            const unit = deviation * (form.error === "M" ? fitted[t]! : 1);
            return unit !== 0 ? (value - fitted[t]!) / unit : 0;
          }),
        };
      },
    }),
};

/** Runs a fit over a series. */
function smooth(state: EtsState, ds: Float64Array, y: Float64Array, season: number) {
  const { form, parameters } = state;
  const recursion = new EtsRecursion(y, form.season === "N" ? 1 : season);
  const same = ds[0] === state.since && y[0] === state.first;
  const initial = same ? parameters : { ...parameters, ...etsStart(y, form, season) };
  recursion.run(form, initial);
  return { recursion };
}
