import { stripVTControlCharacters } from "node:util";

/** A blank between words that stay on one line; {@link wrap} makes it an ordinary one. */
export const JOINT = "\u00a0";

/** Text that {@link wrap} keeps on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(" ", JOINT);
}

/**
 * Breaks lines between words. A word that is wider than the terminal stays whole; colours take no room.
 * What follows a break is indented as far as its line, and by `hang` more.
 */
export function wrap(text: string, width: number, hang = 0): string {
  return text
    .split("\n")
    .map((line) => wrapLine(line, width, hang))
    .join("\n")
    .replaceAll(JOINT, " ");
}

function wrapLine(text: string, width: number, hang: number): string {
  if (lengthOf(text) <= width) return text;
  const indent = /^ */.exec(text)![0];
  const margin = " ".repeat(indent.length + hang);
  let line = 0;
  let wrapped = indent;
  for (const word of text.slice(indent.length).split(" ")) {
    const length = lengthOf(word);
    if (line === 0) {
      wrapped += word;
      line = indent.length + length;
    } else if (line + 1 + length <= width) {
      wrapped += ` ${word}`;
      line += 1 + length;
    } else if (length > 0) {
      wrapped = `${wrapped.trimEnd()}\n${margin}${word}`;
      line = margin.length + length;
    }
  }
  return wrapped;
}

/** Columns that a text takes: colours take none. */
export function lengthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

/**
 * A command for the shell, with a backslash at the end of each line but the last. An option stays on one
 * line with its value.
 */
export function wrapCommand(command: string, width: number, hang = 2): string {
  // Two columns are for the backslash.
  const room = width - 2 - hang - 2;
  const joined = command.replace(/ (--?[a-z][\w-]*) ([^\s-]\S*)/gi, (pair, option, value) =>
    pair.length - 1 > room ? pair : ` ${option}${JOINT}${value}`,
  );
  return lengthOf(command) <= width
    ? command
    : wrap(joined, width - 2, hang).replaceAll("\n", " \\\n");
}
