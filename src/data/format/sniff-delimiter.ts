import { CR, LF } from "./csv-location.js";
import { isRule } from "./decorations.js";

const QUOTE = 0x22;
const HASH = 0x23;
const TAB = 0x09;
const SEMICOLON = 0x3b;
const PIPE = 0x7c;
const COMMA = 0x2c;

/** Finds the delimiter that splits the first lines most evenly. */
export function sniffDelimiter(bytes: Uint8Array, start: number): number {
  // Decimal commas may be as regular as delimiters: the comma comes last among equals.
  const candidates = [TAB, SEMICOLON, PIPE, COMMA];
  const lines: number[][] = [];
  let counts = candidates.map(() => 0);
  let quoted = false;
  let empty = true;
  let comment = false;
  const end = Math.min(bytes.length, start + 65_536);
  for (let p = start; p < end && lines.length < 40; p++) {
    const byte = bytes[p];
    if (empty && (byte === HASH || isRule(bytes, p))) comment = true;
    if (byte === QUOTE && !comment) quoted = !quoted;
    if (quoted) {
      empty = false;
      continue;
    }
    const k = candidates.indexOf(byte);
    if (k >= 0) counts[k]++;
    if (byte !== LF && byte !== CR) empty = false;
    else if (!empty) {
      if (!comment) lines.push(counts);
      counts = candidates.map(() => 0);
      empty = true;
      comment = false;
    }
  }
  if (!empty && !comment && (lines.length === 0 || end === bytes.length)) lines.push(counts);
  let best = -1;
  let score = 0;
  candidates.forEach((_, k) => {
    const { count, same } = mostCommon(lines.map((line) => line[k]));
    if (count === 0) return;
    const share = same / lines.length;
    const value = share === 1 ? Number.POSITIVE_INFINITY : share * count;
    if (value > score) {
      score = value;
      best = k;
    }
  });
  if (best >= 0) return candidates[best];
  // The only delimiter may stand in a title, and a table may have a single row.
  const any = candidates.findIndex((_, k) => lines.some((line) => line[k] > 0));
  return any < 0 ? COMMA : candidates[any];
}

function mostCommon(counts: readonly number[]): { count: number; same: number } {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let count = 0;
  let same = 0;
  for (const [value, n] of times) {
    if (n > same || (n === same && value > count)) {
      count = value;
      same = n;
    }
  }
  return { count, same };
}
