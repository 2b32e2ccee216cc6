import type { Frequency } from "../data/time/frequency.js";
import type { OptionSchema, OptionValues } from "../spec/options.js";

/** What a feature is computed from. */
export interface FeatureData {
  readonly y: Float64Array;
  /** Stamps of the observations and of the rows ahead: the features' rows. */
  readonly ds: Float64Array;
  readonly frequency: Frequency;
  readonly season: number;
  /** The time zone whose clocks count, where `ds` are UTC and not what those clocks show. */
  readonly zone?: string | undefined;
  /** How many threads may compute; no number depends on it. */
  readonly threads?: number | undefined;
}

/** One feature of one series, a value for each row. */
export interface FeatureColumn {
  readonly name: string;
  /** As long as `ds`; NaN where it is not known. */
  readonly values: Float64Array;
  /** Rows after the observations in which it is known: those for whom it looks back far enough. */
  readonly ahead: number;
  /** How much it rises when all observations rise by 1, such as 1 of a lag; 0 by default. */
  readonly rise?: number;
}

/** Why a feature cannot be had from some data, and what could. */
export interface Misfit {
  readonly message: string;
  readonly hint: string;
}

/** A family with its options bound. No value of a row depends on the observation of that row, or on later ones. */
export interface Feature {
  /** @throws UsageError when what its family loads is not there */
  misfit(data: FeatureData): Misfit | undefined;
  /** That it takes long in these series, and what would be quicker, where it does. */
  notice?(series: readonly FeatureData[]): string | undefined;
  columns(data: FeatureData): FeatureColumn[];
}

/** What the registry knows of a feature: `options` is plain data that specs are checked against. */
export interface FeatureFamily<Schema extends OptionSchema = OptionSchema> {
  /** As in specs: `lag`, `roll`, … */
  readonly name: string;
  readonly summary: string;
  readonly options: Schema;
  /** Reads what its features need and is too large to be read for nothing. */
  load?(options: OptionValues<Schema>): Promise<void>;
  create(options: OptionValues<Schema>): Feature;
}
