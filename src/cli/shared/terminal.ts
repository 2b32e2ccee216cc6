import { printableLines } from "../../report/text/printable.js";

// Everything that foretell writes to stdout and stderr passes here. Names of series, columns and files
// are foreign: what a terminal would obey in them, such as an escape sequence, is shown as �.

/**
 * Writes to stdout; other programs get the data as they are.
 *
 * @param painted whether colours in the text are ours
 * @returns resolves when everything has been handed over, however slow the reader is
 */
export function writeStdout(data: string | Uint8Array, painted = false): Promise<void> {
  const safe =
    typeof data === "string" && process.stdout.isTTY ? printableLines(data, { painted }) : data;
  return new Promise((resolve, reject) => {
    process.stdout.write(safe, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes lines to stderr, which is for people even where it is no terminal. */
export function writeStderr(text: string): void {
  process.stderr.write(printableLines(text, { painted: true }));
}

/** Clears so many lines above the cursor, and writes a picture in their place. */
export function redraw(above: number, picture: string): void {
  const erase = above > 0 ? `\x1b[${above}A\r\x1b[J` : "";
  process.stdout.write(`${erase}${printableLines(picture, { painted: true })}`);
}
