/** A command line up to the cursor, as a shell would split it. */
export interface Typed {
  /** The words before the one at the cursor, without the program. */
  readonly before: readonly string[];
  /** The word at the cursor, as far as it was typed. */
  readonly current: string;
}

/** Splits a line at blanks outside of quotes, and takes quotes and backslashes away. */
export function typedWords(line: string): Typed {
  const words = [""];
  let quote: string | undefined;
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i];
    if (sign === "\\" && quote !== "'") words[words.length - 1] += line[++i] ?? "";
    else if (sign === quote) quote = undefined;
    else if (quote === undefined && (sign === '"' || sign === "'")) {
      quote = sign;
      quoted = true;
    } else if (quote === undefined && /\s/.test(sign)) {
      if (words[words.length - 1] !== "" || quoted) words.push("");
      quoted = false;
    } else words[words.length - 1] += sign;
  }
  return { before: words.slice(1, -1), current: words[words.length - 1] };
}
