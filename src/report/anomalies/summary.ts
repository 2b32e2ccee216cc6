import { formatCount } from "../text/format.js";
import { type AnomalyReport, countsOf } from "./report.js";

/** What was found, in a sentence or two. */
export function summaryOf(report: AnomalyReport): string {
  const { model, level, last } = report;
  const { judged, unjudged, anomalies, byChance } = countsOf(report);
  const few = byChance >= 0.95 ? `about ${formatCount(Math.round(byChance))}` : "fewer than 1";
  const where = last === undefined ? "" : " last";
  return [
    `${formatCount(anomalies)} of the${where} ${formatCount(judged)} observations ${anomalies === 1 ? "is" : "are"} outside the ${level} % interval of ${model}; chance alone would put ${few} there.`,
    ...(unjudged > 0
      ? [`The first ${formatCount(unjudged)} have no forecast to compare with.`]
      : []),
  ].join(" ");
}
