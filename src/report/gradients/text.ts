import { gradientAdvice, verdictColor } from "../charts/gradient-chart.js";
import { type Appearance, paint } from "../text/appearance.js";
import { dataSummary } from "../text/data-summary.js";
import { wrap } from "../text/wrap.js";
import { depthCharts, derivativePart, timeCharts } from "./curves.js";
import { epochMaps, gateMaps, layerMaps } from "./maps.js";
import type { FlowRun, GradientsReport } from "./report.js";
import { lengthTables, numbersTable } from "./tables.js";
import { percent } from "./values.js";

/**
 * The whole picture for a person: what was learned, the gradient's share that is left at each distance
 * before and after training, its numbers, how it changed while training went on, and what to do.
 * Where runs differ in length, the longest is drawn.
 */
export function gradientsReport(report: GradientsReport, appearance: Appearance): string {
  const steps = Math.max(...report.runs.map((run) => run.steps));
  const drawn = report.runs.filter((run) => run.steps === steps);
  const lengths = new Set(report.runs.map((run) => run.steps));
  const parts = [
    heading(report, drawn[0], appearance),
    ...(report.comparison === "activations" ? [derivativePart(drawn, appearance)] : []),
    ...timeCharts(drawn, appearance),
    ...depthCharts(drawn, appearance),
    ...(lengths.size > 1 ? lengthTables(report.runs, appearance) : []),
    numbersTable(report, drawn, appearance),
    epochMaps(drawn, appearance),
    ...layerMaps(drawn, appearance),
    ...(report.gates ? gateMaps(drawn, appearance) : []),
    verdicts(drawn, appearance),
  ];
  return `${parts.join("\n\n")}\n`;
}

function heading(report: GradientsReport, run: FlowRun, appearance: Appearance): string {
  const { panel } = report;
  if (panel) return `${dataSummary(panel, appearance)}\nwindows of ${run.steps} steps`;
  const title = paint(appearance).bold("long-lag task");
  const text = `long-lag task: the network sees a number at the first of ${run.steps} steps and must name it after the last, with noise in between`;
  return wrap(text, appearance.width).replace("long-lag task", title);
}

function verdicts(runs: readonly FlowRun[], appearance: Appearance): string {
  const chalk = paint(appearance);
  return runs
    .map(({ label, trained: { flow }, summary: { recalled } }) => {
      const remembered = recalled === undefined ? "" : ` ${describeRecalled(recalled)}`;
      const verdict = flow.hidden.some((norm) => norm > 0) ? `${flow.verdict}: ` : "";
      const sentence = `${label}: ${verdict}${gradientAdvice(flow)}${remembered}`;
      return wrap(sentence, appearance.width)
        .replace(`${label}: `, `${chalk.bold(label)}: `)
        .replace(flow.verdict, (verdict) => chalk[verdictColor[flow.verdict]](verdict));
    })
    .join("\n");
}

/** A network that latches into one of two states remembers the number's sign, three quarters of it. */
function describeRecalled(recalled: number): string {
  const sign = recalled > 0.5 && recalled < 0.85 ? " (its sign alone makes 75 %)" : "";
  return `${percent(recalled)} of the number's variance is recalled${sign}.`;
}
