/** What stands behind a date in the name of its column of flags: `Y1990F`, `2010 Flag`. */
const FLAG_BEHIND = /^(.*\d)[ _.-]?(?:F|N|flags?|foot ?notes?|notes?|status)$/i;

/** The name of the column whose flags or notes a column of this name holds, empty where it holds none. */
export function flaggedBy(name: string): string {
  return FLAG_BEHIND.exec(name.trim())?.[1] ?? "";
}
