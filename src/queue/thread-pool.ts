import { Worker } from "node:worker_threads";

/** What a thread of the pool sends back: a result, or why there is none. */
export type Answer =
  | { readonly result: unknown }
  | { readonly failure: string; readonly unusable: boolean };

interface Order {
  readonly message: unknown;
  readonly settle: (answer: Answer) => void;
}

/**
 * Threads that work on one message each, so that the main thread is free to say that we are alive. A thread
 * that breaks down takes only its message with it, and another one takes its place.
 */
export class ThreadPool {
  readonly #file: URL;
  readonly #idle: Worker[] = [];
  readonly #waiting: Order[] = [];
  readonly #busy = new Map<Worker, Order>();
  readonly #size: number;
  #closed = false;

  constructor(file: URL, size: number) {
    this.#file = file;
    this.#size = size;
  }

  run(message: unknown): Promise<Answer> {
    return new Promise((settle) => {
      this.#waiting.push({ message, settle });
      this.#next();
    });
  }

  /** Ends all threads; what they work on is lost. */
  async close(): Promise<void> {
    this.#closed = true;
    const threads = [...this.#idle, ...this.#busy.keys()];
    await Promise.all(threads.map((thread) => thread.terminate()));
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const thread = this.#idle.pop() ?? this.#start();
    if (thread === undefined) return;
    const order = this.#waiting.shift()!;
    this.#busy.set(thread, order);
    thread.postMessage(order.message);
  }

  #start(): Worker | undefined {
    if (this.#busy.size >= this.#size || this.#closed) return undefined;
    const thread = new Worker(this.#file);
    let reason = "the thread ended";
    thread.on("message", (answer: Answer) => {
      const order = this.#busy.get(thread);
      this.#busy.delete(thread);
      this.#idle.push(thread);
      order?.settle(answer);
      this.#next();
    });
    thread.on("error", (error: NodeJS.ErrnoException) => {
      reason =
        error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "there was not enough memory" : error.message;
    });
    thread.on("exit", () => {
      const order = this.#busy.get(thread);
      this.#busy.delete(thread);
      const place = this.#idle.indexOf(thread);
      if (place >= 0) this.#idle.splice(place, 1);
      order?.settle({ failure: reason, unusable: false });
      this.#next();
    });
    return thread;
  }
}
