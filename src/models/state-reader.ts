import type { State } from "./model.js";

/** Data from outside that are not what they should be; `message` says where and what. */
export class Unexpected extends Error {}

/**
 * Reads plain data that nobody vouches for: each function gives the value it is named after, or
 * throws {@link Unexpected} with the name under which it was asked for.
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
  throw new Unexpected(`${what} is no object`);
}

export function textOf(value: State | undefined, what: string): string {
  if (typeof value === "string") return value;
  throw new Unexpected(`${what} is no text`);
}

export function numberOf(value: State | undefined, what: string, min: number, max: number): number {
  if (typeof value === "number" && value >= min && value <= max) return value;
  throw new Unexpected(`${what} is no number from ${min} to ${max}`);
}

export function wholeOf(value: State | undefined, what: string, min: number, max: number): number {
  const number = numberOf(value, what, min, max);
  if (Number.isSafeInteger(number)) return number;
  throw new Unexpected(`${what} is no whole number`);
}

export function listOf<T>(
  value: State | undefined,
  what: string,
  item: (value: State, what: string) => T,
): T[] {
  if (Array.isArray(value)) return value.map((one, i) => item(one, `${what}[${i}]`));
  throw new Unexpected(`${what} is no list`);
}

export function numbersOf(value: State | undefined, what: string): Float64Array {
  if (value instanceof Float64Array) return value;
  throw new Unexpected(`${what} is no vector of doubles`);
}

/** Only some texts are allowed. */
export function choiceOf<const T extends string>(
  value: State | undefined,
  what: string,
  choices: readonly T[],
): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new Unexpected(`${what} is none of ${choices.join(", ")}`);
}
