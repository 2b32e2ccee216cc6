import { setImmediate } from "node:timers/promises";
import type { Panel, Series } from "../data/panel/from-table.js";
import type { Frequency } from "../data/time/frequency.js";
import { DataError } from "../errors.js";
import { firstFew } from "../wording.js";
import type { Diagnostics, FitContext, FittedModel, Interval, Model, State } from "./model.js";
import { InvalidState } from "./state-reader.js";
import { anything, list, object, type Schema, text } from "./state-schema.js";

/** What a local model knows of the panel that its series belongs to. */
export interface Setting {
  readonly season: number;
  readonly frequency: Frequency;
}

/** A method to forecast one series; S is the plain data that it remembers of a fit. */
export interface LocalModel<S extends State> {
  readonly name: string;
  /** What the state of a fit to the series must be. */
  schema(series: Series, setting: Setting): Schema<S>;
  /** @throws FitError when nothing can be learned from the series, not even by a simpler model */
  fit(series: Series, setting: Setting, context: FitContext): S | Promise<S>;
  /** Forecast after the end of `series`, which may have grown since the fit or be another one. */
  forecast(
    state: S,
    series: Series,
    setting: Setting,
    ahead: { readonly horizon: number; readonly levels: readonly number[] },
  ): { readonly mean: Float64Array; readonly intervals?: readonly Interval[] };
  /** One-step forecasts of the observations, NaN where there is none; as long as the series. */
  fittedValues?(state: S, series: Series, setting: Setting): Float64Array;
  diagnostics?(state: S, series: Series, setting: Setting): Omit<Diagnostics, "id">;
}

/**
 * A model of panels that fits each series by itself. If it is interrupted, it has fitted some first series,
 * at least one, and forecasts only these.
 */
export function localModel<S extends State>(local: LocalModel<S>): Model {
  const { name } = local;
  const restored = (
    fits: readonly S[],
    panel: Panel,
    defaults: readonly number[],
  ): FittedModel => ({
    state: { ids: panel.series.map(({ id }) => id), fits },
    forecast: (horizon, levels = defaults) =>
      panel.series.map((series, s) => ({
        id: series.id,
        ...local.forecast(fits[s]!, series, panel, { horizon, levels }),
      })),
    ...(local.fittedValues && {
      fittedValues: () =>
        panel.series.map((series, s) => local.fittedValues!(fits[s]!, series, panel)),
    }),
    ...(local.diagnostics && {
      diagnostics: () =>
        panel.series.map((series, s) => ({
          id: series.id,
          ...local.diagnostics!(fits[s]!, series, panel),
        })),
    }),
  });
  return {
    name,
    local: true,
    async fit(panel, context) {
      const fits: S[] = [];
      for (const series of panel.series) {
        // Yields to the event loop, which else could not deliver Ctrl-C between two series.
        if (fits.length > 0) await setImmediate();
        if (context.signal?.aborted && fits.length > 0) break;
        fits.push(await local.fit(series, panel, context));
        context.onSeries?.({ done: fits.length, all: panel.series.length });
      }
      const done = { ...panel, series: panel.series.slice(0, fits.length) };
      return restored(fits, done, context.levels ?? []);
    },
    restore(state, panel) {
      const { ids, fits } = state as { ids: readonly string[]; fits: readonly S[] };
      return restored(fitsFor(name, ids, fits, panel), panel, []);
    },
    requireState(state, panel) {
      const fields = object({ ids: list(text), fits: list(anything) });
      const { ids, fits } = fields(state, "state");
      if (ids.length !== fits.length || ids.length > panel.series.length) {
        throw new InvalidState(`state has ${fits.length} fits for ${ids.length} series`);
      }
      // A fit that was interrupted has come to the first series only.
      ids.forEach((id, s) => {
        const series = panel.series[s];
        if (id !== series.id)
          throw new InvalidState(`state.ids[${s}] is not a series of the panel`);
        local.schema(series, panel)(fits[s], `state.fits[${s}]`);
      });
      if (fits.length === 0) throw new InvalidState("state.fits is empty");
    },
  };
}

/**
 * The fit of each of the panel's series, by id; a single fit serves a single series of any id.
 *
 * @throws DataError for a series without a fit
 */
export function fitsFor<S>(
  name: string,
  ids: readonly string[],
  fits: readonly S[],
  { series, source }: Panel,
): S[] {
  if (series.length === 1 && fits.length === 1) return [...fits];
  const places = new Map(ids.map((id, i) => [id, i]));
  return series.map(({ id }) => {
    const place = places.get(id);
    if (place !== undefined) return fits[place]!;
    throw new DataError(`${name} was not fitted to a series "${id}"`, {
      hint: `It knows ${firstFew(ids)}. Fit it again with foretell train.`,
      location: { file: source },
    });
  });
}
