import { type Command, Option } from "commander";
import { DUPLICATES, type Duplicates, MISSING, type Missing } from "../../data/panel/policies.js";
import type { Decimal } from "../../data/table/parse-options.js";
import { availableCores } from "../../engine/cores.js";
import { UsageError } from "../../errors.js";
import { INTERVALS, type Intervals } from "../../models/intervals/kinds.js";

/** Options that every command understands, before or after its name. */
export interface GlobalOptions {
  readonly quiet?: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
  readonly plain?: boolean;
  readonly debug?: boolean;
}

export function addGlobalOptions(program: Command): Command {
  return program
    .option("-q, --quiet", "no progress, no warnings, no summary")
    .option("--no-color", "no colour (as with NO_COLOR; FORCE_COLOR=1 insists)")
    .option("--plain", "nothing but ASCII characters")
    .option("--debug", "stack traces with errors");
}

/** How data are read. */
export interface DataOptions {
  readonly time?: string;
  readonly target?: string[];
  readonly id?: string[];
  readonly past?: string[];
  readonly future?: string[];
  readonly exogenous?: string[];
  readonly static?: string[];
  readonly freq?: string;
  readonly season?: number;
  readonly aggregate?: "sum" | "mean";
  readonly duplicates?: Duplicates;
  readonly missing?: Missing;
  readonly delimiter?: string;
  readonly decimal?: Decimal;
  readonly encoding?: string;
  readonly sheet?: string;
  /** False with `--no-header`. */
  readonly header?: boolean;
  readonly na?: string[];
  readonly dateFormat?: string;
  readonly tz?: string;
  readonly maxBytes?: number;
}

/** @param missing how missing values are filled unless told */
export function addDataOptions(command: Command, missing: Missing = "interpolate"): Command {
  addColumnOptions(command)
    .option(
      "--past <columns>",
      "exogenous columns known up to the last observation",
      columns("--past", "temperature,visitors"),
    )
    .option(
      "--future <columns>",
      "exogenous columns known ahead, in rows without a target at the end",
      columns("--future", "price,holiday"),
    )
    .option(
      "--exogenous <columns>",
      "exogenous columns, known ahead if they have values beyond the last observation; auto for all",
      columns("--exogenous", "price,visitors"),
    )
    .option(
      "--static <columns>",
      "columns with one value a series",
      columns("--static", "region,size"),
    )
    .option("--freq <alias>", "distance between observations: h D B W-SUN MS QS YS 15min …")
    .option("--season <n>", "observations a season, 1 for none", whole("the season", 1, 1e6))
    .addOption(
      new Option("--aggregate <how>", "combine rows to the coarser --freq").choices([
        "sum",
        "mean",
      ]),
    )
    .addOption(
      new Option(
        "--duplicates <how>",
        "rows of a series with the same date (default: error)",
      ).choices(DUPLICATES),
    )
    .addOption(
      new Option("--missing <how>", `missing values and dates (default: ${missing})`).choices(
        MISSING,
      ),
    );
  return addDialectOptions(command)
    .option("--encoding <name>", "utf-8, utf-16le, utf-16be or latin1 (default: found)")
    .option("--sheet <sheet>", "name or number of an Excel workbook's sheet (default: the first)")
    .option(
      "--date-format <format>",
      "order of 01/02/2024, dmy or mdy, or a pattern such as %d.%m.%Y (default: found)",
    )
    .option("--tz <zone>", "time zone of the dates, such as Europe/Berlin")
    .option("--max-bytes <size>", "most bytes to read or unpack, such as 500M or 4G", bytes);
}

/** Which columns hold what. */
export function addColumnOptions(command: Command): Command {
  return command
    .option("--time <columns>", "column of dates, or several such as date,time (default: found)")
    .option(
      "--target <columns>",
      "columns to forecast, separated by commas",
      columns("--target", "drivers,front"),
    )
    .option(
      "--id <columns>",
      "column that names the series in a long table, or several that do so together",
      columns("--id", "store,item"),
    );
}

/** How rows are written. */
export function addDialectOptions(command: Command): Command {
  return command
    .option("--delimiter <character>", "between fields: , ; | tab (default: found)", delimiter)
    .addOption(new Option("--decimal <sign>", "decimal sign (default: found)").choices([".", ","]))
    .option("--no-header", "the first line is a row")
    .option("--na <words>", "more words for a missing value", columns("--na", "missing,-999"));
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
  return command.option(
    "--join <file>",
    "table whose columns are put beside, by the columns that both have",
  );
}

/** Of commands that look beyond the last observation. */
export function addFutureFileOption(command: Command): Command {
  return command.option(
    "--future-file <file>",
    "table with more rows of the --future columns, and of dates where they are irregular",
  );
}

export interface FeatureOptions {
  /** Features that models take as inputs. */
  readonly feature?: string[];
}

export function addFeatureOption(command: Command): Command {
  return command.option(
    "-f, --feature <spec>",
    "feature as an input of models that take columns, such as lag:12 or calendar:month, repeatable",
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
      new Option(
        "--intervals <how>",
        "the model's own (native), from its past errors (conformal, adaptive, bootstrap), or native if there are any, else conformal (auto)",
      )
        .choices(INTERVALS)
        .default(intervals),
    );
}

/** Levels at which intervals are wanted. */
export function wantedLevels({ level, intervals }: IntervalOptions): number[] {
  return intervals === "none" ? [] : level;
}

function levels(text: string): number[] {
  const values = text.split(",").map((part) => {
    const value = /^\s*\d*\.?\d+\s*$/.test(part) ? Number(part) : Number.NaN;
    if (value >= 1 && value < 100) return value;
    throw new UsageError(
      `--level must be percents from 1 to below 100, not "${part.trim()}"`,
      value > 0 && value < 1
        ? `For ${Math.round(1e4 * value) / 100} percent write --level ${Math.round(1e4 * value) / 100}.`
        : "Separate several by commas: --level 80,95.",
    );
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

export type Format = "table" | "csv" | "json";

export function formatOption(
  formats: readonly string[] = ["table", "csv", "json"],
  description = "how to print (default: table on a terminal, csv in a pipe)",
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

/** Of commands that forecast from more than one origin. */
export function foldsOption(): Option {
  return new Option(
    "--folds <n>",
    "origins from which to forecast; the last ones reach the end",
  ).argParser(whole("--folds", 1, 10_000));
}

export function stepOption(): Option {
  return new Option(
    "--step <n>",
    "observations from one origin to the next (default: the horizon)",
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
    "how recurrent models learn: bptt, or step by step tbptt:STEPS, rtrl, hybrid or snap1",
  );
}

export interface ThreadOptions {
  /** Threads that fit the series of a panel, or train a network. */
  readonly threads: number;
}

export function threadsOption(): Option {
  return new Option(
    "--threads <n>",
    "threads that fit series and train networks (the numbers are the same)",
  )
    .argParser(whole("the number of threads", 1, 256))
    .default(availableCores(), "all cores");
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
    throw new UsageError(`${what} must be a whole number from ${min} to ${max}, not "${text}"`);
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
        `${option} must be whole numbers from ${min} to ${max}, not "${part.trim()}"`,
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
