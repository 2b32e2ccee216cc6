import { version } from "../../../package.json";
import { onlineCells } from "../../engine/online/learner.js";
import { ExitCode, UsageError } from "../../errors.js";
import type { Experiment, LabCell, LabRule } from "../../lab/experiment.js";
import { experiments } from "../../lab/index.js";
import { type Trial, trial } from "../../lab/trial.js";
import { withAdvice } from "../../models/recurrent/checked-learner.js";
import { type LabReport, labCsv, labJson, labTable } from "../../report/lab.js";
import { appearanceOfOutput } from "../shared/appearance.js";
import { claimOutputs } from "../shared/claim-outputs.js";
import { openConsole } from "../shared/console.js";
import { listenForInterrupt } from "../shared/interrupt.js";
import { writeListing } from "../shared/listing.js";
import type { Format, GlobalOptions } from "../shared/options.js";
import { chooseFormat, writeOutput } from "../shared/output.js";

export interface LabOptions extends GlobalOptions {
  readonly length?: number;
  readonly cell: string[];
  readonly rule?: string;
  readonly squash: "narrow" | "wide";
  readonly out?: Experiment["output"];
  readonly trials: number;
  readonly limit: number;
  readonly seed: number;
  readonly format?: Format;
  readonly output?: string;
  readonly safeCsv?: boolean;
}

/**
 * `foretell lab`.
 *
 * @returns the exit code
 */
export async function lab(name: string | undefined, options: LabOptions): Promise<number> {
  if (name === undefined) {
    const rows = experiments.map(({ name: experiment, summary, section, table }) => ({
      ...{ experiment, section, table: String(table), summary },
    }));
    const columns = ["experiment", "section", "table", "summary"] as const;
    await writeListing("experiments", columns, rows, options);
    return ExitCode.done;
  }
  const experiment = findExperiment(name);
  const length = lengthFor(experiment, options.length);
  const cells = options.cell.map(findCell);
  const { output, limit, squash } = options;
  const out = options.out ?? experiment.output;
  const format = chooseFormat(options.format, output);
  claimOutputs({ "--output": output }, {});
  const console = await openConsole(options);
  const { progress, note } = console;
  const interrupt = listenForInterrupt(() =>
    note("stopping after the trials that are finished; Ctrl-C again quits at once"),
  );
  try {
    const runs: LabReport["runs"][number][] = [];
    for (const cell of cells) {
      const rule = (options.rule ?? defaultRule(cell)) as LabRule;
      const trials: (Trial & { seed: number })[] = [];
      for (let k = 0; k < options.trials && !interrupt.signal.aborted; k++) {
        const seed = options.seed + k;
        progress.start(
          `${experiment.name}: ${cell} by ${rule}, trial ${k + 1} of ${options.trials}`,
        );
        const settings = { cell, rule, squash, output: out, length, limit, seed };
        const result = await trial(experiment, settings, interrupt.signal).catch((error) => {
          throw withAdvice(error);
        });
        if (result) trials.push({ seed, ...result });
        progress.done();
      }
      if (trials.length > 0) runs.push({ cell, rule, trials });
    }
    const report = { version, experiment, length, limit, squash, output: out, runs };
    const text = write(report, format, options);
    await writeOutput(text, output, format, console);
    return interrupt.signal.aborted ? ExitCode.interrupted : ExitCode.done;
  } finally {
    progress.done();
    interrupt.stopListening();
  }
}

/** The plain network gets the exact gradient, so that its failures are not the rule's. */
function defaultRule(cell: LabCell): LabRule {
  return cell === "lstm97" || cell === "lstm" ? "hybrid" : "rtrl";
}

function findExperiment(name: string): Experiment {
  const found = experiments.find((experiment) => experiment.name === name);
  if (found) return found;
  throw new UsageError(
    `there is no experiment "${name}"`,
    `There are ${experiments.map((experiment) => experiment.name).join(", ")}.`,
  );
}

function findCell(name: string): LabCell {
  const found = onlineCells.find((cell) => cell === name);
  if (found) return found;
  throw new UsageError(`there is no cell "${name}"`, `There are ${onlineCells.join(", ")}.`);
}

function lengthFor({ name, shortest, longest, length }: Experiment, requested = length): number {
  if (requested < shortest) {
    throw new UsageError(`${name} needs sequences of at least ${shortest} steps, not ${requested}`);
  }
  if (longest !== undefined && requested > longest) {
    throw new UsageError(`${name} has sequences of at most ${longest} steps, not ${requested}`);
  }
  return requested;
}

function write(report: LabReport, format: ReturnType<typeof chooseFormat>, options: LabOptions) {
  switch (format) {
    case "csv":
      return labCsv(report, options.safeCsv);
    case "json":
      return labJson(report);
    case "table":
      return labTable(report, appearanceOfOutput(options));
  }
}
