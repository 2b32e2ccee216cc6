import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { availableCores } from "./cores.js";
import { kernelModule } from "./kernels/index.js";
import type { Arena } from "./memory.js";
import type { Pauses } from "./pauses.js";
import { bindEach, type Call } from "./tape.js";

/** Kernel calls that some thread can make. */
export interface Job {
  readonly id: number;
  readonly calls: readonly Call[];
}

/** Slots of a worker's control words. */
const ORDERED = 0;
const DONE = 1;
const READY = 2;
/** Numbers of jobs to run follow. */
const JOBS = 3;
const MAX_JOBS = 16;

/** Runs in each worker: waits for an order, takes in new programs, makes the calls, says so. */
const workerSource = `
const { workerData, receiveMessageOnPort } = require("node:worker_threads");
const { module, memory, control, port } = workerData;
const { exports: kernels } = new WebAssembly.Instance(module, { env: { memory } });
const programs = new Map();
Atomics.store(control, ${READY}, 1);
Atomics.notify(control, ${READY});
for (let order = 1; ; order++) {
  // A notification that comes late, when its order has been seen without it, is no order.
  while (Atomics.load(control, ${ORDERED}) < order) Atomics.wait(control, ${ORDERED}, order - 1);
  for (let message; (message = receiveMessageOnPort(port)); ) {
    const { id, calls } = message.message;
    programs.set(id, calls.map(([name, ...args]) => kernels[name].bind(null, ...args)));
  }
  for (let i = ${JOBS}; i < control.length && control[i] >= 0; i++) {
    for (const call of programs.get(control[i])) call();
  }
  Atomics.store(control, ${DONE}, order);
  Atomics.notify(control, ${DONE});
}
`;

interface PoolWorker {
  readonly worker: Worker;
  readonly control: Int32Array;
  readonly port: MessagePort;
  readonly known: Set<number>;
  orders: number;
}

/**
 * Worker threads over one arena. Which thread makes a job's calls has no influence on what they
 * compute; where threads cannot start, all jobs run here.
 */
export class Pool {
  private readonly workers: PoolWorker[] = [];
  private readonly bound = new Map<number, (() => void)[]>();
  private jobs = 0;

  /** @param threads how many may compute at once, this one included */
  constructor(
    private readonly arena: Arena,
    private readonly threads = availableCores(),
  ) {}

  job(calls: readonly Call[]): Job {
    const job = { id: this.jobs++, calls };
    this.bound.set(job.id, bindEach(calls, this.arena.kernels));
    return job;
  }

  /** Starts the workers; they help as soon as they are up. */
  start(): void {
    while (this.workers.length < this.threads - 1) {
      const control = new Int32Array(new SharedArrayBuffer(4 * (JOBS + MAX_JOBS)));
      const { port1, port2 } = new MessageChannel();
      try {
        const worker = new Worker(workerSource, {
          eval: true,
          workerData: { module: kernelModule(), memory: this.arena.memory, control, port: port2 },
          transferList: [port2],
        });
        worker.on("error", () => {
          Atomics.store(control, READY, 0);
        });
        worker.unref();
        port1.unref();
        this.workers.push({ worker, control, port: port1, known: new Set(), orders: 0 });
      } catch {
        return;
      }
    }
  }

  private ready(): PoolWorker[] {
    return this.workers.filter(({ control }) => Atomics.load(control, READY) === 1);
  }

  /** Threads that compute now, this one included. */
  get size(): number {
    return this.ready().length + 1;
  }

  /** Makes the calls of all jobs, some of them on other threads, and returns when all are made. */
  run(jobs: readonly Job[]): void {
    const others = this.order(jobs);
    for (const call of this.ownCalls(jobs, others.length + 1)) call();
    others.forEach(waitFor);
  }

  /**
   * As {@link run}, with pauses between the calls of this thread: a batch of a large network may take
   * seconds.
   *
   * @returns whether all calls were made: not when `signal` was aborted in a pause
   */
  async runWithPauses(
    jobs: readonly Job[],
    pauses: Pauses,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const others = this.order(jobs);
    if (!(await pauses.between(this.ownCalls(jobs, others.length + 1), signal))) return false;
    others.forEach(waitFor);
    return true;
  }

  /** Gives other threads their share of the jobs; every n-th is left for this one. */
  private order(jobs: readonly Job[]): PoolWorker[] {
    const ready = this.ready();
    const threads = Math.min(jobs.length, ready.length + 1);
    const others = ready.slice(0, Math.max(0, threads - 1));
    others.forEach((other, t) => {
      const share = jobs.filter((_, i) => i % threads === t + 1);
      share.forEach((job, i) => {
        if (!other.known.has(job.id)) {
          other.port.postMessage(job);
          other.known.add(job.id);
        }
        other.control[JOBS + i] = job.id;
      });
      other.control[JOBS + share.length] = -1;
      other.orders++;
      Atomics.store(other.control, ORDERED, other.orders);
      Atomics.notify(other.control, ORDERED);
    });
    return others;
  }

  private ownCalls(jobs: readonly Job[], threads: number): (() => void)[] {
    return jobs.flatMap(({ id }, i) => (i % threads === 0 ? this.bound.get(id)! : []));
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map(({ worker }) => worker.terminate()));
    this.workers.length = 0;
  }
}

function waitFor({ control, orders }: PoolWorker): void {
  for (
    let done = Atomics.load(control, DONE);
    done !== orders;
    done = Atomics.load(control, DONE)
  ) {
    Atomics.wait(control, DONE, done);
  }
}
