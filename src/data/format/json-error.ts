import type { SourceLocation } from "../../errors.js";

/** Why text is no JSON, in our own words: those of the runtime differ between versions. */
export interface JsonFault {
  readonly reason: string;
  readonly location: Required<SourceLocation>;
}

/** Maximum bytes of a line that are shown on either side of the fault. */
const MAX_SHOWN_BYTES = 400;

/**
 * Finds where UTF-8 text stops being JSON.
 *
 * @param file name in messages
 * @param line number of the first line of the text
 * @returns undefined when nothing is wrong
 * @see RFC 8259
 */
export function jsonFault(bytes: Uint8Array, file: string, line = 1): JsonFault | undefined {
  const at = faultAt(bytes);
  if (at === undefined) return undefined;
  const ended = at >= bytes.length;
  // A premature end is shown after the last line that is not blank.
  let place = at;
  if (ended) while (place > 0 && isBlank(bytes[place - 1])) place--;
  // A search from -1 would begin at the end.
  const start = place === 0 ? 0 : bytes.lastIndexOf(LF, place - 1) + 1;
  const end = bytes.indexOf(LF, place);
  const from = Math.max(start, place - MAX_SHOWN_BYTES);
  const to = Math.min(end < 0 ? bytes.length : end, place + MAX_SHOWN_BYTES);
  const decoder = new TextDecoder();
  const text = decoder.decode(bytes.subarray(from, to)).trimEnd();
  const column = decoder.decode(bytes.subarray(from, place)).length + 1;
  const [character = ""] = text.slice(column - 1);
  let lines = line;
  for (let i = bytes.indexOf(LF); i >= 0 && i < start; i = bytes.indexOf(LF, i + 1)) lines++;
  return {
    reason: ended ? "it ends too early" : `${JSON.stringify(character)} is not expected here`,
    location: { file, line: lines, column, width: 1, text },
  };
}

const LF = 0x0a;
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [BRACKET, BRACE] = [0x5b, 0x7b];
/** Distance of a closing bracket or brace from its opening one in ASCII. */
const CLOSING_OFFSET = 2;

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === LF || byte === 0x0d || byte === 0x09;
}

/** The first byte that is not allowed where it stands; the length if the text ends too early. */
function faultAt(bytes: Uint8Array): number | undefined {
  const open: number[] = [];
  let expected: "value" | "first" | "key" | "colon" | "next" = "value";
  for (let i = 0; ; ) {
    while (i < bytes.length && isBlank(bytes[i])) i++;
    if (i >= bytes.length) return expected === "next" && open.length === 0 ? undefined : i;
    const byte = bytes[i];
    const inside = open[open.length - 1];
    const mayClose = expected === "next" || expected === "first";
    if (mayClose && inside !== undefined && byte === inside + CLOSING_OFFSET) {
      open.pop();
      expected = "next";
      i++;
    } else if (expected === "next") {
      if (byte !== COMMA || inside === undefined) return i;
      expected = inside === BRACE ? "key" : "value";
      i++;
    } else if (expected === "colon") {
      if (byte !== COLON) return i;
      expected = "value";
      i++;
    } else if (expected === "key" || (expected === "first" && inside === BRACE)) {
      const end = byte === QUOTE ? endOfString(bytes, i) : { fault: i };
      if (typeof end !== "number") return end.fault;
      expected = "colon";
      i = end;
    } else if (byte === BRACKET || byte === BRACE) {
      open.push(byte);
      expected = "first";
      i++;
    } else {
      const end = byte === QUOTE ? endOfString(bytes, i) : endOfWord(bytes, i);
      if (typeof end !== "number") return end.fault;
      expected = "next";
      i = end;
    }
  }
}

function endOfString(bytes: Uint8Array, start: number): number | { fault: number } {
  for (let i = start + 1; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) return i + 1;
    if (byte < 0x20) return { fault: i };
    if (byte !== BACKSLASH) continue;
    const [code = ""] = /^(["\\/bfnrt]|u[\da-fA-F]{4})/.exec(latin(bytes, i + 1, 5)) ?? [];
    if (code === "") return { fault: Math.min(i + 1, bytes.length) };
    i += code.length;
  }
  return { fault: bytes.length };
}

/** No number or word is longer; what is need not be looked at to its end. */
const MAX_WORD_BYTES = 1000;

/** Numbers, and the words true, false and null. */
function endOfWord(bytes: Uint8Array, start: number): number | { fault: number } {
  let end = start;
  const last = Math.min(bytes.length, start + MAX_WORD_BYTES);
  while (end < last && /[\w.+-]/.test(latin(bytes, end, 1))) end++;
  const word = latin(bytes, start, end - start);
  const known = /^(-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|true|false|null)$/.test(word);
  return known ? end : { fault: start };
}

function latin(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
