import { expect, it } from "vitest";
import type { FlowReading } from "../../../src/models/gradient-readings.js";
import { createModel } from "../../../src/models/index.js";
import { panelOf } from "../../panels.js";
import { randomWalk } from "../../random-walk.js";

const week = panelOf(
  randomWalk(720, 1).map((value, t) => value + 20 * Math.sin((2 * Math.PI * t) / 168)),
  168,
);

async function fitted(spec: string) {
  const steps: number[] = [];
  const onFlow = ({ steps: read }: FlowReading) => steps.push(read);
  const context = { horizon: 24, seed: 1, levels: [], warn() {}, onFlow };
  const model = createModel(spec);
  const fit = await model.fit(week, context);
  const [network] = fit.state as unknown as readonly { readonly shape: object }[];
  return { model, fit, shape: network!.shape, steps: new Set(steps) };
}

it("reads the last 168 steps of a longer window that is chosen, and remembers how many", async () => {
  const { model, fit, shape, steps } = await fitted("lstm:hidden=2,epochs=1");
  expect(shape).toMatchObject({ context: 336, read: 168 });
  expect(steps).toEqual(new Set([168]));
  const restored = model.restore(structuredClone(fit.state), week);
  expect(restored.forecast(24)).toEqual(fit.forecast(24));

  const [network] = structuredClone(fit.state) as unknown as { shape: { read: number } }[];
  network!.shape.read = 337;
  expect(() => model.restore([network] as never, week)).toThrow("read");
});

it("reads all of a window that was asked for", async () => {
  const { shape, steps } = await fitted("lstm:hidden=2,epochs=1,context=200");
  expect(shape).not.toHaveProperty("read");
  expect(steps).toEqual(new Set([200]));
});
