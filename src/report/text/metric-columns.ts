import type { ScoreRow } from "./score-row.js";

/** Titles of all metrics that a backtest can show, in the order of the documentation. */
export const METRICS = {
  mae: "MAE",
  rmse: "RMSE",
  wape: "WAPE",
  mape: "MAPE",
  smape: "sMAPE",
  mase: "MASE",
  rmsse: "RMSSE",
  owa: "OWA",
  bias: "bias",
  pinball: "pinball",
  crps: "CRPS",
  coverage: "in",
  width: "width",
  winkler: "Winkler",
  seconds: "seconds",
} as const;

export type Metric = keyof typeof METRICS;

/** Metrics in units of the data, which are rounded together. */
const IN_UNITS = new Set<Metric>(["mae", "rmse", "bias", "pinball", "crps", "width", "winkler"]);

/** One column of scores; a metric of intervals has one a level. */
export interface MetricColumn {
  readonly metric: Metric;
  /** For people: `sMAPE`, `in 80%`. */
  readonly title: string;
  /** For CSV: `smape`, `coverage-80`. */
  readonly name: string;
  /** NaN where it is not defined. */
  value(row: ScoreRow): number;
  /** Decimals that are worth showing; undefined for metrics in units of the data. */
  readonly decimals: number | undefined;
  /** Distance from the best possible value; undefined for metrics without one. */
  distance?(value: number): number;
}

export function metricColumns(
  metrics: readonly Metric[],
  levels: readonly number[],
): MetricColumn[] {
  return metrics.flatMap((metric): MetricColumn[] => {
    const title = METRICS[metric];
    switch (metric) {
      case "coverage":
        return levels.map((level) => ({
          ...{ metric, title: `in ${level}%`, name: `coverage-${level}`, decimals: 1 },
          value: ({ coverage }) => coverage[level] ?? Number.NaN,
          distance: (value: number) => Math.abs(value - level / 100),
        }));
      case "width":
      case "winkler":
        return levels.map((level) => ({
          ...{ metric, title: `${title} ${level}%`, name: `${metric}-${level}` },
          decimals: undefined,
          value: (row) => row[metric][level] ?? Number.NaN,
          ...(metric === "winkler" && { distance: (value: number) => value }),
        }));
      default:
        return [
          {
            ...{ metric, title, name: metric },
            value: (row) => row[metric] ?? Number.NaN,
            decimals: IN_UNITS.has(metric) ? undefined : (DECIMALS[metric] ?? 3),
            ...(metric !== "seconds" && { distance: Math.abs }),
          },
        ];
    }
  });
}

const DECIMALS: Partial<Record<Metric, number>> = { smape: 2, mape: 2, wape: 2, seconds: 1 };
