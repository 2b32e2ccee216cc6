import { describe, expect, it } from "vitest";
import { neighborsOf } from "../../src/analysis/similar-series.js";
import type { Panel } from "../../src/data/panel/from-table.js";
import { indexFrequency } from "../../src/data/time/frequency.js";
import { UsageError } from "../../src/errors.js";

const wave = (shift: number, scale: number) =>
  Float64Array.from({ length: 60 }, (_, t) => scale * Math.sin((t + shift) / 5) + t / 100);

function panelOf(series: Record<string, Float64Array>): Panel {
  return {
    series: Object.entries(series).map(([id, y]) => ({ id, y, ds: y.map((_, t) => t) })),
    frequency: indexFrequency(),
    season: 1,
    source: "made",
  };
}

describe("the neighbours of a series", () => {
  const panel = panelOf({
    a: wave(0, 1),
    line: Float64Array.from({ length: 60 }, (_, t) => t),
    later: wave(-2, 1000),
  });

  it("are nearest where the shape is the same, shifted and on another scale", () => {
    const { neighbours } = neighborsOf(panel, "a");
    expect(neighbours.map(({ series }) => series.id)).toEqual(["later", "line"]);
    expect(neighbours[0].distance).toBeLessThan(neighbours[1].distance / 2);
  });

  it("are paired by a path as long as their distance says", () => {
    const { path, neighbours } = neighborsOf(panel, "a");
    expect(path.distance).toBeCloseTo(neighbours[0].distance, 9);
  });

  it("are refused for names that are not there and for lonely series", () => {
    expect(() => neighborsOf(panel, "latter")).toThrow(UsageError);
    expect(() => neighborsOf(panelOf({ a: wave(0, 1) }), "a")).toThrow(/only series/);
  });
});
