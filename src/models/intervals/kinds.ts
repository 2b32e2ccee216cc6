/** Where intervals come from: `auto` is `native` for models that have their own, else `conformal`. In a file of its own so that `--help` loads no model. */
export const INTERVALS = [
  "auto",
  "native",
  "calibrated",
  "conformal",
  "adaptive",
  "bootstrap",
  "none",
] as const;
/** How intervals are made; see {@link withIntervals}. */
export type Intervals = (typeof INTERVALS)[number];
