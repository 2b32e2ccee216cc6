import type { Scores } from "../../evaluation/scores.js";

/** One line of scores: of one series, or the mean of all (`unique_id` is `*`). */
export interface ScoreRow extends Scores {
  readonly model: string;
  readonly unique_id: string;
  /** Steps ahead, or `*` for all of them. */
  readonly step: number | "*";
  /** Series that were averaged. */
  readonly n: number;
  readonly owa: number;
  /** By level; empty for models without intervals. */
  readonly coverage: Readonly<Record<string, number>>;
  readonly width: Readonly<Record<string, number>>;
  readonly winkler: Readonly<Record<string, number>>;
  /** In percent; of the mean over series, of all their observations together. */
  readonly wape?: number;
  readonly seconds?: number;
}
