import { suitsLogarithms } from "../../analysis/breaks.js";
import type { Panel, Series } from "../../data/panel/panel.js";
import { eachChanged } from "../../data/wide/wide-panel.js";
import { exp, log } from "../../numeric/elementary.js";
import { leastSquares } from "../../numeric/least-squares.js";
import type { FittedModel, Model, SeriesForecast, State } from "../model.js";
import { fieldsOf, InvalidState } from "../state-reader.js";
import { flag, list, object, optional, text, vector } from "../state-schema.js";
import { requireColumns } from "../validated.js";

/** Standard errors that an effect must be away from 0. */
const MIN_STANDARD_ERRORS = 4;
/** Share of an effect by which that over a season, or over {@link LONGER} steps, may differ from that at once. */
const MAX_DIFFERENCE = 0.3;
const LONGER = 7;
/** Steps for each column, at least, and seasons without which steps are not compared place by place. */
const MIN_STEPS_PER_COLUMN = 8;
const MIN_SEASONS = 3;
/** Share of a column's length that others must leave of it: less is rounding, as of a price in two currencies. */
const MIN_OWN_SHARE = 1e-3;

/** Effects of columns on one series: β of each, on its values or on their logarithms. */
type Effects = {
  readonly id: string;
  readonly log: boolean;
  readonly columns: readonly string[];
  readonly slopes: Float64Array;
  /**
   * Mean of each column, at which it has no effect: so the level of what is left does not depend on whether a
   * column says the same as 1 minus another. Files of earlier versions have none, as if they were 0.
   */
  readonly means?: Float64Array;
};

const effectsSchema = object({
  id: text,
  log: flag,
  columns: list(text),
  slopes: vector(),
  means: optional(vector()),
});

/**
 * The model beside linear effects of columns known ahead. Effects that are beyond doubt are taken out of
 * the series before the model learns from it, and added to its forecasts: so they are not shrunk as the
 * model shrinks what it is unsure of, are the same at each step ahead, and go on beyond the values that a
 * column had so far, where trees know nothing. The model still sees the columns, for what is not linear.
 *
 *   z[t] − z[t − 1] = c + Σⱼ βⱼ·(xⱼ[t] − xⱼ[t − 1]) + εₜ    z = y or ln y
 *
 * The level may wander. The constant is one for each place of the season, and z logarithms, where the
 * corrected Akaike criterion says so. Changes over a whole season must say the same as single steps, as they
 * do of an event or a price: the temperature of an hour says less than that of a day, and is left to the
 * model.
 */
export function withKnownEffects(model: Model): Model {
  const { shared } = model;
  return {
    ...model,
    ...(shared && {
      shared: {
        learn: (panel, context) =>
          shared.learn(
            eachChanged(panel, (one) => without(one, effectsOfAll(one)).series[0]),
            context,
          ),
        given: (learned) => withKnownEffects(shared.given(learned)),
      },
    }),
    async fit(given, context) {
      const effects = effectsOfAll(given);
      if (effects.length === 0) return model.fit(given, context);
      const fitted = await model.fit(without(given, effects), context);
      return joined(fitted, given, effects);
    },
    restore(state, given) {
      const { effects: known, of } = parted(state);
      if (known.length === 0) return model.restore(state, given);
      const columns = [...new Set(known.flatMap((one) => one.columns))];
      requireColumns(model.name, { past: [], future: columns }, given);
      const effects = effectsFor(given, known);
      return joined(model.restore(of, without(given, effects)), given, effects);
    },
    requireState(state, given) {
      const { effects: known, of } = parted(state);
      for (const { columns, slopes, means = slopes } of known) {
        if (columns.length !== slopes.length || columns.length !== means.length) {
          throw new InvalidState("state.knownEffects has not one slope a column, or not one mean");
        }
      }
      const missing = known.some(({ columns }) =>
        columns.some((name) => given.series.some(({ future }) => !future?.has(name))),
      );
      if (missing) throw new InvalidState("state.knownEffects has columns that the panel lacks");
      model.requireState(of, given);
    },
  };
}

function joined(fitted: FittedModel, given: Panel, effects: readonly Effects[]): FittedModel {
  const { fittedValues } = fitted;
  return {
    ...fitted,
    state: { knownEffects: effects, of: fitted.state },
    forecast: (horizon, levels) => withEffects(fitted.forecast(horizon, levels), given, effects),
    ...(fittedValues && {
      fittedValues: () =>
        fittedValues().map((values, s) => shifted(values, given.series[s], effects[s], 0, 1)),
    }),
  };
}

function parted(state: State): { effects: readonly Effects[]; of: State } {
  const plain = typeof state === "object" && state !== null && "knownEffects" in state;
  if (!plain) return { effects: [], of: state };
  const { knownEffects, of } = fieldsOf(state, "state");
  const effects = list(effectsSchema)(knownEffects!, "state.knownEffects").map(
    ({ means, ...one }) => ({ ...one, ...(means && { means }) }),
  );
  return { effects, of: of ?? null };
}

function without(panel: Panel, effects: readonly Effects[]): Panel {
  if (effects.length === 0) return panel;
  return {
    ...panel,
    series: panel.series.map((series, s): Series => {
      const { y, observed } = series;
      const rest = (values: Float64Array) => shifted(values, series, effects[s], 0, -1);
      return { ...series, y: rest(y), ...(observed && { observed: rest(observed) }) };
    }),
  };
}

function withEffects(
  forecasts: readonly SeriesForecast[],
  { series }: Panel,
  effects: readonly Effects[],
): SeriesForecast[] {
  return forecasts.map((forecast, s) => {
    const { mean, intervals } = forecast;
    const moved = (values: Float64Array) =>
      shifted(values, series[s], effects[s], series[s].y.length, 1);
    return {
      ...forecast,
      mean: moved(mean),
      ...(intervals && {
        intervals: intervals.map(({ level, lo, hi }) => ({ level, lo: moved(lo), hi: moved(hi) })),
      }),
    };
  });
}

/** Values from index `from` of a series on with the effects of its columns. */
function shifted(
  values: Float64Array,
  { future }: Series,
  effects: Effects,
  from: number,
  sign: 1 | -1,
): Float64Array {
  if (effects.columns.length === 0) return values;
  const columns = effects.columns.map((name) => future!.get(name)!);
  const { slopes, means = new Float64Array(slopes.length) } = effects;
  return values.map((value, t) => {
    const by = columns.reduce(
      (sum, x, i) => sum + slopes[i] * (x[Math.min(x.length - 1, from + t)] - means[i]),
      0,
    );
    return effects.log ? value * exp(sign * by) : value + sign * by;
  });
}

/** The effects on each series, in the panel's order; none at all where there are none on any. */
function effectsOfAll(panel: Panel): Effects[] {
  const all = panel.series.map((one) => effectsOf(one, panel.season));
  return all.some(({ columns }) => columns.length > 0) ? all : [];
}

/** Known effects by series; a series that was not there shows its own, a single one stands for a single one. */
function effectsFor({ series, season }: Panel, known: readonly Effects[]): Effects[] {
  const alone = series.length === 1 && known.length === 1;
  return series.map(
    (one) => known.find(({ id }) => alone || id === one.id) ?? effectsOf(one, season),
  );
}

function effectsOf({ id, y, future }: Series, season: number): Effects {
  const none = {
    ...{ id, log: false, columns: [] },
    ...{ slopes: new Float64Array(), means: new Float64Array() },
  };
  const names = [...(future?.keys() ?? [])];
  const steps = y.length - 1;
  if (names.length === 0 || steps < MIN_STEPS_PER_COLUMN * (names.length + 1)) return none;
  const columns = names.map((name) => future!.get(name)!);
  const periods = season > 1 && y.length >= MIN_SEASONS * season ? [1, season] : [1];
  let best: { effects: Effects; criterion: number } | undefined;
  for (const logarithmic of suitsLogarithms(y) ? [false, true] : [false]) {
    const z = logarithmic ? y.map(log) : y;
    // The density of y is that of ln y divided by y.
    const jacobian = logarithmic ? 2 * z.subarray(1).reduce((sum, value) => sum + value, 0) : 0;
    for (const period of periods) {
      const target = stepsWithin(z, period);
      const inputs = columns.map((x) => stepsWithin(x.subarray(0, y.length), period));
      const apart = independentOf(target, inputs);
      const own = apart.map((i) => inputs[i]);
      const { coefficients, squares, unscaledErrors } = leastSquares(target, own);
      const estimated = names.length + period + 1;
      const freedom = steps - estimated;
      if (freedom < 2 || !(squares > 0)) continue;
      const penalty = 2 * estimated + (2 * estimated * (estimated + 1)) / (freedom - 1);
      const criterion = steps * log(squares / steps) + jacobian + penalty;
      if (best && criterion >= best.criterion) continue;
      const noise = Math.sqrt(squares / freedom);
      const lag = season > 1 ? season : LONGER;
      const longer = leastSquares(
        changes(z, lag),
        apart.map((i) => changes(columns[i].subarray(0, y.length), lag)),
      ).coefficients;
      const sure = apart.filter(
        (_, k) =>
          Math.abs(coefficients[k]) > MIN_STANDARD_ERRORS * noise * unscaledErrors[k] &&
          Math.abs(longer[k] - coefficients[k]) < MAX_DIFFERENCE * Math.abs(coefficients[k]),
      );
      const again = leastSquares(
        target,
        sure.map((i) => inputs[i]),
      );
      const effects = {
        id,
        log: logarithmic,
        columns: sure.map((i) => names[i]),
        slopes: again.coefficients,
        means: Float64Array.from(sure, (i) => meanOf(columns[i].subarray(0, y.length))),
      };
      best = { criterion, effects };
    }
  }
  return best?.effects ?? none;
}

/**
 * Columns that no others account for, by how much they tell of the target: of two that say the same, the
 * one that tells more, whatever their order.
 */
function independentOf(target: Float64Array, inputs: readonly Float64Array[]): number[] {
  const product = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, t) => sum + value * b[t], 0);
  const lengths = inputs.map((x) => Math.sqrt(product(x, x)));
  const told = inputs.map((x, i) => Math.abs(product(x, target)) / lengths[i]);
  const order = [...inputs.keys()].filter((i) => lengths[i] > 0).sort((a, b) => told[b] - told[a]);
  const left = leastSquares(
    target,
    order.map((i) => inputs[i]),
  ).lengths;
  return order.filter((i, k) => left[k] > MIN_OWN_SHARE * lengths[i]);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** z[t] − z[t − lag], less their mean. */
function changes(z: Float64Array, lag: number): Float64Array {
  const all = z.subarray(lag).map((value, t) => value - z[t]);
  const mean = meanOf(all);
  return all.map((value) => value - mean);
}

/** Steps from value to value, less the mean of those to the same place of the season. */
function stepsWithin(z: Float64Array, period: number): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  const steps = z.subarray(1).map((value, t) => value - z[t]);
  steps.forEach((step, t) => {
    sums[t % period] += step;
    counts[t % period]++;
  });
  return steps.map((step, t) => step - sums[t % period] / counts[t % period]);
}
