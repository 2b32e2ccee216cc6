import { version } from "../../package.json";
import { arithmetic } from "../engine/kernels/arithmetic.js";
import { DataError, UsageError } from "../errors.js";
import { againstBaseline, updatedSources } from "../evaluation/check/compare.js";
import type { Compared } from "../evaluation/check/findings.js";
import { parseBaseline } from "../evaluation/check/read-baseline.js";
import { parseRules, type RuleTexts } from "../evaluation/check/rules.js";
import { formatBaseline } from "../evaluation/check/write-baseline.js";
import { regressionJson } from "../report/check/json.js";
import { junit } from "../report/check/junit.js";
import { regressionMarkdown } from "../report/check/markdown.js";
import type { RegressionReport } from "../report/check/report.js";
import { regressionTable } from "../report/check/text.js";
import { silent } from "../report/text/silent.js";
import { readBaseline } from "./check/baseline-file.js";
import { measureSources, verdictOf } from "./check/measure.js";
import { choosePlans, type PlanOptions, type Prepared, prepare } from "./check/plan.js";
import { gatherWarnings } from "./gather-warnings.js";
import { specsOf } from "./model-spec.js";
import { type FittingOptions, given, readingOf, withFittingDefaults } from "./options.js";
import { appearanceOf, type TextOptions } from "./written.js";

/** What is measured and held to what; what is left out is as in the baseline, else as on the command line. */
export interface CheckOptions extends Omit<FittingOptions, "min" | "max" | "integer"> {
  /** Path of the baseline. */
  readonly baseline: string;
  /** Origins, 1 by default, and observations from one to the next. */
  readonly folds?: number;
  readonly step?: number;
  /** Tolerances and requirements, written as on the command line: `{ tolerance: "mase=2%", require: ["mase<1"] }`. */
  readonly rules?: RuleTexts;
  /** Looks for models that use what they could not know. */
  readonly leak?: boolean;
  /** Measures for a new baseline, which {@link Check} has as text. */
  readonly update?: boolean;
  /** With `update`: other data are news too. */
  readonly acceptData?: boolean;
  /** With `update`: other sources of the baseline stay as they are. */
  readonly only?: boolean;
}

/** What came of comparing models with a baseline. */
export interface Check {
  /** Whether nothing failed: what is worse, different, or not there. */
  readonly ok: boolean;
  /** Each model of each source, with what was found. */
  readonly rows: readonly Compared[];
  readonly report: RegressionReport;
  /** With `update`, unless something failed: the text of the new baseline, to be written where it belongs. */
  readonly updated?: string;
  /** As `foretell check --format json` writes it. */
  toJson(): string;
  /** The table of the terminal. */
  toText(options?: TextOptions): string;
  /** As `--report md=FILE` and `junit=FILE` write it. */
  toMarkdown(): string;
  toJunit(): string;
}

/**
 * Measures models again and compares them with a committed baseline, as `foretell check` does. Nothing is
 * written.
 *
 * @example
 * const first = await check("nottem", { baseline: "none.json", update: true, model: "theta", horizon: 12 });
 * first.ok; // true
 * JSON.parse(first.updated).data.length; // 1
 *
 * @param sources paths or datasets; none for those of the baseline
 * @throws DataError when there is no baseline, or data cannot be used
 * @throws UsageError for a wrong spec, option or rule
 * @throws the signal's reason once it is aborted
 */
export async function check(
  sources: string | readonly string[],
  options: CheckOptions,
): Promise<Check> {
  const { baseline: file, update = false, acceptData = false, only = false, signal } = options;
  const { onProgress, onSeries } = options;
  const { warn } = withFittingDefaults(options);
  signal?.throwIfAborted();
  if (arithmetic.fused) {
    throw new UsageError(
      "check compares forecasts to the last bit, which fastMath() changes",
      "Check in a process of its own.",
    );
  }
  const text = await readBaseline(file);
  if (text === undefined && !update) {
    throw new DataError("there is no baseline", {
      hint: "Make one with update, and write its text to this file.",
      location: { file },
    });
  }
  const baseline = text === undefined ? undefined : parseBaseline(text, file);
  const ruleTexts = { ...baseline?.rules, ...options.rules };
  const rules = parseRules(ruleTexts);
  const names = typeof sources === "string" ? [sources] : sources;
  const plan = planOf(options);
  const explicit = { ...options, level: options.levels };
  const plans = choosePlans(names, baseline, (name) => explicit[name] !== undefined, plan);
  const prepared: Prepared[] = [];
  for (const one of plans) {
    prepared.push(await prepare(one, plan, warn));
    signal?.throwIfAborted();
  }
  const becomes = { update, acceptData, only };
  const warnings = gatherWarnings(warn);
  const progress = { ...silent, listeners: given({ onProgress, onSeries }) };
  const hearing = { signal, warn, progress, warnings };
  const measured = await measureSources(prepared, baseline, rules, becomes, hearing);
  signal?.throwIfAborted();
  warnings.say();
  const compared = againstBaseline(measured, baseline, rules, becomes);
  const { failed } = verdictOf(compared);
  const report: RegressionReport = {
    version,
    baseline: { file, text, version: baseline?.version },
    compared,
    update,
  };
  return {
    ok: !failed,
    rows: compared,
    report,
    ...(update &&
      !failed && {
        updated: formatBaseline({
          ...{ version, rules: ruleTexts },
          sources: updatedSources(measured, baseline, becomes),
        }),
      }),
    toJson: () => regressionJson(report),
    toText: (appearance) => regressionTable(report, appearanceOf(appearance)),
    toMarkdown: () => regressionMarkdown(report),
    toJunit: () => junit(report),
  };
}

function planOf(options: CheckOptions): PlanOptions {
  const { baseline, model, horizon, folds = 1, step, features, join, leak } = options;
  const { seed, levels, threads } = withFittingDefaults(options);
  const { join: _, ...reading } = readingOf(options);
  return {
    ...{ baseline, seed, reading, folds, threads, level: levels },
    // As the command has it: intervals of past errors would be made of each fold.
    intervals: options.intervals ?? "native",
    ...(model !== undefined && { model: specsOf(model) }),
    ...(horizon !== undefined && { horizon }),
    ...(step !== undefined && { step }),
    ...(features !== undefined && { feature: features }),
    ...(join !== undefined && { join }),
    ...(leak !== undefined && { leak }),
  };
}
