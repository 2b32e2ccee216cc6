import type { Panel } from "../../data/panel/from-table.js";
import type { SeriesForecast, State } from "../model.js";
import { fieldsOf, InvalidState, listOf, numberOf, textOf, wholeOf } from "../state-reader.js";
import { encodeStatics, type StaticEncoding, staticsFromState } from "../static-encoding.js";
import { type Adjusted, logDeseasonScale } from "../transforms/log-deseason-scale.js";
import { type Forest, predict } from "./boosting.js";
import {
  readStep,
  sizeOf,
  startValue,
  sumsOf,
  type TreeSeries,
  type TreeShape,
} from "./samples.js";
import { forestFromState } from "./state.js";

/** How series are transformed for the trees. */
export interface Transforms {
  readonly log: boolean;
  readonly deseason: boolean;
}

/** The fit of a panel; plain data. */
export type FittedTrees = {
  readonly horizon: number;
  readonly season: number;
  readonly seasons: number;
  readonly lags: readonly number[];
  readonly past: readonly string[];
  readonly future: readonly string[];
  readonly log: boolean;
  readonly deseason: boolean;
  /** How static columns become inputs; absent where there are none. */
  readonly statics?: StaticEncoding;
  /** Levels, in percent, at which ends of intervals were learned. */
  readonly levels: readonly number[];
  /** Forest of the forecast, then of the lower and the upper end at each level. */
  readonly forests: readonly Forest[];
};

export interface PreparedSeries extends TreeSeries, Adjusted {
  /** Whether the known observations change at all. */
  readonly moves: boolean;
}

/** @param known number of observations of each series that seasons and units are estimated from; all by default */
export function prepareSeries(
  { series }: Panel,
  { season, past, future, statics = [] }: Pick<TreeShape, "season" | "past" | "future" | "statics">,
  { log, deseason }: Transforms,
  known: readonly number[] = series.map(({ y }) => y.length),
): PreparedSeries[] {
  return series.map((one, s) => {
    const adjusted = logDeseasonScale(one.y, season, { log, deseason, seasonUnit: true }, known[s]);
    return {
      ...adjusted,
      sums: sumsOf(adjusted.values),
      moves: moves(one.y, known[s]),
      past: past.map((name) => one.past!.get(name)!),
      future: future.map((name) => one.future!.get(name)!),
      statics: encodeStatics(statics, one),
    };
  });
}

/** Whether the first `known` observations change at all. */
export function moves(y: Float64Array, known: number): boolean {
  return y.subarray(0, known).some((value) => value !== y[0]);
}

/** Forecasts each series; beyond the fitted horizon, forecasts are fed back as observations. */
export function forecastPanel(
  learned: FittedTrees,
  panel: Panel,
  horizon: number,
  requested: readonly number[],
): SeriesForecast[] {
  const levels = requested.filter((level) => learned.levels.includes(level));
  return prepareSeries(panel, learned, learned).map((one, s) => {
    const { id, y } = panel.series[s];
    if (!one.moves) return { id, ...constantPath(y[0], horizon, levels) };
    const { mean, intervals } = growPath(learned, one, horizon, levels);
    const back = (value: number, h: number) => one.restore(value, y.length + h);
    return {
      id,
      mean: mean.map(back),
      intervals: intervals.map(({ level, lo, hi }) => ({
        level,
        lo: lo.map(back),
        hi: hi.map(back),
      })),
    };
  });
}

type Path = Required<Omit<SeriesForecast, "id">>;

/** A constant series stays constant. */
function constantPath(value: number, horizon: number, levels: readonly number[]): Path {
  const same = () => new Float64Array(horizon).fill(value);
  return {
    mean: same(),
    intervals: levels.map((level) => ({ level, lo: same(), hi: same() })),
  };
}

function growPath(
  learned: FittedTrees,
  one: PreparedSeries,
  horizon: number,
  levels: readonly number[],
): Path {
  const n = one.values.length;
  const values = new Float64Array(n + horizon);
  values.set(one.values);
  const intervals = levels.map((level) => ({
    level,
    lo: new Float64Array(horizon),
    hi: new Float64Array(horizon),
    forest: 1 + 2 * learned.levels.indexOf(level),
  }));
  const x = new Float32Array(sizeOf(learned));
  for (let done = 0; done < horizon; done += learned.horizon) {
    const cut = n + done;
    const known = values.subarray(0, cut);
    const path = {
      ...one,
      values: known,
      sums: sumsOf(known),
      past: one.past.map(extendLast(cut)),
    };
    for (let ahead = 1; ahead <= Math.min(learned.horizon, horizon - done); ahead++) {
      readStep(learned, path, cut, ahead, x, 0);
      const way = (k: number) => Math.sqrt(ahead) * predict(learned.forests[k], x);
      const step = way(0);
      const h = done + ahead - 1;
      values[n + h] = startValue(learned, path.values, cut, ahead) + step;
      for (const { lo, hi, forest } of intervals) {
        const [low, high] = [way(forest), way(forest + 1)];
        // Ends are learned apart and may cross. Uncertainty at the start of this stretch carries over.
        const [below, above] = done > 0 ? [lo[done - 1], hi[done - 1]] : [0, 0];
        lo[h] = rootSumSquares(below, step - Math.min(low, high, step));
        hi[h] = rootSumSquares(above, Math.max(low, high, step) - step);
      }
    }
  }
  const mean = values.slice(n);
  // From the narrowest outwards, so that each holds those of lower levels.
  const narrowestFirst = [...intervals].sort((a, b) => a.level - b.level);
  narrowestFirst.forEach(({ lo, hi }, i) => {
    const inner = narrowestFirst[i - 1];
    if (!inner) return;
    lo.forEach((below, h) => {
      lo[h] = Math.max(below, inner.lo[h]);
      hi[h] = Math.max(hi[h], inner.hi[h]);
    });
  });
  return {
    mean,
    intervals: intervals.map(({ level, lo, hi }) => ({
      level,
      lo: lo.map((below, h) => mean[h] - below),
      hi: hi.map((above, h) => mean[h] + above),
    })),
  };
}

function rootSumSquares(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}

/** Extends a column by its last value. */
function extendLast(length: number): (x: Float64Array) => Float64Array {
  return (x) =>
    x.length >= length ? x : Float64Array.from({ length }, (_, t) => x[Math.min(t, x.length - 1)]);
}

/**
 * What a file says was learned.
 *
 * @throws Unexpected for anything else
 */
export function treesFromState(state: State): FittedTrees {
  const fields = fieldsOf(state, "state");
  const flag = (name: string) => {
    const value = fields[name];
    if (typeof value === "boolean") return value;
    throw new InvalidState(`${name} must be true or false`);
  };
  const names = (name: string) => listOf(fields[name], name, textOf);
  const whole = (name: string, min = 1) => wholeOf(fields[name], name, min, MAX_SIZE);
  const statics = staticsFromState(fields.statics, "statics");
  const shape = {
    horizon: whole("horizon"),
    season: whole("season"),
    seasons: whole("seasons", 0),
    lags: listOf(fields.lags, "lags", (one, what) => wholeOf(one, what, 2, MAX_SIZE)),
    past: names("past"),
    future: names("future"),
    deseason: flag("deseason"),
    ...(statics.length > 0 && { statics }),
  };
  const levels = listOf(fields.levels, "levels", (one, what) => numberOf(one, what, 0, 100));
  const forests = listOf(fields.forests, "forests", (one, what) =>
    forestFromState(one, what, sizeOf(shape)),
  );
  if (forests.length !== 1 + 2 * levels.length) {
    throw new InvalidState(
      `${levels.length} levels need ${1 + 2 * levels.length} forests, got ${forests.length}`,
    );
  }
  return { ...shape, log: flag("log"), levels, forests };
}

const MAX_SIZE = 1_000_000;
