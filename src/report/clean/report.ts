import type { Change, CleanedSeries } from "../../analysis/cleaning.js";
import type { Panel } from "../../data/panel/panel.js";
import { counted } from "../../wording.js";
import { decimalsFor, formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { wholeStamp } from "../text/timestamp.js";

/** Everything `foretell clean` has to say. */
export interface CleaningReport {
  readonly version: string;
  readonly panel: Panel;
  /** In the panel's order. */
  readonly series: readonly CleanedSeries[];
  /** Whether the table tells what was observed, and why it was changed. */
  readonly marked: boolean;
}

/** A change and the series it is of. */
export interface SeriesChange extends Change {
  readonly id: string;
  readonly ds: number;
}

export function changesOf({ series }: Pick<CleaningReport, "series">): SeriesChange[] {
  return series.flatMap(({ id, ds, changes }) =>
    changes.map((change) => ({ ...change, id, ds: ds[change.at] })),
  );
}

/** How much was changed, in a sentence. */
export function changesInWords(report: CleaningReport): string {
  const changes = changesOf(report);
  const count = (why: Change["why"]) => changes.filter((change) => change.why === why).length;
  const [outliers, gaps] = [count("outlier"), count("gap")];
  if (outliers + gaps === 0) return "nothing to clean: no gaps and no outliers";
  const among = report.series.length > 1 ? seriesWith(report) : "";
  return `${counted(outliers, "outlier", formatCount(outliers))} replaced, ${counted(gaps, "gap", formatCount(gaps))} filled${among}`;
}

function seriesWith({ series }: CleaningReport): string {
  const touched = series.filter(({ changes }) => changes.length > 0).length;
  return ` in ${formatCount(touched)} of ${formatCount(series.length)} series`;
}

/** A line a change: where, what stood there, what stands there now, and why. */
export function changeLines(report: CleaningReport, most: number): string[] {
  const { panel } = report;
  const all = changesOf(report);
  // Outliers are judgements, gaps are facts: if not all are listed, the judgements are.
  const listed = [...all]
    .sort((a, b) => Number(a.why === "gap") - Number(b.why === "gap"))
    .slice(0, most);
  const decimals = decimalsFor(
    listed.flatMap(({ was, now }) => [was, now]),
    4,
  );
  const lines = listed.map(({ id, ds, was, now, why }) => {
    const whose = panel.series.length > 1 ? `${printable(id)} ` : "";
    const value = formatNumber(now, decimals, true);
    const where = `${whose}${wholeStamp(ds, panel.frequency)}`;
    return why === "gap"
      ? `${where}: filled with ${value}`
      : `${where}: ${formatNumber(was, decimals, true)} is far from its neighbours, now ${value}`;
  });
  const left = all.length - listed.length;
  return [
    ...lines,
    ...(left > 0 ? [`and ${formatCount(left)} more: --marked writes them all`] : []),
  ];
}
