import { observations, type Panel, type Series } from "../../data/panel/from-table.js";
import { FitError } from "../../errors.js";
import { exp, log } from "../../numeric/elementary.js";
import { normalQuantile } from "../../numeric/normal.js";
import type {
  FitContext,
  FittedModel,
  Interval,
  Model,
  SeriesForecast,
  State,
  Steadied,
} from "../model.js";
import { anything, list, number, object, optional } from "../state-schema.js";
import { requireForecastRequest } from "../validated.js";
import { type Calibration, calibrate, calibrationState, reachOf } from "./calibration.js";
import { chooseOrigins, knownBefore, type Origins } from "./origins.js";
import { errorScale } from "./scale.js";
import { speakers } from "./speakers.js";
import { settled, withoutBreaks } from "./steadied.js";

/** Level at which the model is asked for what it makes of its own errors. */
const OWN_LEVEL = 80;
/**
 * Parameters that the fit before the origins counts as, in the final prediction error: what comes is
 * somewhat harder than what was. Found on M1 for `auto`.
 */
const CHOSEN_BY_ERRORS = 4;

/**
 * Factor by which a series' spread may have grown since an origin: where a quiet time ended, errors are
 * hundreds of times what was claimed in it, and this may not happen to claims of today.
 */
const MAX_RISE = 4;

/**
 * Steps ahead that past forecasts are judged at, whatever horizon is asked for, so that a step has the same
 * interval in all of them: two seasons within these bounds, or one that is longer.
 */
const MIN_STEPS = 6;
const MAX_STEPS = 18;

/**
 * Factor by which a claim may exceed the typical one. A fit to few observations can claim next to nothing, its
 * errors are a million times that, and this may not happen to an ordinary claim of today.
 */
const MAX_ABOVE_TYPICAL = 8;

/** Observations with which a series' own claim and that of the panel count the same. */
const OBSERVATIONS_FOR_HALF = 40;

/** What is saved of a model with calibrated intervals. */
interface CalibratedState extends Learned {
  readonly fit: State;
}

interface Learned {
  readonly calibration: Calibration;
  /** Logarithm of what the model claims in units of a series' {@link errorScale}, the mean over the panel; NaN where none was judged. */
  readonly typical: number;
  /** The same over the first step, the first two and so on, where columns may be known no further. */
  readonly typicalOfFirst?: readonly number[];
}

/**
 * The model with its own intervals brought to the size of its errors. Their shape stays: how they grow with
 * the horizon, how they differ by series, and how far they reach to each side. The model is fitted once
 * more, to what was known before up to twelve origins in the last half of each series, and forecasts from
 * all of them; the errors, in units of the half widths of its own 80 % intervals and over all series
 * together ({@link speakers} of many), give the level by {@link reachOf}. Where there are few, intervals are drawn towards 1.2 times
 * the model's own.
 *
 * A state without a calibration, as of files of earlier versions, is one of the model itself.
 *
 * @param maxLength observations of the middle series of a panel beyond which its intervals stay as they are
 *
 * @example
 * const model = calibrated(createModel("theta")); // as withIntervals(…, "calibrated")
 */
export function calibrated(model: Model, maxLength = Number.POSITIVE_INFINITY): Model {
  /** Null where the model's own intervals stay as they are. */
  const learn = async (panel: Panel, context: FitContext): Promise<Learned | null> => {
    const some = model.local ? speakers(panel) : panel;
    const lengths = some.series.map(({ y }) => y.length).sort((a, b) => a - b);
    if (lengths[lengths.length >> 1] > maxLength) return null;
    context.onIntervals?.();
    return calibrationOf(model, settled(model, some), context);
  };
  const fitWith = async (
    panel: Panel,
    context: FitContext,
    learning: () => Promise<Learned | null>,
  ) => {
    const fitted = await model.fit(panel, context);
    const learned = await learning();
    if (!learned) return fitted;
    return withCalibration(fitted, withoutBreaks(model, panel), learned, context.levels ?? []);
  };
  const { local, pooled: _, shared: __, ...others } = model;
  const whole: Model = {
    ...others,
    fitsAgain: true,
    fit: (panel, context) => fitWith(panel, context, () => learn(panel, context)),
    restore(state, panel) {
      if (!isCalibrated(state)) return model.restore(state, panel);
      const fitted = model.restore(state.fit, panel);
      return withCalibration(fitted, withoutBreaks(model, panel), state, []);
    },
    requireState(state, panel) {
      if (!isCalibrated(state)) return model.requireState(state, panel);
      model.requireState(calibratedState(state, "state").fit, panel);
    },
  };
  if (!local) return whole;
  return {
    ...whole,
    pooled: {
      learn: async (panel, context) => (await learn(panel, context)) as unknown as State,
      given: (learned) => ({
        ...whole,
        local: true,
        fit: (panel, context) =>
          fitWith(panel, context, async () => learned as unknown as Learned | null),
      }),
    },
  };
}

const calibratedState = object({
  fit: anything,
  calibration: calibrationState,
  typical: number({ nan: true }),
  typicalOfFirst: optional(list(number({ nan: true }))),
});

function isCalibrated(state: State): state is State & CalibratedState {
  return typeof state === "object" && state !== null && "calibration" in state;
}

function withCalibration(
  fitted: FittedModel,
  { panel, hold, unheld }: Steadied,
  learned: Learned,
  defaults: readonly number[],
): FittedModel {
  const { calibration } = learned;
  const claiming = unheld?.(fitted.state) ?? fitted;
  return {
    ...fitted,
    state: { ...(learned as unknown as { readonly [key: string]: State }), fit: fitted.state },
    forecast(horizon, levels = defaults) {
      requireForecastRequest(horizon, levels);
      if (levels.length === 0) return fitted.forecast(horizon, []);
      const steps = calibration.ends[calibration.ends.length - 1];
      const ahead = hasColumnsAhead(panel) ? horizon : Math.max(horizon, steps);
      const own = claiming.forecast(ahead, [OWN_LEVEL]);
      const brought = own.map((forecast, s): SeriesForecast => {
        const { id } = forecast;
        const mean = forecast.mean.slice(0, horizon);
        const sides = drawnSides(forecast, panel.series[s], panel.season, learned, steps);
        if (!sides) return { id, mean };
        const intervals = levels.map((level): Interval => {
          const reach = mean.map((_, h) => reachOf(calibration, level, h)[0]);
          const rise = mean.map((_, h) => reachOf(calibration, level, h)[1]);
          return {
            level,
            lo: mean.map((value, h) => value + sides.below[h] * reach[h]),
            hi: mean.map((value, h) => value + sides.above[h] * rise[h]),
          };
        });
        return { id, mean, intervals };
      });
      return hold(brought, true);
    },
  };
}

/** The errors of the model's forecasts from past origins, in units of what it claims. */
async function calibrationOf(
  model: Model,
  { panel, observed }: Pick<Steadied, "panel" | "observed">,
  context: FitContext,
): Promise<Learned> {
  // What a model of all series learns is of the horizon that it is fitted for.
  const ahead = model.local ? judgedSteps(panel.season) : context.horizon;
  const origins = chooseOrigins(panel, ahead);
  const past: PastForecast[] = [];
  let independent = 0;
  try {
    await pastForecasts(model, panel, origins, context, (place, back, origin, forecast) => {
      const known = knownBefore(panel, panel.series[place], back);
      const actual = observations(observed.series[place]);
      const ordinary = observations(panel.series[place]);
      past.push({ place, known, actual, ordinary, back, forecast });
      // Origins half a horizon apart share half of what they are asked for.
      independent += origin === 0 ? 1 : 0.5;
    });
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
  }
  const { steps } = origins;
  const typicalOf = (count: number) => {
    const claims = past.flatMap(
      ({ known, forecast }) => claimOf(forecast, known, panel.season, count) ?? [],
    );
    return claims.reduce((sum, claim) => sum + claim, 0) / claims.length;
  };
  const typical = typicalOf(steps);
  const rows: Float64Array[] = [];
  const ordinaryRows: Float64Array[] = [];
  for (const { known, actual, ordinary, back, forecast } of past) {
    const sides = drawnSides(forecast, known, panel.season, { typical }, steps);
    if (!sides) continue;
    const from = actual.length - back;
    const risen = errorScale(actual, panel.season) / errorScale(known.y, panel.season);
    const rise = risen > MAX_RISE ? risen / MAX_RISE : 1;
    const optimism = Math.sqrt(1 + CHOSEN_BY_ERRORS / actual.length);
    const errorsOf = (values: Float64Array) =>
      forecast.mean.map((value, h) => {
        const error = (optimism / rise) * (values[from + h] - value);
        return error / (error < 0 ? sides.below[h] : sides.above[h]);
      });
    rows.push(errorsOf(actual));
    ordinaryRows.push(actual === ordinary ? rows[rows.length - 1] : errorsOf(ordinary));
  }
  const all = calibrate(rows, steps, independent);
  const outliers = expectedOutliers(past);
  const typicalOfFirst = hasColumnsAhead(panel)
    ? Array.from({ length: steps }, (_, h) => typicalOf(h + 1))
    : undefined;
  const claimed = { typical, ...(typicalOfFirst && { typicalOfFirst }) };
  if (outliers === undefined) return { calibration: all, ...claimed };
  const { errors } = calibrate(ordinaryRows, steps, independent);
  return { calibration: { ...all, ordinary: { errors, outliers } }, ...claimed };
}

interface PastForecast {
  readonly place: number;
  readonly known: Series;
  readonly actual: Float64Array;
  /** The same without outliers; the same array where there are none. */
  readonly ordinary: Float64Array;
  /** Observations beyond the origin. */
  readonly back: number;
  readonly forecast: SeriesForecast;
}

function hasColumnsAhead({ series }: Panel): boolean {
  return series.some(({ future }) => (future?.size ?? 0) > 0);
}

function judgedSteps(season: number): number {
  return Math.max(MIN_STEPS, Math.min(2 * season, MAX_STEPS), season);
}

/**
 * Share of the observations beyond the origins that may be expected to be outliers again: how often the
 * first one is followed by others, so that one alone is none. Nothing where there are no outliers.
 */
function expectedOutliers(past: readonly PastForecast[]): number | undefined {
  const longest = new Map<number, PastForecast>();
  for (const one of past) {
    if (one.back > (longest.get(one.place)?.back ?? 0)) longest.set(one.place, one);
  }
  let events = 0;
  let outliers = 0;
  let tested = 0;
  for (const { actual, ordinary, back } of longest.values()) {
    tested += back;
    for (let t = actual.length - back; t < actual.length; t++) {
      if (actual[t] === ordinary[t] || Number.isNaN(actual[t])) continue;
      outliers++;
      if (t === 0 || actual[t - 1] === ordinary[t - 1]) events++;
    }
  }
  return events > 0 ? (outliers * (events - 1)) / (events * tested) : undefined;
}

/** Fits before the earliest origin of each series, and tells the forecast from each origin. */
async function pastForecasts(
  model: Model,
  panel: Panel,
  { steps, held }: Origins,
  context: FitContext,
  hear: (place: number, back: number, origin: number, forecast: SeriesForecast) => void,
): Promise<void> {
  const places = panel.series.map((_, s) => s).filter((s) => held[s].length > 0);
  if (places.length === 0 || context.signal?.aborted) return;
  const known = (s: number, origin: number) => knownBefore(panel, panel.series[s], held[s][origin]);
  const before = { ...panel, series: places.map((s) => known(s, held[s].length - 1)) };
  const { horizon, seed, signal, threads } = context;
  const { state } = await model.fit(before, {
    ...{ horizon, seed, levels: [OWN_LEVEL], warn: () => {} },
    ...(signal && { signal }),
    ...(threads !== undefined && { threads }),
  });
  // Interrupted, models of single series know only the first ones.
  if (signal?.aborted) return;
  const rounds = held.reduce((most, own) => Math.max(most, own.length), 0);
  for (let origin = 0; origin < rounds; origin++) {
    const some = places.filter((s) => held[s].length > origin);
    const part = { ...panel, series: some.map((s) => known(s, origin)) };
    const forecasts = model.restore(state, part).forecast(steps, [OWN_LEVEL]);
    for (const [i, s] of some.entries()) hear(s, held[s][origin], origin, forecasts[i]);
  }
}

/** Logarithm of the mean half width that a model claims for a series' first steps, in units of the series' spread. */
function claimOf(
  forecast: SeriesForecast,
  { y }: Series,
  season: number,
  steps: number,
): number | undefined {
  const sides = halfWidths(forecast);
  const scale = errorScale(y, season);
  if (!sides || !(scale > 0)) return undefined;
  const count = Math.min(steps, sides.below.length);
  let sum = 0;
  for (let h = 0; h < count; h++) sum += sides.below[h] + sides.above[h];
  const claim = sum / (2 * count * scale);
  return claim > 0 && Number.isFinite(claim) ? log(claim) : undefined;
}

/**
 * Half widths of a series, drawn towards what the model claims for other series of the same spread: of few
 * observations its own claim is uncertain.
 */
function drawnSides(
  forecast: SeriesForecast,
  series: Series,
  season: number,
  { typical: ofAll, typicalOfFirst }: Pick<Learned, "typical" | "typicalOfFirst">,
  steps: number,
): { below: Float64Array; above: Float64Array } | undefined {
  const sides = halfWidths(forecast);
  const claim = claimOf(forecast, series, season, steps);
  const typical = typicalOfFirst?.[Math.min(steps, forecast.mean.length) - 1] ?? ofAll;
  if (!sides || claim === undefined || Number.isNaN(typical)) return sides;
  const share = OBSERVATIONS_FOR_HALF / (series.y.length + OBSERVATIONS_FOR_HALF);
  const factor = exp(Math.min(share * (typical - claim), log(MAX_ABOVE_TYPICAL) + typical - claim));
  return {
    below: sides.below.map((width) => factor * width),
    above: sides.above.map((width) => factor * width),
  };
}

/** How far the model's own interval reaches to each side, in standard deviations of a normal one. */
function halfWidths({ mean, intervals }: SeriesForecast) {
  const own = intervals?.[0];
  if (!own) return undefined;
  const deviations = normalQuantile(0.5 + own.level / 200);
  return {
    below: mean.map((value, h) => Math.max(0, value - own.lo[h]) / deviations),
    above: mean.map((value, h) => Math.max(0, own.hi[h] - value) / deviations),
  };
}
