import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decadeTicks, numberTicks, timeTicks } from "../../../src/report/pictures/ticks.js";

const labels = (ticks: readonly { label: string }[]) => ticks.map(({ label }) => label);

describe("ticks of numbers", () => {
  it("are round, and all in one unit", () => {
    expect(labels(numberTicks(0, 800, 5))).toEqual(["0", "200", "400", "600", "800"]);
    expect(labels(numberTicks(0, 1.5e12, 3))).toEqual(["0", "0.5tn", "1.0tn", "1.5tn"]);
    expect(labels(numberTicks(-0.002, 0.002, 4))).toEqual([
      "−0.002",
      "−0.001",
      "0",
      "0.001",
      "0.002",
    ]);
    expect(labels(numberTicks(0, 4e-9, 4))).toEqual(["0", "1e-9", "2e-9", "3e-9", "4e-9"]);
  });

  it("have labels that differ", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e15, max: 1e15, noNaN: true }),
        fc.double({ min: 1e-9, max: 1e15, noNaN: true }),
        (low, width) => {
          fc.pre(width > Math.abs(low) * 1e-9);
          const seen = labels(numberTicks(low, low + width, 5));
          expect(new Set(seen).size).toBe(seen.length);
        },
      ),
    );
  });
});

describe("ticks of dates", () => {
  const at = (text: string) => Date.parse(`${text}Z`);

  it("name the year under the first of its months", () => {
    const ticks = timeTicks(at("2023-10-01T00:00"), at("2024-04-01T00:00"), 3);
    expect(ticks.map(({ label, below }) => [label, below])).toEqual([
      ["Oct", "2023"],
      ["Jan", "2024"],
      ["Apr", undefined],
    ]);
  });

  it("name the day under the first of its hours, on a clock of 24", () => {
    const ticks = timeTicks(at("2024-03-07T12:00"), at("2024-03-08T12:00"), 4);
    expect(ticks.map(({ label, below }) => [label, below])).toEqual([
      ["12:00", "7 Mar 2024"],
      ["18:00", undefined],
      ["00:00", "8 Mar 2024"],
      ["06:00", undefined],
      ["12:00", undefined],
    ]);
  });

  it("are years alone over decades", () => {
    expect(labels(timeTicks(at("1950-01-01T00:00"), at("1990-01-01T00:00"), 4))).toEqual([
      "1950",
      "1960",
      "1970",
      "1980",
      "1990",
    ]);
  });
});

it("ticks of logarithms are powers of ten, few enough", () => {
  expect(labels(decadeTicks(-12, 0, 4))).toEqual(["1e-12", "1e-9", "1e-6", "1e-3", "1"]);
});
