import type { Model } from "./model.js";

/**
 * The model whose fit rejects once its signal is aborted, as functions of the platform do, where the
 * command line takes what was learned so far. With `partial: true` in its context it takes that too: then a
 * network keeps its best weights, and a model that fits each series by itself forecasts those it came to,
 * which are fewer than the panel has.
 */
export function abortable(model: Model): Model {
  return {
    ...model,
    async fit(panel, context) {
      const { signal, partial } = context;
      if (!signal || partial) return model.fit(panel, context);
      signal.throwIfAborted();
      try {
        const fitted = await model.fit(panel, context);
        signal.throwIfAborted();
        return fitted;
      } catch (error) {
        // What an interrupted fit says of itself is that it was interrupted.
        signal.throwIfAborted();
        throw error;
      }
    },
  };
}
