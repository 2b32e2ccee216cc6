import { ExitCode } from "../errors.js";

/**
 * The first Ctrl-C aborts the signal, the second one quits.
 *
 * @param announce says what becomes of the work
 */
export function listenForInterrupt(announce: () => void): {
  signal: AbortSignal;
  stopListening: () => void;
} {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort();
    announce();
  };
  process.on("SIGINT", onInterrupt);
  return {
    signal: controller.signal,
    stopListening: () => process.off("SIGINT", onInterrupt),
  };
}
