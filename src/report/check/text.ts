import type { ChalkInstance } from "chalk";
import { type Level, levelOf } from "../../evaluation/check/findings.js";
import { type Appearance, paint } from "../text/appearance.js";
import { printable } from "../text/printable.js";
import { table } from "../text/table.js";
import { wrap } from "../text/wrap.js";
import { isFirst, messagesOf, type RegressionReport, verdict, verdictOf } from "./report.js";

/** The findings of `foretell check` for a person, a row each, with the verdict below. */
export function regressionTable(report: RegressionReport, appearance: Appearance): string {
  const { compared, baseline, version } = report;
  const chalk = paint(appearance);
  const rows = compared.flatMap((one) =>
    messagesOf(one, report).map((message, i) => [
      i === 0 ? printable(one.source) : "",
      i === 0 ? (one.model ?? "(data)") : "",
      i === 0 ? verdictOf(one, report) : "",
      appearance.plain ? printable(message.replaceAll("→", "->"), "?") : printable(message),
    ]),
  );
  const grid = table(
    ["source", "model", "verdict", "what"].map((title) => ({ title })),
    rows,
    appearance,
  );
  const other =
    baseline.version !== undefined && baseline.version !== version
      ? `The baseline was written by foretell ${printable(baseline.version)}, this is ${version}.\n`
      : "";
  const worst = levelOf(compared.flatMap(({ findings }) => findings));
  const color = isFirst(report) ? chalk.green : colorOf(worst, chalk);
  const words = wrap(verdict(report), appearance.width).split("\n");
  return `${grid}\n${other}${words.map((line) => color(line)).join("\n")}\n`;
}

function colorOf(level: Level, chalk: ChalkInstance): ChalkInstance {
  const colors = { fail: chalk.red, warn: chalk.yellow, changed: chalk.yellow };
  return level === "improved" || level === "same" ? chalk.green : colors[level];
}
