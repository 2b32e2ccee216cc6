import type { Queue, RedisOptions } from "bullmq";
import { UsageError } from "../errors.js";
import type { QueueAddress } from "./address.js";
import { loadBullmq } from "./bullmq.js";

/** What all our keys in Redis begin with. */
export const KEY_PREFIX = "foretell";

/** What nobody fetches or removes is forgotten after a week. */
export const KEPT_SECONDS = 7 * 24 * 3600;

/** Tries to reach a server that has not answered yet, a quarter of a second and more apart. */
const FIRST_TRIES = 3;
/** Milliseconds until a try is given up. */
const CONNECT_TIMEOUT_MS = 4000;
/** Longest pause between tries to reach a server that went away, in milliseconds. */
const MAX_PAUSE_MS = 2000;

/** Events that the server keeps; each holds an answer, which we fetch from the job instead. */
const KEPT_EVENTS = 100;

/** Hears when the server goes away and comes back. */
export interface ConnectionListeners {
  readonly onLost: (reason: string) => void;
  readonly onBack: () => void;
}

/** A connection's settings: it fails soon when nothing answers at first, and waits for ever afterwards. */
export class Connection {
  #reached = false;
  #lost = false;
  #ended = false;
  #reason = "";
  readonly address: QueueAddress;
  readonly #listeners: ConnectionListeners;

  constructor(address: QueueAddress, listeners: ConnectionListeners) {
    this.address = address;
    this.#listeners = listeners;
  }

  get options(): RedisOptions {
    return {
      ...this.address.options,
      connectTimeout: CONNECT_TIMEOUT_MS,
      maxRetriesPerRequest: null,
      retryStrategy: (tries) =>
        !this.#ended && (this.#reached || tries <= FIRST_TRIES)
          ? Math.min(250 * tries, MAX_PAUSE_MS)
          : null,
    };
  }

  /** Takes the errors of a queue or worker: a lost connection is told once, other errors to `onOther`. */
  watch(
    source: { on(event: "error", listener: (error: Error) => void): unknown },
    onOther: (error: Error) => void = () => {},
  ): void {
    source.on("error", (error) => {
      this.#reason = reasonOf(error);
      if (!this.#reached) return;
      if (!isConnectionError(error)) return onOther(error);
      if (this.#lost) return;
      this.#lost = true;
      this.#listeners.onLost(this.#reason);
    });
  }

  /** To be called whenever the server has answered. */
  answered(): void {
    if (this.#lost) this.#listeners.onBack();
    this.#reached = true;
    this.#lost = false;
  }

  /** Nothing is wanted of the server any more: whoever has lost it need not look for it. */
  end(): void {
    this.#ended = true;
  }

  /**
   * Opens a queue and waits until its server answers.
   *
   * @throws UsageError when it does not, or refuses us
   */
  async open(name: string): Promise<Queue> {
    const { Queue } = await loadBullmq();
    const queue = new Queue(name, {
      connection: this.options,
      prefix: KEY_PREFIX,
      streams: { events: { maxLen: KEPT_EVENTS } },
    });
    this.watch(queue);
    try {
      const client = await queue.waitUntilReady();
      await client.info();
      // A client that cannot have its database goes on in database 0 without a word.
      await (client as unknown as Selecting).select(this.options.db ?? 0);
      this.answered();
      return queue;
    } catch (error) {
      await queue.disconnect().catch(() => {});
      throw this.#unreachable(error as Error);
    }
  }

  #unreachable(error: Error): UsageError {
    const reason = this.#reason || reasonOf(error);
    const { shown } = this.address;
    return new UsageError(`cannot use Redis at ${shown}: ${reason}`, hintFor(reason));
  }
}

/** A command of the client that its declarations leave out. */
interface Selecting {
  select(db: number): Promise<unknown>;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the name of the host could not be looked up",
  ETIMEDOUT: "nothing answers, or not with TLS as rediss:// asks for",
  EPIPE: "the connection was cut",
  EHOSTUNREACH: "the host cannot be reached",
  ECONNRESET: "the connection was cut",
};

/** What is wrong, in words without addresses or secrets. */
function reasonOf(error: Error): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : REASONS[code];
  if (known !== undefined) return known;
  if (/NOAUTH/.test(message)) return "it asks for a password";
  if (/WRONGPASS|invalid password/i.test(message)) return "the user or password is wrong";
  if (/DB index is out of range/i.test(message)) return "it has no database of this number";
  if (/NOPERM/.test(message)) return `the user may not do this: ${message}`;
  return message;
}

function hintFor(reason: string): string {
  if (/password/.test(reason)) {
    return "Put the password into FORETELL_REDIS_PASSWORD, or the whole address into FORETELL_REDIS.";
  }
  if (/no database/.test(reason)) {
    return "Servers have databases 0 to 15 unless they are told otherwise.";
  }
  if (/certificate/i.test(reason)) {
    return "NODE_EXTRA_CA_CERTS names a file with the certificates of an authority of your own.";
  }
  if (/cut/.test(reason))
    return "A server that takes TLS only needs rediss:// instead of redis://.";
  return "Start redis-server or valkey-server there, or give the right address to --on.";
}

function isConnectionError(error: Error): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code !== undefined && code in REASONS) || /connection is closed/i.test(message);
}
