import type { Panel } from "../../data/panel/panel.js";
import type { Model } from "../model.js";

/**
 * What gives models these features. Their code is loaded where there are any.
 *
 * @throws UsageError for an unknown family or option, with the nearest name
 */
export async function givingFeatures(
  features: readonly string[],
): Promise<(model: Model) => Model> {
  if (features.length === 0) return (model) => model;
  const [{ loadFeatures }, { withFeatures }] = await Promise.all([
    import("../../features/index.js"),
    import("../with-features.js"),
  ]);
  await loadFeatures(features);
  return (model) => withFeatures(model, features);
}

/** @throws UsageError for features that no series is long enough for */
export async function requireFitting(panel: Panel, features: readonly string[]): Promise<void> {
  if (features.length > 0)
    (await import("../../features/table.js")).requireFitting(panel, features);
}

/** Names of the models that take features. */
export async function takersOfFeatures(): Promise<string[]> {
  const { models } = await import("../index.js");
  return models.filter(({ exogenous }) => exogenous).map(({ name }) => name);
}
