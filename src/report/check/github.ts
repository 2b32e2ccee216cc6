import { lineOf } from "../../evaluation/check/write-baseline.js";
import type { RegressionReport } from "./report.js";

/**
 * Commands that GitHub Actions turns into annotations, at the model's line of the baseline: an error
 * for each failure, a warning for each warning.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function githubAnnotations({ compared, baseline }: RegressionReport): string {
  return compared
    .flatMap(({ source, model, findings }) =>
      findings
        .filter(({ level }) => level === "fail" || level === "warn")
        .map(({ level, message }) => {
          const line = baseline.text === undefined ? 1 : lineOf(baseline.text, source, model);
          const where = `file=${property(baseline.file)},line=${line}`;
          const title = property(`${source}${model === undefined ? "" : `, ${model}`}`);
          return `::${level === "fail" ? "error" : "warning"} ${where},title=${title}::${data(message)}\n`;
        }),
    )
    .join("");
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
