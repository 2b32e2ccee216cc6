import type { Progress } from "./progress.js";

/** Progress that nobody watches. */
export const silent: Progress = {
  plan() {},
  start() {},
  listeners: {},
  done() {},
  aside: (write) => write(),
};
