import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createModel, decodeModel, encodeModel, restoreModel } from "../../src/index.js";
import { panelOfMany } from "../panels.js";

const warn = () => {};
const many = panelOfMany(
  Array.from({ length: 60 }, (_, s) =>
    Array.from({ length: 120 }, (_, t) => 20 + ((t * t * 7 + s * 13) % 19)),
  ),
  12,
);

/** Aborts once the event loop turned as often as said. */
function abortAfter(turns: number): AbortSignal {
  const controller = new AbortController();
  (async () => {
    for (let turn = 0; turn < turns; turn++) await setImmediate();
    controller.abort();
  })();
  return controller.signal;
}

describe("an aborted fit", () => {
  it.each(["theta", "ets", "lag-regression", "dtw", "lstm:epochs=1000"])(
    "of %s rejects with an AbortError",
    async (spec) => {
      const context = { horizon: 12, seed: 1, warn, signal: abortAfter(2) };
      await expect(createModel(spec).fit(many, context)).rejects.toMatchObject({
        name: "AbortError",
      });
    },
  );

  it.each(["theta", "lag-regression"])("of %s does not begin once aborted", async (spec) => {
    const signal = AbortSignal.abort(new Error("no time"));
    const fit = createModel(spec).fit(many, { horizon: 12, seed: 1, warn, signal });
    await expect(fit).rejects.toThrow("no time");
  });

  it("resolves with the first series where it may be partial", async () => {
    const context = { horizon: 12, seed: 1, warn, signal: abortAfter(2), partial: true };
    const fitted = await createModel("theta").fit(many, context);
    const forecasts = fitted.forecast(12);
    expect(forecasts.length).toBeGreaterThan(0);
    expect(forecasts.length).toBeLessThan(60);
  });
});

it.each(["lag-regression", "dtw"])("lets the event loop turn while %s is fitted", async (spec) => {
  let turns = 0;
  let done = false;
  const turning = (async () => {
    while (!done) {
      await setImmediate();
      turns++;
    }
  })();
  await createModel(spec).fit(many, { horizon: 12, seed: 1, warn });
  done = true;
  await turning;
  expect(turns).toBeGreaterThan(3);
});

it.each(["ets", "dtw", "theta"])("a saved %s gives intervals at its levels", async (spec) => {
  const panel = { ...many, series: many.series.slice(0, 3) };
  const levels = [80, 95];
  const fitted = await createModel(spec).fit(panel, { horizon: 6, seed: 1, levels, warn });
  const settings = { version: "0", spec, horizon: 6, seed: 1, levels, panel };
  const saved = decodeModel(encodeModel({ ...settings, state: fitted.state }));
  const again = (await restoreModel(saved)).forecast(6);
  expect(again[0]!.intervals?.map(({ level }) => level)).toEqual(levels);
  expect(again).toEqual(fitted.forecast(6));
});
