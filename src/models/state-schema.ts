import type { State } from "./model.js";
import { InvalidState, listOf, numberOf, textOf } from "./state-reader.js";

/**
 * What a state from a file must be. Schemas are declared beside the type that they describe, so that a
 * field without a check does not compile, and they bound every size before memory is taken for it.
 *
 * @param what name of the value in messages, such as `fits[0].order`
 * @returns the value itself
 * @throws InvalidState that says where the value is not what it must be
 */
export type Schema<T> = (value: State | undefined, what: string) => T;

/** Bounds of numbers. NaN is refused unless `nan` allows it; infinities are, unless a bound is infinite. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly nan?: boolean;
}

/** How many elements there must be; any number by default. */
export interface Length {
  readonly length?: number | undefined;
  readonly maxLength?: number | undefined;
}

/** Most steps ahead of a forecast. */
export const MAX_HORIZON = 1e6;

/** Longest season of a panel. */
export const MAX_SEASON = 1e6;

export function number({ min, max, nan = false }: Range = {}): Schema<number> {
  const [from, to] = [min ?? -Number.MAX_VALUE, max ?? Number.MAX_VALUE];
  return (value, what) =>
    nan && typeof value === "number" && Number.isNaN(value)
      ? value
      : numberOf(value, what, from, to);
}

export function whole(min: number, max: number): Schema<number> {
  return (value, what) => {
    const found = numberOf(value, what, min, max);
    if (Number.isSafeInteger(found)) return found;
    throw new InvalidState(`${what} must be a whole number`);
  };
}

/** For what another schema checks. */
export const anything: Schema<State> = (value, what) => {
  if (value !== undefined) return value;
  throw new InvalidState(`${what} is missing`);
};

export const nothing: Schema<null> = (value, what) => {
  if (value === null) return value;
  throw new InvalidState(`${what} must be null`);
};

export const text: Schema<string> = textOf;

export const flag: Schema<boolean> = (value, what) => {
  if (typeof value === "boolean") return value;
  throw new InvalidState(`${what} must be true or false`);
};

export function vector({ length, maxLength, ...range }: Range & Length = {}): Schema<Float64Array> {
  const element = number(range);
  return (value, what) => {
    if (!(value instanceof Float64Array))
      throw new InvalidState(`${what} must be a vector of doubles`);
    requireLength(value.length, { length, maxLength }, what);
    value.forEach((one, i) => element(one, `${what}[${i}]`));
    return value;
  };
}

export function list<T>(item: Schema<T>, length: Length = {}): Schema<readonly T[]> {
  return (value, what) => {
    const items = listOf(value, what, item);
    requireLength(items.length, length, what);
    return value as unknown as readonly T[];
  };
}

/** A list with a schema of its own for each place. */
export function sequence<T>(...items: readonly Schema<T>[]): Schema<readonly T[]> {
  return (value, what) => {
    const found = list<State>(anything, { length: items.length })(value, what);
    return found.map((one, i) => items[i](one, `${what}[${i}]`));
  };
}

/** One of some values. */
export function oneOf<const T extends State>(...choices: readonly T[]): Schema<T> {
  return (value, what) => {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw new InvalidState(`${what} must be one of ${choices.join(", ")}`);
  };
}

export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return (value, what) => (value === null ? null : schema(value, what));
}

export function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return (value, what) => (value === undefined ? undefined : schema(value, what));
}

/** An object with these fields, and none but optional ones missing. */
export function object<Fields extends Readonly<Record<string, Schema<unknown>>>>(
  fields: Fields,
): Schema<{ readonly [Name in keyof Fields]: ReturnType<Fields[Name]> }> {
  return (value, what) => {
    const record = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!record || ArrayBuffer.isView(value)) throw new InvalidState(`${what} must be an object`);
    for (const [name, schema] of Object.entries(fields)) {
      schema((value as { readonly [key: string]: State })[name], `${what}.${name}`);
    }
    return value as never;
  };
}

/** A schema whose fields must agree with each other: `fault` says what is wrong, or nothing. */
export function agreeing<T>(schema: Schema<T>, fault: (value: T) => string | undefined): Schema<T> {
  return (value, what) => {
    const found = schema(value, what);
    const wrong = fault(found);
    if (wrong === undefined) return found;
    throw new InvalidState(`${what}: ${wrong}`);
  };
}

function requireLength(found: number, { length, maxLength }: Length, what: string): void {
  if (length !== undefined && found !== length) {
    throw new InvalidState(`${what} must have ${length} elements, has ${found}`);
  }
  if (maxLength !== undefined && found > maxLength) {
    throw new InvalidState(`${what} must have at most ${maxLength} elements, has ${found}`);
  }
}
