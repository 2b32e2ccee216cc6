import type { Experiment, LabCell, LabRule } from "../lab/experiment.js";
import { TESTS, type Trial } from "../lab/trial.js";
import type { labSchema } from "./lab-schema.js";
import type { Appearance } from "./text/appearance.js";
import { csvRow } from "./text/csv.js";
import type { DocumentOf } from "./text/document.js";
import { toJson } from "./text/json.js";
import { type Column, table } from "./text/table.js";

/** Trials of one cell at one experiment. */
export interface LabRun {
  readonly cell: LabCell;
  readonly rule: LabRule;
  readonly trials: readonly (Trial & { readonly seed: number })[];
}

export interface LabReport {
  readonly version: string;
  readonly experiment: Experiment;
  readonly length: number;
  readonly limit: number;
  readonly squash: "narrow" | "wide";
  readonly output: Experiment["output"];
  readonly runs: readonly LabRun[];
}

/** A row a trial. */
export function labCsv({ experiment, length, runs }: LabReport, safe = false): string {
  const head = ["experiment", "length", "cell", "rule", "seed", "solved", "sequences"];
  const rows = runs.flatMap(({ cell, rule, trials }) =>
    trials.map((trial) => [
      ...[experiment.name, String(length), cell, rule, String(trial.seed), String(trial.solved)],
      ...[trial.sequences, trial.wrong, trial.error, trial.weights].map(String),
    ]),
  );
  return [[...head, "wrong", "error", "weights"], ...rows].map((row) => csvRow(row, safe)).join("");
}

/** One document: `foretell/lab@1`. */
export function labJson(report: LabReport): string {
  const { version, experiment, length, limit, squash, output, runs } = report;
  const paper = paperFigure(experiment, length);
  const document: DocumentOf<typeof labSchema> = {
    schema: "foretell/lab@1",
    version,
    experiment: experiment.name,
    length,
    limit,
    squash,
    output,
    paper: paper ? { table: experiment.table, ...paper } : null,
    differs: differences(report),
    runs,
  };
  return `${toJson(document, 2)}\n`;
}

/** A row a cell, the paper's figure last. */
export function labTable(report: LabReport, appearance: Appearance): string {
  const { experiment, length, limit, runs } = report;
  const { tests = TESTS, source = "Hochreiter & Schmidhuber 1997" } = experiment;
  const columns: Column[] = [
    { title: "" },
    { title: "rule" },
    ...["weights", "solved", "sequences", `wrong of ${tests}`, "mean error"].map((title) => ({
      title,
      align: "right" as const,
    })),
  ];
  const rows = runs.map(({ cell, rule, trials }) => {
    const solved = trials.filter((trial) => trial.solved);
    const shown = solved.length > 0 ? solved : trials;
    const mean = (of: (trial: Trial) => number) =>
      shown.reduce((sum, trial) => sum + of(trial) / shown.length, 0);
    return [
      cell,
      rule,
      String(trials[0]?.weights ?? ""),
      `${solved.length} of ${trials.length}`,
      solved.length > 0 ? mean((trial) => trial.sequences).toFixed(0) : "never",
      mean((trial) => trial.wrong).toFixed(0),
      mean((trial) => trial.error).toFixed(4),
    ];
  });
  const paper = paperFigure(experiment, length);
  if (paper) {
    const weights = length === experiment.length ? String(experiment.paperWeights ?? "") : "";
    const wrong = String(paper.wrong ?? "");
    rows.push([...["paper", "hybrid", weights, ""], ...[String(paper.sequences), wrong, ""]]);
  }
  const differs = differences(report);
  const means = "Means over the trials that were solved, or over all where none was.";
  return `${experiment.summary}, at least ${length} steps, at most ${limit} sequences (${source}, ${experiment.section}, table ${experiment.table})
${table(columns, rows, appearance)}
${means}${paper ? "" : " The paper has no figure for this length."}${differs ? `\nNot as in the paper: ${differs}.` : ""}
`;
}

/** Differences of our set-up from the paper's. */
function differences({ experiment, squash, output }: LabReport): string {
  const linear = output === "linear" && "the output is linear, the paper's logistic";
  const wide = squash === "wide" && "cells' outputs are squashed to [−2, 2]";
  return [linear, wide, experiment.differs].filter(Boolean).join("; ");
}

function paperFigure(experiment: Experiment, length: number) {
  return experiment.paper.find((figure) => figure.length === length);
}
