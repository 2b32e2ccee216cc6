import type { Command, Option } from "commander";
import { version } from "../../../../package.json";
import { writeStdout } from "../../shared/terminal.js";
import { topicSummaries } from "./manual.js";

const EXIT_CODES: readonly (readonly [number, string])[] = [
  [0, "Done."],
  [1, "A check failed, or something needed is missing."],
  [2, "Wrong usage."],
  [3, "Bad input data."],
  [4, "A model could not be fitted."],
  [70, "A bug in foretell."],
  [130, "Interrupted; the best forecast so far is still printed."],
];

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ["NO_COLOR, FORCE_COLOR", "No colour, or colour also in a pipe."],
  ["LC_ALL=C", "Plain ASCII."],
  ["TMPDIR", "Folder for copies of packed tables and stdin while they are read."],
  ["FORETELL_PAGER, PAGER", "What shows pages of the manual that are longer than the screen."],
];

/** Writes foretell(1), made of what the commands declare and of how the pages of the manual begin. */
export async function printManPage(program: Command): Promise<void> {
  const commands = program.commands.filter((command) => command.name() !== "help");
  const lines = [
    `.TH FORETELL 1 "" "foretell ${version}" "User Commands"`,
    ".SH NAME",
    "foretell \\- time-series forecasts from the command line",
    ".SH SYNOPSIS",
    ".B foretell",
    "[\\fIcommand\\fR] [\\fIsource\\fR] [\\fIoptions\\fR]",
    ".SH DESCRIPTION",
    roff(program.description()),
    ".SH COMMANDS",
    ...commands.flatMap((command) => [
      `.SS foretell ${roff(command.usage().replace("[options] ", ""), command.name())}`,
      `${roff(sentence(command.description()))}`,
      ...command.registeredArguments.flatMap((argument) => [
        ".TP",
        `.I ${roff(argument.name())}`,
        roff(sentence(argument.description)),
      ]),
      ...command.options.flatMap(optionLines),
    ]),
    ".SH OPTIONS OF ALL COMMANDS",
    ...program.options.flatMap(optionLines),
    ".SH EXIT STATUS",
    ...EXIT_CODES.flatMap(([code, meaning]) => [".TP", `.B ${code}`, meaning]),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([name, meaning]) => [".TP", `.B ${name}`, meaning]),
    ".SH FILES",
    ".TP",
    ".B foretell.config.json",
    "Options that a folder always needs, from the nearest file upward.",
    ".SH MANUAL",
    "Each page is shown by \\fBforetell help\\fR \\fIpage\\fR.",
    ...topicSummaries().flatMap(({ name, summary }) => [".TP", `.B ${name}`, roff(summary)]),
  ];
  await writeStdout(`${lines.join("\n")}\n`);
}

function optionLines(option: Option): string[] {
  const { flags, description, argChoices, defaultValue, defaultValueDescription } = option;
  const choices =
    argChoices && !argChoices.every((choice) => description.includes(choice))
      ? [`One of ${argChoices.join(", ")}.`]
      : [];
  const shown = defaultValueDescription ?? defaultValue;
  const fallback =
    shown === undefined || typeof shown === "boolean" ? [] : [`By default ${shown}.`];
  return [
    ".TP",
    `.B ${roff(flags)}`,
    roff([sentence(description), ...choices, ...fallback].join(" ")),
  ];
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** Text as roff takes it, each a line: signs that mean something to it are escaped. */
function roff(text: string, before = ""): string {
  const line = `${before} ${text}`.trim().replace(/\s+/g, " ");
  return line
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/, "\\&$1");
}
