import { READING } from "../source/reading-options.js";

/** What becomes of rows of a series with the same stamp. */
export const DUPLICATES = READING.duplicates.choices;
/** What becomes of rows of a series with the same date. */
export type Duplicates = (typeof DUPLICATES)[number];

/** What becomes of missing values between others. */
export const MISSING = READING.missing.choices;
/** What becomes of missing values. */
export type Missing = (typeof MISSING)[number];
