import { INVISIBLE } from "./printable.js";

/**
 * JSON in which characters that would move the cursor or reorder text are written as escapes, so that it
 * may be looked at on a terminal. NaN and infinities become null.
 *
 * @param indent spaces a level, none by default
 */
export function toJson(value: unknown, indent?: number): string {
  // Line feeds are JSON's own: those within strings are escaped already.
  return JSON.stringify(value, null, indent).replace(INVISIBLE, (character) =>
    character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
