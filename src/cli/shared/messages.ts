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

/** One line of JSON. */
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
  const parts = { ...known, code, model, stack };
  // What is not known is left out.
  return { error: JSON.parse(JSON.stringify(parts)) };
}

function partsOf(error: unknown): ErrorMessage["error"] {
  if (error instanceof CommanderError) {
    const [message = "", ...hint] = error.message.replace(/^error: /, "").split("\n");
    return {
      code: "usage",
      message,
      hint: hint.map((line) => line.replace(/^\((.*)\)$/, "$1")).join("\n") || undefined,
    };
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
    hint: "This is a bug in foretell. Please report it with the command and the data that led here.",
  };
}

function codeOf({ exitCode }: ForetellError): ErrorMessage["error"]["code"] {
  const codes = ["usage", "data", "fit", "interrupted"] as const;
  return codes.find((code) => ExitCode[code] === exitCode) ?? "internal";
}
