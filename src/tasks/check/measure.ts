import { FitError } from "../../errors.js";
import type { BacktestContext } from "../../evaluation/backtest.js";
import type { Baseline } from "../../evaluation/check/baseline.js";
import type { MeasuredSource, Result, Update } from "../../evaluation/check/compare.js";
import { type Compared, type Finding, levelOf, unmet } from "../../evaluation/check/findings.js";
import { leaks } from "../../evaluation/check/leakage.js";
import { measure } from "../../evaluation/check/measurement.js";
import { isModel, type Rules, requireKnown } from "../../evaluation/check/rules.js";
import type { Fold } from "../../evaluation/folds.js";
import { type Model, SAID_BEFORE } from "../../models/model.js";
import type { Progress } from "../../report/text/progress.js";
import type { GatheredWarnings } from "../gather-warnings.js";
import { knownTo, type Prepared, scoreReference, settingsOf } from "./plan.js";

/** What hears of the work, and may stop it. */
interface Measuring {
  readonly signal?: AbortSignal | undefined;
  readonly warn: (message: string) => void;
  readonly progress: Progress;
  readonly warnings: GatheredWarnings;
}

/**
 * Measures every model of every source, as far as the signal lets it.
 *
 * @throws UsageError for rules that name what is not there
 */
export async function measureSources(
  prepared: readonly Prepared[],
  baseline: Baseline | undefined,
  rules: Rules,
  { update, only }: Update,
  { signal, warn, progress, warnings }: Measuring,
): Promise<MeasuredSource[]> {
  const measuring = new Set(prepared.map(({ source }) => source));
  const stay = baseline?.sources.filter(
    ({ source }) => !update || (only && !measuring.has(source)),
  );
  requireKnown(rules, knownTo(prepared, stay ?? []));
  const measured: MeasuredSource[] = [];
  const stage = (source: string, spec: string) => `${source}: ${spec}`;
  progress.plan(
    prepared.flatMap(({ source, specs }) =>
      specs.map((spec) => ({ what: stage(source, spec), like: spec })),
    ),
  );
  for (const one of prepared) {
    const results: Result[] = [];
    const others = await one.others?.();
    const models = warnings.from(one.models);
    for (const [i, spec] of one.specs.entries()) {
      if (signal?.aborted) break;
      progress.start(stage(one.source, spec));
      const context = { ...(signal && { signal }), warn, ...progress.listeners };
      const { model } = models[i];
      results.push(await run(one, { spec, model }, rules, others, context));
      progress.done();
    }
    measured.push({ ...settingsOf(one), results });
  }
  return measured;
}

/** Whether something failed, and whether a model could not be fitted. */
export function verdictOf(compared: readonly Compared[]): {
  readonly failed: boolean;
  readonly unfitted: boolean;
} {
  const findings = compared.flatMap((one) => one.findings);
  return {
    failed: levelOf(findings) === "fail",
    unfitted: findings.some(({ kind }) => kind === "fit"),
  };
}

/**
 * Fits and measures one model, and looks for what is wrong with it.
 *
 * @param others folds with other futures, when leaks are looked for
 */
async function run(
  one: Prepared,
  { spec, model }: { spec: string; model: Model },
  rules: Rules,
  others: readonly Fold[] | undefined,
  context: Omit<BacktestContext, "seed" | "levels">,
): Promise<Result> {
  const { folds, reference, seed, levels } = one;
  const whole = { ...context, seed, levels };
  try {
    const start = performance.now();
    const measurement = await measure(folds, model, reference, whole);
    const seconds = (performance.now() - start) / 1000;
    const findings = unmet(spec, measurement, rules);
    const budgets = rules.budgets.filter((budget) => isModel(spec, budget.model));
    if (budgets.length > 0) {
      const ratio = seconds / (await secondsOfReference(one));
      for (const budget of budgets) findings.push(...overBudget(ratio, budget.ratio));
    }
    if (others) {
      const again = await measure(others, model, reference, { ...whole, warn: SAID_BEFORE });
      findings.push(...leaks(measurement.forecasts, again.forecasts));
    }
    return { spec, measurement, findings };
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    const message = `could not be fitted: ${error.message}`;
    return { spec, measurement: undefined, findings: [{ level: "fail", kind: "fit", message }] };
  }
}

/** Seconds that Naive2 takes: the mean of as many runs as make a time that can be measured. */
async function secondsOfReference(one: Prepared): Promise<number> {
  const start = performance.now();
  let runs = 0;
  let elapsed = 0;
  for (; elapsed < 100; runs++) {
    await scoreReference(one.folds, one);
    elapsed = performance.now() - start;
  }
  return elapsed / runs / 1000;
}

function overBudget(ratio: number, allowed: number): Finding[] {
  if (ratio <= allowed) return [];
  // Rounded up, so that it is seen to be more.
  const shown = Math.ceil(10 * ratio) / 10;
  const message = `took ${shown} times as long as Naive2, ${allowed} times is allowed`;
  return [{ level: "fail", kind: "time", message }];
}
