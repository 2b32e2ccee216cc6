import { parentPort } from "node:worker_threads";
import { type PartTask, type PartWorker, partWorker } from "../bulk/part-work.js";
import { requirePlan } from "../bulk/plan.js";
import { ROW_FORMATS } from "../bulk/rows.js";
import { decodeSeries } from "../bulk/series-bytes.js";
import { DataError, ForetellError } from "../errors.js";
import { freeArraysHere } from "../parallel/free-arrays.js";
import { fitByOrder } from "./fit-work.js";
import type { Answer } from "./thread-pool.js";

/** What a thread does: forecasts a part by a task, or fits a model by an order, each as JSON. */
export type ThreadOrder = { readonly series: Uint8Array } & (
  | { readonly task: string; readonly order?: undefined }
  | { readonly order: string; readonly task?: undefined }
);

/** The task at hand: its parts come one after the other. */
let current: { readonly text: string; readonly work: PartWorker } | undefined;

freeArraysHere();

// A thread that does one job after the other.
parentPort!.on("message", async (order: ThreadOrder) => {
  parentPort!.postMessage(await answerTo(order));
});

async function answerTo({ task, order, series }: ThreadOrder): Promise<Answer> {
  try {
    if (order !== undefined) return { result: await fitByOrder(order, series) };
    if (current?.text !== task) {
      current = { text: task, work: await partWorker(requireTask(JSON.parse(task))) };
    }
    return { result: await current.work(decodeSeries(series, "a part of the queue")) };
  } catch (error) {
    // What is wrong with the task or the data stays wrong; anything else may be the machine's fault.
    const unusable = error instanceof ForetellError || error instanceof SyntaxError;
    return { failure: (error as Error).message, unusable };
  }
}

/** @throws DataError where it is none, or is for another version */
function requireTask(value: unknown): PartTask {
  const { plan, format, shard } = (value ?? {}) as Partial<PartTask>;
  const isShard =
    shard === undefined ||
    (Number.isSafeInteger(shard.index) &&
      Number.isSafeInteger(shard.of) &&
      1 <= shard.index &&
      shard.index <= shard.of);
  if (format === undefined || !ROW_FORMATS.includes(format) || !isShard) {
    throw new DataError("the job's task is not one of foretell");
  }
  return { plan: requirePlan(plan), format, ...(shard && { shard }) };
}
