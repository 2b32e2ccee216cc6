/** What becomes of rows of a series with the same stamp. */
export const DUPLICATES = ["error", "first", "last", "mean", "sum"] as const;
export type Duplicates = (typeof DUPLICATES)[number];

/** What becomes of missing values between others. */
export const MISSING = ["error", "interpolate", "ffill", "seasonal", "zero", "drop"] as const;
export type Missing = (typeof MISSING)[number];
