import {
  type ForecasterSettings,
  type ForecasterState,
  type StreamForecaster,
  streamForecaster,
} from "./forecaster.js";
import { pageHinkley } from "./page-hinkley.js";
import { type PrequentialScores, prequential } from "./prequential.js";

/** Plain data: how a stream is forecast and judged. */
export interface SessionSettings extends ForecasterSettings {
  /** Observations over which errors fade. */
  readonly window: number;
}

/** Plain data, to resume from later. */
export interface SessionState {
  readonly forecaster: ForecasterState;
  readonly errors: Float64Array;
  readonly drift: Float64Array;
  /** Observations so far. */
  readonly count: Float64Array;
}

/** What one observation showed. */
export interface Observed {
  /** Number of this observation, counted from 1. */
  readonly n: number;
  /** Forecast − observation; NaN when either is missing. */
  readonly error: number;
  /** Whether errors have become larger than they were. */
  readonly drift: boolean;
  /** What was expected, where the observation is so far from it that little is learned of it. */
  readonly outlierFrom?: number;
}

export interface Session {
  readonly settings: SessionSettings;
  /** The session's own arrays: write saved ones into them to resume. */
  readonly state: SessionState;
  readonly scores: PrequentialScores;
  readonly forecaster: StreamForecaster;
  /** Judges the last forecast by the next observation, NaN when missing, then learns from it. */
  observe(y: number): Observed;
  /** Resets count, scores and drift test; keeps what was learned. */
  resetScores(): void;
}

/** Mean absolute changes from the forecast beyond which an observation is an outlier. */
const MIN_OUTLIER = 200;
/** Observations before outliers are told, and from one to the next that is: the return is none. */
const OBSERVATIONS_BETWEEN_OUTLIERS = 20;

/**
 * One stream: a forecaster, and the scores of its forecasts made before each observation was known.
 *
 * @throws UsageError when exact RTRL would need more memory than allowed
 */
export function streamSession(settings: SessionSettings): Session {
  const forecaster = streamForecaster(settings);
  const errors = prequential(settings.window);
  const drift = pageHinkley();
  const count = new Float64Array(1);
  let quietUntil = OBSERVATIONS_BETWEEN_OUTLIERS;
  return {
    settings,
    state: { forecaster: forecaster.state, errors: errors.state, drift: drift.state, count },
    scores: errors,
    forecaster,
    observe(y) {
      const error = forecaster.expected - y;
      const { expected } = forecaster;
      const far = count[0] > quietUntil && Math.abs(error) > MIN_OUTLIER * forecaster.scale;
      if (far) quietUntil = count[0] + OBSERVATIONS_BETWEEN_OUTLIERS;
      let drifted = false;
      if (!Number.isNaN(error)) {
        errors.add(error, forecaster.last - y);
        drifted = drift.observe(Math.abs(error) / forecaster.scale);
      }
      forecaster.observe(y);
      count[0]++;
      return { n: count[0], error, drift: drifted, ...(far && { outlierFrom: expected }) };
    },
    resetScores() {
      for (const numbers of [errors.state, drift.state, count]) numbers.fill(0);
    },
  };
}
