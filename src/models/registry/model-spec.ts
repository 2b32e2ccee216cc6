import { withMissing } from "../../data/panel/from-table.js";
import { eachChanged } from "../../data/wide/wide-panel.js";
import type { Spec } from "../../spec/grammar.js";
import { bindOptions } from "../../spec/options.js";
import { withKnownSpread } from "../intervals/known-spread.js";
import type { Model, ModelDefinition } from "../model.js";
import { inOwnUnits } from "../own-units.js";
import { validated } from "../validated.js";

/** A model's spec with the definition that it names. */
export interface ModelSpec {
  readonly spec: Spec;
  readonly definition: ModelDefinition;
  /** @throws UsageError for an unknown option or a value that is out of range */
  create(): Model;
}

/** A spec, and the definition that it names. */
export function modelSpec(spec: Spec, definition: ModelDefinition): ModelSpec {
  return {
    spec,
    definition,
    create() {
      const model = definition.create(bindOptions(spec, definition.options));
      const given = definition.missing ? givenMissing(model) : model;
      return validated(
        withKnownSpread(inOwnUnits(given, { origin: !definition.ratio })),
        definition.missing ?? false,
      );
    },
  };
}

/** The model with missing observations as NaN, unless the user chose how to fill them. */
function givenMissing(model: Model): Model {
  const { spread, shared } = model;
  return {
    ...model,
    ...(shared && {
      shared: {
        learn: (panel, context) =>
          shared.learn(
            eachChanged(panel, (one) => withMissing(one).series[0]),
            context,
          ),
        given: (learned) => givenMissing(shared.given(learned)),
      },
    }),
    ...(spread && { spread: (change) => givenMissing(spread(change)) }),
    fit: (panel, context) => model.fit(withMissing(panel), context),
    restore: (state, panel) => model.restore(state, withMissing(panel)),
    requireState: (state, panel) => model.requireState(state, withMissing(panel)),
  };
}
