import { parentPort, workerData } from "node:worker_threads";
import { drawBatch } from "./batch.js";
import type { TableSource } from "./table-series.js";

const tables: TableSource | undefined = workerData ?? undefined;

parentPort?.on("message", ({ seed, step }: { seed: number; step: number }) => {
  parentPort?.postMessage({ step, batch: drawBatch(seed, step, tables) });
});
