import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { Random } from "../../../src/numeric/random.js";
import { syntheticSeries } from "../../../src/pretrain/synthetic-series.js";
import { panelOf, panelOfMany } from "../../panels.js";

const HORIZON = 8;
const context = (warnings: string[] = []) => ({
  horizon: HORIZON,
  seed: 1,
  levels: [80],
  warn: (message: string) => void warnings.push(message),
});

/** Series of a law that nothing synthetic follows: each step is what the one three before was, turned round. */
function odd(random: Random, length: number): number[] {
  const y = [0, 0, 0].map(() => random.normal() * 10);
  while (y.length < length) y.push(-y[y.length - 3] + random.normal());
  return y;
}

const random = new Random(5);
const whole = Array.from({ length: 30 }, () => odd(random, 60 + HORIZON));
const seen = panelOfMany(
  whole.map((y) => y.slice(0, 60)),
  1,
);

async function meanError(spec: string, warnings: string[] = []): Promise<number> {
  const fitted = await createModel(spec).fit(seen, context(warnings));
  const errors = fitted
    .forecast(HORIZON)
    .flatMap(({ mean }, s) => Array.from(mean, (value, h) => Math.abs(value - whole[s][60 + h])));
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

describe("zero:tune=true", () => {
  it("learns what the series have in common", async () => {
    const [plain, all, last] = await Promise.all(
      ["zero", "zero:tune=true", "zero:tune=true,layers=last"].map((spec) => meanError(spec)),
    );
    expect(all).toBeLessThan(0.9 * plain);
    expect(last).toBeLessThan(plain);
  });

  it("leaves the weights as they are for series of the kinds that they know, and says so", async () => {
    const draw = new Random(4);
    const known = Array.from({ length: 20 }, () => syntheticSeries(draw, 52, HORIZON).y);
    const panel = panelOfMany(known, 1);
    const warnings: string[] = [];
    const tuned = await createModel("zero:tune=true").fit(panel, context(warnings));
    const plain = await createModel("zero").fit(panel, context());
    const ofTuning = warnings.filter((message) => message.startsWith("zero:"));
    expect(ofTuning).toEqual([expect.stringContaining("tuning did not improve")]);
    expect(tuned.forecast(HORIZON)).toEqual(plain.forecast(HORIZON));
  });

  it("refuses to choose layers where nothing is tuned", () => {
    expect(() => createModel("zero:layers=last")).toThrow("layers=last says what tune=true trains");
  });

  it("says where a series is too short to tune with", async () => {
    const warnings: string[] = [];
    const panel = panelOf(whole[0].slice(0, 20));
    const tuned = await createModel("zero:tune=true").fit(panel, context(warnings));
    const plain = await createModel("zero").fit(panel, context());
    expect(warnings[0]).toContain("too few observations that change to tune it");
    expect(tuned.forecast(HORIZON)).toEqual(plain.forecast(HORIZON));
  });

  it("restores to the same forecasts, and gives the same weights again", async () => {
    const model = createModel("zero:tune=true");
    const fitted = await model.fit(seen, context());
    const again = await createModel("zero:tune=true").fit(seen, context());
    expect(again.state).toEqual(fitted.state);
    const plain = await createModel("zero").fit(seen, context());
    expect(fitted.state).not.toEqual(plain.state);
    expect(model.restore(fitted.state, seen).forecast(HORIZON, [80])).toEqual(
      fitted.forecast(HORIZON, [80]),
    );
  });
});
