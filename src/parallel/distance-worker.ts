import { parentPort, workerData } from "node:worker_threads";
import { type SharedDistances, writeRows } from "./shared-distances.js";

// A worker that writes rows of a distance matrix and reports when none is left.
writeRows(workerData as SharedDistances);
parentPort!.postMessage("done");
