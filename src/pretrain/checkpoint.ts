import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { LearnerState } from "../models/zero/learner.js";

const ARRAYS = ["weights", "first", "second", "averaged"] as const;

/** What a run was started with; a checkpoint continues only a run of the same. */
export interface RunSettings {
  readonly seed: number;
  readonly hidden: number;
  readonly blocks: number;
}

/** Writes a header line of JSON and the arrays, little-endian, in one piece or not at all. */
export function writeCheckpoint(path: string, settings: RunSettings, state: LearnerState): void {
  const { length } = state.weights;
  const header = `${JSON.stringify({ ...settings, step: state.step, length })}\n`;
  const parts = ARRAYS.map((name) => {
    const { buffer, byteOffset, byteLength } = state[name];
    return Buffer.from(buffer, byteOffset, byteLength);
  });
  writeFileSync(`${path}.part`, Buffer.concat([Buffer.from(header), ...parts]));
  renameSync(`${path}.part`, path);
}

/** @throws Error when the checkpoint is of a run with other settings */
export function readCheckpoint(path: string, settings?: RunSettings): LearnerState & RunSettings {
  const bytes = readFileSync(path);
  const end = bytes.indexOf(10) + 1;
  const { step, length, ...found } = JSON.parse(bytes.toString("utf8", 0, end));
  if (settings && JSON.stringify(found) !== JSON.stringify(settings)) {
    throw new Error(
      `${path} is of a run with ${JSON.stringify(found)}, not ${JSON.stringify(settings)}: name another folder with --out`,
    );
  }
  const arrays = ARRAYS.map((_, i) => {
    const values = new Float32Array(length);
    const from = end + i * length * 4;
    Buffer.from(values.buffer).set(bytes.subarray(from, from + length * 4));
    return values;
  });
  const [weights, first, second, averaged] = arrays;
  return { ...found, step, weights, first, second, averaged };
}
