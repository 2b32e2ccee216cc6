import type { SourceLocation } from "../../errors.js";
import { displayName } from "../source/errors.js";
import type { Window } from "../source/sliding-window.js";

export const LF = 0x0a;
export const CR = 0x0d;

/** Maximum number of characters of a line that an error shows. */
const MAX_SHOWN_CHARACTERS = 160;

/** File, line and text around `bytes[start, end)`; long lines are cut around it. */
export function locate(window: Window, start: number, end: number): SourceLocation {
  const { name, bytes } = window;
  let line = 1 + window.linesBefore();
  let from = window.at === 0 && bytes[0] === 0xef ? 3 : 0;
  for (let p = from; p < start; p++) {
    if (bytes[p] === LF || (bytes[p] === CR && bytes[p + 1] !== LF)) {
      line++;
      from = p + 1;
    }
  }
  const isLineEnd = (p: number) => p >= bytes.length || bytes[p] === LF || bytes[p] === CR;
  let to = from;
  while (!isLineEnd(to) && to - from <= MAX_SHOWN_CHARACTERS) to++;
  const cutFront = to - from > MAX_SHOWN_CHARACTERS && start - from > MAX_SHOWN_CHARACTERS / 2;
  if (cutFront) {
    from = start - MAX_SHOWN_CHARACTERS / 2;
    while ((bytes[from] & 0xc0) === 0x80) from++;
    to = start;
  }
  while (!isLineEnd(to) && to - from < MAX_SHOWN_CHARACTERS) to++;
  if (to - from > MAX_SHOWN_CHARACTERS) to = from + MAX_SHOWN_CHARACTERS;
  const cutBack = !isLineEnd(to);
  while (cutBack && (bytes[to] & 0xc0) === 0x80) to--;
  const decode = (a: number, b: number) => new TextDecoder().decode(bytes.subarray(a, b));
  const lead = (cutFront ? "…" : "") + decode(from, start);
  return {
    file: displayName(name),
    line,
    column: lead.length + 1,
    width: Math.max(1, decode(start, Math.min(end, to)).length),
    text: lead + decode(start, to) + (cutBack ? "…" : ""),
  };
}
