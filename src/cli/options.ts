import { type Command, Option } from "commander";
import { UsageError } from "../errors.js";

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
  readonly id?: string;
  readonly freq?: string;
  readonly season?: number;
}

export function addDataOptions(command: Command): Command {
  return command
    .option("--time <column>", "column of dates (default: found by name and content)")
    .option("--target <columns>", "columns to forecast, separated by commas", columns)
    .option("--id <column>", "column that names the series in a long table")
    .option("--freq <alias>", "distance between observations: h D B W-SUN MS QS YS 15min …")
    .option("--season <n>", "observations a season, 1 for none", whole("the season", 1, 1e6));
}

export type Format = "table" | "csv" | "json";

export function formatOption(formats: readonly Format[] = ["table", "csv", "json"]): Option {
  return new Option(
    "--format <format>",
    "how to print (default: table on a terminal, csv in a pipe)",
  ).choices(formats);
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

function columns(text: string, before: readonly string[] = []): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) {
    throw new UsageError(
      `--target "${text}" lacks a column's name`,
      "Separate names by single commas: --target drivers,front.",
    );
  }
  return [...before, ...names];
}
