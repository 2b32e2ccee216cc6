import type { Series } from "../data/panel/panel.js";
import { firstFew } from "../wording.js";
import type { Model } from "./model.js";

/**
 * The model with a word on series of a single observation: nothing is known of how they vary, so that the
 * ends of their intervals are the forecast itself.
 */
export function sayingUnknownSpread(model: Model): Model {
  const { spread, pooled, shared } = model;
  return {
    ...model,
    ...(spread && { spread: (change) => sayingUnknownSpread(spread(change)) }),
    ...(shared && {
      shared: { ...shared, given: (learned) => sayingUnknownSpread(shared.given(learned)) },
    }),
    ...(pooled && {
      pooled: { ...pooled, given: (learned) => sayingUnknownSpread(pooled.given(learned)) },
    }),
    fit(panel, context) {
      const single = panel.series.filter(isSingle).map(({ id }) => id);
      if (single.length > 0 && (context.levels ?? []).length > 0) {
        context.warn(
          `one observation cannot show how much values vary: intervals have no width in ${firstFew(single)}`,
        );
      }
      return model.fit(panel, context);
    },
  };
}

function isSingle({ y }: Series): boolean {
  let known = 0;
  for (const value of y) if (!Number.isNaN(value) && ++known > 1) return false;
  return true;
}
