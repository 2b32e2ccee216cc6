import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readContinuation, readPanel } from "../../src/data/read-panel.js";
import { backtest, givenFold } from "../../src/evaluation/backtest.js";
import { conformal } from "../../src/evaluation/intervals.js";
import { createModel } from "../../src/models/index.js";

const data = process.env.FORETELL_DATA ?? "../shared/data";

describe.skipIf(!existsSync(data))("coverage on M3 monthly (needs FORETELL_DATA)", () => {
  it.each(["naive2", "seasonal-naive"])("%s: 78 to 84 % at 80, 92 to 97 % at 95", async (spec) => {
    const file = (part: string) => join(data, `m3-monthly-${part}.csv.gz`);
    const training = await readPanel(file("train"), {}, () => {});
    const fold = givenFold(await readContinuation(file("test"), training, {}, () => {}));
    const context = { seed: 1, levels: [80, 95], warn: () => {} };
    const { coverage } = await backtest([fold], conformal(createModel(spec)), context);
    const [narrow, wide] = coverage.map(({ mean }) => mean.coverage);
    expect(narrow).toBeGreaterThanOrEqual(0.78);
    expect(narrow).toBeLessThanOrEqual(0.84);
    expect(wide).toBeGreaterThanOrEqual(0.92);
    expect(wide).toBeLessThanOrEqual(0.97);
  });
});

it("restores to the same intervals, for more steps than were judged as for the last", async () => {
  const panel = await readPanel("nottem", {}, () => {});
  const model = conformal(createModel("naive2"));
  const fitted = await model.fit(panel, { horizon: 3, seed: 1, levels: [80], warn: () => {} });
  expect(model.restore(fitted.state, panel).forecast(5, [80])).toEqual(fitted.forecast(5));
});
