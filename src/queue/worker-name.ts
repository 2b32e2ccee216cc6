import { hostname } from "node:os";

/** What planners see of a worker, such as `node7/4711/8`: host, process and threads. */
export function workerName(threads: number): string {
  // The server allows printable ASCII without blanks in the names of its clients.
  return `${hostname().replace(/[^\w.-]/g, "-")}/${process.pid}/${threads}`;
}

/** The threads of the worker that is called so; undefined where the name does not tell. */
export function threadsOf(name: string): number | undefined {
  const [, threads] = /\/\d+\/(\d{1,3})$/.exec(name) ?? [];
  return threads === undefined ? undefined : Number(threads);
}
