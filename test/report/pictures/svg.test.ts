import { describe, expect, it } from "vitest";
import type { Figure, Plot } from "../../../src/report/pictures/figure.js";
import { escapeMarkup } from "../../../src/report/pictures/markup.js";
import { thinned } from "../../../src/report/pictures/series-plot.js";
import { figureSvg } from "../../../src/report/pictures/svg.js";

function figure(y: number[], more: Partial<Plot> = {}): Figure {
  const x = y.map((_, t) => t);
  const plot: Plot = {
    title: "a series",
    x: { kind: "number" },
    y: { kind: "number" },
    marks: [{ kind: "line", x, y, ink: "history", label: "observed" }],
    ...more,
  };
  return { title: "title", description: "description", plots: [plot] };
}

const lineOf = (svg: string) => /<path d="([^"]*)" class="l h"/.exec(svg)?.[1];

describe("a picture", () => {
  it("breaks its line at missing values, and shows a value between two of them as a dot", () => {
    const svg = figureSvg(figure([1, 2, Number.NaN, 3, Number.NaN, 4, 5]));
    expect(lineOf(svg)?.match(/M/g)).toHaveLength(2);
    expect(svg.match(/<circle/g)).toHaveLength(1);
  });

  it("shows dots at its edges whole", () => {
    const marks: Plot["marks"] = [{ kind: "dots", x: [0, 1], y: [0, 10], ink: 1 }];
    const svg = figureSvg(figure([], { marks, y: { kind: "number", fromZero: true } }));
    const [, y, height] = /<clipPath[^>]*><rect [^>]*y="([\d.]+)"[^>]*height="([\d.]+)"/
      .exec(svg)!
      .map(Number);
    for (const [, cy, r] of svg.matchAll(/<circle [^>]*cy="([\d.]+)" r="([\d.]+)"/g)) {
      expect(Number(cy) - Number(r)).toBeGreaterThanOrEqual(y! - 0.1);
      expect(Number(cy) + Number(r)).toBeLessThanOrEqual(y! + height! + 0.1);
    }
  });

  it("holds no number that is not one, whatever the values", () => {
    for (const y of [[5], [0, 0, 0], [1e12, -1e12], [1e-12, 2e-12], [1.7e308, -1.7e308], []]) {
      expect(figureSvg(figure(y))).not.toMatch(/NaN|Infinity/);
    }
  });

  it("shows names as text, whatever is in them", () => {
    const title = `<script>alert("1")</script>'&\u202egnp.exe\u0000`;
    const svg = figureSvg({ ...figure([1, 2], { title }), title, notes: [title] });
    expect(svg).not.toContain("<script");
    expect(svg).not.toMatch(/[\u202e\u0000]/);
    expect(svg).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;�gnp.exe�");
  });

  it("says what it is to those who cannot see it", () => {
    const svg = figureSvg(figure([1, 2]));
    expect(svg).toContain('role="img"');
    expect(svg).toContain("<title>title</title>\n<desc>description</desc>");
  });

  it("cuts intervals off that would flatten the line, and says so", () => {
    const marks: Plot["marks"] = [
      { kind: "band", x: [0, 1], lo: [-1e30, -1e30], hi: [1e30, 1e30], ink: 0, opacity: 0.2 },
      { kind: "line", x: [0, 1], y: [1, 2], ink: "history" },
    ];
    const svg = figureSvg(figure([], { marks }));
    expect(svg).toContain("1 plot with intervals that reach beyond the frame");
    const [, first, last] = /M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)/.exec(lineOf(svg)!)!;
    expect(Number(first) - Number(last)).toBeGreaterThan(20);
  });
});

it("half a character of UTF-16 is no XML, and is shown as �", () => {
  expect(escapeMarkup("a\ud800b\udc00c😀")).toBe("a�b�c😀");
});

it("a long line keeps its peaks", () => {
  const y = Float64Array.from({ length: 50_000 }, (_, t) =>
    t === 31_234 ? 9 : t === 40_001 ? -9 : 0,
  );
  const kept = thinned(
    y.map((_, t) => t),
    y,
  );
  expect(kept.y.length).toBeLessThan(2100);
  expect([Math.max(...kept.y), Math.min(...kept.y)]).toEqual([9, -9]);
  expect(kept.at).toEqual(Float64Array.from(kept.at).sort());
});
