import { parentPort, workerData } from "node:worker_threads";
import type { Series } from "../data/panel/panel.js";
import { type PartAnswer, type PartTask, partWorker } from "./part-work.js";

/** A part to forecast. */
export interface PartOrder {
  readonly part: number;
  readonly series: readonly Series[];
}

export interface PartMessage extends PartAnswer {
  readonly part: number;
}

// A worker that forecasts one part of a panel after the other. An error of ours ends the thread.
const work = partWorker(workerData as PartTask);
parentPort!.on("message", async ({ part, series }: PartOrder) => {
  const answer = await (await work)(series);
  parentPort!.postMessage({ ...answer, part } satisfies PartMessage, [
    answer.bytes.buffer as ArrayBuffer,
  ]);
});
