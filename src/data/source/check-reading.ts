import { UsageError } from "../../errors.js";
import { grouped } from "../../wording.js";
import { READING, READING_NAMES, type ReadingName, type ReadingOption } from "./reading-options.js";

/** @throws UsageError for a value that its option does not take, from callers that no compiler checks */
export function checkReading(options: { readonly [N in ReadingName]?: unknown }): void {
  for (const name of READING_NAMES) {
    const value = options[name];
    const expected = value === undefined ? undefined : misfit(name, value);
    if (expected !== undefined) {
      throw new UsageError(`${name} must be ${expected}, got ${JSON.stringify(value)}`);
    }
  }
}

/** What a value would have to be instead; undefined when it fits. */
function misfit(name: ReadingName, value: unknown): string | undefined {
  const option: ReadingOption = READING[name];
  switch (option.kind) {
    case "names":
    case "texts":
      return isTexts(value) ? undefined : "an array of texts";
    case "joined names":
      return typeof value === "string" || isTexts(value)
        ? undefined
        : "a text or an array of texts";
    case "choice":
      return option.choices.some((choice) => choice === value)
        ? undefined
        : `one of ${option.choices.join(", ")}`;
    case "whole":
      return isWhole(value, option.min, option.max)
        ? undefined
        : `a whole number from ${option.min} to ${grouped(String(option.max))}`;
    case "bytes":
      return isWhole(value, 1, Number.MAX_SAFE_INTEGER) ? undefined : "a whole number of bytes ≥ 1";
    case "switch":
      return typeof value === "boolean" ? undefined : "true or false";
    case "character":
      return typeof value === "string" && value.length === 1 ? undefined : "one character";
    case "text":
      return typeof value === "string" ? undefined : "a text";
  }
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}
