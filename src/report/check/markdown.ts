import { type Level, levelOf } from "../../evaluation/check/findings.js";
import { messagesOf, type RegressionReport, verdict, verdictOf } from "./report.js";

/** A summary for a pull request: the verdict, and a table with a row a model. */
export function regressionMarkdown(report: RegressionReport): string {
  const rows = report.compared.map((one) => {
    const level = levelOf(one.findings);
    const word = verdictOf(one, report);
    const mark = word === "recorded" ? MARKS.same : MARKS[level];
    const what = messagesOf(one, report).map(cell).join("<br>");
    return `| ${cell(one.source)} | ${cell(one.model ?? "(data)")} | ${mark} ${word} | ${what} |`;
  });
  return [
    "### foretell check",
    "",
    verdict(report),
    "",
    "| source | model | verdict | what |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

const MARKS: Record<Level, string> = {
  fail: "❌",
  warn: "⚠️",
  changed: "✏️",
  improved: "🎉",
  same: "✅",
};

/** Text of others must not end the cell, nor become markup. */
function cell(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\|`*_<>[\]~#]/g, (character) =>
      character === "<" ? "&lt;" : character === ">" ? "&gt;" : `\\${character}`,
    );
}
