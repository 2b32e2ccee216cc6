import { describe, expect, it } from "vitest";
import { fanChart } from "../../../src/report/charts/fan-chart.js";

const plain = { width: 60, plain: true, color: false };
const axis = { label: String, origin: 0, strides: [1, 2, 5, 10, 20, 50, 100] };
const norms = (steps: number, factor: number, last = 1) =>
  Array.from({ length: steps }, (_, t) => last * factor ** (steps - 1 - t));

describe("the fan chart", () => {
  it("names every curve by a letter that stands on it, without colour", () => {
    const drawn = fanChart(
      [
        { label: "rnn", values: norms(40, 0.5) },
        { label: "lstm", values: norms(40, 0.9) },
      ],
      axis,
      plain,
    );
    const [legend, ...rows] = drawn.split("\n");
    expect(legend).toBe("a rnn   b lstm");
    expect(rows.join("")).toMatch(/a/);
    expect(rows.join("")).toMatch(/b/);
  });

  it("measures each curve by its last value, whatever their units", () => {
    const one = fanChart([{ label: "x", values: norms(20, 0.5) }], axis, plain);
    const same = fanChart([{ label: "x", values: norms(20, 0.5, 1e-9) }], axis, plain);
    expect(same).toBe(one);
  });

  it("writes whole decades beside its rows", () => {
    const drawn = fanChart([{ label: "x", values: norms(7, 0.1) }], axis, plain);
    const labels = drawn
      .split("\n")
      .slice(1, 8)
      .map((row) => row.trim().split(" ")[0]);
    expect(labels).toEqual(["1", "0.1", "1e-2", "1e-3", "1e-4", "1e-5", "1e-6"]);
  });

  it("draws a gradient that has died at the bottom", () => {
    const drawn = fanChart([{ label: "x", values: [0, 0, 1e-30, 1] }], axis, plain);
    expect(drawn).toContain("1e-12");
    expect(drawn).not.toMatch(/NaN|Infinity/);
  });

  it("leaves out a curve whose end is 0", () => {
    const dead = { label: "dead", values: [0, 0, 0] };
    expect(fanChart([dead], axis, plain)).toBe("no gradient flows at all");
    expect(fanChart([dead, { label: "x", values: [1, 1, 1] }], axis, plain)).toMatch(/^b x\n/);
  });
});
