import { stripVTControlCharacters } from "node:util";

/** Breaks a sentence between words. A word that is wider than the terminal stays whole; colours take no room. */
export function wrap(text: string, width: number): string {
  let line = 0;
  let wrapped = "";
  for (const word of text.split(" ")) {
    const { length } = stripVTControlCharacters(word);
    const fits = line > 0 && line + 1 + length <= width;
    wrapped += line === 0 ? word : fits ? ` ${word}` : `\n${word}`;
    line = fits ? line + 1 + length : length;
  }
  return wrapped;
}
