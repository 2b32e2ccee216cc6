import { setImmediate } from "node:timers/promises";
import { observations, type Panel, withoutTail } from "../../data/panel/from-table.js";
import {
  lengthsOf,
  longestOf,
  madeOf,
  placesIn,
  type WidePanel,
} from "../../data/wide/wide-panel.js";
import { FitError } from "../../errors.js";
import type { FitContext, FittedModel, Model, State } from "../model.js";
import { errorScale } from "./scale.js";

/** Maximum number of origins from which the fit forecasts its own past. */
const MAX_ORIGINS = 60;
const MAX_ORIGINS_IN_PANEL = 24;
/**
 * Maximum number of calibration origins withheld from the second fit. A panel has enough errors with
 * fewer of them, and the fewer are withheld, the more alike the two fits are.
 */
const MAX_CALIBRATION_ORIGINS = 12;
const ENOUGH_ERRORS = 1000;
/** Seasons before an origin, where the longest series has so many. */
const MIN_SEASONS = 3;
/** Horizons before an origin that lies in the first half of a series. */
const MIN_HORIZONS = 2;
/** Beyond this ratio of unseen to seen errors, the fit has memorised its past and its own errors are void. */
const MAX_OPTIMISM = 2;

/** Learns from the series that are long enough for it, without so many last observations. */
export type LearnBefore = (tail: number, context: FitContext) => Promise<State>;

/** Errors of one forecast from a past origin. */
export interface PastForecast {
  /** Id of the series. */
  readonly id: string;
  /** Observations of the series after the origin. */
  readonly holdout: number;
  /** [horizon], in units of the series' {@link errorScale}; NaN where nothing was observed. */
  readonly errors: Float64Array;
}

/**
 * Errors of forecasts from origins in the later part of every series, the latest first. There are none
 * where no series is long enough.
 *
 * The fit forecasts its own past. It has seen what it forecasts, so its errors are enlarged by its
 * optimism: the ratio by which the median error of a second fit, which has not seen the last
 * observations, exceeds that of the first there. The second fit also has less to learn from; only the
 * share of the excess counts that matches its share of the observations. Where the ratio exceeds
 * {@link MAX_OPTIMISM} the first fit has memorised its past, and the errors of the second are taken as
 * they are.
 *
 * @param early the second fit, where it was made before the first
 * @param learnBefore what the second fit learns, where `panel` is only some of the series that the first has
 *   learned from
 */
export async function pastErrors(
  panel: Panel,
  model: Model,
  fitted: Pick<FittedModel, "state">,
  { onFlow: _, ...context }: FitContext,
  learnBefore?: LearnBefore,
  early?: State,
): Promise<PastForecast[]> {
  const { horizon, signal } = context;
  const count = panel.series.length;
  const longest = panel.series.reduce((length, { y }) => Math.max(length, y.length), 0);
  const unseen = unseenOrigins(count, longest, horizon);
  const tail = horizon + unseen - 1;
  const long = longEnough(panel, tail);
  if (unseen < 1 || long.series.length === 0) {
    context.warn(
      `no series is long enough to measure the past errors of ${model.name}: no intervals`,
    );
    return [];
  }
  try {
    // The first fit has given all warnings already.
    const quietly = { ...context, warn: () => {}, reuse: "transforms" as const };
    const learn =
      learnBefore ?? (async () => (await model.fit(withoutTail(long, tail), quietly)).state);
    const other = signal?.aborted ? undefined : (early ?? (await learn(tail, quietly)));
    if (other === undefined || signal?.aborted) {
      context.warn(
        `interrupted before the past errors of ${model.name} were measured: no intervals`,
      );
      return [];
    }
    const last = Array.from({ length: unseen }, (_, k) => tail - k);
    const restored = (state: State, known: Panel) =>
      learnBefore ? model.shared!.given(state).fit(known, quietly) : model.restore(state, known);
    const errorsOfAll = async (state: State, holdouts: readonly number[], of: typeof wellKnown) => {
      const errors: PastForecast[] = [];
      for (const holdout of holdouts) {
        // Ctrl-C is heard only if the event loop has its turn.
        await setImmediate();
        if (learnBefore && signal?.aborted) throw new FitError("the fit was stopped");
        const some = of(panel, holdout, horizon);
        const fit = await restored(state, withoutTail(some, holdout));
        errors.push(...errorsOf(fit, some, horizon, holdout));
      }
      return errors;
    };
    const errorsOfLast = (state: State) => errorsOfAll(state, last, () => long);
    const unseenErrors = await errorsOfLast(other);
    const excess = medianSize(unseenErrors) / medianSize(await errorsOfLast(fitted.state));
    if (!(excess <= MAX_OPTIMISM)) return withErrorsOnly(unseenErrors);
    const observations = long.series.reduce((sum, { y }) => sum + y.length, 0);
    const share = 1 - (tail * long.series.length) / observations;
    const optimism = Math.max(1, 1 + (excess - 1) * share);
    const room = farthestBack(longest, panel, horizon) - horizon + 1;
    const step = Math.ceil(room / (count > 1 ? MAX_ORIGINS_IN_PANEL : MAX_ORIGINS));
    const origins = Array.from({ length: Math.ceil(room / step) }, (_, k) => horizon + k * step);
    return withErrorsOnly(await errorsOfAll(fitted.state, origins, wellKnown)).map((past) => ({
      ...past,
      errors: past.errors.map((error) => optimism * error),
    }));
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    context.warn(`the past errors of ${model.name} could not be measured: no intervals`);
    return [];
  }

  function withErrorsOnly(forecasts: readonly PastForecast[]): PastForecast[] {
    const some = forecasts.filter(hasErrors);
    if (some.length === 0)
      context.warn(
        `no series changes, so ${model.name} has no past errors to measure: no intervals`,
      );
    return some;
  }
}

function unseenOrigins(count: number, longest: number, horizon: number): number {
  return Math.min(
    MAX_CALIBRATION_ORIGINS,
    Math.ceil(ENOUGH_ERRORS / count),
    Math.floor(longest / 2) - horizon + 1,
  );
}

/** Last observations that the second fit is made without, where it is made of all series. */
export function observationsBeyond({ series }: Panel, horizon: number): number | undefined {
  const lengths = series.map(({ y }) => y.length);
  const unseen = unseenOrigins(
    lengths.length,
    lengths.reduce((longest, length) => Math.max(longest, length), 0),
    horizon,
  );
  const tail = horizon + unseen - 1;
  return unseen >= 1 && lengths.every((length) => isLongEnough(length, tail)) ? tail : undefined;
}

/**
 * What the second fit for {@link pastErrors} sees of a panel: the series that are long enough, without their
 * last observations; undefined where there is none.
 */
export function seenAgain(panel: WidePanel, horizon: number): WidePanel | undefined {
  const lengths = lengthsOf(panel);
  const unseen = unseenOrigins(lengths.length, longestOf(panel), horizon);
  const tail = horizon + unseen - 1;
  const places = placesIn(panel).filter((place) => isLongEnough(lengths[place], tail));
  if (unseen < 1 || places.length === 0) return undefined;
  return madeOf(
    panel,
    places,
    (one) => withoutTail(one, tail).series[0],
    (length) => length - tail,
  );
}

function hasErrors({ errors }: PastForecast): boolean {
  return errors.some(Number.isFinite);
}

/** The series of which no more than half is withheld. */
function longEnough(panel: Panel, holdout: number): Panel {
  return { ...panel, series: panel.series.filter(({ y }) => isLongEnough(y.length, holdout)) };
}

export function isLongEnough(length: number, holdout: number): boolean {
  return length >= 2 * holdout;
}

/**
 * Largest holdout: half of the series. In a panel up to four fifths, as long as enough seasons and
 * horizons remain: its series have their bad stretches in common, and one such stretch must not decide.
 */
function farthestBack(length: number, { series, season }: Panel, horizon: number): number {
  const half = Math.floor(length / 2);
  if (series.length === 1) return half;
  const known = Math.max(length / 5, MIN_SEASONS * season, MIN_HORIZONS * horizon);
  return Math.max(half, Math.floor(length - known));
}

/** The series with enough observations before an origin so far back, in seasons too where any has them. */
function wellKnown(panel: Panel, holdout: number, horizon: number): Panel {
  const long = panel.series.filter(({ y }) => farthestBack(y.length, panel, horizon) >= holdout);
  const series = long.filter(({ y }) => y.length - holdout >= MIN_SEASONS * panel.season);
  return { ...panel, series: series.length > 0 ? series : long };
}

/** Errors of forecasts of every series without its last `holdout` observations. */
function errorsOf(
  fitted: FittedModel,
  panel: Panel,
  horizon: number,
  holdout: number,
): PastForecast[] {
  return fitted.forecast(horizon, []).map(({ mean }, s) => {
    const series = panel.series[s];
    const origin = series.y.length - holdout;
    const actual = observations(series).subarray(origin);
    const scale = errorScale(series.y, panel.season, origin);
    return { id: series.id, holdout, errors: mean.map((value, h) => (actual[h] - value) / scale) };
  });
}

/** Median absolute value of the finite errors; NaN when there is none. */
function medianSize(forecasts: readonly PastForecast[]): number {
  const sizes = Float64Array.from(forecasts.flatMap(({ errors }) => Array.from(errors, Math.abs)))
    .filter(Number.isFinite)
    .sort();
  return sizes[sizes.length >> 1] ?? Number.NaN;
}
