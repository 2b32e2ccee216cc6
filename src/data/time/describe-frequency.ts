import { counted } from "../../wording.js";
import type { Frequency } from "./frequency.js";

/** A frequency in words: `monthly (MS)`, `every 15 minutes (15min)`, `no dates`. */
export function describeFrequency({ unit, multiple, alias }: Frequency): string {
  if (unit === "index") return "no dates";
  const [adverb, noun] = WORDS[unit];
  return `${multiple === 1 ? adverb : `every ${multiple} ${noun}`} (${alias})`;
}

/** A number of steps in words: `28 days`, `1 month`, `6 steps` of 15 minutes each. */
export function stepsInWords(count: number, { unit, multiple }: Frequency): string {
  if (unit === "index" || multiple !== 1) return counted(count, "step");
  return counted(count, WORDS[unit][1].slice(0, -1));
}

/** How often, and the plural of the unit. */
const WORDS: Record<Exclude<Frequency["unit"], "index">, [string, string]> = {
  ms: ["every millisecond", "milliseconds"],
  s: ["every second", "seconds"],
  min: ["every minute", "minutes"],
  h: ["hourly", "hours"],
  D: ["daily", "days"],
  B: ["every business day", "business days"],
  W: ["weekly", "weeks"],
  M: ["monthly", "months"],
  Q: ["quarterly", "quarters"],
  Y: ["yearly", "years"],
};
