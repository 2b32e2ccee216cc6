import { parentPort, workerData } from "node:worker_threads";
import { type PartJob, partDoer, type WorkerTask } from "./part-jobs.js";

// A worker that reads or forecasts one part of a panel after the other. An error of ours ends the thread.
const work = partDoer(workerData as WorkerTask);
parentPort!.on("message", async (job: PartJob) => {
  parentPort!.postMessage(await (await work)(job));
});
