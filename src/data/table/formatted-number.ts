import { visibleText } from "../time/visible-text.js";
import type { Decimal } from "./parse-options.js";

/** A number written for people. */
export interface FormattedNumber {
  readonly value: number;
  /** What was dropped to read it: `thousands separators`, `%`, `€`, … */
  readonly marks: readonly string[];
}

const UNITS =
  /^(?:R\$|[A-Z]{1,3}\$|\p{Sc}|EUR|USD|GBP|CHF|JPY|CNY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR|BRL|Fr\.|kr\.?|zł)/u;
const UNIT_AFTER =
  /(?:%|‰|° ?[CF]?|\p{Sc}|EUR|USD|GBP|CHF|JPY|CNY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR|BRL|Fr\.|kr\.?|zł)$/u;

/** How marks begin that stand behind a number. */
export const FLAG = "the flag";

/** What stands behind a number that is provisional, revised or explained below the table. */
const FLAG_AFTER = /(?<=\d) ?(?:\*{1,3}|[†‡]|\([a-z]\)|\[[a-z\d]\])$/i;

/**
 * Letters of statistical offices for provisional, revised and estimated values. Only behind decimals: `12e` may be
 * a label, and `2025e` the name of a column.
 */
const LETTER_AFTER = /(?<=\d[.,]\d+) ?[pre]$/;

/** The letters that stand for flags, and `b` for a break, which may be a billion as well. */
export const FLAG_LETTERS = "preb";

/** Whole prices as German and Swiss shops write them: `12,-`, `12.–` and `12,--`. */
const NO_CENTS = /(?<=\d)[.,](?:--?|[–—])$/;

/** Letters and words behind a number that stand for powers of ten. */
const SCALES: readonly (readonly [RegExp, string, number])[] = [
  [/[Kk]$/, "K as a thousand", 3],
  [/M(?:io\.?|ln\.?)?$|mn$/, "M as a million", 6],
  [/B$|[Bb]n$|M(?:rd|ia)\.?$/, "B as a billion", 9],
];

/** Grouped digits: groups of three, in India of two but for the last one. */
const GROUPED: Record<Decimal, RegExp> = {
  ".": /^(\d{1,3}(?:([,'’ ])(?:\d{2,3}\2)*\d{3})?|\d*)(?:\.(\d+))?$/,
  ",": /^(\d{1,3}(?:([.'’ ])(?:\d{2,3}\2)*\d{3})?|\d*)(?:,(\d+))?$/,
};

/**
 * Reads numbers that `parseNumber` does not: thousands separators, a currency's sign, a percent sign
 * (12.5 % is 12.5), a minus behind the number or as brackets around it, a typographic minus, a flag behind it
 * such as `*` or `(r)`.
 *
 * @returns undefined when the text is no number
 */
export function parseFormatted(written: string, decimal: Decimal): FormattedNumber | undefined {
  if (written.length > 60 || !/\p{Nd}/u.test(written)) return undefined;
  const marks: string[] = [];
  let text = visibleText(written).replace(/\u2212/g, "-");
  let sign = 1;
  const flag = (FLAG_AFTER.exec(text) ?? LETTER_AFTER.exec(text))?.[0];
  if (flag !== undefined) {
    text = text.slice(0, -flag.length);
    marks.push(`${FLAG} ${flag.trim()}`);
  }
  const bracketed = /^\((.*)\)$/.exec(text);
  if (bracketed !== null) {
    sign = -1;
    text = bracketed[1];
    marks.push("brackets for a minus");
  }
  const strip = (pattern: RegExp) => {
    const found = pattern.exec(text);
    if (found === null) return "";
    text = (found.index === 0 ? text.slice(found[0].length) : text.slice(0, found.index)).trim();
    return found[0];
  };
  const minus = () => {
    const found = strip(/^[-+]/);
    if (found === "-") sign = -sign;
    return found !== "";
  };
  const signed = minus();
  const unit = strip(UNITS) || strip(UNIT_AFTER);
  if (unit !== "") marks.push(unit);
  const cents = strip(NO_CENTS);
  if (cents !== "") {
    // The sign before the dash is that of decimals.
    if (cents[0] !== decimal && text.includes(decimal)) return undefined;
    marks.push("a dash for no cents");
  } else if (!signed && !minus() && strip(/-$/) === "-") {
    sign = -sign;
    marks.push("a minus behind");
  }
  const scale = SCALES.find(([behind]) => behind.test(text));
  if (scale !== undefined) {
    strip(scale[0]);
    marks.push(scale[1]);
  }
  const found = GROUPED[decimal].exec(text);
  if (found === null) return undefined;
  const [, whole, group, fraction = ""] = found;
  if (whole === "" && fraction === "") return undefined;
  if (group !== undefined) marks.push("thousands separators");
  const power = scale === undefined ? "" : `e${scale[2]}`;
  return { value: sign * Number(`${whole.replace(/\D/g, "")}.${fraction}${power}`), marks };
}
