/** An integer of a length that a double may not hold, where a value may stand. */
const MAY_ROUND = /[:,[\s]-?\d{16,}\s*[,}\]\s]/;

/** Texts, numbers and NaN of JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\bNaN\b/g;

/**
 * Parses JSON, where integers beyond ±2⁵³, which a double would round, become texts of their digits: ids of
 * nineteen digits stay apart, and as values they are read as numbers again. NaN, which Python writes for a
 * missing value, becomes null.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseJsonText(text: string): unknown {
  const value = parseWithNaN(text);
  if (!MAY_ROUND.test(` ${text} `)) return value;
  return parseWithNaN(
    text.replace(TOKEN, (token) =>
      /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
    ),
  );
}

function parseWithNaN(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/[:,[\s]NaN\b/.test(text)) throw error;
    return JSON.parse(text.replace(TOKEN, (token) => (token === "NaN" ? "null" : token)));
  }
}
