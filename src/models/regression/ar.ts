import { seasonsOf } from "../../analysis/several-seasons.js";
import { exp, log as ln } from "../../numeric/elementary.js";
import { ridgeByGcv } from "../../numeric/ridge.js";
import { gaussianIntervals } from "../intervals/parametric.js";
import { raiseToRealizedErrors } from "../intervals/prediction-error.js";
import { localModel } from "../local.js";
import type { ModelDefinition } from "../model.js";
import { robust } from "../robust.js";
import { seasonsOption } from "../seasons-option.js";
import {
  agreeing,
  flag,
  list,
  MAX_SEASON,
  number,
  object,
  vector,
  whole,
} from "../state-schema.js";

const options = {
  lags: {
    type: "integers",
    default: [],
    min: 1,
    max: 10_000,
    summary:
      "observations looked at, such as 1-2-24-168 (default: the last ones and whole seasons)",
  },
  seasons: seasonsOption,
  log: {
    type: "choice",
    choices: ["yes", "no"],
    default: "no",
    summary: "logarithms, where all values are positive",
  },
  difference: {
    type: "choice",
    choices: ["yes", "no"],
    default: "no",
    summary: "regress steps from value to value instead of values",
  },
} as const;

type ArState = {
  readonly lags: readonly number[];
  readonly log: boolean;
  readonly difference: boolean;
  /** Center of the regressed values. */
  readonly centre: number;
  readonly scale: number;
  /** [lags + 1], in units of the scale, the constant last. */
  readonly coefficients: Float64Array;
  /** Standard deviation of one error in units of the scale. */
  readonly deviation: number;
};

/** Latest observations that are always looked at. */
const RECENT = 3;
/** Seasons that a series must have for its lags to be looked at. */
const MIN_SEASONS = 2.5;
/** Seasons with which the last but one is looked at too. */
const SEASONS_FOR_TWO = 5;
/** Samples without which nothing is estimated. */
const MIN_SAMPLES = 8;
/** How far beyond what was observed a forecast may go, as a share of its range. */
const BEYOND_RANGE = 0.5;
/** Most origins within the series from which errors are measured. */
const MAX_ORIGINS = 24;

/**
 * Autoregression on the last values and on whole seasons, several of them at once:
 *
 *   zₜ = c + Σ φₗ·zₜ₋ₗ + εₜ    l ∈ {1, 2, 3} ∪ {m − 1, m, m + 1, 2m, 3m, … up to the next season}
 *
 * of values, logarithms or steps, so that hourly data look at the same hour of each day of the week and
 * at that of the week before. Coefficients are those of ridge regression, the penalty by generalised
 * cross-validation: closed form, and no search over orders. Forecasts feed back, and stay within one and a
 * half times the range of the series.
 *
 * Intervals are normal, their variance the sum of squared ψ-weights, or that of errors within the series
 * where it is larger.
 *
 * @see Box & Jenkins (1970), chapter 9, for lags of seasons; {@link ridgeByGcv}
 */
export const ar: ModelDefinition<typeof options> = {
  name: "ar",
  summary: "autoregression on recent values and whole seasons, by ridge in closed form",
  options,
  create: (chosen) => ({
    // Fed back, errors of one step grow more than the weights of the fit say: 80 % held 60 % on M1 monthly.
    overconfident: true,
    ...robust(
      localModel<ArState>({
        name: "ar",
        schema: () =>
          agreeing(
            object({
              lags: list(whole(1, Math.max(options.lags.max, MAX_SEASON + 1))),
              log: flag,
              difference: flag,
              centre: number(),
              scale: number({ min: Number.MIN_VALUE }),
              coefficients: vector(),
              deviation: number({ min: 0 }),
            }),
            ({ lags, coefficients }) =>
              lags.length > 0 && coefficients.length === lags.length + 1
                ? undefined
                : `${coefficients.length} coefficients are not those of ${lags.length} lags`,
          ),
        fit: ({ y }, { season, frequency }) => {
          const difference = chosen.difference === "yes" && y.length > 2;
          const log = chosen.log === "yes" && y.every((value) => value > 0);
          const seasons =
            chosen.seasons.length > 0 ? chosen.seasons : seasonsOf({ season, frequency });
          const wanted = chosen.lags.length > 0 ? chosen.lags : lagsOf(y.length, seasons);
          return regress(transformed(y, log, difference), wanted, seasons, { log, difference });
        },
        forecast(state, { y }, _, { horizon, levels }) {
          const { log, difference, centre, scale } = state;
          const plain = log ? y.map(ln) : y;
          const z = transformed(y, log, difference).map((value) => (value - centre) / scale);
          const steps = continued(z, state, horizon);
          const deviations = realizedDeviations(z, state, horizon);
          const mean = new Float64Array(horizon);
          let level = plain[plain.length - 1];
          for (let h = 0; h < horizon; h++) {
            const value = centre + scale * steps[h];
            level = difference ? level + value : value;
            mean[h] = level;
          }
          const back = (value: number) => (log ? exp(value) : value);
          return {
            mean: mean.map(back),
            intervals: gaussianIntervals(mean, deviations, levels).map(({ level, lo, hi }) => ({
              level,
              lo: lo.map(back),
              hi: hi.map(back),
            })),
          };
        },
        fittedValues(state, { y }) {
          const { log, difference, centre, scale, lags } = state;
          const plain = log ? y.map(ln) : y;
          const z = transformed(y, log, difference).map((value) => (value - centre) / scale);
          const from = Math.max(...lags);
          const shift = difference ? 1 : 0;
          return y.map((_, t) => {
            if (t - shift < from) return Number.NaN;
            const value = centre + scale * expected(z, t - shift, state);
            const level = difference ? plain[t - 1] + value : value;
            return log ? exp(level) : level;
          });
        },
      }),
    ),
  }),
};

/** The last values, and each season's neighbours and multiples up to the next longer one. */
function lagsOf(length: number, seasons: readonly number[]): number[] {
  const known = seasons.filter((season) => length >= MIN_SEASONS * season);
  const longest = known[known.length - 1] ?? 0;
  const lags = new Set(Array.from({ length: RECENT }, (_, i) => i + 1));
  for (const season of known) {
    for (const lag of [season - 1, season, season + 1]) if (lag > 0) lags.add(lag);
    if (season < longest) {
      for (let lag = 2 * season; lag <= longest; lag += season) lags.add(lag);
    } else if (length >= SEASONS_FOR_TWO * season) lags.add(2 * season);
  }
  return [...lags];
}

function transformed(y: Float64Array, log: boolean, difference: boolean): Float64Array {
  const z = log ? y.map(ln) : y;
  return difference ? z.subarray(1).map((value, t) => value - z[t]) : z;
}

function regress(
  z: Float64Array,
  wanted: readonly number[],
  seasons: readonly number[],
  { log, difference }: Pick<ArState, "log" | "difference">,
): ArState {
  const lags = [...new Set(wanted)].sort((a, b) => a - b);
  const samples = () => z.length - lags[lags.length - 1];
  while (lags.length > 1 && samples() < Math.max(MIN_SAMPLES, lags.length + 3)) lags.pop();
  const lately = z.subarray(Math.max(0, z.length - Math.max(8, ...seasons)));
  const centre = difference ? 0 : lately.reduce((sum, value) => sum + value, 0) / lately.length;
  let squares = 0;
  for (const value of z) squares += (value - centre) * (value - centre);
  const scale = Math.sqrt(squares / z.length) || 1;
  const how = { lags, log, difference, centre, scale };
  if (samples() < 4) {
    // Too short for anything but its last value, or its last level where steps are regressed.
    const repeated = new Float64Array(lags.length + 1);
    if (!difference) repeated[0] = 1;
    const deviation = z.length < 2 || squares === 0 ? 0 : difference ? 1 : Math.SQRT2;
    return { ...how, coefficients: repeated, deviation };
  }
  const standard = z.map((value) => (value - centre) / scale);
  const { coefficients, variance } = ridgeByGcv(productsOf(standard, lags));
  return { ...how, coefficients, deviation: Math.sqrt(variance) };
}

function productsOf(z: Float64Array, lags: readonly number[]) {
  const size = lags.length + 1;
  const gram = new Float64Array(size * size);
  const cross = new Float64Array(size);
  const row = new Float64Array(size).fill(1);
  const from = lags[lags.length - 1];
  let squares = 0;
  for (let t = from; t < z.length; t++) {
    for (let i = 0; i < lags.length; i++) row[i] = z[t - lags[i]];
    for (let i = 0; i < size; i++) {
      cross[i] += row[i] * z[t];
      for (let j = 0; j <= i; j++) gram[i * size + j] += row[i] * row[j];
    }
    squares += z[t] * z[t];
  }
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) gram[i * size + j] = gram[j * size + i];
  }
  return { rows: z.length - from, size, gram, cross, squares };
}

/** The value at t that those before it make likely; what lies before the first one counts as the centre. */
function expected(z: Float64Array, t: number, { lags, coefficients }: ArState): number {
  let value = coefficients[lags.length];
  for (let i = 0; i < lags.length; i++) {
    if (t >= lags[i]) value += coefficients[i] * z[t - lags[i]];
  }
  return value;
}

function continued(z: Float64Array, state: ArState, horizon: number): Float64Array {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of z) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const beyond = BEYOND_RANGE * (most - least);
  const all = new Float64Array(z.length + horizon);
  all.set(z);
  for (let t = z.length; t < all.length; t++) {
    all[t] = Math.min(most + beyond, Math.max(least - beyond, expected(all, t, state)));
  }
  return all.subarray(z.length);
}

/**
 * Standard deviations of the errors so many steps ahead, [horizon], raised to those of forecasts from
 * origins within the series where these are larger: see {@link raiseToRealizedErrors}.
 */
function realizedDeviations(z: Float64Array, state: ArState, horizon: number): Float64Array {
  const { lags, scale, difference } = state;
  const variance = deviationsOf(state, horizon).map((deviation) => deviation * deviation);
  const squares = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  const first = lags[lags.length - 1] + 1;
  const stride = Math.max(1, Math.ceil((z.length - first) / MAX_ORIGINS));
  for (let origin = z.length - 1; origin >= first; origin -= stride) {
    const steps = Math.min(horizon, z.length - origin);
    const ahead = continued(z.subarray(0, origin), state, steps);
    let sum = 0;
    ahead.forEach((value, h) => {
      const error = scale * (z[origin + h] - value);
      sum = difference ? sum + error : error;
      squares[h] += sum * sum;
      counts[h]++;
    });
  }
  raiseToRealizedErrors(variance, squares, counts);
  return variance.map(Math.sqrt);
}

/** Standard deviations of the errors so many steps ahead, [horizon], of what is fed back. */
function deviationsOf(state: ArState, horizon: number): Float64Array {
  const { coefficients, lags, scale, deviation, difference } = state;
  const impulse = { ...state, coefficients: coefficients.slice() };
  impulse.coefficients[lags.length] = 0;
  const weights = new Float64Array(horizon);
  let sum = 0;
  let squares = 0;
  return weights.map((_, h) => {
    weights[h] = h === 0 ? 1 : expected(weights, h, impulse);
    sum += weights[h];
    const weight = difference ? sum : weights[h];
    squares += weight * weight;
    return scale * deviation * Math.sqrt(squares);
  });
}
