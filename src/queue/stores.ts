import type { Queue } from "bullmq";
import { KEPT_SECONDS, KEY_PREFIX } from "./connect.js";
import type { Exchange } from "./exchange.js";

/** Where bytes lie that jobs speak of. */
export interface Stores {
  /** The place of `--data-at`. */
  readonly exchange: Exchange | undefined;
  /** Redis itself, for what several jobs share. */
  readonly shared: Exchange;
}

export function storesOf(queue: Queue, exchange: Exchange | undefined): Stores {
  const keyOf = (name: string) => `${KEY_PREFIX}:shared:${name}`;
  return {
    exchange,
    shared: {
      async put(name, data) {
        const client = await queue.client;
        await client.set(keyOf(name), Buffer.from(data).toString("base64"), {
          PX: 1000 * KEPT_SECONDS,
        });
      },
      async get(name) {
        const client = await queue.client;
        const text = await client.get(keyOf(name));
        if (text === null) throw new Error(`Redis no longer holds ${name}`);
        return Buffer.from(text, "base64");
      },
      async remove(name) {
        const client = await queue.client;
        await client.del(keyOf(name));
      },
    },
  };
}
