import { Argument, type Command, Option } from "commander";
import type { Missing } from "../../data/panel/policies.js";
import { namesOfList, sourceOfFiles } from "../../data/source/file-list.js";
import { READING_HELP } from "../../data/source/reading-help.js";
import {
  type Part,
  READING,
  READING_NAMES,
  type ReadingName,
  type ReadingOption,
  type ReadingOptions,
} from "../../data/source/reading-options.js";
import { availableCores } from "../../engine/cores.js";
import { UsageError } from "../../errors.js";
import { RECONCILIATIONS } from "../../models/hierarchy/kinds.js";
import { INTERVALS, type Intervals } from "../../models/intervals/kinds.js";
import type { Limits } from "../../models/limits.js";
import { dashed, grouped } from "../../wording.js";

/** Options that every command understands, before or after its name. */
export interface GlobalOptions {
  readonly quiet?: boolean;
  /** False with `--no-color`; as the terminal can by default. */
  readonly color?: boolean | "always" | "auto" | "never";
  readonly plain?: boolean;
  /** Whether the time that each stage took is told. */
  readonly verbose?: boolean;
  readonly debug?: boolean;
  /** A file of settings, or false for none. */
  readonly config?: string | false;
  /** Of commands that have a choice. */
  readonly format?: string;
}

export function addGlobalOptions(program: Command): Command {
  return program
    .option("-q, --quiet", "no progress, warnings or summary")
    .addOption(
      new Option("--color <when>", "when to use colour").choices(["auto", "always", "never"]),
    )
    .option("--no-color", "no colour (same as NO_COLOR=1)")
    .option("--plain", "plain ASCII characters only")
    .option("--config <file>", "settings (default: the nearest foretell.config.json upward)")
    .option("--no-config", "read no settings")
    .option("--verbose", "say how long each stage took")
    .option("--debug", "show stack traces with errors");
}

/** For every command that writes CSV. */
export function safeCsvOption(): Option {
  return new Option("--safe-csv", "keep spreadsheets from running text in the CSV as formulas");
}

/** The table that a command reads, of one file or of several, which become one source. */
export function sourceArgument(fallback = "air-passengers"): Argument {
  return new Argument(
    "[source...]",
    `files, a URL, - for stdin, or a dataset (default: ${fallback})`,
  ).argParser(withFile);
}

/** Makes files that are named one after the other one source. */
function withFile(file: string, before: string | undefined): string {
  return before === undefined ? file : sourceOfFiles([...(namesOfList(before) ?? [before]), file]);
}

/** As {@link sourceArgument}, for commands that read line by line. */
export function streamArgument(): Argument {
  return new Argument(
    "[source]",
    "a file or URL, - for stdin, or a dataset (default: air-passengers)",
  );
}

/** @param formats extensions that choose a format, and the verb */
export function outputOption(formats = ".csv, .json and .txt choose"): Option {
  return new Option("-o, --output <file>", `file to write; ${formats} the format`).argParser(
    once("--output"),
  );
}

/** Reads what may be named once only, so that a second file does not take the place of the first in silence. */
export function once(option: string): (text: string, before?: string) => string {
  return (text, before) => {
    if (before === undefined) return text;
    throw new UsageError(
      `${option} is given twice, with ${before} and ${text}`,
      "Run the command once for each file.",
    );
  };
}

/** The reading options of commands that read whole tables; names of the id's columns are one text. */
export type DataOptions = {
  readonly [N in keyof ReadingOptions<TableParts>]: Exclude<ReadingOptions[N], undefined>;
};

type TableParts = Exclude<Part, "join">;

/** @param missing how missing values are filled by default */
export function addDataOptions(command: Command, missing: Missing = "interpolate"): Command {
  const parts: readonly TableParts[] = [
    ...(["columns", "rows", "exogenous", "grid", "cleaning"] as const),
    ...(["dialect", "source", "sheet", "dates", "zone"] as const),
  ];
  return addReadingOptions(command, parts, { missing: ` (default: ${missing})` });
}

/**
 * For commands that look at the target alone.
 *
 * @param missing how missing values are filled by default
 */
export function addTableOptions(command: Command, missing = "interpolate"): Command {
  return addReadingOptions(
    command,
    ["columns", "rows", "grid", "cleaning", "dialect", "source", "sheet", "dates", "zone"],
    { missing: ` (default: ${missing})` },
  );
}

/**
 * The flags of some parts of the reading options, in the order of their list.
 *
 * @param suffixes what help adds to the description of an option
 */
export function addReadingOptions(
  command: Command,
  parts: readonly Part[],
  suffixes: { readonly [N in keyof ReadingOptions]?: string } = {},
): Command {
  for (const name of READING_NAMES) {
    const description: ReadingOption = READING[name];
    const { kind, part } = description;
    const { value, help } = READING_HELP[name];
    if (!parts.includes(part)) continue;
    const flag = kind === "switch" ? `--no-${dashed(name)}` : `--${dashed(name)}`;
    const option = new Option(value ? `${flag} ${value}` : flag, help + (suffixes[name] ?? ""));
    if (kind === "choice") option.choices(description.choices);
    const parse = parserOf(description, flag, name);
    if (parse) option.argParser(parse);
    command.addOption(option);
  }
  return command;
}

type Parser = (text: string, before: unknown) => unknown;

/** How the text of a reading option becomes its value, unless it is the text itself or a choice. */
function parserOf(option: ReadingOption, flag: string, name: ReadingName): Parser | undefined {
  const { example = "" } = READING_HELP[name];
  switch (option.kind) {
    case "names": {
      const parse = columns(flag, example);
      return (text, before) => parse(text, before as string[] | undefined);
    }
    case "texts":
      return (text, before) => repeated(text, before as readonly string[] | undefined);
    case "joined names": {
      const parse = columns(flag, example);
      return (text, before) => parse(text, (before as string | undefined)?.split(",")).join(",");
    }
    case "whole":
      return name === "season"
        ? oneSeason(option.min, option.max)
        : whole(`the ${name}`, option.min, option.max);
    case "character":
      return delimiter;
    case "bytes":
      return bytes;
    default:
      return undefined;
  }
}

/** Reads a season; several are for what takes several. */
function oneSeason(min: number, max: number): (text: string) => number {
  const parse = whole("the season", min, max);
  return (text) => {
    if (!/^\d+(,\d+)+$/.test(text)) return parse(text);
    throw new UsageError(
      `the season must be one number, not "${text}"`,
      `Several are for decompose --seasons ${text}, and for models such as -m mstl:seasons=${text.replaceAll(",", "-")}.`,
    );
  };
}

/** Reads one character, or the word tab. */
function delimiter(text: string): string {
  if (text === "tab" || text === "\\t") return "\t";
  if (text.length === 1 && text >= " " && text <= "~" && !/[\w".+-]/.test(text)) return text;
  if (text === "\t") return text;
  throw new UsageError(
    `--delimiter must be one character such as , ; | or the word tab, not "${text}"`,
  );
}

/** Reads a number of bytes with an optional K, M or G. */
function bytes(text: string): number {
  const found = /^(\d+(?:\.\d+)?)([KMG]?)(?:i?B)?$/i.exec(text);
  const value = found
    ? Number(found[1]) * 1024 ** ["", "K", "M", "G"].indexOf(found[2].toUpperCase())
    : 0;
  if (value >= 1) return Math.floor(value);
  throw new UsageError(`--max-bytes must be a size such as 500M or 4G, not "${text}"`);
}

export interface JoinedOptions {
  readonly join?: string;
}

export function addJoinOption(command: Command): Command {
  return addReadingOptions(command, ["join"]);
}

/** For commands that look beyond the last observation. */
export function addFutureFileOption(command: Command): Command {
  return command.option("--future-file <file>", "file with future rows of the --future columns");
}

/** As {@link addFutureFileOption}, of several scenarios too, which become one list. */
export function addScenariosOption(command: Command): Command {
  return command.addOption(
    new Option(
      "--future-file <file>",
      "file with future rows of the --future columns; repeatable for scenarios side by side",
    ).argParser(withFile),
  );
}

/** For commands that forecast levels which add up. */
export function addHierarchyOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--hierarchy <columns>",
        "levels that must add up, the highest first: region,store",
      ).argParser(columns("--hierarchy", "region,store")),
    )
    .addOption(
      new Option(
        "--reconcile <how>",
        "how levels are made to add up (default: mint, by the covariance of errors)",
      ).choices(RECONCILIATIONS),
    );
}

/** The series of a panel that a person wants to see and to write. */
export function seriesOption(description: string): Option {
  return new Option("--series <names>", description).argParser(columns("--series", "A,B"));
}

export interface FeatureOptions {
  /** Features that models take as inputs. */
  readonly feature?: string[];
}

export function addFeatureOption(command: Command): Command {
  return command.option(
    "-f, --feature <spec>",
    "extra input such as lag:12 or calendar:month, repeatable",
    repeated,
  );
}

export interface IntervalOptions {
  /** Levels in percent of the intervals, from the narrowest on. */
  readonly level: number[];
  readonly intervals: Intervals;
}

const DEFAULT_LEVELS = [80, 95];

export function addIntervalOptions(command: Command, intervals: Intervals = "auto"): Command {
  return command
    .addOption(
      new Option("--level <percents>", "levels of the intervals")
        .argParser(levels)
        .default(DEFAULT_LEVELS, DEFAULT_LEVELS.join(",")),
    )
    .addOption(
      intervalsOption(
        "how intervals are made: native is the model's own; conformal, adaptive and bootstrap use its past errors",
        intervals,
      ),
    );
}

export function intervalsOption(description: string, intervals: Intervals): Option {
  return new Option("--intervals <how>", description).choices(INTERVALS).default(intervals);
}

export type LimitOptions = Limits;

/** For commands that show forecasts or score them. */
export function addLimitOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--min <value>", "smallest value that forecasts and intervals may take").argParser(
        decimal("--min"),
      ),
    )
    .addOption(
      new Option("--max <value>", "largest value that forecasts and intervals may take").argParser(
        decimal("--max"),
      ),
    )
    .option("--integer", "round forecasts and intervals to whole numbers, for counts");
}

/** Reads a number, for commander. */
function decimal(option: string): (text: string) => number {
  return (text) => {
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) {
      const value = Number(text);
      if (Number.isFinite(value)) return value;
    }
    throw new UsageError(
      `${option} must be a number such as 0 or 99.5, not "${text}"`,
      /^[+-]?\d+,\d+$/.test(text.trim()) ? `Write ${text.trim().replace(",", ".")}.` : undefined,
    );
  };
}

/** What else a forecast gives besides its mean and intervals. */
export interface DistributionOptions {
  /** Ascending, between 0 and 1. */
  readonly quantiles?: number[];
  /** Number of sample paths. */
  readonly samples?: number;
  /** Totals over the horizon. */
  readonly total?: boolean;
}

/** Most sample paths of a series. */
const MAX_SAMPLES = 10_000;

export function addDistributionOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--quantiles <shares>",
        "quantiles instead of intervals, such as 0.1,0.5,0.9",
      ).argParser(quantiles),
    )
    .addOption(
      new Option("--total", "totals over the horizon instead of steps, in csv and the like"),
    )
    .addOption(
      new Option("--samples <n>", "sample paths to draw, in csv and json").argParser(
        whole("the number of samples", 1, MAX_SAMPLES),
      ),
    );
}

function quantiles(text: string): number[] {
  const values = text.split(",").map((part) => {
    const value = /^\s*\d*\.?\d+\s*$/.test(part) ? Number(part) : Number.NaN;
    if (value > 0 && value < 1) return value;
    throw new UsageError(
      `--quantiles must be between 0 and 1, not "${part.trim()}"`,
      value >= 1 && value < 100
        ? `For ${value} percent write --quantiles ${Math.round(value * 1e6) / 1e8}.`
        : "Separate several by commas: --quantiles 0.1,0.5,0.9.",
    );
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Levels at which intervals are wanted. */
export function wantedLevels({ level, intervals }: IntervalOptions): number[] {
  return intervals === "none" ? [] : level;
}

function levels(text: string): number[] {
  const hint = "Separate several by commas: --level 80,95.";
  const values = text.split(",").map(percent("--level", hint));
  return [...new Set(values)].sort((a, b) => a - b);
}

/**
 * Reads a level in percent, for commander.
 *
 * @param hint what to do about text that is no number from 0 to 1 either
 */
export function percent(option: string, hint?: string): (text: string) => number {
  return (text) => {
    const value = /^\s*\d*\.?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
    if (value >= 1 && value < 100) return value;
    const meant = Math.round(1e4 * value) / 100;
    throw new UsageError(
      `${option} must be ${hint === undefined ? "a percent" : "percents"} from 1 to below 100, not "${text.trim()}"`,
      value > 0 && value < 1 ? `For ${meant} percent write ${option} ${meant}.` : hint,
    );
  };
}

export type Format = "table" | "csv" | "json";

export function formatOption(
  formats: readonly string[] = ["table", "csv", "json"],
  description = "table, csv or json (default: csv in a pipe)",
): Option {
  return new Option("--format <format>", description).choices(formats);
}

/** No forecast reaches further, so that a slip of the finger does not fill the memory. */
const MAX_HORIZON = 1_000_000;

export function horizonOption(description: string): Option {
  return new Option("-H, --horizon <n>", description).argParser(
    whole("the horizon", 1, MAX_HORIZON),
  );
}

/** For commands that forecast from more than one origin. */
export function foldsOption(): Option {
  return new Option("--folds <n>", "folds, the last ending with the data").argParser(
    whole("--folds", 1, 10_000),
  );
}

export function stepOption(): Option {
  return new Option(
    "--step <n>",
    "rows from one fold to the next (default: the horizon)",
  ).argParser(whole("--step", 1, 1_000_000));
}

export function seedOption(): Option {
  return new Option("--seed <n>", "seed of all random numbers")
    .argParser(whole("the seed", 0, 2 ** 32 - 1))
    .default(1);
}

export function learnOption(): Option {
  return new Option(
    "--learn <rule>",
    "how recurrent models learn: bptt, or step by step: tbptt:STEPS, rtrl, hybrid, snap1",
  );
}

export interface ThreadOptions {
  /** Threads that fit the series of a panel, or train a network. */
  readonly threads: number;
}

/** Files of the system tell it, and help asks for seven commands. */
let cores: number | undefined;

export function threadsOption(description = "threads to use; results do not depend on it"): Option {
  cores ??= availableCores();
  return new Option("--threads <n>", description)
    .argParser(whole("the number of threads", 1, 256))
    .default(cores, "all cores");
}

export interface ArithmeticOptions {
  /** Whether networks may round products and sums once, which not every machine does. */
  readonly fastMath?: boolean;
}

export function fastMathOption(): Option {
  return new Option(
    "--fast-math",
    "train networks faster; their last digits may differ on other machines",
  );
}

/** A share of a panel's series, as `3/64`. */
export function shardOption(): Option {
  return new Option(
    "--shard <i/n>",
    "forecast one of n shares of the series; foretell merge joins them",
  ).argParser((text) => {
    const [, index, of] = /^(\d{1,7})\/(\d{1,7})$/.exec(text) ?? [];
    if (Number(index) >= 1 && Number(index) <= Number(of)) {
      return { index: Number(index), of: Number(of) };
    }
    throw new UsageError(
      `--shard must be written like 3/64, not "${text}"`,
      "The third of 64 is --shard 3/64; the first is 1/64, the last 64/64.",
    );
  });
}

/** Options of every command that fits models to one table. */
export interface FittingOptions
  extends DataOptions,
    FeatureOptions,
    IntervalOptions,
    JoinedOptions,
    ThreadOptions,
    ArithmeticOptions,
    GlobalOptions {
  readonly model?: string[];
  readonly horizon?: number;
  readonly seed: number;
}

/** Collects specs of models, also of several that are only named: `theta,ets`. */
export function modelSpecs(value: string, before: readonly string[] = []): string[] {
  const names = value.split(",").map((name) => name.trim());
  const areNames = names.every((name) => /^[a-z][a-z0-9-]*$/i.test(name));
  return [...before, ...(areNames ? names : [value])];
}

/** Collects a repeatable option. */
export function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Reads a whole number in a range, for commander; only digits, so that 1e9 is no surprise. */
export function whole(what: string, min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new UsageError(
      `${what} must be a whole number from ${grouped(String(min))} to ${grouped(String(max))}, not "${text}"`,
    );
  };
}

/** Reads whole numbers in a range, separated by commas or by repeating the option; each once, ascending. */
export function wholes(
  option: string,
  min: number,
  max: number,
): (text: string, before?: readonly number[]) => number[] {
  return (text, before = []) => {
    const values = text.split(",").map((part) => {
      const value = /^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN;
      if (value >= min && value <= max) return value;
      throw new UsageError(
        `${option} must be whole numbers from ${grouped(String(min))} to ${grouped(String(max))}, not "${part.trim()}"`,
        `Separate several by commas: ${option} 10,25,50.`,
      );
    });
    return [...new Set([...before, ...values])].sort((a, b) => a - b);
  };
}

/** Reads names of columns, separated by commas or by repeating the option. */
export function columns(
  option: string,
  example: string,
): (text: string, before?: readonly string[]) => string[] {
  return (text, before = []) => {
    const names = text.split(",").map((name) => name.trim());
    if (names.includes("")) {
      throw new UsageError(
        `${option} "${text}" lacks a column's name`,
        `Separate names by single commas: ${option} ${example}.`,
      );
    }
    return [...before, ...names];
  };
}
