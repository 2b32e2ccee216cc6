import { parentPort } from "node:worker_threads";
import { forecastPart } from "../bulk/forecast-part.js";
import { requirePlan } from "../bulk/plan.js";
import { decodeSeries } from "../bulk/series-bytes.js";
import { ForetellError } from "../errors.js";
import type { Answer } from "./thread-pool.js";

/** A part to forecast: a plan as JSON, and encoded series. */
export interface PartOrder {
  readonly plan: string;
  readonly series: Uint8Array;
}

// A thread that forecasts one part after the other.
parentPort!.on("message", async ({ plan, series }: PartOrder) => {
  parentPort!.postMessage(await answerTo(plan, series));
});

async function answerTo(plan: string, series: Uint8Array): Promise<Answer> {
  try {
    const outcome = await forecastPart(
      requirePlan(JSON.parse(plan)),
      decodeSeries(series, "a part of the queue"),
    );
    return { result: JSON.stringify(outcome) };
  } catch (error) {
    // What is wrong with the plan or the data stays wrong; anything else may be the machine's fault.
    const unusable = error instanceof ForetellError || error instanceof SyntaxError;
    return { failure: (error as Error).message, unusable };
  }
}
