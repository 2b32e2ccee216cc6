import { version } from "../../../package.json";
import { DataError, ExitCode, FitError, UsageError } from "../../errors.js";
import type { BacktestContext } from "../../evaluation/backtest.js";
import {
  againstBaseline,
  type MeasuredSource,
  type Result,
  updatedSources,
} from "../../evaluation/check/compare.js";
import { type Finding, levelOf, unmet } from "../../evaluation/check/findings.js";
import { leaks } from "../../evaluation/check/leakage.js";
import { measure } from "../../evaluation/check/measurement.js";
import { parseBaseline } from "../../evaluation/check/read-baseline.js";
import {
  isModel,
  parseRules,
  type Rules,
  type RuleTexts,
  requireKnown,
} from "../../evaluation/check/rules.js";
import { formatBaseline } from "../../evaluation/check/write-baseline.js";
import type { Fold } from "../../evaluation/folds.js";
import type { Model } from "../../models/model.js";
import { regressionJson } from "../../report/check/json.js";
import type { RegressionReport } from "../../report/check/report.js";
import { regressionTable } from "../../report/check/text.js";
import { gatherWarnings } from "../../tasks/gather-warnings.js";
import { appearanceOf } from "../shared/appearance.js";
import { readBaseline } from "../shared/baseline-file.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import { listenForInterrupt } from "../shared/interrupt.js";
import { writeStdout } from "../shared/terminal.js";
import { writeFileAtomically } from "../shared/write-file.js";
import {
  type CheckOptions,
  choosePlans,
  knownTo,
  type Prepared,
  prepare,
  scoreReference,
  settingsOf,
} from "./check-plan.js";
import { chooseReports, writeReports } from "./check-reports.js";

/**
 * `foretell check`.
 *
 * @param isExplicit whether an option was given rather than taken by default
 * @returns the exit code
 */
export async function check(
  sources: readonly string[],
  isExplicit: (option: keyof CheckOptions) => boolean,
  options: CheckOptions,
): Promise<number> {
  const { baseline: file, update = false, acceptData = false, only = false } = options;
  const reports = chooseReports(options.report ?? []);
  if (acceptData && !update) {
    throw new UsageError("--accept-data is for --update", "Add --update to write the baseline.");
  }
  if (only && sources.length === 0) {
    throw new UsageError("--only needs the names of sources", "foretell check SOURCE --only …");
  }
  const text = await readBaseline(file);
  if (text === undefined && !update) {
    throw new DataError("there is no baseline", {
      hint: "Write one: foretell check SOURCE -m MODEL --baseline FILE --update.",
      location: { file },
    });
  }
  const baseline = text === undefined ? undefined : parseBaseline(text, file);
  const ruleTexts = { ...baseline?.rules, ...ruleOptions(options) };
  const rules = parseRules(ruleTexts);
  const plans = choosePlans(sources, baseline, isExplicit, options);
  const files = reports.files.map(({ kind, path }) => [`report ${kind}`, path]);
  claimOutputs(
    { ...(update && { "the baseline": file }), ...Object.fromEntries(files) },
    {
      ...(!update && { "the baseline": file }),
      "the data": plans.map(({ path }) => path),
      "--join": plans.flatMap(({ join }) => join ?? []),
    },
  );

  const { note, tell, interrupted, warn, progress } = await openConsole(options);
  const interrupt = listenForInterrupt(() =>
    note("stopping, nothing is written; Ctrl-C again quits at once"),
  );
  const { signal } = interrupt;
  try {
    const prepared: Prepared[] = [];
    for (const plan of plans) {
      progress.start(`reading ${plan.source}`);
      prepared.push(await prepare(plan, options, warn));
      progress.done();
    }
    const measuring = new Set(prepared.map(({ source }) => source));
    const stay = baseline?.sources.filter(
      ({ source }) => !update || (only && !measuring.has(source)),
    );
    requireKnown(rules, knownTo(prepared, stay ?? []));
    const measured: MeasuredSource[] = [];
    const warnings = gatherWarnings(warn);
    const total = prepared.reduce((sum, { specs }) => sum + specs.length, 0);
    let place = 0;
    for (const one of prepared) {
      const results: Result[] = [];
      const others = await one.others?.();
      const models = warnings.from(one.models);
      for (const [i, spec] of one.specs.entries()) {
        if (signal.aborted) break;
        progress.start(`${one.source}: ${spec}${total > 1 ? ` (${++place} of ${total})` : ""}`);
        const context = { signal, warn, ...progress.listeners };
        const { model } = models[i];
        results.push(await run(one, { spec, model }, rules, others, context));
        progress.done();
      }
      measured.push({ ...settingsOf(one), results });
    }
    if (signal.aborted) {
      interrupted("interrupted before everything was compared");
      return ExitCode.interrupted;
    }
    const becomes = { update, acceptData, only };
    const compared = againstBaseline(measured, baseline, rules, becomes);
    const findings = compared.flatMap((one) => one.findings);
    const failed = levelOf(findings) === "fail";
    const unfitted = findings.some(({ kind }) => kind === "fit");
    const code = unfitted ? ExitCode.fit : failed ? ExitCode.regression : ExitCode.done;
    // A reader of stdout that leaves at once ends the process, with this.
    process.exitCode = code;
    const report: RegressionReport = {
      version,
      baseline: { file, text, version: baseline?.version },
      compared,
      update,
    };
    await writeStdout(
      options.format === "json"
        ? regressionJson(report)
        : regressionTable(report, appearanceOf(process.stdout, options)),
      options.format !== "json",
    );
    writeReports(report, reports, warn);
    if (update && failed) tell(`${file} was not written`);
    if (update && !failed) {
      const kept = updatedSources(measured, baseline, becomes);
      const now = formatBaseline({ version, rules: ruleTexts, sources: kept });
      if (now !== text) writeFileAtomically(file, now);
    }
    return code;
  } finally {
    progress.done();
    interrupt.stopListening();
  }
}

function ruleOptions(options: CheckOptions): RuleTexts {
  const { tolerance, warn, require, timeBudget, perSeries, exact } = options;
  return {
    ...(tolerance !== undefined && { tolerance }),
    ...(warn !== undefined && { warn }),
    ...(require !== undefined && { require }),
    ...(timeBudget !== undefined && { timeBudget }),
    ...(perSeries === true && { perSeries }),
    ...(exact === true && { exact }),
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
      const again = await measure(others, model, reference, { ...whole, warn: () => {} });
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
