import { FitError } from "../errors.js";
import type { Arena } from "./memory.js";
import { adam } from "./optimizer.js";
import type { Parameters } from "./parameters.js";
import { Random } from "./random.js";
import { bind, Tape } from "./tape.js";
import type { Tensor } from "./tensor.js";

/** A network recorded on a tape for a fixed number of rows. */
export interface Recording {
  readonly loss: Tensor;
  /** Copies the samples with these numbers to the recording's inputs, one a row. */
  load(samples: ArrayLike<number>): void;
}

/** What is to be learned. */
export interface Task<R extends Recording = Recording> {
  readonly parameters: Parameters;
  record(tape: Tape, rows: number): R;
  /** Numbers of the samples to learn from. */
  readonly training: Int32Array;
  /** Samples later in time that decide when to stop; may be empty. */
  readonly validation: Int32Array;
}

export interface TrainingOptions {
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
  /** Largest norm of the gradient; longer ones are shortened to it. */
  readonly clip: number;
  /** Epochs without a better validation loss before training stops. */
  readonly patience: number;
  readonly weightDecay?: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onEpoch?: (epoch: Epoch) => void;
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

/** Rows that one shard of a batch has at least: smaller pieces cost more than they save. */
const SHARD_ROWS = 32;
const MOST_SHARDS = 4;

/** Milliseconds between pauses that let signals and progress displays in. */
const BREATH = 15;

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
  const { parameters, training, validation } = task;
  const mark = arena.mark();
  const size = parameters.size;
  const best = arena.allocate(size);
  const optimizer = adam(arena, weights, size, { weightDecay: options.weightDecay ?? 0 });
  const random = new Random(options.seed);
  const batches = new BatchRunner(arena, weights, task);
  const order = training.slice();
  const { copy, sumOfSquares } = arena.kernels;
  let bestEpoch: Epoch | undefined;
  let epoch = 0;
  let breath = performance.now();
  while (epoch < options.epochs && !options.signal?.aborted) {
    random.shuffle(order);
    let sum = 0;
    for (let from = 0; from < order.length; from += options.batch) {
      const samples = order.subarray(from, Math.min(from + options.batch, order.length));
      sum += batches.gradient(samples) * samples.length;
      const norm = Math.sqrt(sumOfSquares(size, batches.gradients));
      const scale = norm > options.clip ? options.clip / norm : 1;
      optimizer.step(batches.gradients, options.rate, scale);
      if (performance.now() - breath > BREATH) {
        await new Promise((resume) => setImmediate(resume));
        breath = performance.now();
      }
    }
    epoch++;
    const loss = sum / order.length;
    const validationLoss = validation.length ? batches.loss(validation, options.batch) : Number.NaN;
    if (!Number.isFinite(loss)) {
      throw new FitError(
        `training broke down in epoch ${epoch}: the loss is ${loss}`,
        `try a smaller learning rate (now rate=${options.rate}) or stronger clipping (now clip=${options.clip})`,
      );
    }
    const now = { epoch, loss, validationLoss };
    options.onEpoch?.(now);
    if (!bestEpoch || merit(now) < merit(bestEpoch)) {
      bestEpoch = now;
      copy(size, weights, best);
    } else if (epoch - bestEpoch.epoch >= options.patience) break;
  }
  if (!bestEpoch) throw new FitError("training was stopped before its first epoch was done");
  copy(size, best, weights);
  arena.release(mark);
  return { ...bestEpoch, epochs: epoch };
}

function merit({ loss, validationLoss }: Epoch): number {
  return Number.isNaN(validationLoss) ? loss : validationLoss;
}

/** Runs a task's recordings, one for each shard and shard size that occurs. */
class BatchRunner {
  /** Address of the whole batch's gradient. */
  readonly gradients: number;
  private readonly recorded = new Map<string, ReturnType<BatchRunner["record"]>>();

  constructor(
    private readonly arena: Arena,
    private readonly weights: number,
    private readonly task: Task,
  ) {
    this.gradients = arena.allocate(task.parameters.size);
  }

  private record(rows: number, training: boolean) {
    const { arena, task } = this;
    const gradients = training ? arena.allocate(task.parameters.size) : 0;
    const tape = new Tape(arena, this.weights, gradients, training);
    const { loss, load } = task.record(tape, rows);
    const program = tape.finish(loss);
    const forward = bind(program.forward, arena.kernels);
    const backward = bind(program.backward, arena.kernels);
    return { gradients, load, forward, backward, loss: () => arena.view(loss.at, 1)[0]! };
  }

  private recording(shard: number, rows: number, training: boolean) {
    const key = `${shard}/${rows}/${training}`;
    let found = this.recorded.get(key);
    if (!found) {
      found = this.record(rows, training);
      this.recorded.set(key, found);
    }
    return found;
  }

  /** Leaves the mean gradient over the samples in `gradients` and returns their mean loss. */
  gradient(samples: Int32Array): number {
    const { arena, task } = this;
    const { fill, axpy } = arena.kernels;
    const shards = Math.min(MOST_SHARDS, Math.max(1, Math.floor(samples.length / SHARD_ROWS)));
    let loss = 0;
    fill(task.parameters.size, this.gradients, 0);
    for (let shard = 0; shard < shards; shard++) {
      const from = Math.floor((samples.length * shard) / shards);
      const to = Math.floor((samples.length * (shard + 1)) / shards);
      const share = (to - from) / samples.length;
      const recording = this.recording(shard, to - from, true);
      recording.load(samples.subarray(from, to));
      fill(task.parameters.size, recording.gradients, 0);
      recording.forward();
      recording.backward();
      axpy(task.parameters.size, share, recording.gradients, this.gradients);
      loss += recording.loss() * share;
    }
    return loss;
  }

  /** Mean loss over the samples, without dropout. */
  loss(samples: Int32Array, batch: number): number {
    let sum = 0;
    for (let from = 0; from < samples.length; from += batch) {
      const part = samples.subarray(from, Math.min(from + batch, samples.length));
      const recording = this.recording(0, part.length, false);
      recording.load(part);
      recording.forward();
      sum += recording.loss() * part.length;
    }
    return sum / samples.length;
  }
}
