import type { Panel } from "../../data/panel/panel.js";
import { Pauses } from "../../engine/pauses.js";
import { FitError } from "../../errors.js";
import { firstFew } from "../../wording.js";
import type { FitContext } from "../model.js";
import { encodeStatics, learnStatics, type StaticEncoding } from "../static-encoding.js";
import { crossValidator, seriesStride } from "./lag-cross-validation.js";
import {
  type AdjustedSeries,
  adjustAll,
  columnDeviations,
  type LagShape,
  sizeOf,
} from "./lag-samples.js";
import { meanSquares, momentsOf, type Regress } from "./moments.js";
import { pooledPriors, regressTowards } from "./pooled-prior.js";
import { elasticNets, ridge } from "./ridge.js";

/** What a person may ask of the regression. */
export interface LagRequest {
  readonly lags: readonly number[];
  readonly kind: "ridge" | "elastic-net";
  readonly mix: number;
  readonly penalty: number;
  readonly log: "auto" | "yes" | "no";
}

/** The fit of a panel; plain data. */
export type LagState = {
  readonly lags: readonly number[];
  readonly past: readonly string[];
  readonly future: readonly string[];
  /** Standard deviations of the columns, past ones first. */
  readonly units: readonly number[];
  readonly log: boolean;
  /** [horizon], standard deviations of errors in units of a series' mean step. */
  readonly deviations: Float64Array;
  readonly ids: readonly string[];
  /** One array a series: [steps ahead that its samples reach × features]. */
  readonly coefficients: readonly Float64Array[];
};

const LAG_COUNTS = [1, 2, 3, 4, 6, 8, 12, 18];
const PENALTIES = [0.1, 1, 3, 10, 30, 100, 300];
/** Where nothing can be held back: lags, penalty, and the deviation at the first step in mean steps. */
const DEFAULT_LAGS = 4;
const DEFAULT_PENALTY = 10;
const DEFAULT_DEVIATION = 1.25;
/** Collinear features do no harm from here on. */
const MIN_PENALTY = 1e-6;

/**
 * Chooses logarithms, lags and penalty by cross-validation and fits each series with them. The event loop
 * turns between the trials; once interrupted, the best choice so far is fitted.
 *
 * @throws FitError for a lag that no series is long enough for
 */
export async function fitLagRegression(
  panel: Panel,
  requested: LagRequest,
  context: FitContext,
): Promise<LagState> {
  const { horizon, warn } = context;
  const past = [...(panel.series[0]?.past?.keys() ?? [])];
  const future = [...(panel.series[0]?.future?.keys() ?? [])];
  const units = [
    ...columnDeviations(panel.series, "past", past),
    ...columnDeviations(panel.series, "future", future),
  ];
  const statics = learnStatics(panel);
  const pauses = new Pauses();
  const shape = { lags: lagsFor(panel, requested.lags), past, future };
  const { log, lags, penalty, deviations } = await chooseHyperparameters(
    panel,
    shape,
    units,
    statics,
    requested,
    context,
    pauses,
  );
  const chosen = { ...shape, lags };
  const adjusted = adjustAll(panel, log, chosen, units);
  const coefficients = await fitAll(
    panel,
    chosen,
    adjusted,
    statics,
    horizon,
    penalty,
    regressionOf(requested),
    pauses,
  );
  const short = panel.series.filter(
    (_, s) => coefficients[s].length === 0 && adjusted[s].scale > 0,
  );
  if (short.length > 0) {
    warn(
      `lag-regression repeats the last level of series that are too short to learn from: ${listIds(short)}`,
    );
  }
  const ids = panel.series.map(({ id }) => id);
  return { lags, past, future, units, log, deviations, ids, coefficients };
}

/**
 * The lags to choose from: those requested and 1, else as many as the longest series allows.
 *
 * @throws FitError for a lag that no series is long enough for
 */
function lagsFor({ series }: Panel, requested: readonly number[]): number[] {
  const longest = series.reduce((max, { y }) => Math.max(max, y.length), 0);
  const explicit = requested.filter((lag) => lag > 0);
  if (explicit.length === 0) {
    const fitting = LAG_COUNTS.filter((count) => count === 1 || 3 * count < longest);
    return Array.from({ length: Math.max(...fitting) }, (_, i) => i + 1);
  }
  const lags = [...new Set([1, ...explicit])].sort((a, b) => a - b);
  const maxLag = lags[lags.length - 1];
  if (maxLag < longest) return lags;
  throw new FitError(
    `lag-regression: lag ${maxLag} is longer than the longest series, which has ${longest} observations`,
    longest > 1 ? `Use lags from 1 to ${longest - 1}.` : "Add observations.",
  );
}

function regressionOf({ kind, mix }: LagRequest): Regress {
  return kind === "ridge" ? ridge : (...problem) => elasticNets(...problem, mix);
}

interface Hyperparameters {
  readonly log: boolean;
  readonly lags: readonly number[];
  readonly penalty: number;
  /** [horizon], standard deviations of errors in units of the mean step. */
  readonly deviations: Float64Array;
}

/** The choice with the smallest error on held-back blocks. */
async function chooseHyperparameters(
  panel: Panel,
  shape: LagShape,
  units: readonly number[],
  statics: StaticEncoding,
  requested: LagRequest,
  { horizon, signal }: Pick<FitContext, "horizon" | "signal">,
  pauses: Pauses,
): Promise<Hyperparameters> {
  const { lags } = shape;
  const explicit = requested.lags.some((lag) => lag > 0);
  const counts = explicit ? [lags.length] : LAG_COUNTS.filter((count) => count <= lags.length);
  const penalties = requested.penalty > 0 ? [Math.max(MIN_PENALTY, requested.penalty)] : PENALTIES;
  const logs = requested.log === "auto" ? [true, false] : [requested.log === "yes"];
  const regress = regressionOf(requested);
  const baseSize = sizeOf({ ...shape, lags: [1] });
  let best: Hyperparameters | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const log of logs) {
    const trial = crossValidator(panel, shape, log, units, statics, horizon, regress);
    if (!trial) continue;
    for (const count of counts) {
      for (const penalty of penalties) {
        if (pauses.due) await pauses.take();
        if (best && signal?.aborted) return best;
        const { error, deviations } = trial(baseSize + count - 1, penalty);
        if (error >= lowest) continue;
        lowest = error;
        best = { log, lags: lags.slice(0, count), penalty, deviations };
      }
    }
  }
  return (
    best ?? {
      log: logs[0],
      lags: explicit ? lags : lags.slice(0, DEFAULT_LAGS),
      penalty: penalties.length === 1 ? penalties[0] : DEFAULT_PENALTY,
      deviations: Float64Array.from(
        { length: horizon },
        (_, h) => DEFAULT_DEVIATION * Math.sqrt(h + 1),
      ),
    }
  );
}

/** Coefficients of each series, [steps ahead that its samples reach × features]. */
async function fitAll(
  panel: Panel,
  shape: LagShape,
  adjusted: readonly AdjustedSeries[],
  statics: StaticEncoding,
  horizon: number,
  penalty: number,
  regress: Regress,
  pauses: Pauses,
): Promise<Float64Array[]> {
  const size = sizeOf(shape);
  const stride = seriesStride(panel, horizon);
  const sample = adjusted.filter((_, s) => s % stride === 0);
  const typical = meanSquares(sample.map((series) => momentsOf(shape, series, horizon)));
  const members =
    statics.length > 0
      ? adjusted.map((series, s) => ({
          moments: momentsOf(shape, series, horizon),
          statics: encodeStatics(statics, panel.series[s]),
        }))
      : undefined;
  const priors = members && pooledPriors(members, typical, size, penalty);
  const coefficients: Float64Array[] = [];
  for (const [s, series] of adjusted.entries()) {
    if (pauses.due) await pauses.take();
    const moments = members?.[s].moments ?? momentsOf(shape, series, horizon);
    const reach = moments.counts.filter((count) => count > 0).length;
    const fitted = regressTowards(priors?.[s], regress, moments, typical, size, penalty);
    coefficients.push(fitted.slice(0, reach * size));
  }
  return coefficients;
}

function listIds(series: readonly { readonly id: string }[]): string {
  return firstFew(series.map(({ id }) => id));
}
