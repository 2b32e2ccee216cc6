import { UsageError } from "../errors.js";
import { findModel } from "../models/index.js";
import { isRecurrent } from "../models/recurrent/model.js";
import { parseSpec } from "../spec.js";

/**
 * Specs of recurrent models with a rule of learning, as `--learn rtrl` or `--learn tbptt:8` says it.
 *
 * @throws UsageError for a model that has no such choice
 */
export function withLearning(specs: readonly string[], learn: string | undefined): string[] {
  if (learn === undefined) return [...specs];
  const [rule, steps, ...rest] = learn.split(":");
  if (rest.length > 0 || (steps !== undefined && rule !== "tbptt")) {
    throw new UsageError(
      `--learn must be bptt, tbptt, tbptt:STEPS, rtrl, hybrid or snap1, not "${learn}"`,
    );
  }
  return specs.map((spec) => {
    const { name } = parseSpec(spec);
    if (!isRecurrent(findModel(name.text, { text: spec, part: name }))) {
      throw new UsageError(
        `--learn is for recurrent models, not for ${name.text}`,
        "These are rnn, lstm97, lstm and gru.",
      );
    }
    const asked = `learn=${rule}${steps === undefined ? "" : `,steps=${steps}`}`;
    return `${spec}${spec.includes(":") ? "," : ":"}${asked}`;
  });
}
