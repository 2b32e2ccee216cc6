import { onlineCells } from "../engine/online/learner.js";
import { UsageError } from "../errors.js";
import { parseSpec, specError } from "../spec/grammar.js";
import { bindOptions } from "../spec/options.js";
import { suggestion } from "../suggest.js";
import type { ForecasterSettings } from "./forecaster.js";

export const streamOptions = {
  hidden: { type: "integer", default: 16, min: 1, max: 512, summary: "cells" },
  rate: {
    type: "number",
    default: 0.005,
    min: 0,
    max: 1,
    summary: "learning rate; 0 leaves all to the linear path",
  },
  lags: {
    type: "integer",
    default: 24,
    min: 0,
    max: 256,
    summary: "changes that the linear path sees; 0 for no linear path",
  },
} as const;

/**
 * The network of a stream from its spec, such as `lstm:hidden=16`.
 *
 * @throws UsageError for another model or option, with the nearest name
 */
export function parseNetwork(
  text: string,
): Pick<ForecasterSettings, "cell" | "hidden" | "rate" | "lags"> {
  const spec = parseSpec(text);
  const cell = onlineCells.find((name) => name === spec.name.text);
  if (cell === undefined) {
    throw specError(
      text,
      spec.name,
      `"${spec.name.text}" does not learn online`,
      suggestion(spec.name.text, onlineCells) ?? `These do: ${onlineCells.join(", ")}.`,
    );
  }
  return { cell, ...bindOptions(spec, streamOptions) };
}

/** Maximum number of steps of truncated backpropagation. */
const MAX_STEPS = 10_000;

/**
 * A rule of learning, such as `snap1`, `rtrl` or `tbptt:k`.
 *
 * @param rules those that may be chosen
 * @throws UsageError for any other, with the nearest name
 */
export function parseRule<const Rule extends string>(
  text: string,
  rules: readonly Rule[],
): { readonly rule: Rule; readonly steps?: number } {
  const [name, steps, ...more] = text.split(":");
  const rule = rules.find((known) => known === name);
  if (rule === undefined) {
    const forms = rules.map((known) => (known === "tbptt" ? "tbptt:k" : known));
    throw new UsageError(
      `there is no learning rule "${name}"`,
      suggestion(name, rules) ?? `There are ${forms.join(", ")}.`,
    );
  }
  if (steps === undefined) return { rule };
  const back = /^\d+$/.test(steps) ? Number(steps) : 0;
  if (rule !== "tbptt" || more.length > 0 || back < 1 || back > MAX_STEPS) {
    throw new UsageError(
      `"${text}" is not a learning rule`,
      `Only tbptt takes a number of steps, from 1 to ${MAX_STEPS}: tbptt:16.`,
    );
  }
  return { rule, steps: back };
}
