import type { Panel } from "../data/panel/from-table.js";
import { DataError } from "../errors.js";
import type { FitContext, FittedModel, Model } from "./model.js";
import { requireCount } from "./require-count.js";

/**
 * The model behind checks of what people who make panels and contexts by hand may get wrong: what passes
 * would else be forecast wrongly without a word, or fail far from its cause.
 *
 * @param missing whether it takes series with missing values
 */
export function checked(model: Model, missing: boolean): Model {
  const requireValid = (panel: Panel) => {
    requireSound(panel);
    requireNumbers(panel, model.name, missing);
  };
  return {
    ...model,
    async fit(panel, context) {
      requireValid(panel);
      requireContext(context);
      return checkedFit(await model.fit(panel, context));
    },
    restore(state, panel) {
      requireValid(panel);
      return checkedFit(model.restore(state, panel));
    },
  };
}

function checkedFit(fitted: FittedModel): FittedModel {
  return {
    ...fitted,
    forecast(horizon, levels) {
      requireAsked(horizon, levels);
      return fitted.forecast(horizon, levels);
    },
  };
}

/** @throws RangeError for a horizon or levels that no forecast can have */
export function requireAsked(horizon: number, levels?: readonly number[]): void {
  requireCount("a horizon", horizon);
  requireLevels(levels);
}

/** @throws DataError for series that are empty or share a name, and dates that are not as many as values */
function requireSound({ series, season }: Panel): void {
  if (series.length === 0) throw new DataError("the panel has no series");
  if (!(Number.isSafeInteger(season) && season >= 1)) {
    throw new DataError(`the panel's season of ${season} is no whole number from 1 on`);
  }
  const ids = new Set<string>();
  for (const { id, ds, y } of series) {
    if (ids.has(id)) throw new DataError(`two series are called "${id}"`);
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
    throw new RangeError(`a seed of ${seed}, which is no whole number from 0 to ${2 ** 32 - 1}`);
  }
  requireAsked(horizon, levels);
}

function requireLevels(levels: readonly number[] = []): void {
  const odd = levels.find((level) => !(level >= 1 && level < 100));
  if (odd === undefined) return;
  const share = odd > 0 && odd < 1 ? `, such as ${Math.round(1e4 * odd) / 100}` : "";
  throw new RangeError(`a level of ${odd}, which is no percent from 1 to below 100${share}`);
}
