import { appendFileSync } from "node:fs";
import { UsageError } from "../../errors.js";
import { githubAnnotations } from "../../report/check/github.js";
import { regressionJson } from "../../report/check/json.js";
import { junit } from "../../report/check/junit.js";
import { regressionMarkdown } from "../../report/check/markdown.js";
import type { RegressionReport } from "../../report/check/report.js";
import { suggestion } from "../../suggest.js";
import { writeStderr } from "../shared/terminal.js";
import { writeFileAtomically } from "../shared/write-file.js";

/** Reports that are written besides the result on stdout. */
export interface CheckReports {
  readonly files: readonly { readonly kind: keyof typeof WRITERS; readonly path: string }[];
  readonly github: boolean;
}

const WRITERS = { junit, json: regressionJson, md: regressionMarkdown };
const KINDS = Object.keys(WRITERS) as (keyof typeof WRITERS)[];

/**
 * Reads `junit=FILE,json=FILE,md=FILE,github`. Annotations are made unasked in GitHub Actions.
 *
 * @throws UsageError for unknown kinds and those without a file
 */
export function chooseReports(
  texts: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): CheckReports {
  const items = texts.flatMap((text) => text.split(",")).map((item) => item.trim());
  const files = items
    .filter((item) => item !== "github")
    .map((item) => {
      const equals = item.indexOf("=");
      const word = equals < 0 ? item : item.slice(0, equals);
      const path = equals < 0 ? "" : item.slice(equals + 1);
      const kind = KINDS.find((known) => known === word);
      if (kind === undefined) {
        throw new UsageError(
          `there is no report "${word}"`,
          suggestion(word, [...KINDS, "github"]) ??
            "There are junit=FILE, json=FILE, md=FILE, github.",
        );
      }
      if (path === "") throw new UsageError(`report ${kind} needs a file`, `Write ${kind}=FILE.`);
      return { kind, path };
    });
  return { files, github: items.includes("github") || env.GITHUB_ACTIONS === "true" };
}

export function writeReports(
  report: RegressionReport,
  { files, github }: CheckReports,
  warn: (message: string) => void,
  env: Readonly<Record<string, string | undefined>> = process.env,
): void {
  for (const { kind, path } of files) writeFileAtomically(path, WRITERS[kind](report));
  if (!github) return;
  // The runner reads both streams, and stdout is for the answer.
  writeStderr(githubAnnotations(report));
  const { GITHUB_STEP_SUMMARY: summary } = env;
  if (!summary) return;
  try {
    appendFileSync(summary, regressionMarkdown(report));
  } catch (error) {
    // The report is optional, and the result stands.
    warn(`no job summary: ${error instanceof Error ? error.message : error}`);
  }
}
