import type { Frequency } from "./frequency.js";

/** A frequency in words: `monthly (MS)`, `every 15 minutes (15min)`, `no dates`. */
export function describeFrequency({ unit, multiple, alias }: Frequency): string {
  if (unit === "index") return "no dates";
  const [adverb, noun] = WORDS[unit];
  return `${multiple === 1 ? adverb : `every ${multiple} ${noun}`} (${alias})`;
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
