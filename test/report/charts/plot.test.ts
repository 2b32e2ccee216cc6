import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Axis, plot } from "../../../src/report/charts/plot.js";

const plain = { width: 60, plain: true, color: false };
const axis: Axis = { label: String, origin: 0, strides: [1, 2, 5, 10, 20, 50, 100, 1000] };

describe("plot", () => {
  it("draws a line, its scale and its axis", () => {
    const values = [0, 1, 2, 3, 4];
    expect(plot([{ values }], axis, 5, { ...plain, width: 12 })).toBe(
      [
        "4 |      /-",
        "  |    /-/",
        "2 |  /-/",
        "  |/-/",
        "0 |/",
        "  +---+---+",
        "  0   2   4",
      ].join("\n"),
    );
  });

  it("draws the part of the axis that is to come double", () => {
    const drawn = plot([{ values: [1, 2, 3, 4] }], { ...axis, doubleFrom: 2 }, 4, {
      ...plain,
      plain: false,
      width: 10,
    });
    expect(drawn.split("\n")[4]).toMatch(/^ +├──┬──╤══╤$/);
  });

  it("colours only where there is colour", () => {
    const lines = [{ values: [1, 2], color: "cyan" as const }];
    expect(plot(lines, axis, 4, plain)).not.toContain("\x1b");
    expect(plot(lines, axis, 4, { ...plain, color: true })).toContain("\x1b[36m");
  });

  it("a later line lies on an earlier one", () => {
    const values = [1, 2, 3, 2];
    const drawn = plot([{ values, color: "cyan" }, { values }], axis, 4, { ...plain, color: true });
    expect(drawn).not.toContain("\x1b[36m");
  });

  it("a constant line runs through the middle, labelled with its value", () => {
    const drawn = plot([{ values: [7, 7, 7] }], axis, 5, plain).split("\n");
    expect(drawn[2]).toMatch(/^ *7 \|-+$/);
  });

  it("labels never run into each other", () => {
    const label = (point: number) => `2020-01-${String(point + 1).padStart(2, "0")}`;
    const drawn = plot(
      [{ values: Array.from({ length: 200 }, (_, i) => i) }],
      { ...axis, label },
      4,
      plain,
    );
    const [last] = drawn.split("\n").slice(-1);
    expect(last).toMatch(/^ *2020-01-\d+( {2,}2020-01-\d+)+$/);
  });

  it("draws each value at the row that is nearest, the lowest below the middle of its row too", () => {
    const values = Array.from({ length: 40 }, (_, t) =>
      t === 20 ? 879_545 : t % 10 === 3 ? -232_576 : 100 * t - 5000,
    );
    const rows = plot([{ values }], axis, 3, { ...plain, width: 60 }).split("\n");
    expect(rows[0]).toMatch(/^1,000,000 \| +\/\\ *$/);
    expect(rows[1]).toMatch(/^ +500,000 \| +\|\| *$/);
    expect(rows[2]).toMatch(/^ +0 \|-+\/\\-+$/);
  });

  it("has no rows for what lies between its columns", () => {
    const values = Array.from({ length: 400 }, (_, t) => (t === 3 ? 1000 : t % 10));
    const rows = plot([{ values }], axis, 8, { ...plain, width: 60 }).split("\n");
    expect(rows.join("\n")).not.toContain("1,000");
  });

  it("whatever the finite numbers, it stays within its height and its width", () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 150 }),
        fc.integer({ min: 40, max: 120 }),
        (values, width) => {
          const rows = plot([{ values }], axis, 8, { ...plain, width }).split("\n");
          expect(rows.length).toBeLessThanOrEqual(10);
          for (const row of rows) {
            expect(row.length).toBeLessThanOrEqual(width);
            expect(row).not.toMatch(/NaN|Infinity|undefined/);
          }
        },
      ),
    );
  });
});
