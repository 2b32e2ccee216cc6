import type { Panel } from "../data/panel.js";
import { DataError } from "../errors.js";
import { requireCount } from "./count.js";
import type { FitContext, FittedModel, Model } from "./model.js";

/**
 * The model behind checks of what people who make panels and contexts by hand may get wrong: what passes
 * would else be forecast wrongly without a word, or fail far from its cause.
 */
export function checked(model: Model): Model {
  return {
    ...model,
    async fit(panel, context) {
      requireSound(panel);
      requireContext(context);
      return checkedFit(await model.fit(panel, context));
    },
    restore(state, panel) {
      requireSound(panel);
      return checkedFit(model.restore(state, panel));
    },
  };
}

function checkedFit(fitted: FittedModel): FittedModel {
  return {
    ...fitted,
    forecast(horizon, levels) {
      requireCount("a horizon", horizon);
      requireLevels(levels);
      return fitted.forecast(horizon, levels);
    },
  };
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

function requireContext({ horizon, seed, levels }: FitContext): void {
  requireCount("a horizon", horizon);
  if (!(Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw new RangeError(`a seed of ${seed}, which is no whole number from 0 to ${2 ** 32 - 1}`);
  }
  requireLevels(levels);
}

function requireLevels(levels: readonly number[] = []): void {
  const odd = levels.find((level) => !(level > 0 && level < 100));
  if (odd !== undefined) throw new RangeError(`a level of ${odd}, not between 0 and 100 percent`);
}
