import { DataError } from "../../errors.js";
import { displayName } from "../source/errors.js";

/** Bytes from which a text is known to be something else than a table. */
const HEAD_BYTES = 4096;

/** Texts that are often given in place of a table: how they begin, what they are, and what to do. */
const OTHERS: readonly [RegExp, string, string][] = [
  [
    /^<!doctype html|^<html|^<(?:head|body|table|div|script)\b[\s\S]*<\//i,
    "is HTML, not a table",
    "Open it in a browser or spreadsheet and save the table as CSV.",
  ],
  [
    /^<\?xml|^<[a-z][^>]*>[\s\S]*(?:<\/|\/>)/i,
    "is XML, not a table",
    "Open it in the program that wrote it, or a spreadsheet, and save it as CSV.",
  ],
  [
    /^version https:\/\/git-lfs\.github\.com/,
    "is a Git LFS pointer, not the data",
    "Run git lfs pull to fetch them.",
  ],
  [
    /^(?:[#%].*\r?\n|\s)*@(?:problemname|timestamps)\b/i,
    "is a classification data set (.ts), not a table",
    "Save each series as rows of CSV: unique_id,ds,y.",
  ],
  [
    /^(?:%.*\r?\n|\s)*@relation\b(?![\s\S]*^@(?:frequency|horizon|missing|equallength)\b)/im,
    "is an ARFF file, not a table",
    "Save the lines below @data as CSV, with a line of names above.",
  ],
  [
    /^(?:--.*\r?\n|\s)*(?:INSERT\s+INTO|CREATE\s+TABLE|DROP\s+TABLE|BEGIN\s+TRANSACTION)\b/i,
    "is SQL, not a table",
    "Run it in a database and save the table as CSV.",
  ],
  [
    /^[A-Z]{2}[A-Z\d-]{9}(?:1[789]|20)\d{4}[A-Z]{4}[ -]*\d+(?:[A-Z ]{3}|[ -]*\d)/,
    "is daily data of GHCN in columns of fixed width, not a table",
    "Download the station's data as CSV, which the same service has.",
  ],
  [
    /^(?:---\s*\n)?- [\w ]+: .*\r?\n {2}[\w ]+: /,
    "is YAML, not a table",
    "Convert it to JSON or CSV, with a row for each date.",
  ],
  [/^\{\\rtf/, "is a document (RTF), not a table", "Save it as plain text or CSV."],
  [/^%PDF-/, "is a PDF, not a table", "Copy the table into a spreadsheet and save it as CSV."],
];

/** @throws DataError for text of a known kind that holds no table, with what to do */
export function requireTable(source: string, bytes: Uint8Array): void {
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES)).trimStart();
  for (const [begins, what, hint] of OTHERS) {
    if (begins.test(head)) throw new DataError(`${displayName(source)} ${what}`, { hint });
  }
}
