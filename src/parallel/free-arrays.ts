import { setFlagsFromString } from "node:v8";

/** The newest Node with which this was tried: of a flag that it does not know, V8 complains on stderr. */
const NEWEST_TRIED = 24;

/**
 * Has the arrays of numbers that a thread drops freed by this thread. V8 frees them on others by default,
 * which then compete with the threads that fit, and with the locks of their memory: two threads that fit a
 * hundred thousand series were a tenth slower. The flag is asked at each collection and may change at any time.
 */
export function freeArraysHere(): void {
  const [major] = process.versions.node.split(".").map(Number);
  if (major <= NEWEST_TRIED) setFlagsFromString("--no-concurrent-array-buffer-sweeping");
}
