import { parentPort } from "node:worker_threads";
import { drawBatch } from "./batch.js";

parentPort?.on("message", ({ seed, step }: { seed: number; step: number }) => {
  parentPort?.postMessage({ step, batch: drawBatch(seed, step) });
});
