import { onlineRules } from "../engine/online/learner.js";
import { UsageError } from "../errors.js";
import { streamJson } from "../report/stream.js";
import { type Session, streamSession } from "../streaming/session.js";
import { parseNetwork, parseRule } from "../streaming/spec.js";

/** How a stream is learned; what is left out is as on the command line. */
export interface StreamOptions {
  /** A cell with its options, `lstm:hidden=16` by default; `rnn`, `gru` and `lstm97` are the others. */
  readonly model?: string;
  /** `snap1` by default; `hybrid`, `rtrl`, `immediate` and `tbptt:k` are the others. */
  readonly learn?: string;
  /** Observations a season, 1 for none, by default. */
  readonly season?: number;
  /** Steps ahead, 1 by default. */
  readonly horizon?: number;
  /** Observations over which errors are averaged, 100 by default. */
  readonly window?: number;
  /** Seed of the first weights, 1 by default. */
  readonly seed?: number;
}

/** An observation as it comes: a number, or one with its date, which is handed on. */
export type Observation =
  | number
  | { readonly y: number | null; readonly ds?: Date | number | string };

/** What was expected of an observation, and what is expected after it. */
export interface StreamedForecast {
  /** Number of the observation, counted from 1. */
  readonly n: number;
  /** Its date, as it came. */
  readonly ds?: Date | number | string;
  /** NaN where it was missing. */
  readonly y: number;
  /** Forecast − observation, in units of y; NaN when either is missing. */
  readonly error: number;
  /** The next observations as expected now, in units of y. */
  readonly forecast: readonly number[];
  /** Errors over the fading window; `mase` is that of the last observation's repetition. NaN before there are any. */
  readonly mae: number;
  readonly rmse: number;
  readonly mase: number;
  /** Whether errors have become larger than they were (Page-Hinkley test). */
  readonly drift: boolean;
  /** What was expected, where the observation is so far from it that little is learned of it. */
  readonly outlierFrom?: number;
}

/** TransformStream by what its environment has: declarations that name it ask for a library. */
type AnyTransformStream = typeof globalThis extends {
  TransformStream: new (...args: never) => infer Stream;
}
  ? Stream
  : unknown;

const STREAM_DEFAULTS = {
  ...{ model: "lstm:hidden=16", learn: "snap1", season: 1, horizon: 1, window: 100, seed: 1 },
} as const;

/**
 * A session by its options.
 *
 * @throws UsageError for a cell that does not learn online, a wrong option or rule
 */
export function sessionOf(options: StreamOptions): Session {
  const { model, learn, season, window, seed } = { ...STREAM_DEFAULTS, ...options };
  return streamSession({
    ...parseNetwork(model),
    ...parseRule(learn, onlineRules),
    ...{ season, window, seed },
  });
}

/**
 * Learns from observations as they come, and forecasts the next ones: what `foretell stream` writes. Each
 * error is of a forecast that was made before its observation was known.
 *
 * @example
 * const seen = [];
 * for await (const { error, forecast } of forecastStream([1, 2, 3, 4, 5], { horizon: 2 })) {
 *   seen.push(forecast.length);
 * }
 * seen; // [2, 2, 2, 2, 2]
 *
 * @param source numbers or `{ y, ds }`, an array, an async iterable or a web stream; null and NaN are
 *   missing, and replaced by their forecasts
 * @throws UsageError for a wrong option, before anything is read
 */
export function forecastStream(
  source: Iterable<Observation> | AsyncIterable<Observation>,
  options: StreamOptions = {},
): AsyncGenerator<StreamedForecast, void, undefined> {
  const learn = learning(options);
  return (async function* () {
    for await (const observation of source) yield learn(observation);
  })();
}

/**
 * The same as a web stream that others are piped through.
 *
 * @example
 * const numbers = new ReadableStream({
 *   start(controller) {
 *     for (const y of [1, 2, 3]) controller.enqueue(y);
 *     controller.close();
 *   },
 * });
 * const read = [];
 * for await (const { n } of numbers.pipeThrough(forecastTransform())) read.push(n);
 * read; // [1, 2, 3]
 *
 * @throws UsageError for a wrong option
 */
export function forecastTransform(options: StreamOptions = {}): AnyTransformStream {
  const learn = learning(options);
  return new TransformStream<Observation, StreamedForecast>({
    transform: (observation, controller) => controller.enqueue(learn(observation)),
  }) as AnyTransformStream;
}

/**
 * A streamed forecast as `foretell stream --format json` writes it: one line of NDJSON, with its line break.
 *
 * @example
 * for await (const one of forecastStream([3, 5], { model: "rnn" })) {
 *   JSON.parse(streamedJson(one)).schema; // "foretell/stream@1"
 * }
 */
export function streamedJson({ ds, forecast, ...one }: StreamedForecast): string {
  const written = ds instanceof Date ? ds.toISOString() : ds === undefined ? undefined : String(ds);
  return streamJson({ ...one, ds: written, forecast: Float64Array.from(forecast) });
}

function learning(options: StreamOptions): (observation: Observation) => StreamedForecast {
  const { horizon = STREAM_DEFAULTS.horizon } = options;
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw new UsageError(`the horizon must be a whole number from 1 on, not ${horizon}`);
  }
  const session = sessionOf(options);
  const ahead = new Float64Array(horizon);
  return (observation) => {
    const { y: given, ds } =
      typeof observation === "number" ? { y: observation, ds: undefined } : observation;
    const y = given ?? Number.NaN;
    const observed = session.observe(y);
    session.forecaster.forecast(ahead);
    const { mae, rmse, mase } = session.scores;
    return {
      ...observed,
      ...(ds !== undefined && { ds }),
      ...{ y, forecast: Array.from(ahead), mae, rmse, mase },
    };
  };
}
