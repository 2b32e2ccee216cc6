import type { JudgedSeries } from "../../evaluation/anomalies.js";
import { plot } from "../charts/plot.js";
import { timeAxis } from "../charts/series-chart.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataSummary } from "../text/data-summary.js";
import { decimalsFor, formatCount, formatNumber } from "../text/format.js";
import { printable } from "../text/printable.js";
import { right, table } from "../text/table.js";
import { wholeStamp } from "../text/timestamp.js";
import { wrap } from "../text/wrap.js";
import { type AnomalyReport, type AnomalyRow, rowsOf } from "./report.js";
import { summaryOf } from "./summary.js";

const CHART_ROWS = 7;
/** Columns beside the chart. */
const GUTTER = 12;
/** Rows of the table where nobody scrolls, and on the lowest screen. */
const MAX_ROWS = 40;
const MIN_ROWS = 3;
/** Rows of all else: the chart's heading and axis, the head of the table, what is left out, the prompt. */
const FIXED_ROWS = 7;

/** What was found in a sentence, the series with the strongest anomaly, and the strongest ones as a table. */
export function anomalyText(report: AnomalyReport, appearance: Appearance): string {
  const { panel, series } = report;
  const summary = dataSummary(panel, appearance);
  const found = wrap(summaryOf(report), appearance.width);
  const all = series.flatMap((one) => rowsOf(one, { ...report, full: false }));
  if (all.length === 0) return `${summary}\n${found}\n`;
  const strongest = [...all].sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  const lines = [summary, found].join("\n").split("\n").length;
  const room =
    appearance.rows === undefined ? MAX_ROWS : appearance.rows - lines - CHART_ROWS - FIXED_ROWS;
  const shown = strongest.slice(0, Math.max(MIN_ROWS, room));
  const left = all.length - shown.length;
  const more = `the strongest; ${formatCount(left)} more: --format csv has all, by date`;
  return `${[
    summary,
    found,
    chartOf(series.find(({ id }) => id === strongest[0].id)!, report, appearance),
    tableOf(shown, report, appearance),
    ...(left > 0 ? [paint(appearance).dim(more)] : []),
  ].join("\n")}\n`;
}

/** The whole series, of each stretch the observation that stands out most; marks under the anomalies. */
function chartOf(one: JudgedSeries, report: AnomalyReport, appearance: Appearance): string {
  const known = Array.from(one.y.keys()).filter((t) => Number.isFinite(one.y[t]));
  const columns = Math.min(known.length, Math.max(24, appearance.width - GUTTER));
  const size = (t: number) => (one.anomalies.has(t) ? 1e9 : 0) + Math.abs(one.score[t] || 0);
  const drawn = Array.from({ length: columns }, (_, column) => {
    const stretch = known.slice(
      Math.floor((column * known.length) / columns),
      Math.floor(((column + 1) * known.length) / columns),
    );
    return stretch.reduce((most, t) => (size(t) > size(most) ? t : most));
  });
  const { frequency } = report.panel;
  const knownBefore = (t: number) => {
    const at = known.findIndex((place) => place >= t);
    return at < 0 ? known.length : at;
  };
  const chart = plot(
    [{ values: drawn.map((t) => one.y[t]) }],
    {
      ...timeAxis(Array.from(one.ds), frequency),
      all: {
        points: one.ds.length,
        columnOf: (t) =>
          Math.min(columns - 1, Math.floor((knownBefore(t) * columns) / known.length)),
      },
      under: (point) => {
        const kind = one.anomalies.get(drawn[point]);
        if (kind === undefined) return " ";
        return paint(appearance).magenta(kind === "shift" ? "s" : "^");
      },
    },
    CHART_ROWS,
    appearance,
  );
  return `${printable(one.id)}, ^ marks its anomalies${[...one.anomalies.values()].includes("shift") ? ", s its level shifts" : ""}\n${chart}`;
}

function tableOf(
  rows: readonly AnomalyRow[],
  { panel, level }: AnomalyReport,
  appearance: Appearance,
): string {
  const several = panel.series.length > 1;
  const decimals = decimalsFor(
    rows.flatMap(({ y, expected }) => [y, expected]),
    4,
  );
  const number = (value: number) => formatNumber(value, decimals, appearance.plain);
  return table(
    [
      ...(several ? [{ title: "series" }] : []),
      { title: "date" },
      ...["observed", "expected", `lo-${level}`, `hi-${level}`, "score"].map(right),
      { title: "kind" },
    ],
    rows.map((row) => [
      ...(several ? [printable(row.id)] : []),
      wholeStamp(row.ds, panel.frequency),
      ...[row.y, row.expected, row.lo, row.hi].map(number),
      `${row.score > 0 ? "+" : ""}${formatNumber(row.score, 1, appearance.plain)}`,
      row.kind ?? "",
    ]),
    appearance,
    { ruled: false },
  );
}
