import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundScale } from "../../../src/report/charts/round-scale.js";

describe("a scale of rows", () => {
  it.each([
    [0, 100, 12, ["100", "80", "60", "40", "20", "0"]],
    [104, 622, 8, ["600", "400", "200"]],
    [1e6, 2.3e6, 8, ["2.5m", "2.0m", "1.5m", "1.0m"]],
    [1.8e-7, 4.2e-7, 8, ["4e-7", "3e-7", "2e-7"]],
  ])("from %d to %d on %i rows has round labels", (low, high, rows, labels) => {
    expect(roundScale(low, high, rows).labels.filter((label) => label !== "")).toEqual(labels);
  });

  it.each([
    [-80, 35, 3],
    [-95, 48, 3],
    [3, 7.4, 3],
  ])(
    "from %d to %d on %i rows has two labels at least, as one tells no distance",
    (low, high, rows) => {
      const { labels, toRow } = roundScale(low, high, rows);
      expect(labels.filter((label) => label !== "").length).toBeGreaterThan(1);
      expect(Math.round(toRow(high))).toBeLessThanOrEqual(rows);
    },
  );

  it("holds all values, and its labels stand at the rows of their values", () => {
    const value = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((x) => Math.round(x) / 100);
    fc.assert(
      fc.property(value, value, fc.integer({ min: 5, max: 20 }), (a, b, rows) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { toRow, labels } = roundScale(low, high, rows);
        expect(labels.length).toBeLessThanOrEqual(rows);
        expect(Math.round(toRow(low))).toBeGreaterThanOrEqual(1);
        expect(Math.round(toRow(high))).toBeLessThanOrEqual(labels.length);
        labels.forEach((label, i) => {
          if (/^-?[\d.]+$/.test(label))
            expect(toRow(Number(label))).toBeCloseTo(labels.length - i, 6);
        });
        expect(labels.filter((label) => label !== "").length).toBeGreaterThan(0);
      }),
    );
  });

  it("takes all rows where charts stand side by side", () => {
    expect(roundScale(104, 622, 8, true).labels).toHaveLength(8);
  });

  it("ends at the row of the highest value, or at the label right above", () => {
    const value = fc.integer({ min: 0, max: 1e6 });
    fc.assert(
      fc.property(value, value, fc.integer({ min: 5, max: 20 }), (a, b, rows) => {
        fc.pre(a !== b);
        const { toRow, labels } = roundScale(Math.min(a, b), Math.max(a, b), rows);
        const empty = labels.length - Math.round(toRow(Math.max(a, b)));
        const two = labels.filter((label) => label !== "").length === 2;
        // A label alone would not say how far rows are apart.
        if (empty > 0) expect(labels[0] !== "" && (empty === 1 || two)).toBe(true);
      }),
    );
  });
});
