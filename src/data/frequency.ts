/** The distance between two observations, in the aliases that pandas made common. */
export interface Frequency {
  /** `s min h D B W-SUN MS ME QS QE YS YE`, with a multiple such as `15min`, or `index` when there are no dates. */
  readonly alias: string;
  readonly unit: "s" | "min" | "h" | "D" | "B" | "W" | "M" | "Q" | "Y" | "index";
  /** How many units one step is. */
  readonly multiple: number;
  /** Whether month-based steps land on the last day of the month. */
  readonly atEnd: boolean;
}
