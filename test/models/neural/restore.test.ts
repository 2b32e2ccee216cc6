import { expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { createModel } from "../../../src/models/index.js";

const months = (n: number) => Float64Array.from({ length: n }, (_, t) => Date.UTC(2000, t, 1));

const panel: Panel = {
  frequency: parseFrequency("MS"),
  season: 12,
  source: "made",
  series: ["a", "b"].map((id, s) => ({
    id,
    ds: months(48),
    y: Float64Array.from({ length: 48 }, (_, t) => 50 + t + ((t * 7 + s * 5) % 12)),
    past: new Map([["rain", Float64Array.from({ length: 48 }, (_, t) => (t * 5) % 7)]]),
    future: new Map([["price", Float64Array.from({ length: 52 }, (_, t) => (t * 3) % 5)]]),
  })),
};

it.each([
  "",
  "decode=recursive",
  "decode=seq2seq",
  "scope=local",
  "seeds=2",
  "loss=quantile",
  "layers=2,connection=residual",
  "layers=2,connection=highway",
  "bidirectional=true",
  "norm=true,dropout=0.2",
])("restores the same forecast, with columns past and ahead, from plain data: %s", async (more) => {
  const model = createModel(`gru:hidden=4,epochs=2,context=8${more && `,${more}`}`);
  const fitted = await model.fit(panel, { horizon: 4, seed: 1, levels: [80], warn() {} });
  const forecast = fitted.forecast(4);
  const restored = model.restore(structuredClone(fitted.state), panel);
  expect(restored.forecast(4)).toEqual(forecast);
  expect(forecast).toHaveLength(2);
  expect(forecast[0].intervals?.length ?? 0).toBe(more === "loss=quantile" ? 1 : 0);
});
