import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Arena } from "../../src/engine/memory.js";
import { Learner } from "../../src/models/zero/learner.js";
import { zeroNetwork } from "../../src/models/zero/network.js";
import { Random } from "../../src/numeric/random.js";
import { drawBatch } from "../../src/pretrain/batch.js";
import { readCheckpoint, writeCheckpoint } from "../../src/pretrain/checkpoint.js";

const settings = { seed: 3, hidden: 8, blocks: 1 };
const learner = () => {
  const arena = new Arena();
  const network = zeroNetwork(settings);
  return new Learner(arena, network, (at) => {
    network.parameters.initialize(arena, at, new Random(settings.seed));
  });
};

describe("pre-training", () => {
  it("goes on from a checkpoint as if it had not been interrupted", () => {
    const folder = mkdtempSync(join(tmpdir(), "foretell-"));
    const path = join(folder, "checkpoint.bin");
    try {
      const whole = learner();
      for (let step = 0; step < 4; step++) {
        if (step === 2) writeCheckpoint(path, settings, whole.state);
        whole.learn(drawBatch(1, step), 0.01);
      }
      const resumed = learner();
      resumed.state = readCheckpoint(path, settings);
      for (let step = 2; step < 4; step++) resumed.learn(drawBatch(1, step), 0.01);
      expect(resumed.state).toEqual(whole.state);
      expect(() => readCheckpoint(path, { ...settings, hidden: 9 })).toThrow(/name another folder/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("learns", () => {
    const pupil = learner();
    const losses = Array.from({ length: 30 }, () => pupil.learn(drawBatch(1, 5), 0.01));
    expect(losses[29]).toBeLessThan(0.7 * losses[0]);
  });

  it("batches are those of their seed and step", () => {
    expect(drawBatch(1, 7)).toEqual(drawBatch(1, 7));
    expect(drawBatch(1, 7).targets).not.toEqual(drawBatch(1, 8).targets);
    expect(drawBatch(1, 7).targets).not.toEqual(drawBatch(2, 7).targets);
  });
});
