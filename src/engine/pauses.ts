/** Milliseconds of computing between pauses. */
const INTERVAL_MS = 15;

/**
 * Lets the event loop turn from time to time amid long computations, so that signals are handled and
 * progress is drawn. No result depends on when that is.
 */
export class Pauses {
  private last = performance.now();

  get due(): boolean {
    return performance.now() - this.last > INTERVAL_MS;
  }

  async take(): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    this.last = performance.now();
  }

  /**
   * Makes calls with pauses between them.
   *
   * @returns whether all were made: not when `signal` was aborted in a pause
   */
  async between(calls: Iterable<() => void>, signal?: AbortSignal): Promise<boolean> {
    for (const call of calls) {
      call();
      if (!this.due) continue;
      await this.take();
      if (signal?.aborted) return false;
    }
    return true;
  }
}
