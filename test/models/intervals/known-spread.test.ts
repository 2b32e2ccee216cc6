import { expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { withIntervals } from "../../../src/models/intervals/intervals.js";
import { spreadOf } from "../../../src/models/intervals/known-spread.js";
import { panelOfMany } from "../../panels.js";

const long = [5, 7, 6, 8, 7, 9, 8, 9, 7, 8, 6, 7, 5, 7, 8, 9, 8, 6, 7, 8, 9, 7];
const panel = panelOfMany([long, [50], long.map((value) => 3 * value), [0], [4, 4]]);
const WHY = "has too few observations to show how much its values vary";
const Z80 = 1.2815515655446004;

async function warningsOf(levels: readonly number[], given = panel): Promise<string[]> {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  await createModel("ar").fit(given, { horizon: 2, seed: 1, levels, warn });
  return warnings.filter((message) => message.includes("too few observations"));
}

it("a series of one observation is taken to vary as the others do in units of their level, and a warning says so", async () => {
  // |Δ| of the long series has a mean of 30/21, and |y| one of 161/22.
  const spread = 30 / 21 / (161 / 22);
  expect(spreadOf(panel)).toBeCloseTo(spread, 12);
  expect(await warningsOf([80])).toEqual([
    `series "b" ${WHY}: its intervals are as wide as those of other series for their level`,
    `series "d" ${WHY}: its intervals have no width`,
    `series "e" ${WHY}: its intervals are as wide as those of other series for their level`,
  ]);
  const context = { horizon: 4, seed: 1, levels: [80], warn() {} };
  for (const spec of ["ar", "naive", "auto"]) {
    const forecasts = (await createModel(spec).fit(panel, context)).forecast(4);
    const [, one, , , two] = forecasts;
    for (const [{ mean, intervals }, level] of [
      [one!, 50],
      [two!, 4],
    ] as const) {
      mean.forEach((value, h) => {
        const deviation = Math.sqrt(Math.PI / 2) * spread * level * Math.sqrt(h + 1);
        expect(intervals![0]!.hi[h]! - value).toBeCloseTo(Z80 * deviation, 8);
        expect(value - intervals![0]!.lo[h]!).toBeCloseTo(Z80 * deviation, 8);
      });
    }
  }
});

it.each(["auto", "calibrated", "conformal", "bootstrap"] as const)(
  "its %s intervals have a width, and are the same alone where the spread is known",
  async (how) => {
    const model = withIntervals(createModel("naive"), how);
    const context = { horizon: 2, seed: 1, levels: [80], warn() {} };
    const whole = await model.fit(panel, context);
    const one = whole.forecast(2)[1]!;
    expect(one.intervals![0]!.hi[0]).toBeGreaterThan(one.mean[0]!);
    expect(one.intervals![0]!.lo[0]).toBeLessThan(one.mean[0]!);
    expect(model.restore(whole.state, panel).forecast(2, [80])[1]).toEqual(one);
  },
);

it("it has no width where no other series shows any", async () => {
  expect(await warningsOf([80], panelOfMany([[5]]))).toEqual([
    `series "a" ${WHY}: its intervals have no width`,
  ]);
});

it("nothing is said of it where no intervals are asked for", async () => {
  expect(await warningsOf([])).toEqual([]);
});
