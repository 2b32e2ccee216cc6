import type { Command } from "commander";
import { UsageError } from "../../../errors.js";
import { suggestion } from "../../../suggest.js";
import { completionScript, SHELLS, type Shell } from "../../shared/completion/scripts.js";
import { typedWords } from "../../shared/completion/words.js";
import { writeStdout } from "../../shared/terminal.js";
import { candidates } from "./candidates.js";

/** `foretell completion <shell>`. */
export async function printCompletion(shell: string): Promise<void> {
  const known = SHELLS.find((one) => one === shell);
  if (known === undefined) {
    throw new UsageError(
      `there is no completion for "${shell}"`,
      suggestion(shell, SHELLS) ?? `There is one for ${SHELLS.join(", ")}.`,
    );
  }
  await writeStdout(completionScript(known));
}

/**
 * `foretell complete SHELL LINE`, which the scripts call: what may stand at the end of a line, a candidate a
 * line, with a tab and its meaning where the shell shows one.
 */
export async function complete(program: Command, shell: Shell, line: string): Promise<void> {
  const typed = typedWords(line);
  const found = await candidates(program, typed);
  const unique = [...new Map(found.map((one) => [one.value, one])).values()];
  const lines = unique.map(({ value, meaning }) =>
    shell === "bash"
      ? escaped(afterBreak(value, typed.current))
      : `${value}${meaning ? `\t${meaning.replace(/\s+/g, " ")}` : ""}`,
  );
  await writeStdout(lines.map((text) => `${text}\n`).join(""));
}

/** Bash takes what follows the last colon or equals sign for a word of its own. */
function afterBreak(value: string, current: string): string {
  const at = Math.max(current.lastIndexOf(":"), current.lastIndexOf("="));
  return value.slice(at + 1);
}

/** With a backslash before what a shell would take apart. */
function escaped(word: string): string {
  return word.replace(/[\s"'\\$&;()<>|`*?[\]{}!#~]/g, "\\$&");
}
