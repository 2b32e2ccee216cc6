import { describe, expect, it } from "vitest";
import { formatBaseline, lineOf } from "../../../src/evaluation/check/write-baseline.js";
import { githubAnnotations } from "../../../src/report/check/github.js";
import { regressionJson } from "../../../src/report/check/json.js";
import { junit } from "../../../src/report/check/junit.js";
import { regressionMarkdown } from "../../../src/report/check/markdown.js";
import { describeUnchanged, type RegressionReport } from "../../../src/report/check/report.js";
import { regressionTable } from "../../../src/report/check/text.js";

const measurement = { scores: [{ unique_id: "*", metrics: { mase: 1 } }], forecasts: [] };
const text = formatBaseline({
  version: "0.0.9",
  rules: {},
  sources: [
    {
      ...{
        source: "a<b>.csv",
        reading: {},
        horizon: 1,
        seed: 1,
        levels: [],
        features: [],
        sha256: "",
      },
      models: [
        { spec: "lstm:hidden=8,layers=2", measurement },
        { spec: "naive", measurement },
      ],
    },
  ],
});

const report: RegressionReport = {
  version: "0.1.0",
  baseline: { file: "b.json", text, version: "0.0.9" },
  update: false,
  compared: [
    {
      source: "a<b>.csv",
      model: "lstm:hidden=8,layers=2",
      findings: [
        { level: "improved", kind: "metric", message: "smape 2 → 1" },
        { level: "fail", kind: "metric", message: "mase 1 → 2 (+100 %)" },
      ],
      metrics: { mase: 2 },
    },
    { source: "a<b>.csv", model: "naive", findings: [], metrics: { mase: 1, smape: null } },
    {
      source: "z",
      model: "gru",
      findings: [{ level: "fail", kind: "fit", message: 'could not be fitted: "x"\u0001' }],
      metrics: {},
    },
    {
      source: "z",
      model: "rnn",
      findings: [{ level: "warn", kind: "metric", message: "mase\n1 → 2" }],
      metrics: {},
    },
  ],
};
const appearance = { width: 100, plain: false, color: false };

describe("the report of a comparison", () => {
  it("as a table shows the worst first, and the whole in a line", () => {
    const table = regressionTable(report, appearance);
    expect(table).toMatch(
      /│ a<b>\.csv │ lstm:hidden=8,layers=2 │ fail +│ mase 1 → 2 \(\+100 %\) +│\n/,
    );
    expect(table).toMatch(/│ +│ +│ +│ smape 2 → 1 +│\n/);
    expect(table).toMatch(/│ a<b>\.csv │ naive +│ same +│ mase 1 +│\n/);
    expect(table).toMatch(/The baseline was written by foretell 0\.0\.9, this is 0\.1\.0\.\n/);
    expect(table).toMatch(/\n4 entries against b\.json: 2 failed, 1 with warnings, 1 the same\n$/);
  });

  it("counts what there is to say of the data apart from the entries", () => {
    const data = {
      ...{ source: "z", model: undefined, metrics: {} },
      findings: [{ level: "changed" as const, kind: "data" as const, message: "are others" }],
    };
    const table = regressionTable(
      { ...report, compared: [...report.compared, data] },
      { ...appearance },
    );
    expect(table).toMatch(
      /\n4 entries against b\.json: 2 failed, 1 with warnings, 1 the same, the data of 1 source changed\n$/,
    );
  });

  it("as plain text is ASCII", () => {
    expect(regressionTable(report, { ...appearance, plain: true })).toMatch(/^[\x20-\x7e\n\x01]+$/);
  });

  it("as JSON says what there is to say of each model", () => {
    const { verdict, counts, models } = JSON.parse(regressionJson(report));
    expect(verdict).toBe("fail");
    expect(counts).toEqual({ fail: 2, warn: 1, same: 1 });
    expect(models[1]).toEqual({
      source: "a<b>.csv",
      model: "naive",
      verdict: "same",
      findings: [],
      metrics: { mase: 1, smape: null },
    });
  });

  it("as JUnit counts failures and errors, with nothing that XML does not allow", () => {
    const xml = junit(report);
    expect(xml).toContain('<testsuite name="a&lt;b&gt;.csv" tests="2" failures="1" errors="0"');
    expect(xml).toContain('<testsuite name="z" tests="2" failures="0" errors="1"');
    expect(xml).toContain('<error type="fit" message="could not be fitted: &quot;x&quot;�">');
    expect(xml).toContain("<system-out>smape 2 → 1</system-out>");
    expect(xml.match(/<testcase /g)).toHaveLength(4);
    expect(xml).not.toMatch(/[\x00-\x08]/);
  });

  it("as Markdown is a table that names of others cannot break", () => {
    const [line] = regressionMarkdown({
      ...report,
      compared: [{ ...report.compared[0], source: "a|b\n<img>" }],
    }).match(/^\| a.*/gm)!;
    expect(line).toBe(
      "| a\\|b &lt;img&gt; | lstm:hidden=8,layers=2 | ❌ fail | mase 1 → 2 (+100 %)<br>smape 2 → 1 |",
    );
  });

  it("as annotations points at the line of the baseline", () => {
    expect(githubAnnotations(report).split("\n")).toEqual([
      `::error file=b.json,line=${lineOf(text, "a<b>.csv", "lstm:hidden=8,layers=2")},title=a<b>.csv%2C lstm%3Ahidden=8%2Clayers=2::mase 1 → 2 (+100 %25)`,
      '::error file=b.json,line=1,title=z%2C gru::could not be fitted: "x"\u0001',
      "::warning file=b.json,line=1,title=z%2C rnn::mase%0A1 → 2",
      "",
    ]);
    expect(lineOf(text, "a<b>.csv", "lstm:hidden=8,layers=2")).toBe(9);
  });
});

it("a model of which there is nothing to tell shows its metrics, or why there are none", () => {
  const calmly = { source: "s", model: "naive", findings: [] };
  const metrics = { mase: null, smape: 1 };
  expect(describeUnchanged({ ...calmly, metrics, reasons: { mase: "nothing was observed" } })).toBe(
    "mase not defined (nothing was observed), smape 1",
  );
});
