import type { DecomposedSeries } from "../../analysis/decomposition.js";
import type { Panel } from "../../data/panel/panel.js";

/** Everything `foretell decompose` has to say. */
export interface DecompositionReport {
  readonly version: string;
  readonly panel: Panel;
  /** In the panel's order. */
  readonly series: readonly DecomposedSeries[];
  readonly multiplicative: boolean;
}

/** Seasons that at least one series was decomposed by, ascending. */
export function seasonLengths({ series }: Pick<DecompositionReport, "series">): number[] {
  const lengths = series.flatMap(({ seasons }) => seasons.map(({ length }) => length));
  return [...new Set(lengths)].sort((a, b) => a - b);
}

/** `trend + season of 12 + remainder`, in the words of a report. */
export function formOf({ multiplicative, ...report }: DecompositionReport): string {
  const parts = ["trend", ...seasonLengths(report).map((n) => `season of ${n}`), "remainder"];
  return parts.join(multiplicative ? " × " : " + ");
}
