import { parentPort, workerData } from "node:worker_threads";
import { freeArraysHere } from "../parallel/free-arrays.js";
import { type PartJob, partDoer, type WorkerTask } from "./part-jobs.js";

freeArraysHere();

// A worker that reads or forecasts one part of a panel after the other. An error of ours ends the thread.
const work = partDoer(workerData as WorkerTask);
let before = Promise.resolve();
parentPort!.on("message", (job: PartJob) => {
  before = before.then(async () => {
    const result = await (await work)(job);
    // What is long is handed over rather than copied.
    const long =
      "bytes" in result ? result.bytes : "numbers" in result ? result.numbers : undefined;
    parentPort!.postMessage(result, long ? [long.buffer as ArrayBuffer] : []);
  });
});
