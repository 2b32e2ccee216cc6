import type { UsageError } from "../errors.js";
import { suggestion } from "../suggest.js";
import { type Spec, type SpecPart, specError } from "./grammar.js";

interface Described {
  /** One line for `foretell models NAME`. */
  readonly summary: string;
}

interface Bounded {
  /** Smallest and largest value allowed. */
  readonly min: number;
  readonly max: number;
}

/** One option: its type, its default and what it may be. */
export type Option = Described &
  (
    | ({ readonly type: "integer"; readonly default: number } & Bounded)
    | ({
        readonly type: "number";
        readonly default: number;
        /** Words that may stand for a number, and what they stand for. */
        readonly words?: { readonly [word: string]: number };
      } & Bounded)
    | { readonly type: "boolean"; readonly default: boolean }
    | { readonly type: "choice"; readonly default: string; readonly choices: readonly string[] }
    /**
     * Lists are written `1-1-1` after a key, or `1,2,12` without one where `bare` is set. Of two such
     * options the first takes what stands before a second colon.
     */
    | ({
        readonly type: "integers";
        readonly default: readonly number[];
        readonly bare?: boolean;
        /** How many there must be; any number when absent. */
        readonly length?: number;
      } & Bounded)
    | ({
        readonly type: "numbers";
        readonly default: readonly number[];
        readonly bare?: boolean;
      } & Bounded)
    | {
        readonly type: "choices";
        readonly default: readonly string[];
        readonly choices: readonly string[];
        readonly bare?: boolean;
      }
    /** Written `DE+US-CA`; which there are is not known before the data are. */
    | { readonly type: "words"; readonly default: readonly string[] }
  );

/** The options of a model or feature: plain data, from which specs are checked and help is printed. */
export type OptionSchema = { readonly [name: string]: Option };

type OptionValue<O extends Option> = O extends { type: "integer" | "number" }
  ? number
  : O extends { type: "boolean" }
    ? boolean
    : O extends { type: "choice"; choices: readonly (infer Choice)[] }
      ? Choice
      : O extends { type: "choices"; choices: readonly (infer Choice)[] }
        ? readonly Choice[]
        : O extends { type: "words" }
          ? readonly string[]
          : readonly number[];

/** Options with their values, as the schema types them. */
export type OptionValues<Schema extends OptionSchema> = {
  readonly [Name in keyof Schema]: OptionValue<Schema[Name]>;
};

/**
 * The spec's options, checked against the schema, defaults filled in.
 *
 * @throws UsageError with the offending part underlined, the allowed values and the nearest name
 */
export function bindOptions<const Schema extends OptionSchema>(
  spec: Spec,
  schema: Schema,
): OptionValues<Schema> {
  const bound: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(schema)) bound[name] = option.default;
  const bare = Object.entries(schema).filter(([, o]) => "bare" in o && o.bare);
  if (spec.values.length > 0) {
    const [name, option] = bare[bare.length - 1] ?? [];
    if (!name || !isList(option)) throw withoutName(spec, schema);
    const key = spec.values.find(({ text }) => Object.hasOwn(schema, text));
    if (key && !(option.type === "choices" && option.choices.includes(key.text))) {
      throw withoutValue(spec, schema, key);
    }
    requireSecond(spec, bare.length > 1 ? bare[0][1] : undefined, name, option);
    bound[name] = spec.values.map((part) => item(spec, name, option, part));
    checkLength(spec, name, option, spec.values.length, spec.values[0]);
  }
  if (spec.leading.length > 0) {
    const [name, option] = bare.length > 1 ? bare[0] : [];
    if (!name || !isList(option)) {
      throw specError(spec.text, spec.leading[0], `${spec.name.text} takes one list of values`);
    }
    bound[name] = spec.leading.map((part) => item(spec, name, option, part));
  }
  for (const { key, value } of spec.options) {
    const option = Object.hasOwn(schema, key.text) ? schema[key.text] : undefined;
    if (!option) throw unknownOption(spec, schema, key);
    bound[key.text] = read(spec, key.text, option, value);
  }
  return bound as OptionValues<Schema>;
}

/** The values an option takes, in words: `a whole number from 1 to 1024`. */
export function allowedValues(option: Option): string {
  switch (option.type) {
    case "integer":
      return `a whole number from ${option.min} to ${option.max}`;
    case "number":
      return [
        `a number from ${option.min} to ${option.max}`,
        ...Object.keys(option.words ?? {}),
      ].join(" or ");
    case "boolean":
      return "true or false";
    case "choice":
      return `one of ${option.choices.join(", ")}`;
    case "numbers":
      return `numbers from ${option.min} to ${option.max}`;
    case "choices":
      return `some of ${option.choices.join(", ")}`;
    case "words":
      return "words joined by +";
    case "integers":
      return option.length === undefined
        ? `whole numbers from ${option.min} to ${option.max}`
        : `${option.length} whole numbers from ${option.min} to ${option.max}`;
  }
}

function read(spec: Spec, name: string, option: Option, part: SpecPart): unknown {
  const { text } = part;
  switch (option.type) {
    case "integer":
      return integer(spec, name, option, part);
    case "number":
      if (option.words && Object.hasOwn(option.words, text)) return option.words[text];
      return number(spec, name, option, part);
    case "boolean":
      if (text !== "true" && text !== "false") throw notAllowed(spec, name, option, part);
      return text === "true";
    case "choice":
      return choice(spec, name, option, part);
    case "words": {
      const words = text.split("+");
      if (!words.every((word) => /^[\p{L}\d-]+$/u.test(word))) {
        throw notAllowed(spec, name, option, part);
      }
      return words;
    }
    default: {
      let { column } = part;
      const values = text.split("-").map((one) => {
        const value = item(spec, name, option, { text: one || text, column });
        column += one.length + 1;
        return value;
      });
      checkLength(spec, name, option, values.length, part);
      return values;
    }
  }
}

type List = Extract<Option, { type: "integers" | "numbers" | "choices" }>;

function isList(option: Option | undefined): option is List {
  return option?.type === "integers" || option?.type === "numbers" || option?.type === "choices";
}

function item(spec: Spec, name: string, option: List, part: SpecPart): number | string {
  switch (option.type) {
    case "integers":
      return integer(spec, name, option, part);
    case "numbers":
      return number(spec, name, option, part);
    case "choices":
      return choice(spec, name, option, part);
  }
}

function integer(spec: Spec, name: string, option: Option & Bounded, part: SpecPart): number {
  const value = /^[-+]?\d+$/.test(part.text) ? Number(part.text) : Number.NaN;
  if (!(value >= option.min && value <= option.max)) {
    const dashed = option.type === "integers" && /^\d+(-\d+)+$/.test(part.text);
    const hint = `Without a name values are parted by commas: ${part.text.replaceAll("-", ",")}.`;
    throw notAllowed(spec, name, option, part, dashed ? hint : undefined);
  }
  return value;
}

function number(spec: Spec, name: string, option: Option & Bounded, part: SpecPart): number {
  const { text } = part;
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (!(value >= option.min && value <= option.max)) throw notAllowed(spec, name, option, part);
  return value;
}

function choice(
  spec: Spec,
  name: string,
  option: Extract<Option, { choices: readonly string[] }>,
  part: SpecPart,
): string {
  if (option.choices.includes(part.text)) return part.text;
  throw notAllowed(spec, name, option, part, suggestion(part.text, option.choices));
}

function checkLength(spec: Spec, name: string, option: List, length: number, part: SpecPart): void {
  if (option.type === "integers" && option.length !== undefined && length !== option.length) {
    throw notAllowed(spec, name, option, part);
  }
}

function notAllowed(spec: Spec, name: string, option: Option, part: SpecPart, hint?: string) {
  const { text } = spec.name;
  const message = `${text}: ${name} must be ${allowedValues(option)}, not "${part.text}"`;
  return specError(spec.text, part, message, hint);
}

function unknownOption(spec: Spec, schema: OptionSchema, key: SpecPart): UsageError {
  const names = Object.keys(schema);
  const { text } = spec.name;
  return names.length === 0
    ? specError(spec.text, key, `${text} has no options`)
    : specError(
        spec.text,
        key,
        `${text} has no option "${key.text}"`,
        suggestion(key.text, names) ?? `Its options are ${names.join(", ")}.`,
      );
}

function withoutName(spec: Spec, schema: OptionSchema): UsageError {
  const part = spec.values[0];
  if (Object.hasOwn(schema, part.text)) return withoutValue(spec, schema, part);
  const names = Object.keys(schema);
  return names.length === 0
    ? specError(spec.text, part, `${spec.name.text} has no options`)
    : specError(
        spec.text,
        part,
        `${spec.name.text}: "${part.text}" is not of the form option=value`,
        `Its options are ${names.join(", ")}.`,
      );
}

/** @throws UsageError for the values of a first list where those of the second are missing: `roll:mean` */
function requireSecond(spec: Spec, first: Option | undefined, name: string, second: Option): void {
  if (first?.type !== "choices" || spec.leading.length > 0) return;
  const stray = spec.values.find(({ text }) => first.choices.includes(text));
  if (!stray) return;
  throw specError(
    spec.text,
    stray,
    `${spec.name.text}: ${name} is missing after "${stray.text}"`,
    `Write ${spec.name.text}:${stray.text}:N, ${allowedValues(second)} after a second colon.`,
  );
}

function withoutValue(spec: Spec, schema: OptionSchema, part: SpecPart): UsageError {
  return specError(
    spec.text,
    part,
    `${spec.name.text}: ${part.text} needs a value`,
    `Write ${part.text}=VALUE: ${allowedValues(schema[part.text])}.`,
  );
}
