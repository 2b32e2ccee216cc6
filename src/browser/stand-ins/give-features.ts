import { loadFeatures } from "../../features/index.js";
import { models } from "../../models/index.js";
import type { Model } from "../../models/model.js";
import { withFeatures } from "../../models/with-features.js";

export { requireFitting } from "../../features/table.js";

/** A page has one file for them all. */
export async function givingFeatures(
  features: readonly string[],
): Promise<(model: Model) => Model> {
  await loadFeatures(features);
  return (model) => withFeatures(model, features);
}

export async function takersOfFeatures(): Promise<string[]> {
  return models.filter(({ exogenous }) => exogenous).map(({ name }) => name);
}
