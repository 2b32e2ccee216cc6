const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Resolves once the event loop has turned, as that of node:timers/promises. */
export function setImmediate(): Promise<void>;
/** Calls back once the event loop has turned, as the global one of Node. */
export function setImmediate(resume: () => void): void;
export function setImmediate(resume?: () => void): Promise<void> | undefined {
  if (resume === undefined) return new Promise((resolve) => setImmediate(resolve));
  waiting.push(resume);
  channel.port2.postMessage(0);
  return undefined;
}
