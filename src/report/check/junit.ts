import { type Compared, levelOf } from "../../evaluation/check/findings.js";
import { describeUnchanged, type RegressionReport } from "./report.js";

/** JUnit's XML: a suite a source, a case a model, which fails with its findings. */
export function junit({ compared, baseline }: RegressionReport): string {
  const suites = [...new Set(compared.map(({ source }) => source))].map((source) => {
    const cases = compared.filter((one) => one.source === source);
    return [
      `  <testsuite name="${xml(source)}" ${totals(cases)}>`,
      ...cases.flatMap(testcase),
      "  </testsuite>",
    ].join("\n");
  });
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const name = xml(`foretell check ${baseline.file}`);
  return `${head}\n<testsuites name="${name}" ${totals(compared)}>\n${suites.join("\n")}\n</testsuites>\n`;
}

function totals(cases: readonly Compared[]): string {
  const errors = cases.filter(couldNotFit).length;
  const failures = cases.filter((one) => fails(one) && !couldNotFit(one)).length;
  return `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0"`;
}

function testcase(one: Compared): string[] {
  const { source, model, findings } = one;
  const start = `    <testcase classname="${xml(source)}" name="${xml(model ?? "data")}"`;
  const out = findings.filter(({ level }) => level !== "fail").map(({ message }) => message);
  const failed = findings.filter(({ level }) => level === "fail");
  const said = findings.length === 0 ? describeUnchanged(one) : out.join("\n");
  const element = couldNotFit(one) ? "error" : "failure";
  return [
    `${start}>`,
    ...failed.map(
      ({ kind, message }) =>
        `      <${element} type="${kind}" message="${xml(message)}">${xml(message)}</${element}>`,
    ),
    ...(said === "" ? [] : [`      <system-out>${xml(said)}</system-out>`]),
    "    </testcase>",
  ];
}

function fails({ findings }: Compared): boolean {
  return levelOf(findings) === "fail";
}

function couldNotFit({ findings }: Compared): boolean {
  return findings.some(({ kind }) => kind === "fit");
}

/** XML has no place for most control characters, not even escaped. */
function xml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "�")
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "�")
    .replace(/[&<>"]/g, (character) => entities[character]);
}
