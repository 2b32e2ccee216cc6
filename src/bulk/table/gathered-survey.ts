import { createHash } from "node:crypto";
import type { Series } from "../../data/panel/panel.js";
import type { TimePrecision } from "../../data/time/timestamp.js";
import { loudest, MAX_SPEAKERS, type Ranked } from "../../models/intervals/speakers.js";
import { finerOf } from "../../report/text/timestamp.js";
import { IdHashes } from "./id-hashes.js";
import type { KnownRows, RowsSurvey, SurveyedFrame } from "./survey-rows.js";

/** What is known of a table that is not held. */
export interface TableSurvey {
  readonly rows: number;
  readonly series: number;
  /** Number of series of each part. */
  readonly counts: readonly number[];
  /** Numbers of observations, each with the number of series that have so many. */
  readonly lengths: ReadonlyMap<number, number>;
  readonly frame: SurveyedFrame;
  readonly precision: TimePrecision;
  /** The series from which is learned what all have in common, in the order of the table. */
  readonly speakers: readonly Series[];
  readonly warnings: readonly string[];
  /** Hash of all series. */
  readonly data: string;
}

/** Puts together what the parts of a table say, in their order. */
export class GatheredSurvey {
  /** Whether the rows of each series stand together. */
  together = true;
  /** Why the table must be read as a whole. */
  refusal: string | undefined;
  /** Hash from which on a series need not be told, as enough others speak. */
  limit = Number.POSITIVE_INFINITY;

  private rows = 0;
  private series = 0;
  private readonly counts: number[] = [];
  private readonly lengths = new Map<number, number>();
  private readonly warnings: string[] = [];
  private readonly ids = new IdHashes();
  private readonly digest = createHash("sha256");
  private ranked: Ranked[] = [];
  private frame: SurveyedFrame | undefined;
  private precision: TimePrecision = "day";

  /**
   * Once a part is refused only ids are looked at: rows that are not sorted may be the reason.
   *
   * @returns whether more is worth hearing
   */
  add({ ids, known, refusal }: RowsSurvey): boolean {
    this.refusal ??= refusal;
    if (ids === undefined) return false;
    for (const hash of ids.hashes) if (!this.ids.add(hash)) this.together = false;
    this.together &&= ids.together;
    if (this.together && known !== undefined && this.refusal === undefined) this.learn(known);
    return this.together;
  }

  /** Of all parts, where none was refused. */
  result(): TableSurvey {
    const { rows, series, counts, lengths, warnings, precision } = this;
    return {
      ...{ rows, series, counts, lengths, warnings, precision },
      frame: this.frame!,
      speakers: loudest(this.ranked),
      data: this.digest.digest("hex"),
    };
  }

  private learn(known: KnownRows): void {
    this.refusal = differs(this.frame, known.frame);
    this.frame ??= known.frame;
    for (const one of known.ranked) {
      this.ranked.push({ ...one, place: this.series + one.place });
    }
    if (this.ranked.length > 2 * MAX_SPEAKERS) {
      this.ranked = this.ranked
        .sort((a, b) => a.hash - b.hash || a.place - b.place)
        .slice(0, MAX_SPEAKERS);
      this.limit = this.ranked[MAX_SPEAKERS - 1]!.hash;
    }
    for (const [length, count] of known.lengths) {
      this.lengths.set(length, (this.lengths.get(length) ?? 0) + count);
    }
    this.rows += known.rows;
    this.series += known.series;
    this.counts.push(known.series);
    this.precision = finerOf(this.precision, known.precision);
    this.warnings.push(...known.warnings);
    this.digest.update(known.digests);
  }
}

/** Why two parts are not of one panel, if they are not. */
function differs(first: SurveyedFrame | undefined, other: SurveyedFrame): string | undefined {
  if (other.irregular) return "its dates are not evenly spaced";
  if (first === undefined) return undefined;
  const [one, two] = [first, other].map(({ frequency }) => JSON.stringify(frequency));
  return one === two ? undefined : "its series do not all have the same frequency";
}
