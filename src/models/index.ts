import { bindOptions, parseSpec, type SpecPart, specError, suggestion } from "../spec.js";
import { naive } from "./baseline/naive.js";
import { naive2 } from "./baseline/naive2.js";
import { seasonalNaive } from "./baseline/seasonal-naive.js";
import { dtw } from "./feature/dtw.js";
import { fft } from "./feature/fft.js";
import { lagRegression } from "./feature/lag-regression.js";
import type { Model, ModelDefinition } from "./model.js";
import { gru } from "./recurrent/gru.js";
import { lstm } from "./recurrent/lstm.js";
import { lstm97 } from "./recurrent/lstm97.js";
import { rnn } from "./recurrent/rnn.js";
import { hmm } from "./stochastic/hmm.js";

/** Every model there is, in the order in which they are listed. */
export const models: readonly ModelDefinition[] = [
  lstm,
  gru,
  rnn,
  lstm97,
  naive,
  seasonalNaive,
  naive2,
  hmm,
  dtw,
  lagRegression,
  fft,
];

/**
 * A model from its spec, such as `lstm:hidden=64`.
 *
 * @throws UsageError for an unknown model or option, with the nearest name
 */
export function createModel(text: string): Model {
  const spec = parseSpec(text);
  const definition = findModel(spec.name.text, { text, part: spec.name });
  return definition.create(bindOptions(spec, definition.options));
}

/**
 * @param within where the name was read, for the error
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
