/**
 * The first Ctrl-C, or another of these signals, asks the work to end with the best so far. From then on
 * the signals do what the system does by itself, which is to end the process at once: a handler of ours
 * would have to wait for computations that hold the event loop. Shells call both 130.
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
  const stopListening = () => {
    for (const name of signals) process.off(name, onInterrupt);
  };
  const onInterrupt = () => {
    stopListening();
    controller.abort();
    announce();
  };
  for (const name of signals) process.on(name, onInterrupt);
  return { signal: controller.signal, stopListening };
}
