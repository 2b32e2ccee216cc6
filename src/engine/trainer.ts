import { FitError } from "../errors.js";
import { Random } from "../numeric/random.js";
import { availableCores } from "./cores.js";
import type { Arena } from "./memory.js";
import { type OptimizerName, optimizer } from "./optimizer.js";
import type { Parameters } from "./parameters.js";
import { Pauses } from "./pauses.js";
import { type Job, Pool } from "./pool.js";
import { type ScheduleName, schedule } from "./schedule.js";
import { Tape } from "./tape.js";
import type { Tensor } from "./tensor.js";

/** A network recorded on a tape for a fixed number of rows. */
export interface Recording {
  readonly loss: Tensor;
  /** Copies the samples with these indices to the recording's inputs, one a row. */
  load(samples: ArrayLike<number>): void;
  /**
   * Called after each run.
   *
   * @throws FitError when the result is unusable
   */
  check?(): void;
}

/** A learning problem: weights, data and the network that is recorded over them. */
export interface Task<R extends Recording = Recording> {
  readonly parameters: Parameters;
  record(tape: Tape, rows: number): R;
  /** Indices of the samples to learn from. */
  readonly training: Int32Array;
  /** Samples later in time that decide when to stop; may be empty. */
  readonly validation: Int32Array;
}

export interface TrainingOptions {
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
  readonly optimizer?: OptimizerName;
  readonly schedule?: ScheduleName;
  /** Penalty on the size of weights, see the optimiser. */
  readonly weightDecay?: number;
  /** Largest norm of the gradient; longer ones are shortened to it. */
  readonly clip?: number;
  /** Largest size of each gradient; larger ones are cut to it. */
  readonly clipValue?: number;
  /** Maximum number of samples an epoch, drawn anew each time; all of them by default. */
  readonly samples?: number;
  /** Batches whose gradients are averaged for one step. */
  readonly accumulate?: number;
  /** Epochs without a better validation loss before training stops. */
  readonly patience: number;
  readonly seed: number;
  /**
   * Threads that may compute at once; as many as there are cores by default, and never more than these
   * or than a batch has shards. No weight depends on it.
   */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Called after each step with the samples of the epoch, counted from 1, that have been learned from. */
  readonly onBatch?: (progress: { epoch: number; done: number; all: number }) => void;
  /** Called after each epoch; training goes on once a promise that it returns is settled. */
  readonly onEpoch?: (epoch: Epoch) => unknown;
}

export interface Epoch {
  readonly epoch: number;
  readonly loss: number;
  /** NaN without validation samples. */
  readonly validationLoss: number;
}

export interface TrainingResult extends Epoch {
  /** Epochs run, of which `epoch` was the best. */
  readonly epochs: number;
}

/** Minimum rows of a shard: smaller ones cost more than they save. */
const SHARD_ROWS = 32;
const MAX_SHARDS = 4;

/** Milliseconds a batch must take before other threads help. */
const MIN_SHARED_MS = 2;

/**
 * Learns `weights` by minibatch gradient descent and leaves the best ones found there.
 *
 * A batch is cut into shards by its size alone, and shard gradients are added in order, so the result
 * is the same however many threads there are.
 *
 * @param weights address of the parameter vector, initialised
 * @throws FitError when the loss is no longer a number
 */
export async function train(
  arena: Arena,
  weights: number,
  task: Task,
  options: TrainingOptions,
): Promise<TrainingResult> {
  const mark = arena.mark();
  const pool = new Pool(arena, usableThreads(options));
  try {
    return await descend(arena, weights, task, options, pool);
  } finally {
    await pool.stop();
    arena.release(mark);
  }
}

/** Threads beyond the cores wait for each other, and those beyond the shards have nothing to do. */
function usableThreads({ threads, batch }: TrainingOptions): number {
  const cores = availableCores();
  return Math.min(threads ?? cores, cores, shardsOf(batch));
}

/** Parts that a batch is cut into, by its size alone: weights must not depend on the machine. */
function shardsOf(samples: number): number {
  return Math.min(MAX_SHARDS, Math.max(1, Math.floor(samples / SHARD_ROWS)));
}

async function descend(
  arena: Arena,
  weights: number,
  task: Task,
  options: TrainingOptions,
  pool: Pool,
): Promise<TrainingResult> {
  const { parameters, training, validation } = task;
  const { batch, epochs, clip = Number.POSITIVE_INFINITY, clipValue, accumulate = 1 } = options;
  const { size } = parameters;
  const { copy, fill, axpy, clampValues, sumOfSquares } = arena.kernels;
  const best = arena.allocate(size);
  const gradient = arena.allocate(size);
  const { step } = optimizer(options.optimizer ?? "adam", arena, weights, size, {
    weightDecay: options.weightDecay ?? 0,
  });
  const { factor, observe } = schedule(options.schedule ?? "constant");
  const { signal } = options;
  const pauses = new Pauses();
  const batches = new BatchRunner(arena, weights, task, pool, pauses, signal);
  const random = new Random(options.seed);
  const shuffled = training.slice();
  const order = shuffled.subarray(0, options.samples);
  const stepSamples = batch * accumulate;
  const steps = Math.ceil(order.length / stepSamples);
  let bestEpoch: Epoch | undefined;
  let epoch = 0;
  let sum = 0;
  let seen = 0;
  descent: while (epoch < epochs && !signal?.aborted) {
    random.shuffle(shuffled);
    [sum, seen] = [0, 0];
    for (let step0 = 0; step0 < steps; step0++) {
      const chosen = order.subarray(step0 * stepSamples, (step0 + 1) * stepSamples);
      fill(size, gradient, 0);
      for (let from = 0; from < chosen.length; from += batch) {
        const samples = chosen.subarray(from, from + batch);
        const loss = await batches.gradient(samples);
        if (loss === undefined) break descent;
        sum += loss * samples.length;
        axpy(size, samples.length / chosen.length, batches.gradients, gradient);
      }
      if (clipValue !== undefined) clampValues(size, gradient, clipValue);
      const norm = Math.sqrt(sumOfSquares(size, gradient));
      const rate = options.rate * factor((epoch + step0 / steps) / epochs);
      step(gradient, rate, norm > clip ? clip / norm : 1);
      seen += chosen.length;
      options.onBatch?.({ epoch: epoch + 1, done: seen, all: order.length });
      if (pauses.due) await pauses.take();
      if (signal?.aborted) break descent;
    }
    epoch++;
    const loss = sum / order.length;
    if (!Number.isFinite(loss)) throw diverged(epoch, loss, options);
    const validationLoss = validation.length ? await batches.loss(validation, batch) : Number.NaN;
    if (validationLoss === undefined) break;
    const now = { epoch, loss, validationLoss };
    await options.onEpoch?.(now);
    observe?.(selectionLoss(now));
    if (!bestEpoch || selectionLoss(now) < selectionLoss(bestEpoch)) {
      bestEpoch = now;
      copy(size, weights, best);
    } else if (epoch - bestEpoch.epoch >= options.patience) break;
  }
  if (bestEpoch) {
    copy(size, best, weights);
    return { ...bestEpoch, epochs: epoch };
  }
  // Stopped in the first epoch: its steps so far are the best there is.
  const loss = sum / seen;
  if (!Number.isFinite(loss)) throw new FitError("training was stopped before its first step");
  return { epoch: 0, loss, validationLoss: Number.NaN, epochs: 0 };
}

function selectionLoss({ loss, validationLoss }: Epoch): number {
  return Number.isNaN(validationLoss) ? loss : validationLoss;
}

function diverged(epoch: number, loss: number, { rate, clip }: TrainingOptions): FitError {
  const clipping =
    clip === undefined ? "clip the gradient" : `clip the gradient more strongly (now at ${clip})`;
  return new FitError(
    `training diverged in epoch ${epoch}: the loss is ${loss}`,
    `Try a smaller learning rate (now ${rate}), or ${clipping}.`,
  );
}

interface ShardRecording {
  readonly gradients: number;
  readonly job: Job;
  load(samples: ArrayLike<number>): void;
  loss(): number;
  check?(): void;
}

/** Runs a task's recordings, one for each shard and shard size that occurs. */
class BatchRunner {
  /** Address of the whole batch's gradient. */
  readonly gradients: number;
  private readonly recorded = new Map<string, ShardRecording>();

  constructor(
    private readonly arena: Arena,
    private readonly weights: number,
    private readonly task: Task,
    private readonly pool: Pool,
    private readonly pauses: Pauses,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.gradients = arena.allocate(task.parameters.size);
  }

  private record(rows: number, training: boolean): ShardRecording {
    const { arena, task } = this;
    const { size } = task.parameters;
    const gradients = training ? arena.allocate(size) : 0;
    const tape = new Tape(arena, { weights: this.weights, gradients, training });
    const { loss, load, check } = task.record(tape, rows);
    const { forward, backward } = tape.finish(loss);
    const calls = training
      ? [["fill", size, gradients, 0] as const, ...forward, ...backward]
      : forward;
    const value = arena.view(loss.at, 1);
    const job = this.pool.job(calls);
    return { gradients, load, job, loss: () => value[0], ...(check && { check }) };
  }

  private recording(shard: number, rows: number, training: boolean): ShardRecording {
    const key = `${shard}/${rows}/${training}`;
    let found = this.recorded.get(key);
    if (!found) {
      found = this.record(rows, training);
      this.recorded.set(key, found);
    }
    return found;
  }

  /**
   * Leaves the mean gradient over the samples in `gradients`.
   *
   * @returns their mean loss, or nothing when stopped amid them
   */
  async gradient(samples: Int32Array): Promise<number | undefined> {
    const { size } = this.task.parameters;
    const { fill, axpy } = this.arena.kernels;
    const shards = shardsOf(samples.length);
    const parts = Array.from({ length: shards }, (_, shard) => {
      const from = Math.floor((samples.length * shard) / shards);
      const to = Math.floor((samples.length * (shard + 1)) / shards);
      const recording = this.recording(shard, to - from, true);
      recording.load(samples.subarray(from, to));
      return { recording, share: (to - from) / samples.length };
    });
    const started = performance.now();
    const jobs = parts.map(({ recording }) => recording.job);
    if (!(await this.pool.runWithPauses(jobs, this.pauses, this.signal))) return undefined;
    if (shards > 1 && performance.now() - started > MIN_SHARED_MS) this.pool.start();
    fill(size, this.gradients, 0);
    let loss = 0;
    for (const { recording, share } of parts) {
      recording.check?.();
      axpy(size, share, recording.gradients, this.gradients);
      loss += recording.loss() * share;
    }
    return loss;
  }

  /** Mean loss over the samples, without dropout; nothing when stopped amid them. */
  async loss(samples: Int32Array, batch: number): Promise<number | undefined> {
    let sum = 0;
    for (let from = 0; from < samples.length; from += batch) {
      const part = samples.subarray(from, from + batch);
      const recording = this.recording(0, part.length, false);
      recording.load(part);
      if (!(await this.pool.runWithPauses([recording.job], this.pauses, this.signal)))
        return undefined;
      recording.check?.();
      sum += recording.loss() * part.length;
    }
    return sum / samples.length;
  }
}
