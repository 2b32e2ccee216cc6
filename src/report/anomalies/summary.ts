import { closestSeason } from "../../analysis/closest-season.js";
import type { Panel } from "../../data/panel/panel.js";
import { firstFew, listed } from "../../wording.js";
import { formatCount } from "../text/format.js";
import { type AnomalyReport, countsOf } from "./report.js";

/** What was found, in a sentence or two. */
export function summaryOf(report: AnomalyReport): string {
  const { model, level, last, panel, unused = [] } = report;
  const { judged, unjudged, anomalies, byChance } = countsOf(report);
  const few = byChance >= 0.95 ? `about ${formatCount(Math.round(byChance))}` : "fewer than 1";
  const where = last === undefined ? "" : " last";
  return [
    `${formatCount(anomalies)} of the${where} ${formatCount(judged)} observations ${anomalies === 1 ? "is" : "are"} outside the ${level} % interval of ${model}; chance alone would put ${few} there if errors were normal.`,
    ...(unjudged > 0
      ? [`The first ${formatCount(unjudged)} have no forecast to compare with.`]
      : []),
    ...(unused.length > 0 && anomalies > 0 ? [unusedWords(unused, panel)] : []),
  ].join(" ");
}

/** Names that a sentence lists. */
const NAMED = 4;
/** The longest season at which ARIMA, which explains most by columns, is fitted in a moment. */
const MAX_ARIMA_SEASON = 24;

function unusedWords(unused: readonly string[], panel: Panel): string {
  // Of hours with a day and a week, a model of the day alone finds each weekend.
  const season = panel.irregular ? panel.season : closestSeason(panel);
  const by = season > MAX_ARIMA_SEASON ? "lag-regression" : "arima";
  const model = `-m ${by}${season === panel.season ? "" : ` --season ${season}`}`;
  const names = unused.length > NAMED ? firstFew([...unused], NAMED) : listed([...unused]);
  const [are, them] = unused.length > 1 ? ["are", "them"] : ["is", "it"];
  return `${names} ${are} not used and may explain some: ${model} --exogenous auto uses ${them}.`;
}
