import {
  type Learner,
  learner,
  type OnlineSettings,
  type OnlineState,
} from "../engine/online/learner.js";
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
  /** Observations so far, means of changes, of the level and of distances from it, sums of the trust. */
  readonly running: Float64Array;
  /** What the next observation is compared with: forecast, its linear part, the whole way, the scale. */
  readonly pending: Float64Array;
  /** What the linear part was made from. */
  readonly inputs: Float64Array;
}

export interface StreamForecaster {
  readonly settings: ForecasterSettings;
  /** The forecaster's own arrays; what is written to them is gone on from. */
  readonly state: ForecasterState;
  /** The next observation as expected now; NaN before there was one. */
  readonly expected: number;
  /** The last observation, or what was taken for it; NaN before there was one. */
  readonly last: number;
  /** Mean absolute change from one observation to the next; 1 before anything has changed. */
  readonly scale: number;
  /** Learns from the next observation. A missing one, NaN, is taken to be as expected. */
  observe(y: number): void;
  /** Writes the next observations as expected now; what was forecast stands in for what is not known. */
  forecast(to: Float64Array): void;
}

/** Observations over which the scale and the level fade. */
const WINDOW = 500;
/** In units of the scale: what no change, no level and no error may exceed where something is learned from it. */
const LARGEST = 10;
const LARGEST_INPUT = 4;
const LARGEST_ERROR = { linear: 5, network: 3, trust: 5 };
/** What trust is of: observations, and the weight of full trust at first, in squares of the scale. */
const TRUST = { window: 100, first: 1 };
/** The longest gradient that the network follows. */
const CLIP = 1;

/**
 * A recurrent network that learns while data arrive, with a linear path beside it. What is forecast is
 * the way to the next observation, in units of the mean absolute change s:
 *
 *   ŷₜ₊₁ = yₜ + ρ·s·(wᵀ·[Δyₜ/s, …, Δyₜ₋ₖ/s, level, season, 1] + V·h([Δyₜ/s, level, season]) + b)
 *
 * where level is the distance from a fading mean in units of its own mean, and season the change that
 * was seen a season ago. Both parts begin at zero: at first the last observation is the forecast. The
 * path learns by recursive least squares, the network by its online rule and Adam from what the path
 * leaves. The trust ρ, from 0 to 1, is the regression of ways that were gone on ways that were forecast,
 * so that a stream in which there is nothing to be learned gets its last observation. Outliers are
 * clipped before anything is learned from them.
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
  const running = new Float64Array(11);
  const pending = new Float64Array(4);
  const inputs = new Float64Array(path.state.weights.length);
  pending[0] = Number.NaN;
  const changes = new FadingMean(WINDOW, running, 1);
  const levels = new FadingMean(WINDOW, running, 3);
  const distances = new FadingMean(WINDOW, running, 5);
  const agreement = new FadingMean(TRUST.window, running, 7);
  const boldness = new FadingMean(TRUST.window, running, 9);

  /** What was forecast beyond the last observation, read by `back`. */
  let beyond = new Float64Array(0);
  const seen = new Float64Array(1 + common);
  const imagined = new Float64Array(path.state.weights.length);
  const states = new Float64Array(network.state.units.length);
  const y = new Float64Array(1);
  const target = new Float64Array(1);

  /** The value k observations before the one that is `ahead` of the last, or NaN beyond what is kept. */
  const back = (k: number, ahead: number) => {
    if (k < ahead) return beyond[ahead - k - 1];
    const behind = k - ahead;
    const count = running[0];
    if (behind >= count || behind >= recent.length) return Number.NaN;
    return recent[(count - 1 - behind) % recent.length];
  };
  const scale = () => {
    const { mean } = changes;
    return mean > 0 ? mean : 1;
  };
  /** Fills the inputs of both parts as they are `ahead` steps beyond the last observation. */
  const look = (ahead: number, s: number, x: Float64Array) => {
    const now = back(0, ahead);
    const known = (value: number) => (Number.isNaN(value) ? 0 : value);
    const { mean: spread } = distances;
    const level = spread > 0 ? clip((now - levels.mean) / spread, LARGEST_INPUT) : 0;
    const change = known((now - back(1, ahead)) / s);
    const again = seasonal ? known((back(season - 1, ahead) - now) / s) : 0;
    seen[0] = clip(change, LARGEST_INPUT);
    seen[1] = level;
    if (seasonal) seen[2] = clip(again, LARGEST_INPUT);
    if (lags === 0) return;
    let newer = now;
    for (let lag = 0; lag < lags; lag++) {
      const older = back(lag + 1, ahead);
      x[lag] = clip(known((newer - older) / s), LARGEST);
      newer = older;
    }
    x[lags] = level;
    if (seasonal) x[lags + 1] = clip(again, LARGEST);
    x[lags + common] = 1;
  };
  const trust = () => {
    const { first } = TRUST;
    const share = (agreement.sum + first) / (boldness.sum + first);
    return Math.min(Math.max(share, 0), 1);
  };

  return {
    settings,
    state: {
      ...{ network: network.state, linear: path.state },
      ...{ recent, running, pending, inputs },
    },
    get expected() {
      return pending[0];
    },
    get last() {
      return back(0, 0);
    },
    get scale() {
      return scale();
    },
    observe(observed) {
      const expected = pending[0];
      const missing = Number.isNaN(observed);
      const value = missing ? expected : observed;
      if (Number.isNaN(value)) return;
      if (!missing && !Number.isNaN(expected)) {
        const change = value - back(0, 0);
        const gone = clip(change / pending[3], LARGEST);
        const left = gone - pending[1];
        const most = LARGEST_ERROR.trust;
        agreement.add(clip(gone, most) * clip(pending[2], most));
        boldness.add(clip(pending[2], most) * clip(pending[2], most));
        target[0] = clip(left, LARGEST_ERROR.network);
        network.learn(target);
        if (lags > 0) path.learn(inputs, clip(left, LARGEST_ERROR.linear));
        changes.add(Math.abs(change));
      }
      recent[running[0] % recent.length] = value;
      running[0]++;
      if (!missing) {
        levels.add(value);
        distances.add(Math.abs(value - levels.mean));
      }
      const s = scale();
      look(0, s, inputs);
      const straight = clip(path.read(inputs), LARGEST);
      const bent = network.step(seen)[0];
      const way = clip(straight + bent, LARGEST);
      pending[0] = value + trust() * s * way;
      pending[1] = straight;
      pending[2] = way;
      pending[3] = s;
    },
    forecast(to) {
      beyond = to as Float64Array<ArrayBuffer>;
      to[0] = pending[0];
      if (to.length === 1 || Number.isNaN(to[0])) {
        to.fill(to[0]);
        return;
      }
      const s = scale();
      const trusted = trust();
      states.set(network.state.units);
      for (let h = 1; h < to.length; h++) {
        look(h, s, imagined);
        network.ahead(seen, states, y);
        const way = clip(clip(path.read(imagined), LARGEST) + y[0], LARGEST);
        to[h] = to[h - 1] + trusted * s * way;
      }
    },
  };
}

function networkOf(
  { cell, hidden, rule, steps, rate, seed }: ForecasterSettings,
  inputs: number,
): Learner {
  const network = learner({
    ...{ cell, rule, inputs, units: hidden, outputs: 1, seed, clip: CLIP },
    ...(steps !== undefined && { steps }),
    descent: { kind: "adam", rate },
  });
  network.state.readout.fill(0);
  return network;
}

function clip(value: number, largest: number): number {
  return Math.min(Math.max(value, -largest), largest);
}
