import { describe, expect, it } from "vitest";
import type { FlowReading } from "../../../src/models/gradient-readings.js";
import { findModel } from "../../../src/models/index.js";
import { type AnyRecurrent, isRecurrent } from "../../../src/models/recurrent/definition.js";
import {
  declareLongLagNetwork,
  learnLongLag,
} from "../../../src/models/recurrent/long-lag-task.js";
import { parseSpec } from "../../../src/spec/grammar.js";
import { bindOptions } from "../../../src/spec/options.js";

async function watched(text: string, steps: number) {
  const spec = parseSpec(text);
  const definition = findModel(spec.name.text);
  if (!isRecurrent(definition)) throw new Error(`${text} is not recurrent`);
  const options = bindOptions(spec, definition.options) as Parameters<AnyRecurrent["create"]>[0];
  const readings: FlowReading[] = [];
  const result = await learnLongLag(
    () => declareLongLagNetwork(definition.cell(options), options),
    options,
    steps,
    {
      seed: 1,
      warn: () => {},
      onFlow: (reading) => readings.push(reading),
    },
  );
  return { result, readings, initial: readings[0], trained: readings.at(-1)! };
}

describe("the long-lag task", () => {
  it.each([25, 50, 100, 200])(
    "over %i steps an untrained plain network loses the gradient after about ten",
    async (steps) => {
      const { initial } = await watched("rnn:epochs=1", steps);
      expect(initial.flow.verdict).toBe("vanishing");
      expect(initial.flow.reach).toBeGreaterThanOrEqual(8);
      expect(initial.flow.reach).toBeLessThanOrEqual(13);
    },
  );

  it("the carousel of 1997 carries the gradient of its state over 100 steps undiminished", async () => {
    const { initial } = await watched("lstm97:epochs=1", 100);
    expect(initial.flow.cell[0] / initial.flow.cell[99]).toBeGreaterThanOrEqual(1);
    expect(initial.flow.reach).toBe(100);
  });

  it("the carousel learns it over 50 steps where the plain network does not", async () => {
    const carousel = await watched("lstm97:epochs=12,hidden=16", 50);
    const plain = await watched("rnn:epochs=12,hidden=16", 50);
    expect(carousel.result.recalled).toBeGreaterThan(0.85);
    expect(plain.result.recalled).toBeLessThan(carousel.result.recalled);
  });

  it("is watched before, after each epoch and with the best weights", async () => {
    const { readings } = await watched("gru:epochs=3,hidden=4", 5);
    expect(readings.map(({ phase }) => phase)).toEqual([
      ...["initial", "training", "training", "training", "trained"],
    ]);
    expect(readings.map(({ cell }) => cell !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe("what is read inside a cell", () => {
  it("has each gate's mean activity at each step", async () => {
    const { initial } = await watched("lstm97:block=2,epochs=1,hidden=4", 7);
    expect(initial.cell!.gates.map(({ name }) => name)).toEqual(["i", "o"]);
    for (const { means } of initial.cell!.gates) {
      expect(means.map((step) => step.length)).toEqual(Array(7).fill(2));
      for (const value of means.flat()) expect(value).toBeGreaterThan(0);
      for (const value of means.flat()) expect(value).toBeLessThan(1);
    }
  });

  it("counts a third of an LSTM's gates as saturated when only its forget gates are wide open", async () => {
    const { initial } = await watched("lstm:forget-bias=20,epochs=1,hidden=6", 7);
    expect(initial.cell!.saturated).toBeCloseTo(1 / 3, 9);
    const forget = initial.cell!.gates.find(({ name }) => name === "f")!;
    expect(forget.means.flat().every((value) => value > 0.999)).toBe(true);
  });

  it("finds a sigmoid's mean derivative at most a quarter and near it for small weights", async () => {
    const { initial } = await watched("rnn:activation=sigmoid,epochs=1", 10);
    expect(initial.cell!.slope).toBeLessThanOrEqual(0.25);
    expect(initial.cell!.slope).toBeGreaterThan(0.2);
  });

  it("has a norm for each layer, which residual connections keep up", async () => {
    const plain = await watched("rnn:layers=8,epochs=1", 5);
    const residual = await watched("rnn:layers=8,connection=residual,epochs=1", 5);
    const left = ({ flow: { layers } }: FlowReading) => layers[0].norm / layers[7].norm;
    expect(plain.initial.flow.layers).toHaveLength(8);
    expect(left(plain.initial)).toBeLessThan(0.1);
    expect(left(residual.initial)).toBeGreaterThan(0.5);
  });
});
