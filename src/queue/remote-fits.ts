import { createHash } from "node:crypto";
import type { Queue } from "bullmq";
import { encodeSeries } from "../bulk/series-bytes.js";
import type { Panel } from "../data/panel/panel.js";
import { FitError } from "../errors.js";
import { foldsToFit } from "../evaluation/backtest.js";
import type { Fold } from "../evaluation/folds.js";
import { decodeState } from "../models/file/bare-state.js";
import type { FitContext, FittedModel, Model, State } from "../models/model.js";
import type { Choices, ChosenModel } from "../tasks/choose-models.js";
import { type Bytes, packedOnce, packedWithin, unpacked } from "./bytes.js";
import type { Connection } from "./connect.js";
import {
  type Delivery,
  describeWorker,
  distribute,
  type Failure,
  type Parcel,
} from "./distribute.js";
import type { Exchange } from "./exchange.js";
import { jobIdOf, thisProgram } from "./fingerprint.js";
import {
  FIT_JOB,
  type FitAnswer,
  type FitJob,
  type FitOrder,
  requireFitAnswer,
} from "./fit-job.js";
import { storesOf } from "./stores.js";
import { type WorkerListeners, watchWorkers } from "./watch-workers.js";

/** Models to be fitted to the folds of a backtest by workers. */
export interface RemoteFits extends Required<Pick<Choices, "intervals" | "features" | "limits">> {
  readonly connection: Connection;
  readonly exchange: Exchange | undefined;
  readonly folds: readonly Fold[];
  readonly models: readonly ChosenModel[];
  /** What the models were made of. */
  readonly specs: readonly string[];
  readonly levels: readonly number[];
  readonly seed: number;
  /** Folds from one fit to the next. */
  readonly refit: number;
  readonly signal: AbortSignal;
  readonly listeners: WorkerListeners;
}

interface Fit extends Parcel {
  readonly model: number;
  readonly training: Panel;
}

interface Came {
  readonly answer: FitAnswer;
  readonly state: State;
}

const FIT = { name: "fit", written: "run the backtest again" };

/**
 * The models with fits that workers make, all folds and models at once, while the backtest takes them one
 * after the other. Fits are restored from what the workers learned, so that forecasts are those of fits
 * made here.
 *
 * @returns the models, and how to end the work and forget what was sent
 */
export function remoteFits(
  queue: Queue,
  given: RemoteFits,
): { readonly models: ChosenModel[]; end(): Promise<void> } {
  const { connection, exchange, folds, models, specs, refit, signal, listeners } = given;
  const { intervals, features, limits, levels, seed } = given;
  const stores = storesOf(queue, exchange);
  const workers = watchWorkers(queue, listeners);
  const program = thisProgram();
  const fits = foldsToFit(folds, refit);
  const fitted = folds.filter((_, f) => fits[f]);
  const sent: Fit[] = [];
  const laidDown = new Map<Panel, { readonly name: string; readonly bytes: Promise<Bytes> }>();

  function seriesOf(training: Panel) {
    const known = laidDown.get(training);
    if (known) return known;
    const encoded = encodeSeries(training.series);
    const digest = createHash("sha256").update(encoded).digest("hex").slice(0, 40);
    const name = `${digest}.series`;
    const laid = { name, bytes: packedOnce(encoded, stores, name) };
    laidDown.set(training, laid);
    return laid;
  }

  /** One for each fit of the backtest, in its order. */
  async function* parcels(): AsyncGenerator<Fit> {
    for (const [m, spec] of specs.entries()) {
      for (const { training, horizon } of fitted) {
        const { series: _, reading: __, ...frame } = training;
        const order: FitOrder = {
          ...{ spec, intervals, limits, frame, horizon, levels, seed },
          features: models[m]!.exogenous ? features : [],
        };
        const text = JSON.stringify(order);
        const series = seriesOf(training);
        const id = `f${jobIdOf([program.version, program.models, text, series.name])}`;
        const data: FitJob = {
          schema: FIT_JOB,
          program,
          order: packedWithin(Buffer.from(text)),
          series: await series.bytes,
        };
        const fit = { id, data, model: m, training };
        sent.push(fit);
        yield fit;
      }
    }
  }

  const read = async (value: unknown): Promise<Came> => {
    const answer = requireFitAnswer(value);
    if ("failure" in answer) return { answer, state: null };
    const bytes = await unpacked(answer.state, stores);
    return { answer, state: decodeState(bytes, "a fit of the queue", FIT) };
  };
  const distribution = { connection, inFlight: workers.inFlight, read, signal };
  const deliveries = distribute(queue, parcels(), distribution);

  /** The fit of a model to a fold; those before it that nobody wants any more are skipped. */
  const next = async (model: number, training: Panel): Promise<Delivery<Fit, Came>> => {
    for (;;) {
      const { done, value } = await deliveries.next();
      if (done) throw new FitError("the fit was stopped before anything was learned");
      if (value.parcel.model === model && value.parcel.training === training) return value;
    }
  };

  const remote = (model: Model, m: number): Model => ({
    ...model,
    async fit(training: Panel, { warn, levels: defaults = [] }: FitContext): Promise<FittedModel> {
      const delivery = await next(m, training);
      if (delivery.failure) throw givenUp(delivery.failure);
      const { answer, state } = delivery.result;
      answer.warnings.forEach(warn);
      if ("failure" in answer) throw new FitError(answer.failure, answer.hint);
      const restored = model.restore(state, training, warn);
      return {
        ...restored,
        forecast: (horizon, wanted = defaults) => restored.forecast(horizon, wanted),
      };
    },
  });

  return {
    models: models.map((one, m) => ({ ...one, model: remote(one.model, m) })),
    async end() {
      workers.stop();
      await deliveries.return(undefined);
      // Interrupted, what was done is kept for whoever asks again.
      if (signal.aborted) return;
      for (const { id } of sent) {
        await queue.remove(id).catch(() => 0);
        await exchange?.remove(`${id}.fit`);
      }
      const store = exchange ?? stores.shared;
      for (const { name } of laidDown.values()) await store.remove(name);
    },
  };
}

function givenUp(failure: Failure): FitError {
  const { reason, tries, refused } = failure;
  return new FitError(
    refused
      ? `${describeWorker(failure)} refused a fit: ${reason}`
      : `no worker could fit it in ${tries} tries: ${reason}`,
  );
}
