import { beforeAll, describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { decodeModel, encodeModel, restoreModel } from "../../../src/models/file/model-file.js";
import { createModel } from "../../../src/models/index.js";
import { withIntervals } from "../../../src/models/intervals/intervals.js";
import { MAX_SPEAKERS, speakers } from "../../../src/models/intervals/speakers.js";
import { withLimits } from "../../../src/models/limits.js";
import type { FittedModel, State } from "../../../src/models/model.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const context = { horizon: 4, seed: 1, levels: [80], warn: () => {} };
const SPEC = "auto:candidates=drift+mean+ets";

/** More series than speak for all; every seventh has a demand now and then. */
function largePanel(count = MAX_SPEAKERS + 40, length = 22): Panel {
  const random = new Random(3);
  const rows = Array.from({ length: count }, (_, s) =>
    Array.from({ length: s === 5 ? 4 : length }, (_, t) =>
      s % 7 === 3
        ? Number(random.uniform() < 0.3) * (1 + random.below(5))
        : 50 + 3 * t + 2 * random.normal(),
    ),
  );
  const base = panelOf(rows[0]!, 1);
  return {
    ...base,
    series: rows.map((y, s) => ({ ...panelOf(y, 1).series[0]!, id: `s${s}` })),
  };
}

const alone = (panel: Panel, s: number): Panel => ({ ...panel, series: [panel.series[s]!] });

describe("auto of more series than speak for all", () => {
  const panel = largePanel();
  let fitted: FittedModel;
  let learned: State;
  beforeAll(async () => {
    fitted = await createModel(SPEC).fit(panel, context);
    learned = await createModel(SPEC).pooled!.learn(panel, context);
  }, 240_000);

  it("forecasts each series as it does by itself, once the rule is known", async () => {
    const given = createModel(SPEC).pooled!.given(learned);
    const whole = fitted.forecast(4);
    expect(whole.map(({ id }) => id)).toEqual(panel.series.map(({ id }) => id));
    for (const s of [0, 3, 5, 10, 2010, 2039]) {
      const own = await given.fit(alone(panel, s), context);
      expect(own.forecast(4)).toEqual([whole[s]]);
    }
  });

  it("learns from the series that speak, and from no other", async () => {
    const some = speakers(panel);
    expect(some.series).toHaveLength(MAX_SPEAKERS);
    expect(await createModel(SPEC).pooled!.learn(some, context)).toEqual(learned);
  });

  it("says that static columns are not used", async () => {
    const warnings: string[] = [];
    const fixed = panel.series
      .slice(0, 3)
      .map((one) => ({ ...one, static: new Map([["region", "n"]]) }));
    await createModel(SPEC).pooled!.learn(
      { ...panel, series: fixed },
      { ...context, warn: (message) => warnings.push(message) },
    );
    expect(warnings).toContain(
      "auto forecasts each of more than 2,000 series for itself, without static columns: region; -m boosted-trees and networks use them",
    );
  });

  it("weighs by what the panel and the series show: drift on lines, not on demand", () => {
    const [regular, intermittent] = fitted.selection!;
    const weight = (of: typeof regular, name: string) =>
      of!.candidates.find(({ spec }) => spec === name)!.weight;
    expect(regular!.kind).toBe("regular");
    expect(weight(regular, "drift")).toBeGreaterThan(0.4);
    expect(weight(regular, "mean")).toBe(0);
    expect(intermittent!.kind).toBe("intermittent");
    expect(weight(intermittent, "mean")).toBeGreaterThan(weight(intermittent, "drift"));
  });

  it("has intervals that hold about as much as they say", async () => {
    const longer = largePanel(MAX_SPEAKERS + 40, 26).series.filter((_, s) => s !== 5);
    const shorter = {
      ...panel,
      series: longer.map((one) => ({ ...one, ds: one.ds.slice(0, -4), y: one.y.slice(0, -4) })),
    };
    const forecasts = (await createModel(SPEC).fit(shorter, context)).forecast(4);
    let inside = 0;
    for (const [s, { intervals }] of forecasts.entries()) {
      const { lo, hi } = intervals![0]!;
      longer[s]!.y.slice(-4).forEach((value, h) => {
        if (value >= lo[h]! && value <= hi[h]!) inside++;
      });
    }
    expect(inside / (4 * forecasts.length)).toBeGreaterThan(0.74);
    expect(inside / (4 * forecasts.length)).toBeLessThan(0.9);
  }, 240_000);

  it("forecasts the same from a saved file, and refuses one that was tampered with", async () => {
    const saved = { version: "0", spec: SPEC, horizon: 4, seed: 1, levels: [80] };
    const bytes = encodeModel({ ...saved, panel, state: fitted.state });
    expect((await restoreModel(decodeModel(bytes))).forecast(4, [80])).toEqual(fitted.forecast(4));
    const { rule, ids, fits } = fitted.state as {
      rule: { regular: { pooled: Float64Array } };
      ids: string[];
      fits: { members: State[]; weights: Float64Array }[];
    };
    const model = createModel(SPEC);
    const broken: State[] = [
      { rule, ids, fits: fits.slice(1) } as never,
      { rule, ids: [...ids].reverse(), fits } as never,
      {
        rule,
        ids,
        fits: [{ ...fits[0], weights: new Float64Array(9) }, ...fits.slice(1)],
      } as never,
      {
        rule: { ...rule, regular: { ...rule.regular, pooled: new Float64Array(9) } },
        ids,
        fits,
      } as never,
    ];
    for (const state of broken) expect(() => model.requireState(state, panel)).toThrow(/state/);
  });

  it("weighs no networks, which learn from all series together", async () => {
    const rule = (await createModel("auto:budget=1e12").pooled!.learn(
      { ...panel, series: panel.series.slice(0, 60) },
      context,
    )) as unknown as { regular: { selection: { candidates: { spec: string }[] } } };
    const specs = rule.regular.selection.candidates.map(({ spec }) => spec);
    expect(specs).toContain("theta");
    expect(specs).toContain("lag-regression");
    expect(specs.join()).not.toMatch(/linear|gru|zero|segrnn/);
    expect(createModel("auto:candidates=theta+gru").pooled).toBeUndefined();
  }, 120_000);

  it("is pooled with limits, and not with intervals that need the errors of all series", () => {
    const model = createModel(SPEC);
    expect(withLimits(model, { min: 0 }).pooled?.above).toBe(MAX_SPEAKERS);
    expect(withIntervals(model, "adaptive").pooled).toBeUndefined();
    expect(withIntervals(model, "conformal").pooled).toBeUndefined();
  });
});
