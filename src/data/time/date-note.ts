/** Words for values that are not final, as offices write them behind a date. */
const WORD = "est|estimated?|prel|prelim|preliminary|prov|provisional|rev|revised";

/** Words for values that nobody has observed. */
const PLANNED = /\b(?:proj|projected|projection|fcst|forecast|plan|planned|budget)\b/i;

/** What stands behind a date that is provisional, revised or explained below the table. */
const NOTE = new RegExp(
  `\\s*(?:\\((?:[a-z]{1,2}|\\d{1,2}|(?:${WORD})\\.?)\\)|\\[(?:[a-z]|\\d{1,2})\\]|\\*{1,3}|[¹²³†‡])$|(?<=\\d) +(?:[pre]|(?:${WORD})\\.?)$`,
  "i",
);

/** The note behind a date, `(p)`, `*` or `Est.`; undefined where there is none. */
export function noteBehind(text: string): string | undefined {
  const found = NOTE.exec(text);
  return found === null || found.index === 0 ? undefined : found[0].trim();
}

/** A date without the note behind it. */
export function withoutNote(text: string): string {
  return noteBehind(text) === undefined ? text : text.replace(NOTE, "");
}

/** Whether a date is said to be planned or forecast rather than observed: `2024/25 Proj.` */
export function isPlanned(text: string): boolean {
  return PLANNED.test(text) && /\d{4}/.test(text);
}
