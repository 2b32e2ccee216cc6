import type { Model } from "../../../models/model.js";
import type { ChosenModel } from "../../../tasks/choose-models.js";

/**
 * Whether a panel can be forecast part by part: each model treats each series for itself, but for what is
 * learned once, of all of them or of some.
 */
function isBySeries({ pooled, shared, local }: Model): boolean {
  return pooled !== undefined || shared !== undefined || local === true;
}

/** The first model that looks at all series together, if there is one. */
export function modelOfAll(models: readonly ChosenModel[]): string | undefined {
  return models.find(({ model }) => !isBySeries(model))?.label;
}

/** The first model that looks at all series together since there are so few of them. */
export function modelOfFew(
  models: readonly ChosenModel[],
  series: number,
): { readonly label: string; readonly above: number } | undefined {
  for (const { label, model } of models) {
    const { above = 0 } = model.pooled ?? {};
    if (series <= above) return { label, above };
  }
  return undefined;
}
