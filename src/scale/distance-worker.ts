import { parentPort } from "node:worker_threads";
import { distanceRows } from "../features/warp/distance.js";
import type { DistanceOrder } from "./distances.js";

// A worker that computes rows of a matrix of distances, one part after the other.
parentPort!.on("message", ({ series, from, to }: DistanceOrder) => {
  parentPort!.postMessage(distanceRows(series, from, to, { normalise: true }));
});
