import { CommanderError } from "commander";
import { ExitCode, ForetellError } from "../../errors.js";
import { printable } from "../../report/text/printable.js";
import { wrap } from "../../report/text/wrap.js";
import { BUG_HINT, usageParts } from "./messages.js";

/** Lines longer than this are cut around the caret. */
const MAX_COLUMNS = 100;

/**
 * The text about an error for a person, and the exit code for a script.
 *
 * @param debug adds the stack trace
 * @param width columns of a terminal, at which sentences are broken between words
 */
export function describeError(
  error: unknown,
  debug: boolean,
  width = Number.POSITIVE_INFINITY,
): { text: string; code: number } {
  const sentence = (text: string) => wrap(printable(text), width);
  if (error instanceof CommanderError) {
    // Help and version are errors to commander, and have been printed.
    if (error.exitCode === 0) return { text: "", code: ExitCode.done };
    const { message, hints } = usageParts(error);
    return {
      text: lines([`foretell: ${message}`, ...hints].map(sentence)),
      code: ExitCode.usage,
    };
  }
  if (error instanceof ForetellError) {
    return {
      text: lines([
        sentence(`foretell: ${place(error)}${error.message}`),
        ...excerpt(error, width),
        ...(error.hint ? [sentence(error.hint)] : []),
        ...(debug ? [stackOf(error)] : []),
      ]),
      code: error.exitCode,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    text: lines([
      sentence(`foretell: internal error: ${message}`),
      sentence(BUG_HINT),
      debug && error instanceof Error ? stackOf(error) : "--debug shows where it happened.",
    ]),
    code: ExitCode.internal,
  };
}

function stackOf({ stack }: Error): string {
  return String(stack)
    .split("\n")
    .map((line) => printable(line))
    .join("\n");
}

function lines(parts: readonly string[]): string {
  return `${parts.join("\n")}\n`;
}

function place({ location }: ForetellError): string {
  if (!location) return "";
  const { file, line } = location;
  return `${file === "-" ? "stdin" : file}${line === undefined ? "" : `:${line}`}: `;
}

/** The offending line with carets under the offending part. */
function excerpt({ location, excerpt: spec }: ForetellError, screen: number): string[] {
  const { text, column = 1, width = 1 } = location ?? spec ?? {};
  if (text === undefined || text === "") return [];
  const margin = location?.line === undefined ? "  " : `  ${location.line} | `;
  // Two more are for the dots at its ends.
  const columns = Math.max(10, Math.min(MAX_COLUMNS, screen - margin.length - 2));
  const from = text.length > columns ? Math.max(0, column - 1 - Math.floor(columns / 2)) : 0;
  const shown = text.slice(from, from + columns);
  const left = from > 0 ? "…" : "";
  const right = from + columns < text.length ? "…" : "";
  const line = `${margin}${left}${printable(shown)}${right}`;
  if (location?.column === undefined && !spec) return [line];
  const before = shown.slice(0, column - 1 - from);
  // Tabs stay tabs, so that the carets stand where the text does.
  const indent = `${" ".repeat(margin.length + left.length)}${before.replace(/[^\t]/g, " ")}`;
  const carets = Math.max(1, Math.min(width, shown.length - before.length));
  return [line, `${indent}${"^".repeat(carets)}`];
}
