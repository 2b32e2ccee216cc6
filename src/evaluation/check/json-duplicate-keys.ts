/** A key that an object of JSON holds twice, of which JSON.parse keeps the last without a word. */
export interface RepeatedKey {
  readonly key: string;
  /** Line of the second occurrence, counted from 1. */
  readonly line: number;
}

/**
 * @param text valid JSON
 * @returns the first one, undefined when every key is there once
 */
export function repeatedKey(text: string): RepeatedKey | undefined {
  const open: Set<string>[] = [];
  for (const { 0: token, 1: quoted, index } of text.matchAll(TOKENS)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (quoted !== undefined) {
      const key: string = JSON.parse(quoted);
      const keys = open[open.length - 1];
      if (keys.has(key)) return { key, line: text.slice(0, index).split("\n").length };
      keys.add(key);
    }
  }
  return undefined;
}

/** Keys, other strings, and the braces between them. */
const TOKENS = /("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g;
