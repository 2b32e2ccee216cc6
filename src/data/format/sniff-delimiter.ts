import { CR, LF } from "./csv-location.js";
import { isRule } from "./decorations.js";

/** One for all cells: to make one takes longer than to decode a cell. */
const decoder = new TextDecoder();

const QUOTE = 0x22;
const HASH = 0x23;
const TAB = 0x09;
const SEMICOLON = 0x3b;
const PIPE = 0x7c;
const COMMA = 0x2c;

/** The delimiter of tables whose columns are separated by one or more blanks. */
export const BLANK = 0x20;

/** Delimiters, those first that win among equals: decimal commas may be as regular as delimiters. */
const COMMON = [TAB, SEMICOLON, PIPE, COMMA];

/** Delimiters that hardly stand in texts: ^, ~ and the control characters of Hive and ASCII. */
const RARE = [0x5e, 0x7e, 0x01, 0x1f];

/** Share of lines with the same number of a common delimiter from which blanks are not considered. */
const MIN_COMMON_SHARE = 0.5;

/** Maximum number of lines and bytes looked at. */
const SAMPLE_LINES = 40;
const SAMPLE_BYTES = 65_536;

/** Finds the delimiter that splits the first lines most evenly. */
export function sniffDelimiter(bytes: Uint8Array, start: number): number {
  const candidates = [...COMMON, ...RARE];
  const lines = countDelimiters(bytes, start, candidates);
  let best = -1;
  let score = 0;
  let commonShare = 0;
  candidates.forEach((candidate, k) => {
    const { count, same } = mostCommon(lines.map(({ counts }) => counts[k]));
    if (count === 0) return;
    const share = same / lines.length;
    if (COMMON.includes(candidate)) commonShare = Math.max(commonShare, share);
    else if (share < 1) return;
    const value = share === 1 ? Number.POSITIVE_INFINITY : share * count;
    if (value > score) {
      score = value;
      best = k;
    }
  });
  if (commonShare < MIN_COMMON_SHARE && (areColumns(lines) || areColumnsBelow(lines))) return BLANK;
  if (best >= 0) return candidates[best];
  // The only delimiter may stand in a title, and a table may have a single row.
  const any = COMMON.findIndex((_, k) => lines.some(({ counts }) => counts[k] > 0));
  return any < 0 ? COMMA : COMMON[any];
}

/** Other common delimiters that stand in every line as often, the line of names included. */
export function equalDelimiters(bytes: Uint8Array, start: number, delimiter: number): number[] {
  const lines = countDelimiters(bytes, start, COMMON);
  return COMMON.filter((candidate, k) => {
    const count = lines[0]?.counts[k] ?? 0;
    if (candidate === delimiter || count === 0) return false;
    return lines.length > 1 && lines.every(({ counts }) => counts[k] === count);
  });
}

/** Lines from which on commas within numbers are no chance. */
const MIN_DECIMAL_LINES = 5;

/** Whether all commas are those of decimals between semicolons: `20240120;100,5;A`. */
export function areCommasDecimals(bytes: Uint8Array, start: number): boolean {
  const lines = countDelimiters(bytes, start, [SEMICOLON]);
  const isPlain = (field: string) => !field.includes(",") || /^\s*[-+]?\d+,\d+\s*$/.test(field);
  return (
    lines.length >= MIN_DECIMAL_LINES && lines.every(({ text }) => text.split(";").every(isPlain))
  );
}

/** How often each candidate stands in a line outside quotes, and its parts between blanks. */
interface LineCounts {
  readonly counts: number[];
  parts: number;
  text: string;
}

function countDelimiters(
  bytes: Uint8Array,
  start: number,
  candidates: readonly number[],
): LineCounts[] {
  const lines: LineCounts[] = [];
  const begin = (): LineCounts => ({ counts: candidates.map(() => 0), parts: 0, text: "" });
  let line = begin();
  let from = start;
  let quoted = false;
  let empty = true;
  let comment = false;
  let inPart = false;
  const end = Math.min(bytes.length, start + SAMPLE_BYTES);
  const finish = (to: number) => {
    line.text = decoder.decode(bytes.subarray(from, to));
    lines.push(line);
  };
  for (let p = start; p < end && lines.length < SAMPLE_LINES; p++) {
    const byte = bytes[p];
    if (empty && (byte === HASH || isRule(bytes, p))) comment = true;
    if (byte === QUOTE && !comment) quoted = !quoted;
    if (!quoted && (byte === LF || byte === CR)) {
      if (!empty && !comment) finish(p);
      line = begin();
      from = p + 1;
      empty = true;
      comment = false;
      inPart = false;
      continue;
    }
    const blank = !quoted && byte === BLANK;
    if (!blank && !inPart) line.parts++;
    inPart = !blank;
    empty &&= byte === BLANK;
    if (quoted) continue;
    const k = candidates.indexOf(byte);
    if (k >= 0) line.counts[k]++;
  }
  if (!empty && !comment && (lines.length === 0 || end === bytes.length)) finish(end);
  return lines;
}

/**
 * Whether blanks separate columns: all lines have as many parts, but for a first one that leaves out the
 * name of the rows, as R does. Blanks between thousands do not separate columns.
 */
function areColumns(lines: readonly LineCounts[]): boolean {
  const [first, second] = lines;
  if (second === undefined || second.parts < 2) return false;
  if (first.parts !== second.parts && first.parts !== second.parts - 1) return false;
  if (lines.slice(1).some(({ parts }) => parts !== second.parts)) return false;
  return !lines.slice(1).every(({ text }) => /^\s*\d{1,3}(?: \d{3})+\s*$/.test(text));
}

/** Fewest lines and columns between blanks that are told from text above them, and most lines of that text. */
const [MIN_ROWS, MIN_COLUMNS, MAX_TITLES] = [8, 4, 20];

/** Whether blanks separate columns, most of them of numbers, below lines of text; the last line may be one too. */
function areColumnsBelow(lines: readonly LineCounts[]): boolean {
  const rows = lines.slice(0, -1);
  const parts = rows.at(-1)?.parts ?? 0;
  const isRow = (line: LineCounts) => {
    const words = line.text.trim().split(/ +/);
    const numbers = words.filter((word) => /^[-+]?\d*\.?\d+$/.test(word)).length;
    return line.parts === parts && 2 * numbers > parts && line.counts.every((count) => count === 0);
  };
  const titles = rows.findLastIndex((line) => !isRow(line)) + 1;
  return parts >= MIN_COLUMNS && titles <= MAX_TITLES && rows.length - titles >= MIN_ROWS;
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
