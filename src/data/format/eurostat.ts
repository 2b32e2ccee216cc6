import type { Warn } from "../../errors.js";
import { counted } from "../../wording.js";
import { displayName } from "../source/errors.js";
import type { Source } from "../source/source.js";

/** `freq,unit,geo\TIME_PERIOD`, then a tab and the periods. */
const HEAD = /^(?:\ufeff)?[\w,]+\\[\w]+ *\t/;

/** The bytes that are looked at for it. */
const HEAD_BYTES = 1000;

/** A value with flags such as `p` and `b`, or a colon for a missing one, which may have flags, too. */
const CELL = /\t *(?:(-?\d[\d.]*)|:) *([a-z]{0,4}) *(?=\t|\r?\n|$)/g;

/**
 * The table of Eurostat's bulk download without the flags behind its values and the colons of missing ones.
 *
 * @returns undefined for any other text, and for one that is read in windows
 * @see https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-faq
 */
export function eurostatTable(source: Source, warn: Warn): Source | undefined {
  if (source.pages !== undefined) return undefined;
  const head = new TextDecoder().decode(source.bytes.subarray(0, HEAD_BYTES));
  if (!HEAD.test(head)) return undefined;
  const flags = new Map<string, number>();
  const text = new TextDecoder().decode(source.bytes);
  const plain = text.replace(CELL, (_, value: string | undefined, flag: string) => {
    if (value !== undefined && flag !== "") flags.set(flag, (flags.get(flag) ?? 0) + 1);
    return `\t${value ?? ""}`;
  });
  if (flags.size > 0) {
    const found = [...flags].map(([flag, count]) => `${flag} (${counted(count, "value")})`);
    warn(`${displayName(source.name)}: read without the flags ${found.join(", ")}`);
  }
  return { ...source, bytes: new TextEncoder().encode(plain) };
}
