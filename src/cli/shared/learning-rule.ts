import { UsageError } from "../../errors.js";
import { findModel } from "../../models/index.js";
import { isRecurrent } from "../../models/recurrent/definition.js";
import { learnOptions } from "../../models/recurrent/online.js";
import { parseSpec } from "../../spec/grammar.js";
import { parseRule } from "../../streaming/spec.js";
import { DEFAULT_MODEL } from "../../tasks/choose-models.js";

/** The default model: a recurrent one when a learning rule is requested. */
export function defaultModel(learn: string | undefined): string {
  return learn === undefined ? DEFAULT_MODEL : "lstm";
}

/**
 * Specs of recurrent models with a rule of learning, as `--learn rtrl` or `--learn tbptt:8` says it.
 *
 * @throws UsageError for a model that has no such choice
 */
export function withLearning(specs: readonly string[], learn: string | undefined): string[] {
  if (learn === undefined) return [...specs];
  const { rule, steps } = parseRule(learn, learnOptions.learn.choices);
  return specs.map((spec) => {
    const { name } = parseSpec(spec);
    if (!isRecurrent(findModel(name.text, { text: spec, part: name }))) {
      throw new UsageError(
        `--learn is for recurrent models, not for ${name.text}`,
        "These are rnn, lstm97, lstm and gru.",
      );
    }
    const chosen = `learn=${rule}${steps === undefined ? "" : `,steps=${steps}`}`;
    return `${spec}${spec.includes(":") ? "," : ":"}${chosen}`;
  });
}
