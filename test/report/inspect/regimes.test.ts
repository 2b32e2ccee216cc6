import { expect, it } from "vitest";
import { regimeReport } from "../../../src/report/inspect/regimes.js";

const frequency = { alias: "index", unit: "index", multiple: 1, atEnd: false } as const;
const plain = { width: 60, plain: true, color: false };

it("writes each point's state under the series, and what the states are", () => {
  const y = Float64Array.from({ length: 40 }, (_, t) => (t < 30 ? t % 2 : 9 + (t % 2)));
  const report = regimeReport(
    { id: "a", ds: y.map((_, t) => t), y },
    {
      states: [
        { mean: 0.5, deviation: 0.5, share: 0.75, duration: 30 },
        { mean: 9.5, deviation: 0.5, share: 0.25, duration: Number.POSITIVE_INFINITY },
      ],
      path: Int32Array.from(y, (_, t) => (t === 0 ? -1 : t < 30 ? 0 : 1)),
      probabilities: new Float64Array(80),
    },
    frequency,
    plain,
  );
  expect(report).toMatch(/^ +1{29}2{10}$/m);
  expect(report).toContain("state 1  0.50 +- 0.50, 75 % of the time, lasts 30 steps once entered");
  expect(report).toMatch(/state 2 .*is never left$/m);
  for (const row of report.split("\n").slice(0, -2)) expect(row.length).toBeLessThanOrEqual(60);
});
