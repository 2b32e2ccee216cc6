import { displayName } from "../source/errors.js";
import type { Decimal } from "../table/parse-options.js";
import { fieldText, type Line } from "./csv-scanner.js";

const COMMA = 0x2c;
const SEMICOLON = 0x3b;

/**
 * Finds the decimal sign from the numbers themselves: 1,5 and 1.234,5 against 1.5 and 1,234.5. If all
 * are like 1,234, they are decimals between semicolons and beside dates with points, else thousands.
 */
export function sniffDecimal(
  lines: readonly Line[],
  delimiter: number,
  name: string,
  warn: (message: string) => void,
): Decimal {
  const { commas, points, either, dotted } = countSigns(textsOf(lines));
  if (delimiter === COMMA && commas + points === 0) return ".";
  if (commas > 0 && points === 0) return ",";
  if (commas > points) return ",";
  if (either === undefined || points > 0) return ".";
  const decimal = delimiter === SEMICOLON || (delimiter !== COMMA && dotted) ? "," : ".";
  warn(
    `${displayName(name)}: "${either}" may be a decimal or thousands; taken as ${decimal === "," ? either.replace(",", ".") : either.replace(",", "")}, --decimal '${decimal === "," ? "." : ","}' says otherwise`,
  );
  return decimal;
}

/** The decimal sign of texts in cells of a workbook, if they prove commas and nothing else. */
export function decimalOfTexts(texts: Iterable<string>): Decimal | undefined {
  const { commas, points } = countSigns(texts);
  return commas > 0 && points === 0 ? "," : undefined;
}

function* textsOf(lines: readonly Line[]): Iterable<string> {
  for (const { fields } of lines) {
    for (const field of fields) if (field.to - field.from <= MAX_NUMBER) yield fieldText(field);
  }
}

const NO_CENTS = /^[^\d.,]{0,5}\d[\d.,'’ ]*([.,])(?:--?|[–—])$/;

/** Longest text that is looked at. */
const MAX_NUMBER = 40;

/**
 * How many numbers prove decimal commas or points, the first that may have either, and whether dates are
 * written 31.01.2024, as people with decimal commas do.
 */
function countSigns(texts: Iterable<string>): {
  readonly commas: number;
  readonly points: number;
  readonly either: string | undefined;
  readonly dotted: boolean;
} {
  let commas = 0;
  let points = 0;
  let either: string | undefined;
  let dotted = false;
  for (const text of texts) {
    dotted ||= /^\d{1,2}\.\d{1,2}\.\d{4}\b/.test(text);
    // Whole prices end in the decimal sign and a dash.
    const cents = NO_CENTS.exec(text)?.[1];
    if (cents === ",") commas++;
    else if (cents === ".") points++;
    // Signs and units around the number are ignored.
    const number = /^[^\d.,]{0,5}([.,]?\d(?:[\d.,'’ \u00a0\u202f]*\d)?)[^\d.,]{0,5}$/.exec(
      text,
    )?.[1];
    // Codes have zeros in front: "+0100,1" is no number with a decimal comma.
    if (number === undefined || /^0\d/.test(number)) continue;
    const signs = number.replace(/[^.,]/g, "");
    if (signs === ",") {
      if (/^\d{1,3},\d{3}$/.test(number) && !number.startsWith("0,")) either ??= text;
      else commas++;
    } else if (signs === ".") {
      if (!/^\d{1,3}\.\d{3}$/.test(number) || number.startsWith("0.")) points++;
    } else if (/^\.+,$/.test(signs) || /^\d{1,3}(\.\d{3}){2,}$/.test(number)) commas++;
    else if (/^,+\.$/.test(signs) || /^\d{1,3}(,\d{3}){2,}$/.test(number)) points++;
  }
  return { commas, points, either, dotted };
}

/** Whether no number among these proves what the decimal sign is. */
export function isDecimalOpen(lines: readonly Line[]): boolean {
  const { commas, points, either } = countSigns(textsOf(lines));
  return commas + points === 0 && either === undefined;
}
