import { statSync } from "node:fs";
import type { ForetellError } from "../../errors.js";
import type { Appearance } from "../../report/text/appearance.js";
import { formatBytes } from "../../report/text/format.js";
import { printable } from "../../report/text/printable.js";
import type { Progress } from "../../report/text/progress.js";
import { silent } from "../../report/text/silent.js";
import { timed } from "../../report/text/timed.js";
import { wrap } from "../../report/text/wrap.js";
import { appearanceOf } from "./appearance.js";
import { errorMessage, isForPrograms, type Message, messageLine } from "./messages.js";
import type { GlobalOptions } from "./options.js";
import { writeStderr } from "./terminal.js";

/** Messages to stderr while a command works. */
export interface Console {
  /** True when a person watches and wants to know how the work goes on. */
  readonly talkative: boolean;
  readonly screen: Appearance;
  readonly progress: Progress;
  /** Lines for a person, whatever the progress shows. */
  say(text: string): void;
  /** That a file is written, and how large it is, to a person who watches. */
  wrote(file: string): void;
  /** How the work ends, with `--quiet` too. */
  tell(message: string): void;
  /** How the work goes on; nothing with `--quiet`. */
  note(message: string): void;
  /** A warning, once; nothing with `--quiet`. */
  warn(message: string): void;
  /** That a model could not be fitted, where others could. */
  fail(model: string, error: ForetellError): void;
  /** That there was no time to do anything. */
  interrupted(message: string): void;
}

export async function openConsole(options: GlobalOptions): Promise<Console> {
  const { quiet, format } = options;
  const forPrograms = isForPrograms(format);
  const watched = process.stderr.isTTY === true && !quiet;
  const screen = appearanceOf(process.stderr, options);
  // A terminal that does not know its width cannot show a spinner in place.
  const animated = watched && process.stderr.columns > 0;
  const shown = animated ? await animation(screen) : silent;
  // Other programs read a message as one line.
  const written = (text: string) =>
    process.stderr.isTTY === true ? wrap(text, screen.width) : text;
  const say = (text: string) => shown.aside(() => writeStderr(`${written(text)}\n`));
  const write = (message: Message, text: string) =>
    forPrograms ? shown.aside(() => writeStderr(messageLine(message))) : say(`foretell: ${text}`);
  const tell = (message: string) => write({ note: { message } }, printable(message));
  const progress = options.verbose ? timed(shown, tell) : shown;
  const note = (message: string) => {
    if (!quiet) tell(message);
  };
  const warned = new Set<string>();
  const warn = (message: string) => {
    if (quiet || warned.has(message)) return;
    warned.add(message);
    write({ warning: { message } }, `warning: ${printable(message)}`);
  };
  const fail = (model: string, error: ForetellError) => {
    const hint = error.hint ? `\n${error.hint}` : "";
    write(errorMessage(error, options.debug === true, model), `${model}: ${error.message}${hint}`);
  };
  const interrupted = (message: string) =>
    write({ error: { code: "interrupted", message } }, message);
  const talkative = watched && !forPrograms;
  const wrote = (file: string) => {
    if (!talkative) return;
    const stat = statSync(file, { throwIfNoEntry: false });
    // Devices and pipes have no size.
    const size = stat?.isFile() ? `, ${formatBytes(stat.size)}` : "";
    say(`wrote ${printable(file)}${size}`);
  };
  return { talkative, screen, progress, say, wrote, tell, note, warn, fail, interrupted };
}

/** A progress that moves, of which pipes need no code. */
async function animation({ plain, color }: Appearance): Promise<Progress> {
  const { spinner } = await import("../../report/text/progress.js");
  return spinner(plain, color, writeStderr);
}
