import type { Appearance } from "../../report/text/appearance.js";
import { printable } from "../../report/text/printable.js";
import { type Progress, spinner } from "../../report/text/progress.js";
import { silent } from "../../report/text/silent.js";
import { wrap } from "../../report/text/wrap.js";
import { appearanceOf } from "./appearance.js";
import type { GlobalOptions } from "./options.js";
import { writeStderr } from "./terminal.js";

/** Messages to stderr while a command works. */
export interface Console {
  /** True when a person watches and wants to know how the work goes on. */
  readonly talkative: boolean;
  readonly screen: Appearance;
  readonly progress: Progress;
  /** A line, whatever the progress shows. */
  say(text: string): void;
  /** A line that is left out with `--quiet`, for a person or a script. */
  note(text: string): void;
  /** A warning, once; nothing with `--quiet`. */
  warn(message: string): void;
}

export async function openConsole(options: GlobalOptions): Promise<Console> {
  const { quiet } = options;
  const talkative = process.stderr.isTTY === true && !quiet;
  const screen = appearanceOf(process.stderr, options);
  // A terminal that does not know its width cannot show a spinner in place.
  const animated = talkative && process.stderr.columns > 0;
  const progress = animated ? await spinner(screen.plain, screen.color, writeStderr) : silent;
  // Other programs read a message as one line.
  const written = (text: string) =>
    process.stderr.isTTY === true ? wrap(text, screen.width) : text;
  const say = (text: string) => progress.aside(() => writeStderr(`${written(text)}\n`));
  const note = (text: string) => {
    if (!quiet) say(text);
  };
  const warned = new Set<string>();
  const warn = (message: string) => {
    if (quiet || warned.has(message)) return;
    warned.add(message);
    say(`foretell: warning: ${printable(message)}`);
  };
  return { talkative, screen, progress, say, note, warn };
}
