import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Command, Option } from "commander";
import { datasets } from "../../../data/source/catalog.js";
import { featureFamilies } from "../../../features/index.js";
import { models } from "../../../models/index.js";
import { METRICS } from "../../../report/text/metric-columns.js";
import { allowedValues, type OptionSchema } from "../../../spec/options.js";
import { COMMAND_NAMES } from "../../shared/command-names.js";
import { SHELLS } from "../../shared/completion/scripts.js";
import type { Typed } from "../../shared/completion/words.js";
import { takesValue } from "../../shared/config/apply.js";
import { type Candidate, listed } from "./candidate.js";
import {
  COLUMN_OPTIONS,
  columnCandidates,
  conditionCandidates,
  type NamedTable,
  seriesCandidates,
} from "./table-candidates.js";
import { topicNames } from "./topics.js";

const FREQUENCIES = [
  "min",
  "5min",
  "15min",
  "30min",
  "h",
  "D",
  "B",
  "W-SUN",
  "W-MON",
  "MS",
  "ME",
  "QS",
  "YS",
];

/**
 * What may stand at the cursor: commands, options and their values, models with their options, datasets,
 * columns, values and series of the source that is named, files.
 *
 * @param program with all commands
 */
export async function candidates(program: Command, typed: Typed): Promise<Candidate[]> {
  const { before, current } = typed;
  if (before.includes("--")) return filesFrom(current);
  const named = before.find((word) => COMMAND_NAMES.some((name) => name === word));
  const command = program.commands.find((one) => one.name() === (named ?? "forecast"))!;
  const options = [...command.options, ...program.options];
  const last = before[before.length - 1];
  const open = last === undefined ? undefined : optionOf(options, last);
  if (open !== undefined && takesValue(open) && !last.includes("=")) {
    return fitting(await valuesOf(open, current, namedIn(before, options)), current);
  }
  const assigned = /^(--[a-z-]+)=(.*)$/s.exec(current);
  if (assigned) {
    const option = optionOf(options, assigned[1]);
    if (option === undefined || !takesValue(option)) return [];
    const values = await valuesOf(option, assigned[2], namedIn(before, options));
    return fitting(
      values.map(({ value, meaning }) => ({
        value: `${assigned[1]}=${value}`,
        ...(meaning && { meaning }),
      })),
      current,
    );
  }
  if (current.startsWith("-")) return fitting(flagsOf(options), current);
  const words = positionals(before, options);
  return fitting(argumentsOf(command, named, words, current), current);
}

function fitting(all: readonly Candidate[], current: string): Candidate[] {
  return all.filter(({ value }) => value.startsWith(current) && value !== "");
}

function optionOf(options: readonly Option[], word: string): Option | undefined {
  const flag = word.replace(/=.*$/s, "");
  return options.find(({ short, long }) => flag === long || flag === short);
}

function flagsOf(options: readonly Option[]): Candidate[] {
  return options.map(({ long, short, description }) => ({
    value: long ?? short!,
    meaning: description,
  }));
}

/** The words that are neither options nor their values. */
function positionals(before: readonly string[], options: readonly Option[]): string[] {
  return before.filter((word, i) => {
    if (word.startsWith("-") && word !== "-") return false;
    const previous = i === 0 ? undefined : optionOf(options, before[i - 1]);
    return previous === undefined || !takesValue(previous) || before[i - 1].includes("=");
  });
}

/** The sources on a line, and the columns that its options name. */
function namedIn(before: readonly string[], options: readonly Option[]): NamedTable {
  const textOf = (long: string) => {
    const option = options.find((one) => one.long === long);
    const at = before.findLastIndex(
      (word) => option !== undefined && optionOf(options, word) === option,
    );
    if (at < 0) return undefined;
    return /^--[a-z-]+=(.*)$/s.exec(before[at]!)?.[1] ?? before[at + 1];
  };
  return {
    words: positionals(before, options),
    ...{ id: textOf("--id"), time: textOf("--time"), target: textOf("--target") },
  };
}

function argumentsOf(
  command: Command,
  named: string | undefined,
  words: readonly string[],
  current: string,
): Candidate[] {
  const commands = COMMAND_NAMES.map((value) => ({ value }));
  const bundled = datasets().map(({ name, title }) => ({ value: name, meaning: title }));
  if (named === undefined) {
    if (words[0] === "help") return [...commands, ...topicNames().map((value) => ({ value }))];
    const first = words.length === 0;
    const described = command
      .parent!.commands.filter((one) => one.name() !== "help")
      .map((one) => ({ value: one.name(), meaning: one.description() }));
    return [...(first ? [...described, { value: "help" }] : []), ...bundled, ...filesFrom(current)];
  }
  switch (named) {
    case "models":
      return modelNames();
    case "datasets":
      return bundled;
    case "config":
      return commands;
    case "completion":
      return SHELLS.map((value) => ({ value }));
    default:
      return command.registeredArguments.length > 0 ? [...bundled, ...filesFrom(current)] : [];
  }
}

async function valuesOf(option: Option, current: string, named: NamedTable): Promise<Candidate[]> {
  const name = option.long?.slice(2) ?? "";
  if (name === "model") return modelSpecs(current);
  if (name === "feature") return featureFamilies.map(({ name: value }) => ({ value: `${value}:` }));
  if (name === "freq") return FREQUENCIES.map((value) => ({ value }));
  if (name === "metrics" || name === "rank") {
    return listed(
      current,
      Object.keys(METRICS).map((value) => ({ value })),
    );
  }
  if (option.argChoices) return option.argChoices.map((value) => ({ value }));
  if (COLUMN_OPTIONS.includes(name)) return columnCandidates(name, current, named);
  if (name === "where") return conditionCandidates(current, named);
  if (name === "series") return seriesCandidates(current, named);
  if (name === "from") return modelFiles(current);
  return option.flags.includes("<file") ? filesFrom(current) : [];
}

function modelNames(): Candidate[] {
  return models.map(({ name, summary }) => ({ value: name, meaning: summary }));
}

/** Names of models, or behind a colon the options of one. */
function modelSpecs(current: string): Candidate[] {
  const [name, settings] = current.split(/:(.*)/s);
  if (settings === undefined) return listed(current, modelNames());
  const model = models.find((one) => one.name === name);
  if (model === undefined) return [];
  const schema: OptionSchema = model.options;
  const given = settings.split(",");
  const last = given.pop()!;
  const stem = `${name}:${given.map((one) => `${one},`).join("")}`;
  const [key, value] = last.split(/=(.*)/s);
  if (value === undefined) {
    const taken = given.map((one) => one.replace(/=.*$/s, ""));
    return Object.entries(schema)
      .filter(([option]) => !taken.includes(option))
      .map(([option, { summary }]) => ({ value: `${stem}${option}=`, meaning: summary }));
  }
  const option = schema[key];
  if (option === undefined) return [];
  const values = option.type === "boolean" ? ["true", "false"] : wordsOf(allowedValues(option));
  return values.map((one) => ({ value: `${stem}${key}=${one}` }));
}

/** The words of a list such as `adam, sgd`; nothing of a range. */
function wordsOf(allowed: string): string[] {
  const words = allowed.split(/, | or /);
  return words.every((word) => /^[a-z][\w-]*$/i.test(word)) ? words : [];
}

/** Saved models and folders; other files only where no path of a saved model begins so. */
function modelFiles(current: string): Candidate[] {
  const all = filesFrom(current);
  const saved = all.filter(({ value }) => value.endsWith(".foretell"));
  return saved.length > 0 ? [...saved, ...all.filter(({ value }) => value.endsWith("/"))] : all;
}

/** Files and folders whose paths begin so. */
function filesFrom(current: string): Candidate[] {
  const folder = current.endsWith("/") ? current : dirname(current);
  const shown = current.includes("/")
    ? current.endsWith("/")
      ? current
      : `${dirname(current)}/`
    : "";
  const begin = current.endsWith("/") ? "" : basename(current);
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => name.startsWith(begin) && (begin !== "" || !name.startsWith(".")))
      .map((entry) => {
        const isFolder = statSync(join(folder, entry.name), {
          throwIfNoEntry: false,
        })?.isDirectory();
        return { value: `${shown.replace("//", "/")}${entry.name}${isFolder ? "/" : ""}` };
      });
  } catch {
    return [];
  }
}
