import { ExitCode } from "../../errors.js";

/**
 * The first Ctrl-C, or another of these signals, aborts what is done; the second one quits.
 *
 * @param announce says what becomes of the work
 */
export function listenForInterrupt(
  announce: () => void,
  signals: readonly NodeJS.Signals[] = ["SIGINT"],
): {
  signal: AbortSignal;
  stopListening: () => void;
} {
  const controller = new AbortController();
  const onInterrupt = () => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort();
    announce();
  };
  for (const name of signals) process.on(name, onInterrupt);
  return {
    signal: controller.signal,
    stopListening: () => {
      for (const name of signals) process.off(name, onInterrupt);
    },
  };
}
