import type { Column } from "../table/columns.js";

/** Abbreviations of time zones that have a column of their own. */
const ZONES =
  /^(?:[ECMP][SD]T|AK[SD]T|HST|A[SD]T|N[SD]T|CES?T|MES?Z|WES?T|EES?T|GMT|BST|IST|UTC|Z|MSK|JST|KST|SGT|HKT|AE[SD]T|AC[SD]T|AWST|NZ[SD]T|SAST|DST)$/;

/** Whether a column holds abbreviations of time zones. */
export function isZone(column: Column): boolean {
  if (column.kind !== "text" || column.labels.size > 10) return false;
  const texts = Array.from({ length: column.labels.size }, (_, code) => column.labels.text(code));
  return texts.every((text) => ZONES.test(text));
}

/** The abbreviation or name of a time zone within a text, undefined where there is none. */
export function zoneWithin(text: string): string | undefined {
  return text
    .split(/[\s()[\]]+/)
    .find((word) => (ZONES.test(word) && word !== "Z") || isRegion(word));
}

/** Whether a word names a zone by its region and city. */
export function isRegion(word: string): boolean {
  return /^(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/\w/.test(
    word,
  );
}
