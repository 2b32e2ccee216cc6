import type { HiddenMarkov } from "./hidden-markov.js";

export type HmmOptions = {
  readonly states: number;
  readonly most: number;
  readonly ar: number;
  readonly difference: string;
  readonly log: string;
  readonly starts: number;
};

/** The fit of one series; plain data. */
export type HmmState = {
  readonly log: boolean;
  readonly difference: boolean;
  /** Unit of the transformed values: the model works in multiples of it. */
  readonly scale: number;
  /** Number of observations that the model was estimated from; 0 where they are too few. */
  readonly used: number;
  /** null where the transformed series never changes. */
  readonly model: (HiddenMarkov & { readonly [key: string]: number | Float64Array }) | null;
};
