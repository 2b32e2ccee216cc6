import { hasSeason } from "../../analysis/seasonality.js";
import { exp } from "../../numeric/elementary.js";
import type { FitContext } from "../model.js";
import { tooShort } from "../too-short.js";
import { type EtsEstimate, type FormSearch, searchForm } from "./fit.js";
import { type EtsForm, etsForms, formName, isStable, parameterCount } from "./forms.js";

/** The best estimate, its name, and its rivals. */
export interface EtsChoice extends EtsEstimate {
  /** `ETS(M,Ad,M)` */
  readonly method: string;
  /** Other forms that the criterion hardly distinguishes from it. */
  readonly alternatives: readonly EtsAlternative[];
}

export interface EtsAlternative
  extends Pick<EtsEstimate, "form" | "parameters" | "variance" | "freedom"> {
  /** Likelihood relative to the best form, from 0 to 1. */
  readonly weight: number;
}

/**
 * Longest season whose states are estimated. AICc hardly ever pays for more of them, and estimating them
 * takes time with their square.
 */
const MAX_SEASON = 366;

/** Seasons above this are those that a criterion may refuse for the number of their states alone. */
const LONG_SEASON = 24;

/** Forms that are behind by more than this are not looked at from other starts. */
const MAX_BEHIND = 20;

/** Forms with less weight than this are left aside. */
const MIN_WEIGHT = 0.05;

/** Components requested by the user; `auto` leaves the choice to the criterion. */
export interface EtsRequest {
  readonly error: "auto" | "A" | "M";
  readonly trend: "auto" | "N" | "A" | "Ad" | "M" | "Md";
  readonly season: "auto" | "N" | "A" | "M";
  /** Whether `auto` reaches multiplicative trends. */
  readonly multiplicative: boolean;
  readonly criterion: "aicc" | "aic" | "bic";
}

/**
 * The best of the forms that are requested and can be fitted: anything multiplicative needs positive
 * values, a season two of itself, and every form more observations than parameters.
 *
 * Where there is none, the best of all stable forms; where the series is too short for any of them, the
 * last observation, as ETS(A,N,N) with α near 1.
 *
 * @param warn hears of both, with the series' id
 */
export function chooseForm(
  id: string,
  y: Float64Array,
  season: number,
  request: EtsRequest,
  { warn, signal }: Pick<FitContext, "warn" | "signal">,
): EtsChoice {
  if (y.every((value) => value === y[0])) return plain(y, 1e-4);
  const positive = y.every((value) => value > 0);
  const possible = (form: EtsForm) =>
    y.length > parameterCount(form, season) + 1 &&
    (positive || (form.error !== "M" && form.trend !== "M" && form.season !== "M")) &&
    (form.season === "N" || (season > 1 && season <= MAX_SEASON && y.length >= 2 * season));
  if (season > MAX_SEASON && y.length >= 2 * season && request.season !== "N") {
    warn(
      `ets: series "${id}" has a season of ${season}, above ${MAX_SEASON}: no seasonal part; mstl and fft take such seasons`,
    );
  }
  const best = (forms: readonly EtsForm[]) => {
    const searches: FormSearch[] = [];
    for (const form of forms.filter(possible)) {
      if (searches.some(({ first }) => first) && signal?.aborted) break;
      searches.push(searchForm(y, form, season, signal));
    }
    const least = Math.min(
      ...searches.map(({ first }) => first?.[request.criterion] ?? Number.POSITIVE_INFINITY),
    );
    const estimates = searches.flatMap((search): EtsEstimate[] => {
      const near = search.first && search.first[request.criterion] <= least + MAX_BEHIND;
      const estimate = near && !signal?.aborted ? search.best() : search.first;
      return estimate ? [estimate] : [];
    });
    let found: EtsEstimate | undefined;
    for (const estimate of estimates) {
      if (!(found && found[request.criterion] <= estimate[request.criterion])) found = estimate;
    }
    return found && withAlternatives(found, estimates, request.criterion);
  };
  const requested = best(etsForms.filter((form) => isRequested(form, request)));
  if (requested) {
    const unused = requested.form.season === "N" && request.season === "auto";
    if (unused && season > LONG_SEASON && season <= MAX_SEASON && hasSeason(y, season)) {
      warn(
        `ets: series "${id}" has a season of ${season}, but its ${season} states are too many for ${request.criterion === "aicc" ? "AICc" : request.criterion.toUpperCase()}: none is fitted; mstl and fft take such seasons`,
      );
    }
    return requested;
  }
  const other = best(etsForms.filter((form) => form.trend !== "M" && isStable(form)));
  const found = other ?? plain(y, 1 - 1e-4);
  warn(
    other
      ? `ets: no requested form fits series "${id}"; ${found.method} is used instead`
      : tooShort("ets", id, y.length),
  );
  return found;
}

/**
 * The best of some estimates, with its name and the others weighted by their criterion, exp(−Δ/2).
 *
 * @see Burnham & Anderson (2002), "Model selection and multimodel inference", section 2.9, for the weights
 */
function withAlternatives(
  best: EtsEstimate,
  estimates: readonly EtsEstimate[],
  criterion: EtsRequest["criterion"],
): EtsChoice {
  const alternatives = estimates.flatMap((estimate): EtsAlternative[] => {
    const { form, parameters, variance, freedom } = estimate;
    const weight = exp((best[criterion] - estimate[criterion]) / 2);
    const counts = estimate !== best && weight >= MIN_WEIGHT;
    return counts ? [{ form, parameters, variance, freedom, weight }] : [];
  });
  return { ...best, method: formName(best.form), alternatives };
}

function isRequested(form: EtsForm, { error, trend, season, multiplicative }: EtsRequest): boolean {
  if (error !== "auto" && error !== form.error) return false;
  if (season !== "auto" && season !== form.season) return false;
  const chosen = error !== "auto" && trend !== "auto" && season !== "auto";
  if (!chosen && !isStable(form)) return false;
  if (trend === "auto") return multiplicative || form.trend !== "M";
  return trend === `${form.trend}${form.damped ? "d" : ""}`;
}

/** ETS(A,N,N) with a given α, from the first observation on. */
function plain(y: Float64Array, alpha: number): EtsChoice {
  const form: EtsForm = { error: "A", trend: "N", damped: false, season: "N" };
  let squares = 0;
  for (let t = 1; t < y.length; t++) squares += (y[t] - y[t - 1]) * (y[t] - y[t - 1]);
  return {
    form,
    method: formName(form),
    parameters: {
      alpha,
      beta: 0,
      gamma: 0,
      phi: 0,
      level: y[0],
      slope: 0,
      seasons: new Float64Array(0),
    },
    variance: squares / Math.max(1, y.length - 1),
    freedom: Math.max(1, y.length - 1),
    alternatives: [],
    deviance: Number.NaN,
    aic: Number.NaN,
    aicc: Number.NaN,
    bic: Number.NaN,
  };
}
