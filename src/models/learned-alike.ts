import type { Model } from "./model.js";

/**
 * How a wrapped model learns of the panel as a whole: as the model in it does, and the models that take this
 * as known are wrapped as well.
 *
 * @example
 * const wrap = (model: Model): Model => ({ ...model, ...learnedAlike(model, wrap) });
 */
export function learnedAlike(
  { pooled, shared }: Model,
  wrap: (model: Model) => Model,
): Pick<Model, "pooled" | "shared"> {
  return {
    ...(shared && { shared: { ...shared, given: (learned) => wrap(shared.given(learned)) } }),
    ...(pooled && { pooled: { ...pooled, given: (learned) => wrap(pooled.given(learned)) } }),
  };
}
