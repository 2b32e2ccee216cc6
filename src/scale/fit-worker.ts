import { parentPort } from "node:worker_threads";
import { createModel } from "../models/index.js";
import type { FitAnswer, FitOrder } from "./threads.js";

// A worker that fits parts of panels, one after the other.
parentPort!.on("message", async ({ spec, panel, context }: FitOrder) => {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const { state } = await createModel(spec).fit(panel, { ...context, warn });
  parentPort!.postMessage({ state, warnings } satisfies FitAnswer);
});
