import { Worker } from "node:worker_threads";
import type { Batch } from "../models/zero/learner.js";
import type { TableSource } from "./table-series.js";

/** Batches that are drawn before they are asked for. */
const AHEAD = 4;

/**
 * Draws the batches of successive steps on a thread of their own while the last ones are learned, which
 * takes about as long. They are the same batches as without it.
 */
export class DrawnBatches {
  private readonly worker: Worker;
  private readonly drawn = new Map<number, Batch>();
  private waiting: { step: number; resolve: (batch: Batch) => void } | undefined;
  private ordered: number;

  constructor(
    private readonly seed: number,
    first: number,
    tables?: TableSource,
  ) {
    this.ordered = first;
    this.worker = new Worker(new URL("./draw-worker.js", import.meta.url), { workerData: tables });
    this.worker.on("message", ({ step, batch }: { step: number; batch: Batch }) => {
      if (this.waiting?.step === step) this.waiting.resolve(batch);
      else this.drawn.set(step, batch);
    });
    // Nobody could go on without it.
    this.worker.on("error", (error) => {
      throw error;
    });
  }

  /** The batch of a step; steps must be asked for in order. */
  async next(step: number): Promise<Batch> {
    while (this.ordered < step + AHEAD) {
      this.worker.postMessage({ seed: this.seed, step: this.ordered++ });
    }
    const batch = this.drawn.get(step);
    if (!batch) {
      return new Promise((resolve) => {
        this.waiting = { step, resolve };
      });
    }
    this.drawn.delete(step);
    return batch;
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
