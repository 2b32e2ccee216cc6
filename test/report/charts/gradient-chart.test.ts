import { describe, expect, it } from "vitest";
import { gradientFlow } from "../../../src/engine/gradient-flow.js";
import { gradientAdvice, gradientChart } from "../../../src/report/charts/gradient-chart.js";

const plain = { width: 80, plain: true, color: false };
/** Norms that change by a factor for each step back, oldest first. */
const norms = (steps: number, factor: number) =>
  Array.from({ length: steps }, (_, t) => factor ** (steps - 1 - t));

describe("the gradient chart", () => {
  it("is a straight line in logarithms where the gradient halves at each step", () => {
    const drawn = gradientChart("rnn", gradientFlow(norms(8, 0.1)), plain);
    const rows = drawn.split("\n").slice(1, 9);
    expect(rows.map((row) => row.trim().split(" ")[0])).toEqual([
      ...["0", "|", "-2", "|", "-4", "|", "-6", "|-/"],
    ]);
  });

  it("counts steps back from the last", () => {
    const drawn = gradientChart("rnn", gradientFlow(norms(24, 0.9)), plain);
    expect(drawn).toMatch(/^ +-22( +-\d+)+ +0$/m);
  });

  it("draws a gradient that has died altogether", () => {
    const drawn = gradientChart("rnn", gradientFlow([0, 0, 0, 1e-20, 1]), plain);
    expect(drawn).not.toMatch(/NaN|Infinity/);
    expect(drawn).toContain("-30");
  });

  it("is a sentence where no gradient flows at all", () => {
    const drawn = gradientChart("lstm", gradientFlow([0, 0, 0]), plain);
    expect(drawn.split("\n")).toHaveLength(2);
    expect(drawn).toContain("no gradient flows");
  });

  it("keeps its advice within the width", () => {
    const drawn = gradientChart("rnn", gradientFlow(norms(50, 0.5)), { ...plain, width: 60 });
    for (const row of drawn.split("\n").slice(1)) expect(row.length).toBeLessThanOrEqual(60);
  });
});

describe("the advice", () => {
  it("for a vanishing gradient names the step where it is lost, and a gated cell", () => {
    expect(gradientAdvice(gradientFlow(norms(30, 0.5)))).toBe(
      "after 10 steps less than 1/1000 of the gradient is left: the network learns nothing from earlier steps; shorten the window (context=10) or use a gated cell (-m lstm).",
    );
  });

  it("for a vanishing gradient of a gated cell does not recommend a gated cell", () => {
    const advice = gradientAdvice(gradientFlow(norms(30, 0.5), norms(30, 0.5)));
    expect(advice).not.toContain("gated");
    expect(advice).toContain("context=10");
  });

  it("for an exploding gradient says how much it grows", () => {
    expect(gradientAdvice(gradientFlow(norms(4, 10)))).toMatch(/grows 1,000-fold.*option clip/);
  });

  it("for a stable gradient says how much reaches the oldest step", () => {
    expect(gradientAdvice(gradientFlow(norms(3, 0.5)))).toMatch(/^25 % .* 3 steps/);
  });
});
