/** What becomes of rows of a series with the same stamp. */
export const DUPLICATES = ["error", "first", "last", "mean", "sum"] as const;
/** One of {@link DUPLICATES}. */
export type Duplicates = (typeof DUPLICATES)[number];

/** What becomes of missing values between others. */
export const MISSING = ["error", "interpolate", "ffill", "seasonal", "zero", "drop"] as const;
/** One of {@link MISSING}. */
export type Missing = (typeof MISSING)[number];
