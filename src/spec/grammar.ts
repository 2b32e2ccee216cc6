import { UsageError } from "../errors.js";

/** A piece of a spec and where it stands; columns count from 1. */
export interface SpecPart {
  readonly text: string;
  readonly column: number;
}

/** A model or feature with its options, as written: `lag:1,2,12`, `lstm:hidden=64,layers=2`. */
export interface Spec {
  readonly text: string;
  readonly name: SpecPart;
  /** Values without a key. */
  readonly values: readonly SpecPart[];
  /** Those before a second colon: `mean` and `std` of `roll:mean,std:7,28`. */
  readonly leading: readonly SpecPart[];
  readonly options: readonly { readonly key: SpecPart; readonly value: SpecPart }[];
}

/**
 * Reads `name`, `name:key=value,key=value` or `name:value,value`, values without a key first; a second
 * colon parts them into two lists.
 *
 * @throws UsageError with the offending part underlined
 */
export function parseSpec(text: string): Spec {
  const colon = text.indexOf(":");
  const name = { text: colon < 0 ? text : text.slice(0, colon), column: 1 };
  if (!/^[a-z][a-z0-9-]*$/i.test(name.text)) {
    throw specError(text, name, `"${text}" does not start with a name`, SYNTAX);
  }
  let leading: SpecPart[] = [];
  let values: SpecPart[] = [];
  const options: { key: SpecPart; value: SpecPart }[] = [];
  let column = colon + 2;
  for (const item of colon < 0 ? [] : text.slice(colon + 1).split(",")) {
    const part = { text: item, column };
    const equals = item.indexOf("=");
    if (item === "" || equals === 0 || equals === item.length - 1) {
      const what = item === "" ? "an option" : equals === 0 ? "an option's name" : "a value";
      throw specError(text, part, `${what} is missing in "${text}"`, SYNTAX);
    }
    if (equals < 0) {
      if (options.length > 0) {
        throw specError(
          text,
          part,
          `"${item}" has no name`,
          "Lists after a name are joined: order=1-1-1, holiday=DE+FR.",
        );
      }
      const second = item.indexOf(":");
      if (second < 0 || leading.length > 0) values.push(part);
      else if (second === 0 || second === item.length - 1) {
        throw specError(text, part, `a value is missing in "${text}"`, SYNTAX);
      } else {
        leading = [...values, { text: item.slice(0, second), column }];
        values = [{ text: item.slice(second + 1), column: column + second + 1 }];
      }
    } else {
      const key = { text: item.slice(0, equals), column };
      const before = options.find((option) => option.key.text === key.text);
      if (before) throw specError(text, key, `option "${key.text}" is given twice`);
      options.push({
        key,
        value: { text: item.slice(equals + 1), column: column + equals + 1 },
      });
    }
    column += item.length + 1;
  }
  return { text, name, values, leading, options };
}

const SYNTAX = "A spec is name or name:option=value,option=value.";

/** An error about one part of a spec. */
export function specError(
  text: string,
  part: SpecPart,
  message: string,
  hint?: string,
): UsageError {
  return new UsageError(message, hint, {
    text,
    column: part.column,
    width: Math.max(1, part.text.length),
  });
}
