import { describe, expect, it } from "vitest";
import { seasonalPanelFromArrays } from "../../../src/data/read/seasonal-panel-from-arrays.js";
import { createModel, models } from "../../../src/models/index.js";
import { traitsOf } from "../../../src/report/models/traits.js";

/** Five years of months that grow by 5 each, with a season. */
const y = Array.from({ length: 60 }, (_, t) => 100 + 5 * t + ((t * 7) % 12) / 4);
const ds = y.map((_, t) => new Date(Date.UTC(2018, t, 1)));
const quick = models.filter((definition) => traitsOf(definition).speed !== "slow");

describe("a trait of a model is what it does:", () => {
  it.each(quick)("$name lets growth go on, or not", async (definition) => {
    const panel = seasonalPanelFromArrays({ ds, y: Float64Array.from(y) });
    const context = { horizon: 6, seed: 1, levels: [], warn: () => {} };
    const fitted = await createModel(definition.name).fit(panel, context);
    const [{ mean }] = fitted.forecast(6);
    expect(Math.max(...mean) > Math.max(...y)).toBe(traitsOf(definition).growth);
  });
});
