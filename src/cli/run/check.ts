import { version } from "../../../package.json";
import { DataError, ExitCode, UsageError } from "../../errors.js";
import { againstBaseline, updatedSources } from "../../evaluation/check/compare.js";
import type { Compared } from "../../evaluation/check/findings.js";
import { parseBaseline } from "../../evaluation/check/read-baseline.js";
import { parseRules, type RuleTexts } from "../../evaluation/check/rules.js";
import { formatBaseline } from "../../evaluation/check/write-baseline.js";
import { regressionJson } from "../../report/check/json.js";
import type { RegressionReport } from "../../report/check/report.js";
import { regressionTable } from "../../report/check/text.js";
import { readBaseline } from "../../tasks/check/baseline-file.js";
import { measureSources, verdictOf } from "../../tasks/check/measure.js";
import { choosePlans, type Prepared, prepare } from "../../tasks/check/plan.js";
import { gatherWarnings } from "../../tasks/gather-warnings.js";
import { shellQuoted } from "../../wording.js";
import { appearanceOf } from "../shared/appearance.js";
import { dataOptions } from "../shared/choose-source.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import { listenForInterrupt } from "../shared/interrupt.js";
import type { FittingOptions } from "../shared/options.js";
import { writeStdout } from "../shared/terminal.js";
import { writeFileAtomically } from "../shared/write-file.js";
import { chooseReports, writeReports } from "./check-reports.js";

export interface CheckOptions extends FittingOptions {
  readonly baseline?: string;
  readonly update?: boolean;
  readonly acceptData?: boolean;
  /** Whether the data may grow, so that scores on the newest folds are compared. */
  readonly moving?: boolean;
  readonly only?: boolean;
  readonly folds: number;
  readonly step?: number;
  readonly tolerance?: string;
  readonly warn?: string;
  readonly require?: string[];
  readonly perSeries?: boolean;
  readonly exact?: boolean;
  readonly leak?: boolean;
  readonly timeBudget?: string;
  readonly report?: string[];
  readonly format: "table" | "json";
}

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
  if (file === undefined) {
    const named = sources.length > 0 ? sources : ["sales.csv"];
    const models = options.model ?? ["theta"];
    const words = [...named, ...models.flatMap((model) => ["-m", model])].map(shellQuoted);
    throw new UsageError(
      "the option --baseline <file> is missing",
      `Write one first: foretell check ${words.join(" ")} --baseline baseline.json --update.`,
    );
  }
  const reports = chooseReports(options.report ?? []);
  if (acceptData && !update) {
    throw new UsageError("--accept-data needs --update", "Add --update to write the baseline.");
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
  const { moving = false } = options;
  if (moving && !update && rules.tolerances.length === 0) {
    throw new UsageError(
      "--moving needs --tolerance: on other data no score is quite the same",
      "Say how much worse is too much, such as --tolerance mase=10%.",
    );
  }
  const plans = choosePlans(sources, baseline, isExplicit, {
    ...options,
    baseline: file,
    reading: dataOptions(options),
  });
  const files = reports.files.map(({ kind, path }) => [`report ${kind}`, path]);
  claimOutputs(
    { ...(update && { "the baseline": file }), ...Object.fromEntries(files) },
    {
      ...(!update && { "the baseline": file }),
      "the data": plans.map(({ path }) => path),
      "--join": plans.flatMap(({ join }) => join ?? []),
    },
  );

  const { note, tell, wrote, interrupted, warn, progress } = await openConsole(options);
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
    const becomes = { update, acceptData, only, moving };
    const warnings = gatherWarnings(warn);
    const measured = await measureSources(prepared, baseline, rules, becomes, {
      ...{ signal, warn, progress, warnings },
    });
    progress.done();
    warnings.say();
    if (signal.aborted) {
      interrupted("interrupted before everything was compared");
      return ExitCode.interrupted;
    }
    const compared = againstBaseline(measured, baseline, rules, becomes);
    const { failed, unfitted } = verdictOf(compared);
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
    for (const { path } of reports.files) wrote(path);
    if (update && failed) tell(`${file} was not written`);
    if (update && !failed) {
      const kept = updatedSources(measured, baseline, becomes);
      const now = formatBaseline({ version, rules: ruleTexts, sources: kept });
      if (now !== text) writeFileAtomically(file, now);
      note(
        now === text
          ? `${file} stays as it is: nothing has changed`
          : writtenIn(file, compared, text === undefined),
      );
    }
    return code;
  } finally {
    progress.done();
    interrupt.stopListening();
  }
}

/** What an updated baseline holds that it did not, in a sentence. */
function writtenIn(file: string, compared: readonly Compared[], isFirst: boolean): string {
  const models = compared.filter(({ model }) => model !== undefined);
  const count = (is: (kinds: readonly string[]) => boolean) =>
    models.filter(({ findings }) => is(findings.map(({ kind }) => kind))).length;
  const fresh = count((kinds) => kinds.includes("missing"));
  const gone = count((kinds) => kinds.includes("obsolete"));
  const same = count((kinds) => kinds.length === 0);
  const left = models.length - gone;
  const changed = models.length - fresh - gone - same;
  const parts = [
    ...(fresh > 0 ? [`${fresh} new`] : []),
    ...(changed > 0 ? [`${changed} changed`] : []),
    ...(gone > 0 ? [`${gone} removed`] : []),
    ...(same > 0 ? [`${same} as before`] : []),
  ];
  return `${file} is written: ${left === 1 ? "1 entry" : `${left} entries`}${parts.length > 0 && !isFirst ? ` (${parts.join(", ")})` : ""}`;
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
