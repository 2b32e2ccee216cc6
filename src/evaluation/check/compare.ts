import type { Baseline, BaselineSource } from "./baseline.js";
import { type Compared, compare, compareMoved, type Finding } from "./findings.js";
import type { Measurement } from "./measurement.js";
import type { Rules } from "./rules.js";

/** What became of a model; without a measurement it could not be fitted. */
export interface Result {
  readonly spec: string;
  readonly measurement: Measurement | undefined;
  /** What is wrong with it, whatever the baseline says. */
  readonly findings: readonly Finding[];
}

/** What was measured on one source, and with which data and settings. */
export interface MeasuredSource extends Omit<BaselineSource, "models"> {
  readonly results: readonly Result[];
}

/** What becomes of the baseline. */
export interface Update {
  /** Whether it is written anew, so that differences are news rather than failures. */
  readonly update: boolean;
  /** Whether other data are news too. */
  readonly acceptData: boolean;
  /** Whether sources of the baseline that were not measured are left alone. */
  readonly only: boolean;
  /** Whether the data may have grown: then scores are compared, and forecasts are not. */
  readonly moving?: boolean;
}

/** What was measured beside the baseline, and what the baseline has besides. */
export function againstBaseline(
  sources: readonly MeasuredSource[],
  baseline: Baseline | undefined,
  rules: Rules,
  becomes: Update,
): Compared[] {
  const known = new Map(baseline?.sources.map((one) => [one.source, one]));
  const measured = new Set(sources.map(({ source }) => source));
  return [
    ...sources.flatMap((one) => compareSource(one, known.get(one.source), rules, becomes)),
    ...[...known.values()]
      .filter(({ source }) => !becomes.only && !measured.has(source))
      .flatMap(({ source, models }) => models.map(({ spec }) => gone(source, spec, becomes))),
  ];
}

/** The source itself where there is something to tell of it, then its models. */
function compareSource(
  now: MeasuredSource,
  before: BaselineSource | undefined,
  rules: Rules,
  becomes: Update,
): Compared[] {
  const { source, results } = now;
  const ofSource = before ? compareData(now, before, becomes) : [];
  const known = new Map(before?.models.map(({ spec, measurement }) => [spec, measurement]));
  const against = (spec: string, measurement: Measurement | undefined): Finding[] => {
    const old = known.get(spec);
    if (measurement === undefined) return [];
    if (old === undefined) return [missing(becomes)];
    // Other data or settings say nothing of the model, unless the data are meant to grow.
    if (ofSource.some(({ kind }) => !(becomes.moving && kind === "data"))) {
      return [{ level: "changed", kind: "data", message: "not compared" }];
    }
    const findings =
      ofSource.length > 0
        ? compareMoved(spec, old, measurement, rules)
        : compare(spec, old, measurement, rules);
    return becomes.update ? findings.map(asNews) : findings;
  };
  const models = results.map(({ spec, measurement, findings }): Compared => {
    const { metrics = {}, reasons } = measurement?.scores[0] ?? {};
    return {
      source,
      model: spec,
      findings: [...findings, ...against(spec, measurement)],
      metrics,
      ...(reasons && { reasons }),
    };
  });
  const measured = new Set(results.map(({ spec }) => spec));
  return [
    ...(ofSource.length === 0
      ? []
      : [{ source, model: undefined, findings: ofSource, metrics: {} }]),
    ...models,
    ...[...known.keys()]
      .filter((spec) => !measured.has(spec))
      .map((spec) => gone(source, spec, becomes)),
  ];
}

const SETTINGS = ["horizon", "seed", "levels", "intervals", "folds", "step", "features"] as const;
function compareData(
  now: MeasuredSource,
  before: BaselineSource,
  { update, acceptData, moving = false }: Update,
): Finding[] {
  const findings: Finding[] = [];
  if (now.sha256 !== before.sha256) {
    const short = (sha256: string) => sha256.slice(0, 12);
    const what = `the data differ from those of the baseline (${short(before.sha256)} → ${short(now.sha256)})`;
    const taken = moving || (update && acceptData);
    findings.push({
      level: taken ? "changed" : "fail",
      kind: "data",
      message: taken ? what : `${what}: --update --accept-data accepts them`,
    });
  }
  for (const setting of SETTINGS) {
    const [was, is] = [before, now].map((source) => String(withDefaults(source)[setting] ?? ""));
    if (was === is) continue;
    const message = `${setting} ${was || "none"} → ${is || "none"}`;
    findings.push({ level: update ? "changed" : "fail", kind: "settings", message });
  }
  return findings;
}

/** Settings with those that baselines do not say because they are usual. */
function withDefaults(source: Omit<BaselineSource, "models">): Omit<BaselineSource, "models"> {
  const { intervals = "native", folds = 1, step = source.horizon, ...others } = source;
  return { ...others, intervals, folds, ...(folds > 1 && { step }) };
}

function missing({ update }: Update): Finding {
  return update
    ? { level: "changed", kind: "missing", message: "new" }
    : { level: "fail", kind: "missing", message: "not in the baseline: --update adds it" };
}

function gone(source: string, model: string, { update }: Update): Compared {
  const finding: Finding = update
    ? { level: "changed", kind: "obsolete", message: "no longer in the baseline" }
    : { level: "fail", kind: "obsolete", message: "only in the baseline: --update removes it" };
  return { source, model, findings: [finding], metrics: {} };
}

function asNews(finding: Finding): Finding {
  return finding.level === "fail" ? { ...finding, level: "changed" } : finding;
}

/** What the baseline becomes; kept sources stay where they are. */
export function updatedSources(
  sources: readonly MeasuredSource[],
  baseline: Baseline | undefined,
  { only }: Update,
): BaselineSource[] {
  const now = new Map(sources.map((one) => [one.source, recorded(one)]));
  if (!only) return [...now.values()];
  const kept = (baseline?.sources ?? []).map((old) => now.get(old.source) ?? old);
  const known = new Set(kept.map(({ source }) => source));
  return [...kept, ...[...now.values()].filter(({ source }) => !known.has(source))];
}

function recorded({ results, ...source }: MeasuredSource): BaselineSource {
  return {
    ...source,
    models: results.flatMap(({ spec, measurement }) =>
      measurement === undefined ? [] : [{ spec, measurement }],
    ),
  };
}
