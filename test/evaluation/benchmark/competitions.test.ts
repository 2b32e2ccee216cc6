import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readCompetition } from "../../../src/data/read/competition-files.js";
import { backtest } from "../../../src/evaluation/backtest.js";
import {
  competitions,
  filesOf,
  standings,
} from "../../../src/evaluation/benchmark/competitions.js";
import { m4Published, parsePublished } from "../../../src/evaluation/benchmark/published-m4.js";
import { givenFold } from "../../../src/evaluation/folds.js";
import { createModel } from "../../../src/models/index.js";

const [m3, m4] = ["m3", "m4"].map((name) => competitions.find((one) => one.name === name)!);

it("files are found by their names, bare ones for M4 only", () => {
  const paths = ["d/Monthly-train.csv", "d/Monthly-test.csv", "d/m3-monthly-test.csv.gz"];
  const monthly = (found: ReturnType<typeof filesOf>) =>
    found.find(({ period }) => period.name === "monthly")!;
  expect(monthly(filesOf(m4, paths))).toMatchObject({ train: paths[0], test: paths[1] });
  expect(monthly(filesOf(m3, paths))).toMatchObject({ train: undefined, test: paths[2] });
});

it("in all periods together every series weighs the same", () => {
  const one = (smape: number) => ({ smape, mase: smape }) as never;
  const parts = [
    { period: "yearly", scores: [one(1)], reference: [one(2)] },
    { period: "monthly", scores: [one(4), one(4)], reference: [one(5), one(5)] },
  ];
  const all = standings(parts, true).at(-1)!;
  expect(all).toMatchObject({ period: "all", n: 3, smape: 3, mase: 3 });
  expect(all.owa).toBeCloseTo(9 / 12, 12);
  expect(standings(parts, false).map(({ period }) => period)).toEqual(["yearly", "monthly"]);
});

it("CRPS is in units of MASE, and coverage the mean over series", () => {
  const one = (mae: number, mase: number, crps: number) => ({ smape: 1, mae, mase, crps }) as never;
  const parts = [
    {
      ...{ period: "yearly", scores: [one(10, 2, 5), one(0.5, 1, 0.4)], reference: [] },
      coverage: [{ level: 80, series: [0.5, 1] }],
    },
  ];
  const [{ intervals }] = standings(
    parts.map((part) => ({ ...part, reference: part.scores })),
    false,
  );
  // Naive errors of 5 and 0.5.
  expect(intervals!.crps).toBeCloseTo((1 + 0.8) / 2, 12);
  expect(intervals!.coverage).toEqual([{ level: 80, share: 0.75 }]);
});

it("M4's own table has Naive2 at 1 and ES-RNN at 0.821", () => {
  const owa = (method: string) =>
    m4Published.methods
      .find((one) => one.method === method)!
      .standings.find(({ period }) => period === "all")!.owa;
  expect(owa("Naive2")).toBe(1);
  expect(owa("ES-RNN (Smyl)")).toBe(0.821);
});

it.each([
  ["{", /JSON/],
  ["{}", /must be a list/],
  ['[{"period":"ALL","method":"A"}]', /"n" of entry 1 must be a number/],
  ["[null]", /entry 1/],
])("published figures that are none are refused: %s", (text, message) => {
  expect(() => parsePublished(text, "m3-methods.json")).toThrow(message);
});

const data = process.env.FORETELL_DATA ?? "../shared/data";
const methods = `${process.env.FORETELL_REFERENCE ?? "../shared/reference"}/m3-methods.json`;
const there = existsSync(`${data}/m3-other-test.csv.gz`) && existsSync(methods);

describe.skipIf(!there)("M3 (needs FORETELL_DATA and FORETELL_REFERENCE)", () => {
  it.each(m3.periods)("Naive2 scores as published on $name series, within 1 %", async (period) => {
    const file = (part: string) => `${data}/m3-${period.name}-${part}.csv.gz`;
    const warn = () => {};
    const read = await readCompetition(file("train"), file("test"), period.season, warn);
    const fold = givenFold(read, period.horizon);
    const { mean } = await backtest([fold], createModel("naive2"), { seed: 1, levels: [], warn });
    const published = parsePublished(readFileSync(methods, "utf8"), methods)
      .methods.find(({ method }) => method === "NAIVE2")!
      .standings.find((one) => one.period === period.name)!;
    expect(fold.test.length).toBe(published.n);
    expect(Math.abs(mean.smape / published.smape - 1)).toBeLessThan(0.01);
    expect(Math.abs(mean.mase / published.mase - 1)).toBeLessThan(0.01);
  });
});
