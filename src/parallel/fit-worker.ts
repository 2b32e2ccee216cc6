import { parentPort } from "node:worker_threads";
import { FitError } from "../errors.js";
import { createModel } from "../models/index.js";
import type { SeriesProgress } from "../models/model.js";
import type { FitMessage, FitOrder } from "./fit-on-workers.js";
import { freeArraysHere } from "./free-arrays.js";

freeArraysHere();

// A worker that fits parts of panels, one after the other, and starts no further threads.
parentPort!.on("message", async ({ spec, part, panel, context, aborted }: FitOrder) => {
  const post = (message: FitMessage) => parentPort!.postMessage(message);
  const warnings: string[] = [];
  try {
    const model = createModel(spec);
    const member = part === undefined ? model : model.member!(part);
    const { state, training, selection } = await member.fit(panel, {
      ...context,
      threads: 1,
      signal: abortSignal(aborted),
      warn: (message) => warnings.push(message),
      onSeries: (progress: SeriesProgress) => post(progress),
    });
    post({ state, warnings, ...(training && { training }), ...(selection && { selection }) });
  } catch (error) {
    // Other errors end this thread; the fit is repeated where they can be told from faults of our own.
    if (!(error instanceof FitError)) throw error;
    post({ failure: error.message, hint: error.hint });
  }
});

/** A signal that can be asked amid a computation, as it needs no event to arrive; it raises none itself. */
function abortSignal(aborted: Int32Array): AbortSignal {
  return Object.defineProperty(new AbortController().signal, "aborted", {
    get: () => Atomics.load(aborted, 0) === 1,
  });
}
