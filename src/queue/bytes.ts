import { gunzipSync, gzipSync } from "node:zlib";
import { EXCHANGE_NAME } from "./exchange.js";
import type { Stores } from "./stores.js";
import { Unusable } from "./unusable.js";

/** Bytes of a job: within it, at the place of `--data-at`, or in Redis beside it. */
export type Bytes =
  | { readonly gzip: string; readonly at?: undefined; readonly shared?: undefined }
  | { readonly at: string; readonly gzip?: undefined; readonly shared?: undefined }
  | { readonly shared: string; readonly gzip?: undefined; readonly at?: undefined };

/** Largest piece, unpacked: what is packed small may be very large. */
const MAX_BYTES = 1 << 28;

/** Packs bytes into a job. */
export function packedWithin(bytes: Uint8Array): Bytes {
  return { gzip: gzipped(bytes).toString("base64") };
}

/** Packs bytes into a job, or lays them down where there is an exchange. */
export async function packed(
  bytes: Uint8Array,
  { exchange }: Stores,
  name: string,
): Promise<Bytes> {
  if (exchange === undefined) return packedWithin(bytes);
  await exchange.put(name, gzipped(bytes));
  return { at: name };
}

/** Lays down bytes that several jobs share. */
export async function packedOnce(
  bytes: Uint8Array,
  { exchange, shared }: Stores,
  name: string,
): Promise<Bytes> {
  await (exchange ?? shared).put(name, gzipped(bytes));
  return exchange ? { at: name } : { shared: name };
}

function gzipped(bytes: Uint8Array): Buffer {
  return gzipSync(bytes, { level: 1 });
}

/**
 * @throws Unusable for what is not packed bytes, or lies in an exchange while there is none
 */
export async function unpacked(bytes: Bytes, { exchange, shared }: Stores): Promise<Uint8Array> {
  let small: Uint8Array;
  if (bytes.gzip !== undefined) {
    small = Buffer.from(bytes.gzip, "base64");
  } else if (bytes.shared !== undefined) {
    small = await shared.get(bytes.shared);
  } else if (exchange === undefined) {
    throw new Unusable(
      "its data lie at the planner's --data-at, and this worker has none: start it with the same --data-at",
    );
  } else {
    small = await exchange.get(bytes.at);
  }
  try {
    return gunzipSync(small, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw new Unusable(`its data cannot be unpacked: ${(error as Error).message}`);
  }
}

/** @throws Unusable for what is none */
export function requireBytes(value: unknown, what: string): Bytes {
  const { gzip, at, shared } = fieldsOf(value);
  const given = [gzip, at, shared].filter((one) => one !== undefined);
  const isName = (one: unknown): one is string =>
    typeof one === "string" && EXCHANGE_NAME.test(one);
  if (given.length === 1) {
    if (typeof gzip === "string") return { gzip };
    if (isName(at)) return { at };
    if (isName(shared)) return { shared };
  }
  throw new Unusable(`the job's ${what} is neither packed bytes nor a name at --data-at`);
}

/** @throws Unusable for what is no object */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new Unusable("the job is not a JSON object");
}
