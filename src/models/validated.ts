import type { Panel } from "../data/panel/panel.js";
import { DataError, FitError } from "../errors.js";
import { learnedAlike } from "./learned-alike.js";
import type { FitContext, FittedModel, Model, SeriesForecast } from "./model.js";

/**
 * The model behind checks of panels and contexts that were made by hand. Without them, a mistake would
 * give wrong forecasts without a word, or an error far from its reason.
 *
 * @param missing whether it takes series with missing values
 */
export function validated(model: Model, missing: boolean): Model {
  const requireValid = (panel: Panel) => {
    requireConsistentSeries(panel);
    requireNumbers(panel, model.name, missing);
  };
  const { spread } = model;
  return {
    ...model,
    ...(spread && { spread: (change) => validated(spread(change), missing) }),
    ...learnedAlike(model, (one) => validated(one, missing)),
    async fit(panel, context) {
      requireValid(panel);
      requireContext(context);
      return validatedFit(await model.fit(panel, context));
    },
    restore(state, panel) {
      requireValid(panel);
      return validatedFit(model.restore(state, panel));
    },
  };
}

function validatedFit(fitted: FittedModel): FittedModel {
  return {
    ...fitted,
    forecast(horizon, levels) {
      requireForecastRequest(horizon, levels);
      return fitted.forecast(horizon, levels);
    },
  };
}

/** @throws RangeError unless the value is a whole number ≥ 1 */
export function requireCount(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new RangeError(`${name} must be a whole number ≥ 1, got ${value}`);
}

/** @throws RangeError for a horizon or level that no forecast can have */
export function requireForecastRequest(horizon: number, levels?: readonly number[]): void {
  requireCount("the horizon", horizon);
  requireLevels(levels);
}

/** @throws DataError when a series lacks one of the exogenous columns that model `name` was fitted with */
export function requireColumns(
  name: string,
  { past, future }: { readonly past: readonly string[]; readonly future: readonly string[] },
  { series: all, source }: Panel,
): void {
  for (const series of all) {
    const lacking =
      past.find((column) => !series.past?.has(column)) ??
      future.find((column) => !series.future?.has(column));
    if (lacking === undefined) continue;
    throw new DataError(`series "${series.id}" lacks the column "${lacking}"`, {
      hint: `${name} was fitted with it.`,
      location: { file: source },
    });
  }
}

/**
 * Makes sure that forecasts and the ends of their intervals are numbers.
 *
 * @param label how the message calls the model
 * @throws FitError that names the first series for which one is not
 */
export function requireFinite(label: string, forecasts: readonly SeriesForecast[]): void {
  for (const { id, mean, intervals = [] } of forecasts) {
    for (const values of [mean, ...intervals.flatMap(({ lo, hi }) => [lo, hi])]) {
      const bad = values.find((value) => !Number.isFinite(value));
      if (bad === undefined) continue;
      throw new FitError(
        `${label} forecasts ${bad} for series "${id}"`,
        "Look for values far out of range in the input, or try another model such as -m naive.",
      );
    }
  }
}

/** @throws DataError for series that are empty, share an id, or have not as many dates as values */
function requireConsistentSeries({ series, season }: Panel): void {
  if (series.length === 0) throw new DataError("the panel has no series");
  if (!(Number.isSafeInteger(season) && season >= 1)) {
    throw new DataError(`the panel's season must be a whole number ≥ 1, got ${season}`);
  }
  const ids = new Set<string>();
  for (const { id, ds, y } of series) {
    if (ids.has(id)) throw new DataError(`two series have the id "${id}"`);
    ids.add(id);
    if (y.length === 0) throw new DataError(`series "${id}" has no observations`);
    if (ds.length !== y.length) {
      throw new DataError(`series "${id}" has ${ds.length} dates but ${y.length} observations`);
    }
  }
}

/** @throws DataError for a value that is infinite, or missing where the model does not take that */
function requireNumbers({ series }: Panel, name: string, missing: boolean): void {
  for (const { id, y } of series) {
    const row = y.findIndex(
      (value) => !(Number.isFinite(value) || (missing && Number.isNaN(value))),
    );
    if (row < 0) continue;
    const found = `series "${id}" has ${y[row]} in row ${row + 1}`;
    throw Number.isNaN(y[row])
      ? new DataError(`${found}, and ${name} takes no missing values`, {
          hint: "panelFromArrays and readPanel fill them; arima and neural-ode take them as they are.",
        })
      : new DataError(found, { hint: "Leave it out, or make it NaN, which is missing." });
  }
}

function requireContext({ horizon, seed, levels }: FitContext): void {
  if (!(Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw new RangeError(`the seed must be a whole number from 0 to ${2 ** 32 - 1}, got ${seed}`);
  }
  requireForecastRequest(horizon, levels);
}

function requireLevels(levels: readonly number[] = []): void {
  const wrong = levels.find((level) => !(level >= 1 && level < 100));
  if (wrong === undefined) return;
  const percent = wrong > 0 && wrong < 1 ? `; did you mean ${Math.round(1e4 * wrong) / 100}?` : "";
  throw new RangeError(`a level must be a percentage from 1 to below 100, got ${wrong}${percent}`);
}
