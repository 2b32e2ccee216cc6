import type { Panel, Series } from "../../data/panel/from-table.js";
import { FitError } from "../../errors.js";
import { meanAbsoluteDifference } from "../../numeric/differences.js";
import type { OptionValues } from "../../spec/options.js";
import { gaussianIntervals } from "../intervals/parametric.js";
import { fitsFor } from "../local.js";
import type { FitContext, FittedModel, ModelDefinition, SeriesForecast } from "../model.js";
import {
  logDeseasonDifference,
  type TransformedSeries,
} from "../transforms/log-deseason-difference.js";
import { requireColumns } from "../validated.js";
import { dot, forecastPath, MAX_REACH_FACTOR } from "./lag-path.js";
import {
  columnDeviations,
  type LagSeries,
  type LagShape,
  meanStep,
  readAheadFeatures,
  readFeatures,
  sizeOf,
} from "./lag-samples.js";
import {
  elasticNets,
  type Moments,
  meanSquares,
  momentsOf,
  residualDeviation,
  ridge,
  type TypicalSquares,
} from "./ridge.js";

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

const LAG_COUNTS = [1, 2, 3, 4, 6, 8, 12, 18];
const PENALTIES = [0.1, 1, 3, 10, 30, 100, 300];
/** Of the penalty where nothing can be held back, and the least, so that collinear features do no harm. */
const DEFAULT_PENALTY = 10;
const MIN_PENALTY = 1e-6;

type LagState = {
  readonly lags: readonly number[];
  readonly past: readonly string[];
  readonly future: readonly string[];
  /** Spreads of the columns, past ones first. */
  readonly units: readonly number[];
  readonly log: boolean;
  /** [horizon], standard deviations of errors in units of a series' mean step. */
  readonly deviations: Float64Array;
  readonly ids: readonly string[];
  /** Of each series, [steps ahead that its samples reach × features]. */
  readonly coefficients: readonly Float64Array[];
};

/**
 * Regression of what comes on what was, one for each series and step ahead:
 *
 *   (ŷₙ₊ₕ − yₙ)/s = aₕ + bₕ·drift + Σᵢ cₕᵢ·(y[n − lᵢ] − y[n − lᵢ₊₁])/s + Σⱼ dₕⱼ·xⱼ
 *
 * with s the mean absolute step of the series and its drift the mean step. Columns known ahead enter as
 * what they will have moved from n to n + h, other ones as their last step. Series are seasonally
 * adjusted before, by their own index. Coefficients are kept small by {@link ridge} or {@link elasticNets}.
 * Logarithms, lags and penalty are the same for all series, those that forecast best what was held back: the
 * last horizon of many series, up to five blocks of few, each learned from what is before it alone. The errors
 * there give the intervals. Steps that no sample of a series reaches continue its forecast, which goes three
 * times as far as the series ever went in as many steps, at most.
 *
 * @see Hoerl & Kennard (1970), "Ridge regression"; Zou & Hastie (2005), "Regularization and variable
 *   selection via the elastic net"; Bergmeir & Benítez (2012), "On the use of cross-validation for time
 *   series predictor evaluation"; Ben Taieb, Bontempi, Atiya & Sorjamaa (2012) for
 *   one regression a step ahead
 */
export const lagRegression: ModelDefinition<typeof options> = {
  name: "lag-regression",
  summary: "ridge or elastic net regression on lags and columns, for each step ahead",
  options,
  exogenous: true,
  static: true,
  create: (requested) => ({
    name: "lag-regression",
    async fit(panel, context) {
      return restored(learn(panel, requested, context), panel, context.levels ?? []);
    },
    restore(state, panel) {
      requireColumns("lag-regression", state as LagState, panel);
      return restored(state as LagState, panel, []);
    },
  }),
};

interface Adjusted extends LagSeries {
  readonly levelled: TransformedSeries;
}

function adjustAll(
  panel: Panel,
  log: boolean,
  shape: Pick<LagShape, "past" | "future">,
  units: readonly number[],
): Adjusted[] {
  return panel.series.map((adjusted) => {
    const logged = log && adjusted.y.every((value) => value > 0);
    return adjust(adjusted, panel.season, logged, shape, units);
  });
}

function adjust(
  adjusted: Series,
  season: number,
  log: boolean,
  { past, future }: Pick<LagShape, "past" | "future">,
  units: readonly number[],
): Adjusted {
  const levelled = logDeseasonDifference(adjusted.y, season, { log, difference: false });
  const column = (kind: "past" | "future", name: string, unit: number) =>
    adjusted[kind]!.get(name)!.map((value) => value / unit);
  return {
    levelled,
    values: levelled.values,
    scale: meanStep(levelled.values),
    past: past.map((name, c) => column("past", name, units[c])),
    future: future.map((name, c) => column("future", name, units[past.length + c])),
  };
}

interface Hyperparameters {
  readonly log: boolean;
  readonly lags: readonly number[];
  readonly penalty: number;
  /** [horizon], root mean squares of errors in units of the mean step. */
  readonly deviations: Float64Array;
}

type Options = OptionValues<typeof options>;

/** [horizon × size] coefficients of the first `size` features. */
type Regress = (
  moments: Moments,
  typical: TypicalSquares,
  size: number,
  penalty: number,
) => Float64Array;

function learn(panel: Panel, requested: Options, context: FitContext): LagState {
  const past = [...(panel.series[0]?.past?.keys() ?? [])];
  const future = [...(panel.series[0]?.future?.keys() ?? [])];
  const units = [
    ...columnDeviations(panel.series, "past", past),
    ...columnDeviations(panel.series, "future", future),
  ];
  const longest = panel.series.reduce((runningMax, { y }) => Math.max(runningMax, y.length), 0);
  const explicit = requested.lags.some((lag) => lag > 0);
  const lags = explicit
    ? [...new Set([1, ...requested.lags.filter((lag) => lag > 0)])].sort((a, b) => a - b)
    : upTo(Math.max(...LAG_COUNTS.filter((count) => count === 1 || 3 * count < longest)));
  const maxLag = lags[lags.length - 1];
  if (explicit && maxLag >= longest) {
    throw new FitError(
      `lag-regression: a lag of ${maxLag} reaches beyond ${longest} observations`,
      longest > 1 ? `Lags from 1 to ${longest - 1} fit.` : "Give more of the past.",
    );
  }
  const shape = { lags, past, future };
  const baseSize = sizeOf({ ...shape, lags: [1] });
  const counts = explicit ? [lags.length] : LAG_COUNTS.filter((count) => count <= lags.length);
  const penalties = requested.penalty > 0 ? [Math.max(MIN_PENALTY, requested.penalty)] : PENALTIES;
  const logs = requested.log === "auto" ? [true, false] : [requested.log === "yes"];

  const regress: Regress =
    requested.kind === "ridge" ? ridge : (...problem) => elasticNets(...problem, requested.mix);

  let best: Hyperparameters | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const log of logs) {
    const trial = crossValidator(panel, shape, log, units, context.horizon, regress);
    if (!trial) continue;
    for (const count of counts) {
      for (const penalty of penalties) {
        const size = baseSize + count - 1;
        const { error, deviations } = trial(size, penalty);
        if (error < lowest) {
          lowest = error;
          best = { log, lags: lags.slice(0, count), penalty, deviations };
        }
      }
    }
  }
  const chosen = best ?? {
    log: logs[0],
    lags: explicit ? lags : lags.slice(0, 4),
    penalty: penalties.length === 1 ? penalties[0] : DEFAULT_PENALTY,
    deviations: Float64Array.from({ length: context.horizon }, (_, h) => 1.25 * Math.sqrt(h + 1)),
  };
  const whole = { ...shape, lags: chosen.lags };
  const tooShort: string[] = [];
  const adjusted = adjustAll(panel, chosen.log, shape, units);
  const stride = seriesStride(panel, context.horizon);
  const sample = adjusted.filter((_, s) => s % stride === 0);
  const typical = meanSquares(
    sample.map((adjusted) => momentsOf(whole, adjusted, context.horizon)),
  );
  const coefficients = adjusted.map((adjusted, s) => {
    const moments = momentsOf(whole, adjusted, context.horizon);
    const reach = moments.counts.filter((count) => count > 0).length;
    if (reach === 0 && adjusted.scale > 0) tooShort.push(panel.series[s].id);
    return regress(moments, typical, moments.size, chosen.penalty).slice(0, reach * moments.size);
  });
  if (tooShort.length > 0) {
    context.warn(
      `lag-regression keeps the last level of series too short to learn from: ${listIds(tooShort)}`,
    );
  }
  const diverged = panel.series.filter(
    (_, s) =>
      forecastPath(whole, adjusted[s], coefficients[s], chosen.deviations, context.horizon)
        .diverged,
  );
  if (diverged.length > 0) {
    context.warn(
      `lag-regression runs away, and is held to ${MAX_REACH_FACTOR} times as far as they ever went, in series: ${listIds(diverged.map(({ id }) => id))}`,
    );
  }
  return {
    lags: chosen.lags,
    past,
    future,
    units,
    log: chosen.log,
    deviations: chosen.deviations,
    ids: panel.series.map(({ id }) => id),
    coefficients,
  };
}

function listIds(ids: readonly string[]): string {
  return `${ids.slice(0, 5).join(", ")}${ids.length > 5 ? ` and ${ids.length - 5} more` : ""}`;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** Steps ahead, over all series, on which choices are judged. */
const TRIAL_STEPS = 3600;
const MIN_TRIALS = 10;

/** Every how many series one is looked at for choices. */
function seriesStride({ series }: Panel, horizon: number): number {
  return Math.ceil(series.length / Math.max(MIN_TRIALS, Math.floor(TRIAL_STEPS / horizon)));
}

/** Blocks of held-back steps of a series, where series are few. */
const MAX_BLOCKS = 5;
/** Steps that are held back for the sake of more blocks. */
const MAX_BLOCK_STEPS = 1200;

/**
 * How well a regression on so many features with some penalty forecasts what was held back: the mean
 * absolute error in units of seasonal steps. Undefined when too little is left to learn from.
 */
function crossValidator(
  panel: Panel,
  shape: LagShape,
  log: boolean,
  units: readonly number[],
  horizon: number,
  regress: Regress,
): ((size: number, penalty: number) => { error: number; deviations: Float64Array }) | undefined {
  const stride = seriesStride(panel, horizon);
  const whole = sizeOf(shape);
  const tried = panel.series.filter((_, s) => s % stride === 0);
  const blocks = Math.min(
    MAX_BLOCKS,
    Math.max(1, Math.floor(MAX_BLOCK_STEPS / (horizon * tried.length))),
  );
  const cuts = tried.flatMap((series) =>
    Array.from({ length: blocks }, (_, k) => ({
      series,
      cut: series.y.length - (k + 1) * horizon,
    })),
  );
  const holdouts = cuts.flatMap(({ series, cut }, i) => {
    const { y } = series;
    // The last block is always one; the others learn from half of the series at least.
    if (cut < 3 || (i % blocks > 0 && 2 * cut < y.length)) return [];
    const logged = log && y.every((value) => value > 0);
    const training = adjust(
      { ...series, y: y.subarray(0, cut) },
      panel.season,
      logged,
      shape,
      units,
    );
    const moments = momentsOf(shape, training, horizon);
    if (!(moments.counts[horizon - 1] > 0)) return [];
    const rows = new Float64Array(horizon * whole);
    for (let h = 1; h <= horizon; h++) {
      const row = rows.subarray((h - 1) * whole, h * whole);
      readFeatures(shape, training, cut, row);
      readAheadFeatures(shape, training, cut, h, row);
    }
    return [{ one: training, y, cut, moments, rows, unit: seasonalStep(y, cut, panel.season) }];
  });
  if (holdouts.length === 0) return undefined;
  const typical = meanSquares(holdouts.map(({ moments }) => moments));
  return (size, penalty) => {
    const absoluteErrors = new Float64Array(horizon);
    const residuals = new Float64Array(horizon);
    let error = 0;
    for (const { one: adjusted, y, cut, moments, rows, unit } of holdouts) {
      const coefficients = regress(moments, typical, size, penalty);
      const { levelled, scale } = adjusted;
      const last = adjusted.values[cut - 1];
      for (let h = 0; h < horizon; h++) {
        const z = dot(coefficients, h * size, rows, h * whole, size);
        residuals[h] += residualDeviation(moments, coefficients, size, h + 1);
        const actual = y[cut + h];
        absoluteErrors[h] += Math.abs((levelled.adjust(actual, cut + h) - last) / scale - z);
        error += Math.abs(levelled.restore(last + scale * z, cut + h) - actual) / unit;
      }
    }
    let runningMax = 0;
    const deviations = absoluteErrors.map((sum, h) => {
      // Of few series few errors were held back: what the samples left is the least to expect.
      runningMax = Math.max(
        runningMax,
        Math.max(DEVIATION_PER_MEAN * sum, residuals[h]) / holdouts.length,
      );
      return runningMax;
    });
    return { error, deviations };
  };
}

/** Standard deviation of a normal variable over its mean absolute one, √(π/2). */
const DEVIATION_PER_MEAN = 1.2533141373155003;

/** Mean absolute step from season to season before `cut`. */
function seasonalStep(y: Float64Array, cut: number, season: number): number {
  const lag = cut > season ? season : 1;
  return meanAbsoluteDifference(y, lag, lag, cut) || 1;
}

function restored(state: LagState, panel: Panel, defaults: readonly number[]): FittedModel {
  return {
    state,
    forecast: (horizon, levels = defaults) => forecast(state, panel, horizon, levels),
    fittedValues: () => fittedValues(state, panel),
  };
}

/** One step from each observation on, by the regression that was fitted to all of them. */
function fittedValues(state: LagState, panel: Panel): Float64Array[] {
  const size = sizeOf(state);
  const fits = fitsFor("lag-regression", state.ids, state.coefficients, panel);
  const x = new Float64Array(size);
  return adjustAll(panel, state.log, state, state.units).map((adjusted, s) => {
    const coefficients = fits[s];
    return adjusted.values.map((_, t) => {
      if (t === 0) return Number.NaN;
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
