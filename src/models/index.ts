import { withMissing } from "../data/panel/from-table.js";
import { madeOf, placesIn } from "../data/wide/wide-panel.js";
import { parseSpec, type Spec, type SpecPart, specError } from "../spec/grammar.js";
import { bindOptions } from "../spec/options.js";
import { suggestion } from "../suggest.js";
import { abortable } from "./abortable.js";
import { auto } from "./auto/auto.js";
import { definitions } from "./definitions.js";
import { sayingUnknownSpread } from "./known-spread.js";
import type { Model, ModelDefinition } from "./model.js";
import { inOwnUnits } from "./own-units.js";
import { validated } from "./validated.js";

/** All models, in the order in which they are listed. */
export const models: readonly ModelDefinition[] = [auto, ...definitions];

/**
 * A model from its spec, such as `lstm:hidden=64`.
 *
 * @example
 * const panel = await readPanel("sales.csv");
 * const fitted = await createModel("theta").fit(panel, { horizon: 12, seed: 1, warn: console.warn });
 * fitted.forecast(12, [80, 95]);
 *
 * @throws UsageError for an unknown model or option, with the nearest name
 */
export function createModel(text: string): Model {
  return parseModel(text).create();
}

/**
 * A model from its spec, such as `lstm:hidden=64`, whose fit rejects when its signal is aborted unless it is
 * `partial`.
 *
 * @example
 * const panel = await readPanel("nottem");
 * const context = { horizon: 12, seed: 1, warn: console.warn, signal: AbortSignal.timeout(60_000) };
 * const fitted = await createModel("theta").fit(panel, context);
 * fitted.forecast(12, [80, 95]);
 *
 * @throws UsageError for an unknown model or option, with the nearest name
 */
export function createAbortableModel(text: string): Model {
  return abortable(createModel(text));
}

/** A model's spec with the definition that it names. */
export interface ModelSpec {
  readonly spec: Spec;
  readonly definition: ModelDefinition;
  /** @throws UsageError for an unknown option or a value that is out of range */
  create(): Model;
}

/** @throws UsageError for what is not a spec, or an unknown model, with the nearest name */
export function parseModel(text: string): ModelSpec {
  const spec = parseSpec(text);
  const definition = findModel(spec.name.text, { text, part: spec.name });
  return {
    spec,
    definition,
    create() {
      const model = definition.create(bindOptions(spec, definition.options));
      const given = definition.missing ? givenMissing(model) : model;
      return validated(
        sayingUnknownSpread(inOwnUnits(given, { origin: !definition.ratio })),
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
            madeOf(panel, placesIn(panel), (one) => withMissing(one).series[0]),
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

/**
 * @param within the spec in which the name was read, for the error
 * @throws UsageError when there is no such model
 */
export function findModel(
  name: string,
  within: { text: string; part: SpecPart } = { text: name, part: { text: name, column: 1 } },
): ModelDefinition {
  const found = models.find((definition) => definition.name === name);
  if (found) return found;
  const names = models.map((definition) => definition.name);
  throw specError(
    within.text,
    within.part,
    `there is no model "${name}"`,
    suggestion(name, names) ?? `The models are ${names.join(", ")}.`,
  );
}
