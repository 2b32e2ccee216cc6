import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { columnEffects } from "../../../src/models/neural/column-effects.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const random = new Random(2);
const normals = (n: number) => Float64Array.from({ length: n }, () => random.normal());

describe("effects of columns", () => {
  it("are found beside a level that wanders", () => {
    const [a, b, steps] = [normals(200), normals(200), normals(200)];
    let level = 0;
    const z = a.map((value, t) => {
      level += 0.1 * steps[t];
      return level + 3 * value - 2 * b[t];
    });
    const effects = columnEffects(z, [a, b]);
    expect(effects[0]).toBeCloseTo(3, 1);
    expect(effects[1]).toBeCloseTo(-2, 1);
  });

  it("are those of what is known, not of what comes after", () => {
    const x = normals(80);
    const z = x.map((value, t) => (t < 60 ? 2 : 7) * value);
    expect(columnEffects(z, [x], 60)[0]).toBeCloseTo(2, 5);
  });

  it("are none where columns say nothing, or too little is known to tell", () => {
    expect([...columnEffects(normals(60), [normals(60), normals(60)])]).toEqual([0, 0]);
    const x = normals(8);
    expect([...columnEffects(x, [x])]).toEqual([0]);
    const never = new Float64Array(60).fill(4);
    expect([...columnEffects(normals(60), [never])]).toEqual([0]);
  });

  it("are shared where columns are the same", () => {
    const x = normals(60);
    const effects = columnEffects(
      x.map((value) => 4 * value),
      [x, x],
    );
    expect(effects[0] + effects[1]).toBeCloseTo(4, 3);
  });
});

it.each(["linear:epochs=5", "lstm:epochs=5,hidden=4", "cnn:epochs=5,filters=4"])(
  "%s takes events that fell into the same month of each year for events, not for a season",
  async (spec) => {
    const event = Float64Array.from({ length: 84 }, (_, t) => Number(t % 12 === 4 && t < 72));
    event[79] = 1;
    const y = Float64Array.from({ length: 72 }, (_, t) => 50 + random.normal() + 30 * event[t]);
    const panel = panelOf(y, 12);
    const series = [{ ...panel.series[0], future: new Map([["event", event]]) }];
    const context = { horizon: 12, seed: 1, warn() {} };
    const fitted = await createModel(spec).fit({ ...panel, series }, context);
    const [{ mean }] = fitted.forecast(12);
    // No event in the fifth month of this year, but one in the eighth.
    expect(Math.abs(mean[4] - 50)).toBeLessThan(5);
    expect(Math.abs(mean[7] - 80)).toBeLessThan(5);
  },
);
