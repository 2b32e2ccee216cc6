import type { Frequency } from "../data/time/frequency.js";
import type { OptionSchema, OptionValues } from "../spec/options.js";

/** The data that features of one series are computed from. */
export interface FeatureData {
  readonly y: Float64Array;
  /** Timestamps of the observations and of the rows ahead: the rows of the features. */
  readonly ds: Float64Array;
  readonly frequency: Frequency;
  readonly season: number;
  /** The time zone whose clocks count, where `ds` are UTC and not what those clocks show. */
  readonly zone?: string | undefined;
  /** Number of threads to use; results do not depend on it. */
  readonly threads?: number | undefined;
}

/** One feature of one series, a value for each row. */
export interface FeatureColumn {
  readonly name: string;
  /** As long as `ds`; NaN where it is not known. */
  readonly values: Float64Array;
  /** Number of rows ahead in which it is known, as it looks back at least that far. */
  readonly ahead: number;
  /** Its increase when all observations increase by 1, such as 1 for a lag; 0 by default. */
  readonly rise?: number;
}

/** Why a feature cannot be computed from some data, and what to do. */
export interface Misfit {
  readonly message: string;
  readonly hint: string;
}

/** A family with its options bound. No value of a row depends on the observation of that row, or on later ones. */
export interface Feature {
  /** @throws UsageError when what its family loads is not there */
  misfit(data: FeatureData): Misfit | undefined;
  /** A notice where computing takes long, with what would be quicker. */
  notice?(series: readonly FeatureData[]): string | undefined;
  columns(data: FeatureData): FeatureColumn[];
}

/** What the registry knows of a feature: `options` is plain data that specs are checked against. */
export interface FeatureFamily<Schema extends OptionSchema = OptionSchema> {
  /** As in specs: `lag`, `roll`, … */
  readonly name: string;
  readonly summary: string;
  readonly options: Schema;
  /** Loads large data that its features need; called only when they are used. */
  load?(options: OptionValues<Schema>): Promise<void>;
  create(options: OptionValues<Schema>): Feature;
}
