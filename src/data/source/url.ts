import { basename } from "node:path";

/** Whether a source is to be fetched over http or https. */
export function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** A URL without user and password, which belong in no message, report or file. */
export function withoutCredentials(url: string): string {
  return url.replace(/^(https?:\/\/)[^/?#]*@/i, "$1");
}

/** The last part of a URL's path: `sales.csv` of https://example.org/data/sales.csv?day=1. */
export function urlName(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  try {
    return basename(decodeURIComponent(path));
  } catch {
    return basename(path);
  }
}
