import type { Panel } from "../../data/panel/panel.js";
import type { AnomalyKind, JudgedSeries } from "../../evaluation/anomalies.js";

/** Everything `foretell anomalies` has to say. */
export interface AnomalyReport {
  readonly version: string;
  readonly panel: Panel;
  /** In the panel's order. */
  readonly series: readonly JudgedSeries[];
  readonly model: string;
  /** Of the interval, in percent. */
  readonly level: number;
  /** Only so many last rows of each series are reported on; all by default. */
  readonly last: number | undefined;
  /** Whether every observation is written, not anomalies alone. */
  readonly full: boolean;
  /** Columns of numbers that the model was not given, which may explain what it did not expect. */
  readonly unused?: readonly string[];
}

/** One reported row. */
export interface AnomalyRow {
  readonly id: string;
  readonly ds: number;
  readonly y: number;
  readonly expected: number;
  readonly lo: number;
  readonly hi: number;
  readonly score: number;
  /** Undefined for what is no anomaly, in a full report. */
  readonly kind: AnomalyKind | undefined;
}

/** The reported rows of a series, by date. */
export function rowsOf(one: JudgedSeries, { last, full }: AnomalyReport): AnomalyRow[] {
  const { id, ds, y, anomalies } = one;
  const from = last === undefined ? 0 : Math.max(0, y.length - last);
  const places = full ? [...y.keys()] : [...anomalies.keys()];
  return places
    .filter((t) => t >= from)
    .map((t) => ({
      ...{ id, ds: ds[t], y: y[t], expected: one.expected[t], lo: one.lo[t], hi: one.hi[t] },
      ...{ score: one.score[t], kind: anomalies.get(t) },
    }));
}

/** How many observations were looked at, how many are anomalies, and how many chance alone would make. */
export function countsOf(report: AnomalyReport): {
  readonly judged: number;
  readonly unjudged: number;
  readonly anomalies: number;
  readonly byChance: number;
} {
  const rows = report.series.flatMap((one) => rowsOf(one, { ...report, full: true }));
  const judged = rows.filter(({ score }) => !Number.isNaN(score)).length;
  return {
    judged,
    unjudged: rows.filter(({ y, score }) => !Number.isNaN(y) && Number.isNaN(score)).length,
    anomalies: rows.filter(({ kind }) => kind !== undefined).length,
    byChance: judged * (1 - report.level / 100),
  };
}
