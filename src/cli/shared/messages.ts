import { CommanderError } from "commander";
import { ExitCode, ForetellError } from "../../errors.js";
import type { DocumentOf } from "../../report/text/document.js";
import { toJson } from "../../report/text/json.js";
import type { messageSchema } from "../../report/text/message-schema.js";

/** A message on stderr, as programs read it. */
export type Message = DocumentOf<typeof messageSchema>;
type ErrorMessage = Extract<Message, { readonly error: unknown }>;

/** Formats that are for programs, which read messages as JSON too. */
export function isForPrograms(format: unknown): boolean {
  return format === "json" || format === "ndjson";
}

/** Whether a command line asks for such a format, known before anything is parsed. */
export function asksForPrograms(argv: readonly string[]): boolean {
  return argv.some((word, i) =>
    word === "--format"
      ? isForPrograms(argv[i + 1])
      : word.startsWith("--format=") && isForPrograms(word.slice("--format=".length)),
  );
}

/** One line of JSON; what is not known is left out. */
export function messageLine(message: Message): string {
  return `${toJson(message)}\n`;
}

/**
 * An error in the parts that a program acts on.
 *
 * @param model which could not be fitted, where others could
 */
export function errorMessage(error: unknown, debug: boolean, model?: string): ErrorMessage {
  const known = partsOf(error);
  const code = model === undefined ? known.code : "fit";
  const stack = debug && error instanceof Error ? error.stack : undefined;
  return { error: { ...known, code, model, stack } };
}

/** What to do about an internal error. */
export const BUG_HINT =
  "This is a bug in foretell. Please report it with the command and the data that led here.";

/** Commander's error without its `error: `, and its `(Did you mean --format?)` without the brackets. */
export function usageParts(error: CommanderError): { message: string; hints: string[] } {
  const [message = "", ...hints] = error.message.replace(/^error: /, "").split("\n");
  const lacking =
    /^required option '(.+)' not specified$/.exec(message)?.[1] ??
    /^missing required argument '(.+)'$/.exec(message)?.[1];
  if (lacking !== undefined) {
    const what = lacking.startsWith("-") ? "option" : "argument";
    return { message: `the ${what} ${lacking} is missing`, hints: ["--help shows an example."] };
  }
  const bare = /^option '(.+)' argument missing$/.exec(message)?.[1];
  if (bare !== undefined) {
    const [name, value] = bare.split(/[ ,]+(?=--|<|\[)/).slice(-2);
    return { message: `${name} needs a value: ${name} ${value}`, hints };
  }
  if (message === "unknown option '--from'") {
    return {
      message,
      hints: ["Only foretell forecast uses a saved model; other commands fit their own: -m."],
    };
  }
  if (message === "unknown option '--series'") {
    return {
      message,
      hints: ["--where chooses series by a column, here as well: --where store=North."],
    };
  }
  if (message === "unknown option '--hierarchy'") {
    return {
      message,
      hints: [
        "Only forecast and backtest take it: foretell forecast FILE --hierarchy region,store.",
      ],
    };
  }
  if (message === "unknown option '--fast-math'") {
    return {
      message,
      hints: [
        "forecast, backtest, train, report and benchmark take it. check compares forecasts to the last bit, which it changes.",
      ],
    };
  }
  return { message, hints: hints.map((line) => line.replace(/^\((.*)\)$/, "$1")) };
}

function partsOf(error: unknown): ErrorMessage["error"] {
  if (error instanceof CommanderError) {
    const { message, hints } = usageParts(error);
    return { code: "usage", message, hint: hints.join("\n") || undefined };
  }
  if (error instanceof ForetellError) {
    const { message, hint, location, excerpt } = error;
    const { line } = location ?? {};
    const file = location?.file === "-" ? "stdin" : location?.file;
    const { column, text } = location ?? excerpt ?? {};
    return { code: codeOf(error), message, file, line, column, text, hint };
  }
  return {
    code: "internal",
    message: error instanceof Error ? error.message : String(error),
    hint: BUG_HINT,
  };
}

function codeOf({ exitCode }: ForetellError): ErrorMessage["error"]["code"] {
  const codes = ["usage", "data", "fit", "interrupted"] as const;
  return codes.find((code) => ExitCode[code] === exitCode) ?? "internal";
}
