import { createHash } from "node:crypto";
import type { Queue } from "bullmq";
import type { PartAnswer, PartTask } from "../bulk/part-work.js";
import type { PartRunner } from "../bulk/run-parts.js";
import { encodeSeries } from "../bulk/series-bytes.js";
import type { Series } from "../data/panel/panel.js";
import { FitError } from "../errors.js";
import { packed } from "./bytes.js";
import type { Connection } from "./connect.js";
import { describeWorker, distribute, type Failure, type Parcel } from "./distribute.js";
import type { Exchange } from "./exchange.js";
import { jobIdOf, thisProgram } from "./fingerprint.js";
import { PART_JOB, type PartJob, requirePartAnswer } from "./part-job.js";
import { type Stores, storesOf } from "./stores.js";
import { type WorkerListeners, watchWorkers } from "./watch-workers.js";

export interface PartsOnQueue {
  readonly connection: Connection;
  readonly exchange: Exchange | undefined;
  readonly listeners: WorkerListeners & {
    /** A part that no worker could forecast, so that its series are sent one by one. */
    readonly onDivided: (series: number, failure: Failure) => void;
  };
}

interface Part extends Parcel {
  readonly series: readonly Series[];
}

/** What came of a part, and how Redis forgets it once that is safe. */
interface Outcome {
  readonly answer: PartAnswer;
  readonly forget: () => Promise<void>;
}

/**
 * Forecasts parts of a panel on the workers of a queue: the answers are those that forecasting them here
 * would give. A part that no worker can forecast is sent again series by series, so that only those fail
 * that fail by themselves.
 *
 * @throws FitError when a worker refuses a part, whatever is in it
 */
export function partsOnQueue(
  queue: Queue,
  { connection, exchange, listeners }: PartsOnQueue,
): PartRunner {
  return async (parts, { task, signal = new AbortController().signal }, deliver) => {
    const stores = storesOf(queue, exchange);
    const { parcelOf, forget, done } = await packing(queue, task, stores);
    const workers = watchWorkers(queue, listeners);
    const distribution = {
      connection,
      inFlight: workers.inFlight,
      read: (answer: unknown, { series }: Part) => requirePartAnswer(answer, series.length, stores),
      signal,
    };
    async function* parcels(series: Iterable<readonly Series[]>) {
      for (const some of series) yield await parcelOf(some);
    }
    async function* outcomesOf(series: Iterable<readonly Series[]>): AsyncGenerator<Outcome> {
      for await (const { parcel, ...came } of distribute(queue, parcels(series), distribution)) {
        const forgetThis = () => forget(parcel);
        if (came.failure === undefined) {
          yield { answer: came.result, forget: forgetThis };
        } else if (came.failure.refused) {
          throw refusal(came.failure);
        } else if (parcel.series.length === 1) {
          yield { answer: givenUp(parcel.series[0]!, came.failure), forget: forgetThis };
        } else {
          listeners.onDivided(parcel.series.length, came.failure);
          const singles: Outcome[] = [];
          for await (const one of outcomesOf(parcel.series.map((each) => [each]))) {
            singles.push(one);
          }
          // Interrupted, it is still one part, of which nothing is known.
          if (singles.length < parcel.series.length) return;
          yield {
            answer: together(singles.map(({ answer }) => answer)),
            forget: async () => {
              for (const one of singles) await one.forget();
              await forgetThis();
            },
          };
        }
      }
    }
    try {
      for await (const { answer, forget } of outcomesOf(parts)) await deliver(answer, forget);
      if (!signal.aborted) await done();
    } finally {
      workers.stop();
    }
  };
}

/** How parts become parcels of a queue, and are forgotten. */
async function packing(queue: Queue, task: PartTask, stores: Stores) {
  const { exchange } = stores;
  const program = thisProgram();
  const text = JSON.stringify(task);
  const taskName = `${jobIdOf([text])}.task`;
  const taskBytes = await packed(Buffer.from(text), stores, taskName);
  return {
    async parcelOf(series: readonly Series[]): Promise<Part> {
      const bytes = encodeSeries(series);
      const digest = createHash("sha256").update(bytes).digest("hex");
      const id = `p${jobIdOf([program.version, program.models, text, digest])}`;
      const data: PartJob = {
        schema: PART_JOB,
        program,
        task: taskBytes,
        series: await packed(bytes, stores, `${id}.series`),
      };
      return { id, data, series };
    },
    async forget({ id }: Part): Promise<void> {
      await queue.remove(id);
      await exchange?.remove(`${id}.series`);
      await exchange?.remove(`${id}.rows`);
    },
    async done(): Promise<void> {
      await exchange?.remove(taskName);
    },
  };
}

/** The answers to the series of a part, as one. */
function together(answers: readonly PartAnswer[]): PartAnswer {
  return {
    bytes: Buffer.concat(answers.map(({ bytes }) => bytes)),
    series: answers.length,
    rows: Uint32Array.from(
      answers.flatMap(({ rows }, place) => (rows.length > 0 ? [place, rows[1]!] : [])),
    ),
    failures: answers.flatMap(({ failures }) => failures),
    warnings: answers.flatMap(({ warnings }) => warnings),
  };
}

function refusal(failure: Failure): FitError {
  return new FitError(`${describeWorker(failure)} refused a part: ${failure.reason}`);
}

function givenUp({ id }: Series, { reason, tries }: Failure): PartAnswer {
  const message = `no worker could forecast it in ${tries} tries: ${reason}`;
  return {
    ...{ bytes: new Uint8Array(), series: 1, rows: new Uint32Array() },
    ...{ failures: [{ id, model: "", message }], warnings: [] },
  };
}
