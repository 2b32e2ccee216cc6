import { describe, expect, it } from "vitest";
import type { Panel, StaticValue } from "../../src/data/panel/panel.js";
import { createModel } from "../../src/models/index.js";
import { encodeStatics, learnStatics, staticNames } from "../../src/models/static-encoding.js";
import { Random } from "../../src/numeric/random.js";

const frequency = { unit: "index", multiple: 1, alias: "index", atEnd: false } as const;

/** Series that rise in one region and fall in the other, under noise as large as a few steps. */
function regions(statics: (s: number) => Record<string, StaticValue>, count = 24): Panel {
  const random = new Random(1);
  const series = Array.from({ length: count }, (_, s) => {
    const slope = s % 2 === 0 ? 1 : -1;
    return {
      id: `s${s}`,
      ds: Float64Array.from({ length: 14 }, (_, t) => t),
      y: Float64Array.from({ length: 14 }, (_, t) => 100 + slope * t + 3 * random.normal()),
      static: new Map(Object.entries(statics(s))),
    };
  });
  return { series, frequency, season: 1, source: "regions" };
}

const region = (s: number) => ({ region: s % 2 === 0 ? "north" : "south" });

/** Mean change over four steps that is forecast in the region that rises, less that in the other. */
async function contrast(spec: string, panel: Panel): Promise<number> {
  const context = { horizon: 4, seed: 1, warn: () => {} };
  const fitted = await createModel(spec).fit(panel, context);
  return fitted.forecast(4, []).reduce((sum, { mean }, s) => {
    const change = mean[3] - panel.series[s].y[13];
    return sum + ((s % 2 === 0 ? 1 : -1) * change) / (panel.series.length / 2);
  }, 0);
}

describe("static columns", () => {
  it("become an indicator a category, the most frequent first, and numbers of mean 0 and deviation 1", () => {
    const panel = regions((s) => ({ kind: s < 3 ? "b" : "a", size: s }), 5);
    const encoding = learnStatics(panel);
    expect(staticNames(encoding)).toEqual(["kind=b", "kind=a", "size"]);
    const rows = panel.series.map((series) => encodeStatics(encoding, series));
    expect(rows.map(([b, a]) => [b, a])).toEqual([
      ...[1, 2, 3].map(() => [1, 0]),
      ...[4, 5].map(() => [0, 1]),
    ]);
    rows.forEach(([, , size], s) => {
      expect(size).toBeCloseTo((s - 2) / Math.sqrt(2), 12);
    });
  });

  it("of a new series count as none where the category, and as the mean where the number is unknown", () => {
    const encoding = learnStatics(regions((s) => ({ kind: `${s}`.repeat(2), size: s }), 2));
    const [series] = regions(() => ({ kind: "other", size: Number.NaN }), 1).series;
    expect(encodeStatics(encoding, series)).toEqual([0, 0, 0]);
  });

  it("that a series lacks are asked for", () => {
    const encoding = learnStatics(regions(region));
    const [series] = regions(() => ({}), 1).series;
    expect(() => encodeStatics(encoding, series)).toThrow(
      'series "s0" lacks the static column "region"',
    );
  });

  it.each([
    "lag-regression:lags=1,log=no",
    "boosted-trees:log=no",
    "linear:kind=nlinear,log=no",
    "lstm:epochs=60,log=no,hidden=8",
    "segrnn:epochs=60,log=no,hidden=8",
  ])("tell %s which series rise and which fall", async (spec) => {
    const told = await contrast(spec, regions(region));
    const untold = await contrast(
      spec,
      regions(() => ({ region: "everywhere" })),
    );
    expect(told).toBeGreaterThan(untold + 1);
  });

  it.each(["lag-regression", "boosted-trees:trees=20", "gru:epochs=2"])(
    "are remembered by a saved %s",
    async (spec) => {
      const panel = regions((s) => ({ ...region(s), size: s }));
      const model = createModel(spec);
      const fitted = await model.fit(panel, { horizon: 4, seed: 1, warn: () => {} });
      const restored = model.restore(structuredClone(fitted.state), panel);
      expect(restored.forecast(4, [])).toEqual(fitted.forecast(4, []));
    },
  );
});
