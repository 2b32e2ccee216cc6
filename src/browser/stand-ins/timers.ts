/** A port, with what Node adds: whether it keeps the process running. */
interface Port extends MessagePort {
  ref?(): void;
  unref?(): void;
}

const channel = new MessageChannel();
const port: Port = channel.port1;
const waiting: (() => void)[] = [];
port.onmessage = () => {
  waiting.shift()?.();
  if (waiting.length === 0) port.unref?.();
};
port.unref?.();

/** Resolves once the event loop has turned, as that of node:timers/promises. */
export function setImmediate(): Promise<void>;
/** Calls back once the event loop has turned, as the global one of Node. */
export function setImmediate(resume: () => void): void;
export function setImmediate(resume?: () => void): Promise<void> | undefined {
  if (resume === undefined) return new Promise((resolve) => setImmediate(resolve));
  waiting.push(resume);
  port.ref?.();
  channel.port2.postMessage(0);
  return undefined;
}
