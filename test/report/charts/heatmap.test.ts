import { describe, expect, it } from "vitest";
import { heatmap, SHADES } from "../../../src/report/charts/heatmap.js";

const plain = { width: 40, plain: true, color: false };
const axis = { label: String, origin: 0, strides: [1, 2, 5, 10, 20, 50, 100, 1000] };
const shade = (value: number) => Math.min(SHADES - 1, Math.floor(value * SHADES));

describe("a heat map", () => {
  it("tells every shade apart without colour", () => {
    const drawn = heatmap([{ label: "7", values: [0, 0.2, 0.4, 0.6, 0.8] }], axis, shade, {
      ...plain,
      width: 7,
    });
    expect(drawn.split("\n")[0]).toBe("7| .:*#");
  });

  it("repeats columns to fill its width and aligns its rows' labels", () => {
    const rows = [
      { label: "9", values: [0, 1] },
      { label: "10", values: [1, 0] },
    ];
    expect(
      heatmap(rows, axis, shade, { ...plain, width: 11 })
        .split("\n")
        .slice(0, 2),
    ).toEqual([" 9|    ####", "10|####    "]);
  });

  it.each([9, 57, 300])("of %i points stays within its width and shows both ends", (points) => {
    const values = Array.from({ length: points }, (_, i) => (i === 0 || i === points - 1 ? 1 : 0));
    const rows = heatmap([{ label: "1", values }], axis, shade, plain).split("\n");
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(plain.width);
    expect(rows[0]).toMatch(/^1\|#.* .*#$/);
  });

  it("uses colour only where there is some", () => {
    const rows = [{ label: "1", values: [1] }];
    expect(heatmap(rows, axis, shade, { ...plain, plain: false })).not.toContain("\x1b");
    expect(heatmap(rows, axis, shade, { ...plain, plain: false, color: true })).toContain(
      "\x1b[33m",
    );
  });
});
