import { parseClock } from "./timestamp.js";

/** `a. m.` and `p. m.` are Spanish; weather stations write `12:30 a`. An offset may follow. */
const HALF_DAY =
  /^(\d{1,2})((?::\d{2})*)((?:\.\d+)?)\s*([ap])(?:\.? ?m\.?|(?<=\d:\d{2}.*))(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$/i;
/** Morning and afternoon in Chinese, Japanese and Korean, which stand in front. */
const HALF_IN_FRONT = /^(?:(上午|午前|오전)|下午|午後|오후) ?/;
/** `14.30` and `02.30.00.000000 PM`, as DB2 and Oracle write them. */
const WITH_POINTS = /^(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?=\.\d|\s|$)/;
const WORD_BEHIND = / ?(?:uhr|hrs?|hours?)\.?$/i;
const WITHOUT_SIGNS = /^(\d{2})(\d{2})(\d{2})?(?=$|Z|[+-]\d{2}:?\d{2}$)/;

/**
 * Milliseconds from midnight of `14:30`, `9:5:30`, `1430`, `14.30`, `2:30 PM` or `오후 2:30`; 0 for undefined,
 * NaN for other texts.
 */
export function readClock(text: string | undefined): number {
  if (text === undefined) return 0;
  let written = text
    .replace(WORD_BEHIND, "")
    .replace(
      WITH_POINTS,
      (_, hour, minute, second) => `${hour}:${minute}${second ? `:${second}` : ""}`,
    );
  const front = HALF_IN_FRONT.exec(written);
  if (front !== null) {
    written = `${written.slice(front[0].length)} ${front[1] === undefined ? "pm" : "am"}`;
  }
  const half = HALF_DAY.exec(written);
  if (half !== null) {
    const [, hour, rest, fraction, part, zone = ""] = half;
    if (Number(hour) < 1 || Number(hour) > 12) return Number.NaN;
    written = `${(Number(hour) % 12) + (part.toLowerCase() === "p" ? 12 : 0)}${rest}${fraction}${zone}`;
  }
  written = written
    .replace(/^\d(?=[:\s]|$)|(?<=:)\d(?!\d)/g, "0$&")
    .replace(WITHOUT_SIGNS, (_, hour, minute, second = "00") => `${hour}:${minute}:${second}`);
  const bytes = new TextEncoder().encode(written);
  return parseClock(bytes, 0, bytes.length);
}
