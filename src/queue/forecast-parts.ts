import { createHash } from "node:crypto";
import type { Queue } from "bullmq";
import type { PartOutcome } from "../bulk/forecast-part.js";
import type { Plan } from "../bulk/plan.js";
import { encodeSeries } from "../bulk/series-bytes.js";
import type { Series } from "../data/panel/panel.js";
import { FitError } from "../errors.js";
import type { Connection } from "./connect.js";
import { distribute, type Failure, type Forget, type Parcel } from "./distribute.js";
import type { Exchange } from "./exchange.js";
import { jobIdOf, thisProgram } from "./fingerprint.js";
import { JOB_SCHEMA, type PartJob, packed, requireAnswer, unpacked } from "./job.js";
import { type WorkerListeners, watchWorkers } from "./watch-workers.js";

export interface PartsOnQueue {
  readonly connection: Connection;
  readonly exchange: Exchange | undefined;
  readonly signal: AbortSignal;
  readonly listeners: WorkerListeners & {
    /** A part that no worker could forecast, so that its series are sent one by one. */
    readonly onDivided: (series: number, failure: Failure) => void;
  };
}

interface Part extends Parcel {
  readonly series: readonly Series[];
}

/** What came of a part, and how Redis forgets it once its rows are safe. */
export interface SentOutcome {
  readonly outcome: PartOutcome;
  readonly forget: Forget;
}

/**
 * Forecasts parts of a panel on the workers of a queue: the outcomes of the parts, in their order, as
 * forecasting them here would give. A part that no worker can forecast is sent again series by series, so
 * that only those are left out that fail by themselves.
 *
 * @throws FitError when a worker refuses a part, whatever is in it
 */
export async function* forecastParts(
  queue: Queue,
  plan: Plan,
  parts: AsyncIterable<readonly Series[]>,
  { connection, exchange, signal, listeners }: PartsOnQueue,
): AsyncGenerator<SentOutcome> {
  const program = thisProgram();
  const planText = JSON.stringify(plan);
  const planName = `${jobIdOf([planText])}.plan`;
  const planBytes = await packed(Buffer.from(planText), exchange, planName);

  async function* parcels(series: AsyncIterable<readonly Series[]>): AsyncGenerator<Part> {
    for await (const some of series) {
      const bytes = encodeSeries(some);
      const id = `p${jobIdOf([program.version, program.models, planText, digestOf(bytes)])}`;
      const data: PartJob = {
        schema: JOB_SCHEMA,
        program,
        plan: planBytes,
        series: await packed(bytes, exchange, `${id}.series`),
      };
      yield { id, data, series: some };
    }
  }

  const read = async (answer: unknown, { series }: Part): Promise<PartOutcome> =>
    requireOutcome(
      JSON.parse(Buffer.from(await unpacked(requireAnswer(answer).outcome, exchange)).toString()),
      series.length,
    );
  const forgetting =
    ({ id }: Part) =>
    async () => {
      await queue.remove(id);
      await exchange?.remove(`${id}.series`);
      await exchange?.remove(`${id}.rows`);
    };

  const workers = watchWorkers(queue, listeners);
  const distribution = { connection, inFlight: workers.inFlight, read, signal };

  async function* outcomesOf(
    series: AsyncIterable<readonly Series[]>,
  ): AsyncGenerator<SentOutcome> {
    for await (const delivery of distribute(queue, parcels(series), distribution)) {
      const { parcel, failure } = delivery;
      const forget = forgetting(parcel);
      if (failure === undefined) {
        yield { outcome: delivery.result, forget };
      } else if (failure.refused) {
        throw refusal(failure);
      } else if (parcel.series.length > 1) {
        listeners.onDivided(parcel.series.length, failure);
        yield* outcomesOf(oneByOne(parcel.series));
        await forget();
      } else {
        yield { outcome: givenUp(parcel.series[0], failure), forget };
      }
    }
  }

  try {
    yield* outcomesOf(parts);
    if (!signal.aborted) await exchange?.remove(planName);
  } finally {
    workers.stop();
  }
}

async function* oneByOne(series: readonly Series[]): AsyncGenerator<readonly Series[]> {
  for (const one of series) yield [one];
}

function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function refusal({ reason, worker }: Failure): FitError {
  const who = worker === undefined ? "a worker" : `worker ${worker}`;
  return new FitError(`${who} refused a part: ${reason}`);
}

function givenUp({ id }: Series, { reason, tries }: Failure): PartOutcome {
  const message = `no worker could forecast it in ${tries} tries: ${reason}`;
  return { rows: [""], failures: [{ id, model: "", message }], warnings: [] };
}

function requireOutcome(value: unknown, series: number): PartOutcome {
  const { rows, failures, warnings } = (value ?? {}) as Partial<PartOutcome>;
  const isText = (one: unknown) => typeof one === "string";
  const fits =
    Array.isArray(rows) &&
    rows.length === series &&
    rows.every(isText) &&
    Array.isArray(failures) &&
    failures.every((one) => isText(one?.id) && isText(one?.model) && isText(one?.message)) &&
    Array.isArray(warnings) &&
    warnings.every((one) => isText(one?.message) && isText(one?.label));
  if (fits) return { rows, failures, warnings };
  throw new Error("a worker's answer is not the outcome of its part");
}
