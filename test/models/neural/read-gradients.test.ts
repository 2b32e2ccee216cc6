import { describe, expect, it } from "vitest";
import { readPanel } from "../../../src/data/read/read-panel.js";
import type { FlowReading } from "../../../src/models/gradient-readings.js";
import { createModel } from "../../../src/models/index.js";

const learn = async (spec: string, onFlow?: (reading: FlowReading) => void) => {
  const panel = await readPanel("nile", {}, () => {});
  const context = { horizon: 3, seed: 1, warn: () => {}, ...(onFlow && { onFlow }) };
  return createModel(spec).fit(panel, context);
};
const spec = "gru:epochs=4,hidden=4,context=8,log=no,deseason=no,difference=no,window-scale=no";

describe("watching a forecaster's gradient", () => {
  it("changes nothing of what it learns", async () => {
    const alone = await learn(spec);
    const watched = await learn(spec, () => {});
    expect(watched.forecast(3)).toEqual(alone.forecast(3));
    expect(watched.gradientFlow).toEqual(alone.gradientFlow);
  });

  it("ends with the flow that the fit itself tells of", async () => {
    const readings: FlowReading[] = [];
    const { gradientFlow, training } = await learn(spec, (reading) => readings.push(reading));
    expect(readings[0].phase).toBe("initial");
    expect(readings).toHaveLength(training!.epochs + 2);
    expect(readings.at(-1)!.flow).toEqual(gradientFlow);
    expect(readings.at(-1)!.cell!.gates.map(({ name }) => name)).toEqual(["r", "z"]);
  });

  it("hears of the first network alone where there are several", async () => {
    const readings: FlowReading[] = [];
    await learn(`${spec},seeds=3`, (reading) => readings.push(reading));
    expect(readings.filter(({ phase }) => phase === "initial")).toHaveLength(1);
    expect(readings.filter(({ phase }) => phase === "trained")).toHaveLength(1);
  });
});
