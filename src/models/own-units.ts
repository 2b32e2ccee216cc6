import type { Panel, Series } from "../data/panel/panel.js";
import { eachChanged } from "../data/wide/wide-panel.js";
import { log } from "../numeric/elementary.js";
import type { FittedModel, Model, SeriesForecast, State } from "./model.js";
import { fieldsOf } from "./state-reader.js";
import { list, number, object, type Schema, text } from "./state-schema.js";

/** The units in which a model sees a series: z = (y − origin) / scale. */
type Units = {
  readonly id: string;
  readonly origin: number;
  /** A power of two, so that nothing is rounded. */
  readonly scale: number;
};

const unitsSchema: Schema<Units> = object({
  id: text,
  origin: number(),
  scale: number({ min: Number.MIN_VALUE }),
});

/** Range relative to the largest value below which a level leaves its changes too few digits. */
const MIN_RELATIVE_RANGE = 1e-6;
/** The same below which values differ by rounding alone. */
const ROUNDING = 1e-14;
/** Sizes whose squares and products are far from the ends of the doubles. */
const MIN_SIZE = 1e-100;
const MAX_SIZE = 1e100;

/** What a model allows to be changed. */
interface Allowed {
  /** False where zero has a meaning of its own, such as no demand. */
  readonly origin: boolean;
}

/**
 * The model in units in which doubles can hold what it computes: a series near 1e-300 or 1e300 is scaled by
 * a power of two, and one whose level dwarfs its changes, such as 10¹² + 100…150, is taken as its
 * differences from its median. Forecasts come in the units of the data again. Other series, which are nearly all, are not touched.
 */
export function inOwnUnits(model: Model, allowed: Allowed = { origin: true }): Model {
  const inUnits = (one: Panel) => {
    const units = unitsOf(one.series[0], allowed);
    return (units.length === 0 ? one : changed(one, units)).series[0];
  };
  const { spread, pooled, shared } = model;
  return {
    ...model,
    ...(shared && {
      shared: {
        learn: (panel, context) => shared.learn(eachChanged(panel, inUnits), context),
        // Units are found in each series again.
        given: (learned) => inOwnUnits(shared.given(parted(learned).of), allowed),
      },
    }),
    ...(spread && { spread: (change) => inOwnUnits(spread(change), allowed) }),
    ...(pooled && {
      pooled: {
        ...pooled,
        learn: (panel, context) => {
          const units = panel.series.flatMap((series) => unitsOf(series, allowed));
          return pooled.learn(units.length === 0 ? panel : changed(panel, units), context);
        },
        given: (learned) => inOwnUnits(pooled.given(learned), allowed),
      },
    }),
    async fit(panel, context) {
      const units = panel.series.flatMap((series) => unitsOf(series, allowed));
      if (units.length === 0) return model.fit(panel, context);
      for (const { id, origin, scale } of units) {
        const from = origin === 0 ? "" : ` as differences from ${origin}`;
        const size = scale === 1 ? "" : ` in units of ${scale.toPrecision(3)}`;
        context.warn(`${model.name}: series "${id}" is taken${from}${size}, to lose no digits`);
      }
      return inData(await model.fit(changed(panel, units), context), panel, units);
    },
    restore(state, panel) {
      const { units, of } = parted(state);
      if (units.length === 0) return model.restore(state, panel);
      return inData(model.restore(of, changed(panel, units)), panel, units);
    },
    requireState(state, panel) {
      const { units, of } = parted(state);
      model.requireState(of, units.length === 0 ? panel : changed(panel, units));
    },
  };
}

function unitsOf({ id, y }: Series, allowed: Allowed): Units[] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of y) {
    if (Number.isNaN(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const largest = Math.max(-least, most);
  // Halves, since the range itself may be beyond the doubles.
  const share = (most / 2 - least / 2) / (largest / 2);
  const dwarfed = share > ROUNDING && share < MIN_RELATIVE_RANGE;
  const origin = allowed.origin && dwarfed ? middle(y) : 0;
  const size = origin === 0 ? largest : most - least;
  const extreme = size > 0 && (size < MIN_SIZE || size > MAX_SIZE);
  const scale = extreme ? 2 ** Math.floor(log(size) / Math.LN2) : 1;
  return origin === 0 && scale === 1 ? [] : [{ id, origin, scale }];
}

/** The median, the lower of two: an observation, so that no digits are lost in subtracting it. */
function middle(y: Float64Array): number {
  const known = y.filter((value) => !Number.isNaN(value)).sort();
  return known[(known.length - 1) >> 1];
}

/** Of each series of a panel its units; a single one serves a single series of any id. */
function eachOf({ series }: Panel, units: readonly Units[]): (Units | undefined)[] {
  return series.map(({ id }) => units.find((one) => one.id === id) ?? single(series, units));
}

function single(series: readonly Series[], units: readonly Units[]): Units | undefined {
  return series.length === 1 && units.length === 1 ? units[0] : undefined;
}

function changed(panel: Panel, units: readonly Units[]): Panel {
  const own = eachOf(panel, units);
  return {
    ...panel,
    series: panel.series.map((series, s) => {
      const one = own[s];
      if (one === undefined) return series;
      const taken = (values: Float64Array) => values.map((v) => (v - one.origin) / one.scale);
      const { observed } = series;
      return { ...series, y: taken(series.y), ...(observed && { observed: taken(observed) }) };
    }),
  };
}

/** The fit with its forecasts in the units of the data. */
function inData(fitted: FittedModel, panel: Panel, units: readonly Units[]): FittedModel {
  const own = eachOf(panel, units);
  const back = (values: Float64Array, s: number) => {
    const one = own[s];
    if (one === undefined) return values;
    return values.map((v) => held(v * one.scale) + one.origin);
  };
  const whole = (forecast: SeriesForecast, s: number): SeriesForecast => {
    const { id, mean, intervals } = forecast;
    const ends = intervals?.map(({ level, lo, hi }) => ({
      level,
      lo: back(lo, s),
      hi: back(hi, s),
    }));
    return { id, mean: back(mean, s), ...(ends && { intervals: ends }) };
  };
  const { fittedValues, forecastWindows } = fitted;
  return {
    ...fitted,
    state: joinedState(fitted.state, units),
    forecast: (horizon, levels) => fitted.forecast(horizon, levels).map(whole),
    ...(fittedValues && { fittedValues: () => fittedValues().map(back) }),
    ...(forecastWindows && {
      forecastWindows: (others, windows, each) =>
        forecastWindows(changed(others, units), windows, (window, mean) =>
          each(window, back(mean, window.series)),
        ),
    }),
  };
}

/** Forecasts beyond the doubles become the largest of them; NaN stays, to be noticed. */
function held(value: number): number {
  if (value === Number.POSITIVE_INFINITY) return Number.MAX_VALUE;
  return value === Number.NEGATIVE_INFINITY ? -Number.MAX_VALUE : value;
}

/** A state that is no object, and the units it is in. */
export type WrappedState = { readonly ownUnits: readonly Units[]; readonly of: State };

/** A state that is an object keeps its fields, by which parts of a fit are joined. */
function joinedState(state: State, units: readonly Units[]): State {
  return isPlain(state) ? { ...state, ownUnits: units } : { ownUnits: units, of: state };
}

/** Whether it is the state of a fit in own units around one that is no object. */
export function isWrapped(state: State): state is WrappedState {
  return isPlain(state) && Object.keys(state).length === 2 && "ownUnits" in state && "of" in state;
}

/** @throws InvalidState when the units are not what a fit writes */
function parted(state: State): { units: readonly Units[]; of: State } {
  if (!isPlain(state) || state.ownUnits === undefined) return { units: [], of: state };
  const { ownUnits, ...rest } = fieldsOf(state, "state");
  return {
    units: list(unitsSchema)(ownUnits, "state.ownUnits"),
    of: isWrapped(state) ? state.of : rest,
  };
}

function isPlain(state: State): state is { readonly [key: string]: State } {
  return (
    typeof state === "object" &&
    state !== null &&
    !Array.isArray(state) &&
    !ArrayBuffer.isView(state)
  );
}
