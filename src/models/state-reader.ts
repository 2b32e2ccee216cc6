import type { State } from "./model.js";

/** Data from a file that are not what they should be; `message` says where and what. */
export class InvalidState extends Error {}

/**
 * Readers of plain data from outside. Each returns a value of the type it is named after.
 *
 * @param what the value's name, for messages
 * @throws InvalidState for a value of another type or out of range
 */
export function fieldsOf(
  value: State | undefined,
  what: string,
): { readonly [key: string]: State } {
  if (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Float64Array) &&
    !(value instanceof Float32Array)
  ) {
    return value as { readonly [key: string]: State };
  }
  throw new InvalidState(`${what} must be an object`);
}

export function textOf(value: State | undefined, what: string): string {
  if (typeof value === "string") return value;
  throw new InvalidState(`${what} must be a text`);
}

export function numberOf(value: State | undefined, what: string, min: number, max: number): number {
  if (typeof value === "number" && value >= min && value <= max) return value;
  throw new InvalidState(`${what} must be a number from ${min} to ${max}`);
}

export function wholeOf(value: State | undefined, what: string, min: number, max: number): number {
  const number = numberOf(value, what, min, max);
  if (Number.isSafeInteger(number)) return number;
  throw new InvalidState(`${what} must be a whole number`);
}

export function listOf<T>(
  value: State | undefined,
  what: string,
  item: (value: State, what: string) => T,
): T[] {
  if (Array.isArray(value)) return value.map((element, i) => item(element, `${what}[${i}]`));
  throw new InvalidState(`${what} must be a list`);
}

export function numbersOf(value: State | undefined, what: string): Float64Array {
  if (value instanceof Float64Array) return value;
  throw new InvalidState(`${what} must be a vector of doubles`);
}

/** One of some texts. */
export function choiceOf<const T extends string>(
  value: State | undefined,
  what: string,
  choices: readonly T[],
): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new InvalidState(`${what} must be one of ${choices.join(", ")}`);
}
