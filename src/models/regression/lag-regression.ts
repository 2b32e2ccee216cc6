import type { Panel } from "../../data/panel/panel.js";
import { gaussianIntervals } from "../intervals/parametric.js";
import { fitsFor } from "../local.js";
import type { FittedModel, ModelDefinition, SeriesForecast } from "../model.js";
import { robust } from "../robust.js";
import {
  agreeing,
  flag,
  list,
  MAX_HORIZON,
  number,
  object,
  type Schema,
  text,
  vector,
  whole,
} from "../state-schema.js";
import { withKnownEffects } from "../transforms/known-effects.js";
import { requireColumns } from "../validated.js";
import type { LagState } from "./lag-fit.js";
import { dot, forecastPath } from "./lag-path.js";
import { adjustAll, firstCut, readAheadFeatures, readFeatures, sizeOf } from "./lag-samples.js";

const options = {
  lags: {
    type: "integers",
    summary: "observations looked at, such as 1-2-12; 0 to choose how many on held-back ones",
    default: [0],
    min: 0,
    max: 500,
  },
  kind: {
    type: "choice",
    summary:
      "what is penalised: squares of coefficients, or their sizes too, so that some become 0",
    choices: ["ridge", "elastic-net"],
    default: "ridge",
  },
  mix: {
    type: "number",
    summary: "share of sizes in the penalty of the elastic net, 1 for the lasso",
    default: 0.1,
    min: 0,
    max: 1,
  },
  penalty: {
    type: "number",
    summary: "weight of the penalty against the data, 0 to choose on held-back observations",
    default: 0,
    min: 0,
    max: 1e6,
  },
  log: {
    type: "choice",
    summary: "logarithms of positive series, or auto to choose on held-back observations",
    choices: ["auto", "yes", "no"],
    default: "auto",
  },
} as const;

/** What the state of a fit to the panel must be. */
function lagState({ series }: Panel): Schema<LagState> {
  const names = list(text);
  return agreeing(
    object({
      lags: list(whole(1, options.lags.max)),
      past: names,
      future: names,
      units: list(number({ min: Number.MIN_VALUE })),
      log: flag,
      deviations: vector({ min: 0, maxLength: MAX_HORIZON }),
      ids: list(text, { length: series.length }),
      coefficients: list(vector(), { length: series.length }),
    }),
    (state) => {
      const { lags, past, future, units, ids, coefficients, deviations } = state;
      if (lags[0] !== 1 || lags.some((lag, i) => i > 0 && lag <= lags[i - 1])) {
        return "its lags do not ascend from 1";
      }
      if (units.length !== past.length + future.length) return "its units are not one a column";
      if (deviations.length === 0) return "it was fitted to no step ahead";
      // It learns in the order of the ids, whatever that of the panel.
      const left = new Set(series.map(({ id }) => id));
      if (!ids.every((id) => left.delete(id))) return "its ids are not those of the panel";
      const size = sizeOf(state);
      const odd = coefficients.find(
        ({ length }) => length % size !== 0 || length / size > deviations.length,
      );
      return odd && `${odd.length} coefficients are not those of ${size} features a step`;
    },
  );
}

/**
 * One linear regression for each series and step ahead:
 *
 *   (ŷₙ₊ₕ − yₙ)/s = aₕ + bₕ·drift + Σᵢ cₕᵢ·(y[n − lᵢ] − y[n − lᵢ₊₁])/s + Σⱼ dₕⱼ·xⱼ
 *
 * with s the mean absolute step of the series and its drift the mean step. A column known ahead enters as
 * its change from n to n + h, any other as its last step. Series are seasonally adjusted first, by their
 * own index. {@link ridge} or {@link elasticNets} shrink the coefficients to zero or, where the panel has
 * static columns, to those of a regression over all series whose constant depends on them
 * ({@link pooledPriors}).
 *
 * Logarithms, lags and penalty are the same for all series: those with the smallest error on held-back
 * blocks, the last horizon of many series or up to five of few, each forecast from what is before it
 * alone. The errors there give the intervals. Steps that no sample of a series reaches continue its own
 * forecast.
 *
 * @see Hoerl & Kennard (1970), "Ridge regression"; Zou & Hastie (2005), "Regularization and variable
 *   selection via the elastic net"; Bergmeir & Benítez (2012), "On the use of cross-validation for time
 *   series predictor evaluation"; Ben Taieb, Bontempi, Atiya & Sorjamaa (2012) for one regression a
 *   step ahead
 */
export const lagRegression: ModelDefinition<typeof options> = {
  name: "lag-regression",
  summary: "ridge or elastic net regression on lags and columns, for each step ahead",
  options,
  exogenous: true,
  static: true,
  create: (requested) =>
    withKnownEffects(
      robust({
        name: "lag-regression",
        async fit(panel, context) {
          // A page that only reads a fit need not load what makes one.
          const { fitLagRegression } = await import("./lag-fit.js");
          const state = await fitLagRegression(panel, requested, context);
          return restored(state, panel, context.levels ?? []);
        },
        restore(state, panel) {
          requireColumns("lag-regression", state as LagState, panel);
          return restored(state as LagState, panel, []);
        },
        requireState(state, panel) {
          lagState(panel)(state, "state");
        },
      }),
    ),
};

function restored(state: LagState, panel: Panel, defaults: readonly number[]): FittedModel {
  return {
    state,
    forecast: (horizon, levels = defaults) => forecast(state, panel, horizon, levels),
    fittedValues: () => fittedValues(state, panel),
  };
}

/**
 * One step from each observation on that was learned from. Before these, drift and lags are of a few values
 * only, and what was learned of more of them goes astray.
 */
function fittedValues(state: LagState, panel: Panel): Float64Array[] {
  const size = sizeOf(state);
  const fits = fitsFor("lag-regression", state.ids, state.coefficients, panel);
  const x = new Float64Array(size);
  return adjustAll(panel, state.log, state, state.units).map((adjusted, s) => {
    const coefficients = fits[s];
    const first = firstCut(adjusted.values.length);
    return adjusted.values.map((_, t) => {
      if (t < first) return Number.NaN;
      readFeatures(state, adjusted, t, x);
      readAheadFeatures(state, adjusted, t, 1, x);
      const step = coefficients.length > 0 ? dot(coefficients, 0, x, 0, size) : 0;
      return adjusted.levelled.restore(adjusted.values[t - 1] + adjusted.scale * step, t);
    });
  });
}

function forecast(
  state: LagState,
  panel: Panel,
  horizon: number,
  levels: readonly number[],
): SeriesForecast[] {
  const fits = fitsFor("lag-regression", state.ids, state.coefficients, panel);
  return adjustAll(panel, state.log, state, state.units).map((adjusted, s) => {
    const { id, y } = panel.series[s];
    const { ahead, spread } = forecastPath(state, adjusted, fits[s], state.deviations, horizon);
    const back = (value: number, h: number) => adjusted.levelled.restore(value, y.length + h);
    return {
      id,
      mean: Float64Array.from(ahead, back),
      intervals: gaussianIntervals(ahead, spread, levels).map(({ level, lo, hi }) => ({
        level,
        lo: lo.map(back),
        hi: hi.map(back),
      })),
    };
  });
}
