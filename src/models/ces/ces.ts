import { log } from "../../numeric/elementary.js";
import { nelderMead } from "../../numeric/nelder-mead.js";
import { studentIntervals } from "../intervals/parametric.js";
import { predictionVariance, raiseToRealizedErrors } from "../intervals/prediction-error.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { agreeing, number, object, oneOf, sequence } from "../state-schema.js";
import { unbroken } from "../unbroken.js";
import { type CesForm, type CesParameters, CesRecursion, isStable, swings } from "./recursion.js";

const options = {
  season: {
    type: "choice",
    choices: ["auto", "none", "simple", "partial", "full"],
    default: "auto",
    summary:
      "none, each place smoothed by itself, added, or added as a complex part; auto takes none or partial",
  },
} as const;

/** Plain data of a fit. */
type CesState = { readonly [Part in keyof CesParameters]: CesParameters[Part] } & {
  readonly form: CesForm;
};

/** Starts of the search, those of R's smooth. */
const START = 1.3;
const PARTIAL_START = 0.1;
const STEP = 0.1;
/** Fewest observations from which α is estimated. */
const MIN_LENGTH = 6;
/** Near the last value: with an imaginary part of 1, smoothing is simple, by α₀ − 1. */
const UNFITTED: CesParameters = { alpha: [1.9, 1], beta: [0, 0] };
/** Mean square below which a fit counts as perfect, of values of mean size 1. */
const MIN_MEAN_SQUARE = 1e-20;
/** Most origins within the series from which errors are measured. */
const MAX_ORIGINS = 100;

/**
 * Complex exponential smoothing: the value that is expected and the information potential, which is what the
 * model does not see, are one complex number that a complex parameter smooths ({@link CesRecursion}). By that
 * parameter alone the model is stationary or not and follows a level or a trend, without choosing a form.
 *
 * Parameters are estimated by least squares, with first states from running back and forth; the form of the
 * season is chosen by AICc. Intervals are Student's, raised to the errors within the series where those are
 * larger.
 *
 * @example
 * const fitted = await createModel("ces:season=partial").fit(panel, context);
 * fitted.diagnostics()[0].description; // "CES(partial)"
 *
 * @see Svetunkov, Kourentzes & Ord (2022), "Complex exponential smoothing"
 */
export const ces: ModelDefinition<typeof options> = {
  name: "ces",
  summary: "complex exponential smoothing, without separate level and trend",
  options,
  create: (request) =>
    unbroken(
      localModel<CesState>({
        name: "ces",
        schema(_, { season }) {
          const pair = sequence<number>(number(), number());
          return agreeing(
            object({
              form: oneOf("none", "simple", "partial", "full"),
              alpha: pair,
              beta: pair,
            }),
            ({ form }) => (form === "none" || season > 1 ? undefined : `${form} needs a season`),
          ) as never;
        },
        fit({ id, y }, { season }, { warn, signal }) {
          const wanted = request.season;
          const seasonal = season > 1 && y.length >= 2 * season + MIN_LENGTH;
          if (wanted !== "auto" && wanted !== "none" && !seasonal) {
            warn(`ces: series "${id}" has fewer than two seasons: no season is fitted`);
          }
          const forms: readonly CesForm[] = !seasonal
            ? ["none"]
            : wanted === "auto"
              ? ["none", "partial"]
              : [wanted];
          const level = y[0];
          if (y.length < MIN_LENGTH || y.every((value) => value === level)) {
            return { form: "none", ...UNFITTED };
          }
          const unit = y.reduce((sum, value) => sum + Math.abs(value), 0) / y.length;
          const scaled = y.map((value) => value / unit);
          let best: { state: CesState; aicc: number } | undefined;
          for (const form of forms) {
            const found = estimate(scaled, form, season, signal);
            if (!best || found.aicc < best.aicc) best = found;
          }
          return best!.state;
        },
        forecast(state, { y }, { season }, { horizon, levels }) {
          const n = y.length;
          const recursion = new CesRecursion(y, state.form, periodOf(state, season));
          const within = new Float64Array(horizon);
          const counts = new Float64Array(horizon);
          const stride = Math.max(1, Math.ceil(n / MAX_ORIGINS));
          const squares = recursion.run(state, (t) => {
            if (t < MIN_LENGTH || (n - t) % stride !== 0) return;
            const steps = Math.min(horizon, n - t);
            recursion.forecast(state, t, steps).forEach((value, h) => {
              within[h] += (y[t + h] - value) * (y[t + h] - value);
              counts[h]++;
            });
          });
          const mean = recursion.forecast(state, n, horizon);
          const count = countOf(state.form);
          const freedom = Math.max(1, n - count);
          let total = 0;
          const variance = recursion.responses(state, horizon).map((weight) => {
            total += weight * weight;
            return predictionVariance((total * squares) / freedom, count, n);
          });
          raiseToRealizedErrors(variance, within, counts);
          return {
            mean,
            intervals: studentIntervals(mean, variance.map(Math.sqrt), levels, freedom),
          };
        },
        fittedValues(state, { y }, { season }) {
          const recursion = new CesRecursion(y, state.form, periodOf(state, season));
          recursion.run(state);
          return recursion.fitted;
        },
        diagnostics(state, { y }, { season }) {
          const { form, alpha, beta } = state;
          const recursion = new CesRecursion(y, form, periodOf(state, season));
          const squares = recursion.run(state);
          const count = countOf(form) + 1;
          const variance = squares / Math.max(1, y.length - count + 1);
          const deviance = y.length * log(squares / y.length || Number.MIN_VALUE);
          const deviation = Math.sqrt(variance);
          const named: [string, number][] = [
            ["alpha, real", alpha[0]],
            ["alpha, imaginary", alpha[1]],
            ...(form === "partial" ? ([["beta", beta[0]]] as [string, number][]) : []),
            ...(form === "full"
              ? ([
                  ["beta, real", beta[0]],
                  ["beta, imaginary", beta[1]],
                ] as [string, number][])
              : []),
          ];
          return {
            description: `CES(${form})`,
            coefficients: named.map(([name, value]) => ({ name, value, error: Number.NaN })),
            measures: [
              { name: "variance", value: variance },
              { name: "AIC", value: deviance + 2 * count },
              { name: "AICc", value: deviance + corrected(count, y.length) },
              { name: "BIC", value: deviance + count * log(y.length) },
            ],
            residuals: y.map((value, t) =>
              deviation > 0 ? (value - recursion.fitted[t]) / deviation : 0,
            ),
          };
        },
      }),
    ),
};

function periodOf({ form }: CesState, season: number): number {
  return form === "none" ? 1 : season;
}

/** Numbers to be estimated beside the variance of the errors. */
function countOf(form: CesForm): number {
  return form === "full" ? 4 : form === "partial" ? 3 : 2;
}

/** What AICc adds to the deviance. */
function corrected(count: number, n: number): number {
  return 2 * count + (2 * count * (count + 1)) / Math.max(1, n - count - 1);
}

function estimate(
  y: Float64Array,
  form: CesForm,
  season: number,
  signal?: AbortSignal,
): { state: CesState; aicc: number } {
  const n = y.length;
  const recursion = new CesRecursion(y, form, form === "none" ? 1 : season);
  const read = (x: ArrayLike<number>): CesParameters => ({
    alpha: [x[0], x[1]],
    beta: [x[2] ?? 0, x[3] ?? 0],
  });
  const deviance = (x: ArrayLike<number>) => {
    const parameters = read(x);
    const { alpha, beta } = parameters;
    if (!isStable(alpha) || swings(alpha)) return Number.POSITIVE_INFINITY;
    if (form === "partial" && !(beta[0] > 0 && beta[0] < 1)) return Number.POSITIVE_INFINITY;
    if (form === "full" && (!isStable(beta) || swings(beta))) return Number.POSITIVE_INFINITY;
    const squares = recursion.run(parameters);
    if (!(squares < Number.MAX_VALUE)) return Number.POSITIVE_INFINITY;
    return n * log(squares / n + MIN_MEAN_SQUARE);
  };
  const start = [START, 1];
  if (form === "partial") start.push(PARTIAL_START);
  if (form === "full") start.push(START, 1);
  const { x, value } = nelderMead(
    deviance,
    start,
    start.map(() => STEP),
    { tolerance: 1e-6, evaluations: 400, signal },
  );
  return { state: { form, ...read(x) }, aicc: value + corrected(countOf(form) + 1, n) };
}
