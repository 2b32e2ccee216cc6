import type { Measured, Measurement, Recorded } from "./measurement.js";
import { applies, type Rules, type Tolerance } from "./rules.js";

/** From bad to good. `same` is said of models of which there is nothing else to say. */
export const LEVELS = ["fail", "warn", "changed", "improved", "same"] as const;
/** How bad a finding is, from bad to good. */
export type Level = (typeof LEVELS)[number];

/** Something to tell of a model or its data. */
export interface Finding {
  readonly level: Exclude<Level, "same">;
  readonly kind:
    | "metric"
    | "forecast"
    | "requirement"
    | "data"
    | "settings"
    | "missing"
    | "obsolete"
    | "fit"
    | "leak"
    | "time";
  readonly message: string;
  readonly metric?: string;
  /** `*` for the mean over series. */
  readonly unique_id?: string;
  /** Null where a metric is not defined. */
  readonly baseline?: number | null;
  readonly now?: number | null;
}

/** What there is to tell of one model on one source. */
export interface Compared {
  readonly source: string;
  /** Spec; undefined where the source itself is meant. */
  readonly model: string | undefined;
  readonly findings: readonly Finding[];
  /** Means over series, as far as there are any. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Why some of them are null. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** The worst level among findings; a fall of one metric outweighs the gain of another. */
export function levelOf(findings: readonly Finding[]): Level {
  return LEVELS.find((level) => findings.some((finding) => finding.level === level)) ?? "same";
}

/**
 * Compares what a model does now with what it did when the baseline was written.
 *
 * A metric is worse where it is farther from what would be best: coverage from its level, bias from 0,
 * all others upwards. It fails beyond its tolerance, |now − baseline| > absolute + relative · |baseline|,
 * and where the baseline has no record of it.
 *
 * @example
 * const rules = parseRules({ tolerance: "mase=2%" });
 * const worse = compare("theta", before, now, rules).filter(({ level }) => level === "fail");
 */
export function compare(
  spec: string,
  before: Measurement,
  now: Measurement,
  rules: Rules,
): Finding[] {
  const metrics = compareScores(spec, before, now, rules);
  return [...metrics, ...compareForecasts(before.forecasts, now.forecasts, rules.exact, metrics)];
}

/**
 * Compares what a model does on the newest folds with what it did on those of the baseline: by scores
 * alone, and of series that both have. On other data no score is quite the same: a metric that no rule
 * names changes without failing.
 */
export function compareMoved(
  spec: string,
  before: Measurement,
  now: Measurement,
  rules: Rules,
): Finding[] {
  const known = new Set(before.scores.map(({ unique_id }) => unique_id));
  const scores = now.scores.filter(({ unique_id }) => known.has(unique_id));
  return compareScores(spec, before, { ...now, scores }, rules, true);
}

/** @returns what a model's metrics break of the requirements */
export function unmet(
  spec: string,
  measurement: Measurement,
  { requirements }: Pick<Rules, "requirements">,
): Finding[] {
  return measurement.scores.flatMap(({ unique_id, metrics, reasons }) => {
    const names = namesOf(measurement, unique_id);
    return requirements.flatMap((requirement): Finding[] => {
      const { metric } = requirement;
      if (!applies(requirement, spec, metric, names, false)) return [];
      const value = metrics[metric] ?? null;
      if (value !== null && requirement.holds(value)) return [];
      const message = `${nameOf(metric, unique_id)} is ${shown(value, reasons?.[metric])}, and ${requirement.text} is required`;
      return [{ level: "fail", kind: "requirement", message, metric, unique_id, now: value }];
    });
  });
}

/** What rules may call a row of scores: of an only series the mean is its own. */
function namesOf({ forecasts }: Measurement, unique_id: string): string[] {
  return forecasts.length === 1 ? ["*", forecasts[0].unique_id] : [unique_id];
}

function compareScores(
  spec: string,
  before: Measurement,
  now: Measurement,
  rules: Rules,
  moved = false,
): Finding[] {
  const old = new Map(before.scores.map(({ unique_id, metrics }) => [unique_id, metrics]));
  const worse = now.scores.flatMap(({ unique_id, metrics, reasons }) => {
    const names = namesOf(now, unique_id);
    return Object.entries(old.get(unique_id) ?? {}).flatMap(([metric, baseline]): Finding[] => {
      const value = metrics[metric] ?? null;
      if (value === baseline) return [];
      const last = (tolerances: readonly Tolerance[]) =>
        tolerances.findLast((t) => applies(t, spec, metric, names, rules.perSeries));
      const [tolerance, warning] = [last(rules.tolerances), last(rules.warnings)];
      if (unique_id !== "*" && !rules.perSeries && !tolerance && !warning) return [];
      const judged = judge(metric, baseline, value, tolerance, warning);
      const free = moved && !tolerance && judged.level === "fail" && value !== null;
      const { level, message } = free ? { ...judged, level: "changed" as const } : judged;
      const change = `${nameOf(metric, unique_id)} ${shown(baseline)} → ${shown(value, reasons?.[metric])}${message}`;
      return [{ level, kind: "metric", message: change, metric, unique_id, baseline, now: value }];
    });
  });
  return [...unrecorded(old, now), ...worse];
}

/** Metrics that a record of the baseline lacks, each once: it would never be compared. */
function unrecorded(
  old: ReadonlyMap<string, Measured["metrics"]>,
  { scores }: Measurement,
): Finding[] {
  const lacking = new Map<string, string[]>();
  for (const { unique_id, metrics } of scores) {
    const recorded = old.get(unique_id) ?? {};
    for (const metric of Object.keys(metrics)) {
      if (Object.hasOwn(recorded, metric)) continue;
      lacking.set(metric, [...(lacking.get(metric) ?? []), unique_id]);
    }
  }
  return Array.from(lacking, ([metric, [unique_id, ...others]]): Finding => {
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    const message = `${nameOf(metric, unique_id)}${more} is not in the baseline: --update adds it`;
    return { level: "fail", kind: "missing", message, metric, unique_id: unique_id };
  });
}

function judge(
  metric: string,
  baseline: number | null,
  now: number | null,
  tolerance: Tolerance | undefined,
  warning: Tolerance | undefined,
): { level: Finding["level"]; message: string } {
  if (now === null) return { level: "fail", message: "" };
  if (baseline === null) return { level: "changed", message: "" };
  const by = badness(metric, now) - badness(metric, baseline);
  // The sign of a bias is a direction: what counts is how far from 0 it is.
  const [before, after] = metric === "bias" ? [Math.abs(baseline), Math.abs(now)] : [baseline, now];
  const change = percent(before, after);
  if (by < 0) return { level: "improved", message: change };
  if (by > allowance(tolerance, baseline)) {
    const allowed = tolerance ? `, ${amount(tolerance)} is allowed` : "";
    return { level: "fail", message: `${change}${allowed}` };
  }
  if (warning && by > allowance(warning, baseline)) {
    return { level: "warn", message: `${change}, beyond ${amount(warning)}` };
  }
  return {
    level: "changed",
    message: `${change}${tolerance ? `, within ${amount(tolerance)}` : ""}`,
  };
}

function compareForecasts(
  before: readonly Recorded[],
  now: readonly Recorded[],
  exact: boolean,
  metrics: readonly Finding[],
): Finding[] {
  const old = new Map(before.map((forecast) => [forecast.unique_id, forecast]));
  const differing = now.filter((forecast) => {
    const was = old.get(forecast.unique_id);
    return was === undefined || (exact ? was.sha256 !== forecast.sha256 : !sameMean(was, forecast));
  });
  // That metrics changed says already that forecasts did.
  if (differing.length === 0 || (!exact && metrics.length > 0)) return [];
  const [{ unique_id, mean }] = differing as [Recorded];
  const was = old.get(unique_id)?.mean ?? [];
  const step = mean.findIndex((value, h) => value !== was[h]);
  const where =
    step < 0
      ? "beyond the recorded digits"
      : `from step ${step + 1} on: ${was[step] ?? "none"} → ${mean[step]}`;
  const which = now.length > 1 ? ` of ${unique_id}` : "";
  const more = differing.length > 1 ? `, and ${differing.length - 1} more` : "";
  const message = `forecast${which} differs ${where}${more}`;
  return [{ level: exact ? "fail" : "changed", kind: "forecast", message, unique_id }];
}

function sameMean(a: Recorded, b: Recorded): boolean {
  return a.mean.length === b.mean.length && a.mean.every((value, h) => value === b.mean[h]);
}

/** How far a metric is from its best value. */
function badness(metric: string, value: number): number {
  const level = /^coverage-([\d.]+)$/.exec(metric)?.[1];
  if (level !== undefined) return Math.abs(value - Number(level) / 100);
  return metric === "bias" ? Math.abs(value) : value;
}

function allowance(tolerance: Tolerance | undefined, baseline: number): number {
  return tolerance ? tolerance.absolute + tolerance.relative * Math.abs(baseline) : 0;
}

function amount({ absolute, relative }: Tolerance): string {
  // Percents like 0.07 · 100 have digits that nobody wrote.
  const percents = `${Number((100 * relative).toPrecision(12))} %`;
  if (relative === 0) return String(absolute);
  return absolute === 0 ? percents : `${absolute} + ${percents}`;
}

function nameOf(metric: string, series: string): string {
  return series === "*" ? metric : `${metric} of ${series}`;
}

function shown(value: number | null, reason?: string): string {
  if (value !== null) return String(value);
  return reason === undefined ? "not defined" : `not defined (${reason})`;
}

/** ` (+5.9 %)`, or nothing where there is no ratio. */
function percent(baseline: number, value: number): string {
  const change = (100 * (value - baseline)) / Math.abs(baseline);
  if (!Number.isFinite(change)) return "";
  return ` (${change > 0 ? "+" : ""}${Number(change.toPrecision(2))} %)`;
}
