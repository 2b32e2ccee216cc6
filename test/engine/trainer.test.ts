import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Arena } from "../../src/engine/memory.js";
import { affine, mse } from "../../src/engine/ops/index.js";
import { Parameters, uniform, zeros } from "../../src/engine/parameters.js";
import { lstm } from "../../src/engine/recurrent/lstm.js";
import { type Task, type TrainingOptions, train } from "../../src/engine/trainer.js";
import { Random } from "../../src/numeric/random.js";

/** Learns to name the first of eight numbers after seeing all of them. */
function recallTask(arena: Arena, samples = 192, hidden = 20): Task {
  const [time, seed] = [8, 3];
  const random = new Random(seed);
  const data = Float32Array.from({ length: samples * time }, () => random.uniform(-1, 1));
  const parameters = new Parameters();
  const bound = uniform(1 / Math.sqrt(hidden));
  const input = parameters.add("input", [1, 4 * hidden], bound);
  const recurrent = parameters.add("recurrent", [hidden, 4 * hidden], bound);
  const bias = parameters.add("bias", [4 * hidden], zeros);
  const head = parameters.add("head", [hidden, 1], bound);
  const headBias = parameters.add("head bias", [1], zeros);
  return {
    parameters,
    training: Int32Array.from({ length: samples - 32 }, (_, i) => i),
    validation: Int32Array.from({ length: 32 }, (_, i) => samples - 32 + i),
    record(tape, rows) {
      const use = tape.parameter.bind(tape);
      const x = tape.input([time, rows, 1]);
      const target = tape.input([rows, 1]);
      const weights = { input: use(input), recurrent: use(recurrent), bias: use(bias) };
      const { last } = lstm(tape, x, weights);
      const loss = mse(tape, affine(tape, last, use(head), use(headBias)), target);
      const xs = arena.view(x.at, x.size);
      const ys = arena.view(target.at, target.size);
      return {
        loss,
        load(chosen) {
          for (let row = 0; row < rows; row++) {
            const from = chosen[row] * time;
            for (let t = 0; t < time; t++) xs[t * rows + row] = data[from + t];
            ys[row] = data[from];
          }
        },
      };
    },
  };
}

async function trained(options: Partial<TrainingOptions> = {}, task = recallTask) {
  const arena = new Arena();
  const learned = task(arena);
  const weights = arena.allocate(learned.parameters.size);
  learned.parameters.initialize(arena, weights, new Random(1));
  const initial = arena.view(weights, learned.parameters.size).slice();
  const result = await train(arena, weights, learned, {
    ...{ epochs: 12, batch: 128, rate: 0.01, clip: 1, patience: 12, seed: 1 },
    ...options,
  });
  const final = arena.view(weights, learned.parameters.size).slice();
  const hash = createHash("sha256").update(new Uint8Array(final.buffer)).digest("hex");
  return { result, initial, final, hash };
}

describe("training", () => {
  it("gives the same bytes on every machine, Node version and thread count", async () => {
    const large = (arena: Arena) => recallTask(arena, 544, 96);
    const run = async (threads: number) => (await trained({ threads }, large)).hash;
    const hashes = await Promise.all([1, 2, 4].map(run));
    expect(hashes).toEqual(Array(3).fill(hashes[0]));
    expect(hashes[0]).toBe("4c2f3a7a5217117dc2d6bcacec571fa39fe086ea7654b8167d915006a2d75857");
  });

  it("gives other weights for another seed", async () => {
    expect((await trained({ seed: 2 })).hash).not.toBe((await trained()).hash);
  });

  it.each([
    ["adam", 0.01],
    ["adamw", 0.01],
    ["rmsprop", 0.005],
    ["sgd", 0.05],
  ] as const)("learns to recall a number eight steps back with %s", async (optimizer, rate) => {
    const { result } = await trained({ optimizer, rate, epochs: 250, batch: 32, patience: 250 });
    expect(result.validationLoss).toBeLessThan(0.05);
  });

  it.each(["cosine", "step", "plateau"] as const)(
    "learns under a %s schedule",
    async (schedule) => {
      const { result } = await trained({
        schedule,
        rate: 0.02,
        epochs: 150,
        batch: 32,
        patience: 150,
      });
      expect(result.validationLoss).toBeLessThan(0.1);
    },
  );

  it("averages accumulated batches into the gradient of one large batch", async () => {
    const whole = await trained({ batch: 160, epochs: 3 });
    const pieces = await trained({ batch: 40, accumulate: 4, epochs: 3 });
    const distance = Math.max(...whole.final.map((w, i) => Math.abs(w - pieces.final[i])));
    expect(distance).toBeLessThan(1e-4);
  });

  it("stops after `patience` epochs without a better validation loss and keeps the best weights", async () => {
    const losses: number[] = [];
    const onEpoch = ({ validationLoss }: { validationLoss: number }) => losses.push(validationLoss);
    const { result } = await trained({ rate: 0.3, epochs: 400, patience: 5, onEpoch });
    expect(result.epochs).toBeLessThan(400);
    expect(result.epochs).toBe(result.epoch + 5);
    expect(result.validationLoss).toBe(Math.min(...losses));
  });

  it("says at which epoch the loss stopped being a number, and what to try", async () => {
    await expect(trained({ optimizer: "sgd", rate: 1e30, clip: 1e30 })).rejects.toThrow(
      /diverged in epoch \d+: the loss is (NaN|Infinity)/,
    );
  });

  it("keeps what it has when it is stopped", async () => {
    const stop = new AbortController();
    const { result } = await trained({
      epochs: 1000,
      patience: 1000,
      signal: stop.signal,
      onEpoch: ({ epoch }) => epoch === 3 && stop.abort(),
    });
    expect(result.epochs).toBe(3);
  });

  it("moves no weight further than rate × clip with plain gradient descent", async () => {
    const { initial, final } = await trained({
      optimizer: "sgd",
      rate: 1,
      clip: 1e-3,
      epochs: 1,
      batch: 160,
    });
    const distance = Math.sqrt(final.reduce((sum, w, i) => sum + (w - initial[i]) ** 2, 0));
    expect(distance).toBeGreaterThan(0.9e-3);
    expect(distance).toBeLessThan(1.001e-3);
  });

  it("cuts single gradients at clipValue", async () => {
    const { initial, final } = await trained({
      ...{ optimizer: "sgd", rate: 1, clip: 1e9, clipValue: 1e-4, epochs: 1, batch: 160 },
    });
    const furthest = Math.max(...final.map((w, i) => Math.abs(w - initial[i])));
    expect(furthest).toBeGreaterThan(0.9e-4);
    expect(furthest).toBeLessThan(1.01e-4);
  });
});

describe("memory", () => {
  it("names the size asked for when a model does not fit", () => {
    expect(() => new Arena().allocate(2 ** 31)).toThrow(
      /out of memory: the network needs 8,192 MB on top of/,
    );
  });

  it("stays flat over a long training run", async () => {
    const arena = new Arena();
    const task = recallTask(arena);
    const weights = arena.allocate(task.parameters.size);
    task.parameters.initialize(arena, weights, new Random(1));
    const options = { batch: 128, rate: 0.01, clip: 1, patience: 1e9, seed: 1, threads: 1 };
    await train(arena, weights, task, { ...options, epochs: 2 });
    const before = [arena.mark(), arena.memory.buffer.byteLength];
    await train(arena, weights, task, { ...options, epochs: 200 });
    expect([arena.mark(), arena.memory.buffer.byteLength]).toEqual(before);
  });
});
