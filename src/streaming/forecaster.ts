import type { Learner, OnlineSettings, OnlineState } from "../engine/online/learner.js";
import { checkedLearner } from "../models/recurrent/checked-learner.js";
import { FadingMean } from "./fading-mean.js";
import { type LinearState, linearPath } from "./recursive-least-squares.js";

/** Plain data: what a stream is forecast with. */
export interface ForecasterSettings {
  readonly cell: OnlineSettings["cell"];
  readonly hidden: number;
  readonly rule: OnlineSettings["rule"];
  /** How far back tbptt goes. */
  readonly steps?: number;
  /** Learning rate of the network. */
  readonly rate: number;
  /** Differences that the linear path sees; 0 for none, and no linear path. */
  readonly lags: number;
  /** Observations a season, 1 for none. */
  readonly season: number;
  readonly seed: number;
}

/** Everything that a forecaster has learned and carries: plain data, to go on from later. */
export interface ForecasterState {
  readonly network: OnlineState;
  readonly linear: LinearState;
  /** The last observations, a ring. */
  readonly recent: Float64Array;
  /** Count and fading means, at the places of {@link RUNNING}. */
  readonly running: Float64Array;
  /** What the next observation is compared with, at the places of {@link PENDING}. */
  readonly pending: Float64Array;
  /** Inputs of the linear part of the pending forecast. */
  readonly inputs: Float64Array;
}

export interface StreamForecaster {
  readonly settings: ForecasterSettings;
  /** The forecaster's own arrays: write saved ones into them to resume. */
  readonly state: ForecasterState;
  /** The next observation as expected now; NaN before there was one. */
  readonly expected: number;
  /** The last observation, or the forecast that stood in for a missing one; NaN before there was one. */
  readonly last: number;
  /** Mean absolute change from one observation to the next; 1 before anything has changed. */
  readonly scale: number;
  /** Learns from the next observation. A missing one, NaN, is replaced by its forecast. */
  observe(y: number): void;
  /** Writes the forecasts of the next observations, each made from those before it. */
  forecast(to: Float64Array): void;
}

/** Places in the saved `running`; a fading mean takes two numbers. */
const RUNNING = {
  count: 0,
  /** |yₜ − yₜ₋₁| */
  changes: 1,
  levels: 3,
  /** |yₜ − level| */
  distances: 5,
  /** Realised change times forecast change, in units of the scale. */
  products: 7,
  /** Squares of the forecast change. */
  squares: 9,
  length: 11,
} as const;

/** Places in the saved `pending`: the next forecast, and in units of its scale what it was made of. */
const PENDING = { forecast: 0, linearChange: 1, change: 2, scale: 3, length: 4 } as const;

/** Observations over which the scale and the level fade. */
const WINDOW = 500;
/** Observations over which the trust fades. */
const TRUST_WINDOW = 100;
/** Prior weight of full trust, in squares of the scale. */
const TRUST_PRIOR = 1;

/** Bounds on what is learned from or forecast with, in units of the scale. */
const MAX_CHANGE = 10;
const MAX_NETWORK_INPUT = 4;
const MAX_ERROR = { linear: 5, network: 3, trust: 5 };
/** Observations after which the fading means are clipped. */
const MIN_BEFORE_CLIPPING = 20;
/** Longest gradient of the network. */
const MAX_GRADIENT_NORM = 1;

/**
 * A recurrent network that learns while data arrive, with a linear path beside it. The forecast is a
 * change from the last observation, in units of the mean absolute change s:
 *
 *   ŷₜ₊₁ = yₜ + ρ·s·(wᵀ·[Δyₜ/s, …, Δyₜ₋ₖ/s, level, season, 1] + V·h([Δyₜ/s, level, season]) + b)
 *
 * where level is the distance from a fading mean in units of its own mean, and season the change
 * observed a season ago. Both parts begin at zero: at first the last observation is the forecast. The
 * linear path learns by recursive least squares, the network by its online rule and Adam from the path's
 * errors. The trust ρ, from 0 to 1, is the regression of realised changes on forecast ones, so that a
 * stream in which there is nothing to be learned gets its last observation. Outliers are clipped before
 * anything is learned from them.
 *
 * @throws UsageError when exact RTRL would need more memory than allowed
 */
export function streamForecaster(settings: ForecasterSettings): StreamForecaster {
  const { lags, season } = settings;
  const seasonal = season > 1;
  const common = seasonal ? 2 : 1;
  const network = networkOf(settings, 1 + common);
  const path = linearPath(lags === 0 ? 0 : lags + common + 1);
  const recent = new Float64Array(Math.max(lags + 1, seasonal ? season : 2));
  const running = new Float64Array(RUNNING.length);
  const pending = new Float64Array(PENDING.length);
  const inputs = new Float64Array(path.state.weights.length);
  pending[PENDING.forecast] = Number.NaN;
  const changes = new FadingMean(WINDOW, running, RUNNING.changes);
  const levels = new FadingMean(WINDOW, running, RUNNING.levels);
  const distances = new FadingMean(WINDOW, running, RUNNING.distances);
  const products = new FadingMean(TRUST_WINDOW, running, RUNNING.products);
  const squares = new FadingMean(TRUST_WINDOW, running, RUNNING.squares);

  /** Forecasts beyond the last observation, which `valueBack` reads as if they had been observed. */
  let forecasts = new Float64Array(0);
  const networkInputs = new Float64Array(1 + common);
  const futureInputs = new Float64Array(path.state.weights.length);
  const states = new Float64Array(network.state.units.length);
  const y = new Float64Array(1);
  const target = new Float64Array(1);

  /** The value `k` steps before the one `ahead` steps beyond the last; NaN where the ring does not reach. */
  const valueBack = (k: number, ahead: number) => {
    if (k < ahead) return forecasts[ahead - k - 1];
    const behind = k - ahead;
    const count = running[RUNNING.count];
    if (behind >= count || behind >= recent.length) return Number.NaN;
    return recent[(count - 1 - behind) % recent.length];
  };
  const scale = () => {
    const { mean } = changes;
    return mean > 0 ? mean : 1;
  };
  /** Writes the inputs of both parts as they stand `ahead` steps beyond the last observation. */
  const writeInputs = (ahead: number, s: number, x: Float64Array) => {
    const now = valueBack(0, ahead);
    const orZero = (value: number) => (Number.isNaN(value) ? 0 : value);
    const { mean: spread } = distances;
    const level = spread > 0 ? clip((now - levels.mean) / spread, MAX_NETWORK_INPUT) : 0;
    const change = orZero((now - valueBack(1, ahead)) / s);
    const seasonalChange = seasonal ? orZero((valueBack(season - 1, ahead) - now) / s) : 0;
    networkInputs[0] = clip(change, MAX_NETWORK_INPUT);
    networkInputs[1] = level;
    if (seasonal) networkInputs[2] = clip(seasonalChange, MAX_NETWORK_INPUT);
    if (lags === 0) return;
    let newer = now;
    for (let lag = 0; lag < lags; lag++) {
      const older = valueBack(lag + 1, ahead);
      x[lag] = clip(orZero((newer - older) / s), MAX_CHANGE);
      newer = older;
    }
    x[lags] = level;
    if (seasonal) x[lags + 1] = clip(seasonalChange, MAX_CHANGE);
    x[lags + common] = 1;
  };
  const trust = () => {
    const share = (products.sum + TRUST_PRIOR) / (squares.sum + TRUST_PRIOR);
    return Math.min(Math.max(share, 0), 1);
  };
  const learn = (value: number) => {
    const change = value - valueBack(0, 0);
    const realized = clip(change / pending[PENDING.scale], MAX_CHANGE);
    const forecast = clip(pending[PENDING.change], MAX_ERROR.trust);
    products.add(clip(realized, MAX_ERROR.trust) * forecast);
    squares.add(forecast * forecast);
    const error = realized - pending[PENDING.linearChange];
    target[0] = clip(error, MAX_ERROR.network);
    network.learn(target);
    if (lags > 0) path.learn(inputs, clip(error, MAX_ERROR.linear));
    changes.add(Math.min(Math.abs(change), largest(changes)));
  };
  /** Most that one value may add to a fading mean, so that a spike does not stand for all that comes. */
  const largest = ({ mean }: FadingMean) =>
    running[RUNNING.count] > MIN_BEFORE_CLIPPING && mean > 0
      ? MAX_CHANGE * mean
      : Number.POSITIVE_INFINITY;

  return {
    settings,
    state: {
      ...{ network: network.state, linear: path.state },
      ...{ recent, running, pending, inputs },
    },
    get expected() {
      return pending[PENDING.forecast];
    },
    get last() {
      return valueBack(0, 0);
    },
    get scale() {
      return scale();
    },
    observe(observed) {
      const expected = pending[PENDING.forecast];
      const missing = Number.isNaN(observed);
      const value = missing ? expected : observed;
      if (Number.isNaN(value)) return;
      if (!missing && !Number.isNaN(expected)) learn(value);
      recent[running[RUNNING.count] % recent.length] = value;
      running[RUNNING.count]++;
      if (!missing) {
        const reach = largest(distances);
        const off = Math.abs(value - levels.mean) > reach;
        levels.add(off ? levels.mean + clip(value - levels.mean, reach) : value);
        distances.add(Math.min(Math.abs(value - levels.mean), reach));
      }
      const s = scale();
      writeInputs(0, s, inputs);
      const linearChange = clip(path.read(inputs), MAX_CHANGE);
      const networkChange = network.step(networkInputs)[0];
      const change = clip(linearChange + networkChange, MAX_CHANGE);
      pending[PENDING.forecast] = value + trust() * s * change;
      pending[PENDING.linearChange] = linearChange;
      pending[PENDING.change] = change;
      pending[PENDING.scale] = s;
    },
    forecast(to) {
      forecasts = to as Float64Array<ArrayBuffer>;
      to[0] = pending[PENDING.forecast];
      if (to.length === 1 || Number.isNaN(to[0])) {
        to.fill(to[0]);
        return;
      }
      const s = scale();
      const trusted = trust();
      states.set(network.state.units);
      for (let h = 1; h < to.length; h++) {
        writeInputs(h, s, futureInputs);
        network.ahead(networkInputs, states, y);
        const change = clip(clip(path.read(futureInputs), MAX_CHANGE) + y[0], MAX_CHANGE);
        to[h] = to[h - 1] + trusted * s * change;
      }
    },
  };
}

function networkOf(
  { cell, hidden, rule, steps, rate, seed }: ForecasterSettings,
  inputs: number,
): Learner {
  const network = checkedLearner({
    ...{ cell, rule, inputs, units: hidden, outputs: 1, seed, clip: MAX_GRADIENT_NORM },
    ...(steps !== undefined && { steps }),
    descent: { kind: "adam", rate },
  });
  network.state.readout.fill(0);
  return network;
}

function clip(value: number, bound: number): number {
  return Math.min(Math.max(value, -bound), bound);
}
