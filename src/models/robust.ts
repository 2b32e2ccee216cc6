import type { Unbroken } from "../analysis/breaks.js";
import { lastingShifts } from "../analysis/lasting-shifts.js";
import type { Panel, Series } from "../data/panel/panel.js";
import { keptPanel } from "../data/wide/kept-panel.js";
import { idsOf, madeOf, placesIn, type WidePanel } from "../data/wide/wide-panel.js";
import { withinReach } from "./forecast-bounds.js";
import type { FittedModel, Model, SeriesForecast, Steadied } from "./model.js";
import { allowingForEvents } from "./rare-events.js";
import { type UnbrokenPanel, unbrokenPanel } from "./unbroken-panel.js";

/**
 * A learned model that single events do not lead astray. It learns and forecasts from series without their
 * outliers and level shifts ({@link unbrokenPanel}), its forecasts are held within reach of what the series
 * did ({@link withinReach}), and what it learns does not depend on the order of the series in the data.
 *
 * @param shifts whether to take out level shifts too; a model of regimes is to see them
 */
export function robust(model: Model, { shifts = true }: { readonly shifts?: boolean } = {}): Model {
  const { name } = model;
  const withoutBreaks = (given: Panel, warn?: (message: string) => void): SteadiedSeries => {
    const unbroken = unbrokenPanel(given, { shifts, ...(warn && { warn }) });
    if (shifts) return { ...unbroken, hold: holding(name, given, unbroken, { warn }) };
    const level = unbrokenPanel(given);
    const reach = { panel: level.panel, regimes: unbroken.panel };
    return {
      ...unbroken,
      hold: holding(name, given, unbroken, { warn, reach }),
      settled: settledPanel(given, unbroken, level),
    };
  };
  const { shared } = model;
  return {
    ...model,
    withoutBreaks,
    ...(shared && {
      shared: {
        async learn(panel, context) {
          const steady = byId(panel, (one) => unbrokenPanel(one, { shifts }).panel.series[0]);
          return shared.learn(await keptPanel(steady, context.signal), context);
        },
        given: (learned) => eachByItself(shared.given(learned), withoutBreaks),
      },
    }),
    async fit(given, context) {
      const { warn } = context;
      const steadied = withoutBreaks(given, warn);
      const { panel } = steadied;
      const sorted = model.local ? panel : sortedById(panel);
      const fitted = await model.fit(sorted, context);
      if (sorted === panel) return held(fitted, steadied);
      const { forecast, fittedValues, forecastWindows, diagnostics, ...others } = model.restore(
        fitted.state,
        panel,
      );
      return held(
        {
          ...fitted,
          ...others,
          forecast: (horizon, levels = context.levels) => forecast(horizon, levels),
          ...(fittedValues && { fittedValues }),
          ...(forecastWindows && { forecastWindows }),
          ...(diagnostics && { diagnostics }),
        },
        steadied,
      );
    },
    restore(state, given) {
      const steadied = withoutBreaks(given);
      return held(model.restore(state, steadied.panel), steadied);
    },
  };
}

/** What is done with forecasts from an unbroken panel to be ones of the given panel. */
export function holding(
  name: string,
  given: Panel,
  { panel, series }: UnbrokenPanel,
  {
    warn,
    reach = { panel },
  }: {
    readonly warn?: ((message: string) => void) | undefined;
    readonly reach?: Parameters<typeof withinReach>[1];
  } = {},
): Steadied["hold"] {
  return (forecasts, counted) =>
    withinReach(name, reach, forecasts, warn).map((forecast, s) =>
      allowingForBreaks(forecast, given.series[s], series[s], counted),
    );
}

/** The panel at its last levels, where levels are lasting. */
function settledPanel(
  given: Panel,
  { panel, observed }: UnbrokenPanel,
  level: UnbrokenPanel,
): Pick<Steadied, "panel" | "observed"> {
  const isLasting = given.series.map(({ y }, s) => lastingShifts(y, level.series[s]).length > 0);
  const chosen = (from: Panel, otherwise: Panel) =>
    isLasting.includes(true)
      ? { ...from, series: from.series.map((one, s) => (isLasting[s] ? one : otherwise.series[s])) }
      : otherwise;
  return { panel: chosen(level.panel, panel), observed: chosen(level.observed, observed) };
}

interface SteadiedSeries extends Steadied, UnbrokenPanel {}

/** The fit to an unbroken panel as one of the given panel: its forecasts held, its fitted values moved back. */
export function held(
  fitted: FittedModel,
  { series, hold }: Pick<SteadiedSeries, "series" | "hold">,
): FittedModel {
  const { fittedValues } = fitted;
  return {
    ...fitted,
    forecast: (horizon, levels) => hold(fitted.forecast(horizon, levels)),
    ...(fittedValues && {
      fittedValues: () =>
        fittedValues().map((values, s) => values.map((value, t) => series[s].restore(value, t))),
    }),
  };
}

/**
 * The forecast with intervals that allow for what was taken out of its series.
 *
 * @param counted whether outliers are among the errors that the intervals are made of
 */
export function allowingForBreaks(
  forecast: SeriesForecast,
  series: Series,
  unbroken: Unbroken,
  counted = false,
): SeriesForecast {
  const allowing = counted ? forecast : allowingForEvents(forecast, unbroken);
  return allowingForShift(allowing, series, unbroken);
}

/** Levels, in percent, whose intervals reach to a last observation that was taken for an outlier. */
const MIN_SHIFT_LEVEL = 90;

/** Whether a last value off the others is an outlier or a new level, only the next ones will tell. */
function allowingForShift(
  forecast: SeriesForecast,
  { y }: Series,
  { breaks }: Unbroken,
): SeriesForecast {
  const { intervals } = forecast;
  const last = breaks[breaks.length - 1];
  if (!intervals || last?.kind !== "outlier" || last.at + last.length < y.length) return forecast;
  const value = y[y.length - 1];
  return {
    ...forecast,
    intervals: intervals.map(({ level, lo, hi }) =>
      level < MIN_SHIFT_LEVEL
        ? { level, lo, hi }
        : {
            level,
            lo: lo.map((end) => Math.min(end, value)),
            hi: hi.map((end) => Math.max(end, value)),
          },
    ),
  };
}

/** A panel in the order of its ids, each series changed. */
function byId(panel: WidePanel, change: (one: Panel) => Series): WidePanel {
  const ids = idsOf(panel);
  const order = placesIn(panel).sort((a, b) =>
    ids[a] < ids[b] ? -1 : ids[a] > ids[b] ? 1 : a - b,
  );
  return madeOf(panel, order, change);
}

/** The model on series without breaks, of which each warns by itself: it does not matter which come together. */
function eachByItself(
  model: Model,
  withoutBreaks: (given: Panel, warn: (message: string) => void) => SteadiedSeries,
): Model {
  return {
    ...model,
    async fit(given, context) {
      const each = given.series.map((one) =>
        withoutBreaks({ ...given, series: [one] }, context.warn),
      );
      const panel = { ...given, series: each.flatMap((one) => one.panel.series) };
      return held(await model.fit(panel, context), {
        series: each.flatMap(({ series }) => series),
        hold: (forecasts, counted) =>
          forecasts.flatMap((forecast, s) => each[s].hold([forecast], counted)),
      });
    },
  };
}

/** The panel in the order of its ids; the same object where it is in order. */
function sortedById(panel: Panel): Panel {
  const { series } = panel;
  const inOrder = series.every(({ id }, s) => s === 0 || series[s - 1].id <= id);
  if (inOrder) return panel;
  return { ...panel, series: [...series].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}
