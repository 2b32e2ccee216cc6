import { parentPort } from "node:worker_threads";
import { createModel } from "../models/index.js";
import type { SeriesProgress } from "../models/model.js";
import type { FitAnswer, FitCount, FitOrder } from "./fit-series.js";

// A worker that fits parts of panels, one after the other, and starts no further threads.
parentPort!.on("message", async ({ spec, panel, context }: FitOrder) => {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const onSeries = ({ done }: SeriesProgress) =>
    parentPort!.postMessage({ done } satisfies FitCount);
  const { state } = await createModel(spec).fit(panel, { ...context, threads: 1, warn, onSeries });
  parentPort!.postMessage({ state, warnings } satisfies FitAnswer);
});
