import type { UndefinedScore } from "../../evaluation/undefined-scores.js";
import { UNDEFINED_REASONS } from "../../evaluation/undefined-scores.js";
import { listed } from "../../wording.js";
import { METRICS, type Metric } from "./metric-columns.js";
import { printable } from "./printable.js";

/** The undefined metrics of a model. */
export interface Undefined {
  readonly label: string;
  readonly undefinedScores: readonly UndefinedScore[];
  /** How many series it was scored on, and by how many forecasts of them. */
  readonly series: number;
  readonly forecasts: number;
}

/** All forecasts of a model for which a metric is not defined for one reason. */
export interface UndefinedMetric {
  readonly metric: UndefinedScore["metric"];
  readonly reason: string;
  readonly forecasts: number;
  readonly of: number;
  readonly series: number;
  /** One of the series. */
  readonly example: string;
}

/** Metrics that are not defined everywhere, each with its reasons. */
export function undefinedMetrics({ undefinedScores, forecasts: of }: Undefined): UndefinedMetric[] {
  const found = new Map<string, UndefinedMetric>();
  for (const { metric, reason, id, forecasts } of undefinedScores) {
    const key = `${metric} ${reason}`;
    const { example = id, ...sum } = found.get(key) ?? { forecasts: 0, series: 0 };
    found.set(key, {
      ...{ metric, reason: UNDEFINED_REASONS[reason], forecasts: sum.forecasts + forecasts, of },
      ...{ series: sum.series + 1, example },
    });
  }
  return [...found.values()];
}

/**
 * Why metrics are not defined, a line a reason: `MASE and OWA are undefined for 3 of 10 series, such as
 * tea, because …; the mean covers the other 7`. What is true of all models names none.
 */
export function undefinedNotes(models: readonly Undefined[], metrics: readonly Metric[]): string[] {
  const lines = new Map<string, { names: string[]; rest: string; left: Set<number> }>();
  for (const metric of new Set(metrics)) {
    for (const [rest, { labels, left }] of reasonsOf(metric, models)) {
      const whose = labels.length === models.length ? "" : ` of ${listed(labels)}`;
      const line = lines.get(whose + rest) ?? { names: [], rest, left: new Set() };
      lines.set(whose + rest, line);
      line.names.push(`${nameOf(metric)}${whose}`);
      for (const count of left) line.left.add(count);
    }
  }
  return Array.from(lines.values(), ({ names, rest, left }) => {
    const are = names.length > 1 ? "are" : "is";
    return `${listed(names)} ${are} undefined${rest}${meanOf(left)}`;
  });
}

/** What a mean covers, of metrics or models that may be undefined for more than one reason. */
function meanOf(left: ReadonlySet<number>): string {
  const [others] = left;
  if (left.size > 1) return "; the means cover the others";
  return others! > 0 ? `; the mean covers the other ${others}` : "";
}

/** Why a metric is undefined: each explanation with the models that it holds for, and what is left. */
function reasonsOf(metric: Metric, models: readonly Undefined[]) {
  const explanations = new Map<string, { labels: string[]; left: Set<number> }>();
  for (const model of models) {
    const all = undefinedMetrics(model).filter((one) => one.metric === sourceOf(metric));
    const others = model.forecasts - all.reduce((sum, { forecasts }) => sum + forecasts, 0);
    for (const one of all) {
      const rest = `${where(one, model)}, because ${one.reason}`;
      const found = explanations.get(rest) ?? { labels: [], left: new Set<number>() };
      explanations.set(rest, found);
      found.labels.push(model.label);
      found.left.add(others);
    }
  }
  return explanations;
}

function nameOf(metric: Metric): string {
  return metric === "coverage" ? metric : METRICS[metric];
}

/** Metrics of intervals are undefined for the same forecasts as CRPS. */
function sourceOf(metric: Metric): Metric {
  return metric === "coverage" || metric === "width" || metric === "winkler" ? "crps" : metric;
}

/** ` for 3 of 10 series, such as tea`, or nothing where it is everywhere. */
function where({ forecasts, of, series, example }: UndefinedMetric, model: Undefined): string {
  if (forecasts === of) return "";
  if (model.series === 1) return ` for ${forecasts} of ${of} folds`;
  const such = `, such as ${printable(example)}`;
  if (model.series === of) return ` for ${series} of ${of} series${such}`;
  return ` for ${forecasts} of ${of} forecasts of ${series} series${such}`;
}
