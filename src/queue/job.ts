import { gunzipSync, gzipSync } from "node:zlib";
import type { PartAnswer } from "../bulk/part-work.js";
import { EXCHANGE_NAME, type Exchange } from "./exchange.js";
import { type Program, programName } from "./fingerprint.js";
import { Unusable } from "./serve.js";

/** Bytes that travel within a job, or lie in an exchange. */
export type Bytes =
  | { readonly gzip: string; readonly at?: undefined }
  | { readonly at: string; readonly gzip?: undefined };

/** A part of a panel to be forecast, as plain JSON. */
export interface PartJob {
  readonly schema: typeof JOB_SCHEMA;
  readonly program: Program;
  /** What is common to all parts, as JSON. */
  readonly task: Bytes;
  /** As encoded series. */
  readonly series: Bytes;
}

/** What a worker answers, as plain JSON. */
export interface SentAnswer extends Omit<PartAnswer, "bytes" | "rows"> {
  readonly schema: typeof ANSWER_SCHEMA;
  readonly bytes: Bytes;
  readonly rows: readonly number[];
}

export const JOB_SCHEMA = "foretell/part-job@1";
export const ANSWER_SCHEMA = "foretell/part-answer@1";

/** Largest part, unpacked: what is packed small may be very large. */
const MAX_BYTES = 1 << 28;

/** Packs bytes into a job, or lays them down where there is an exchange. */
export async function packed(
  bytes: Uint8Array,
  exchange: Exchange | undefined,
  name: string,
): Promise<Bytes> {
  const small = gzipSync(bytes, { level: 1 });
  if (exchange === undefined) return { gzip: small.toString("base64") };
  await exchange.put(name, small);
  return { at: name };
}

/**
 * @throws Unusable for what is not packed bytes, or lies in an exchange while there is none
 */
export async function unpacked(bytes: Bytes, exchange: Exchange | undefined): Promise<Uint8Array> {
  let small: Uint8Array;
  if (bytes.gzip !== undefined) {
    small = Buffer.from(bytes.gzip, "base64");
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

/**
 * A job that came from elsewhere.
 *
 * @throws Unusable where it is none, or is for another program
 */
export function requireJob(value: unknown, own: Program): PartJob {
  const { schema, program, task, series } = fieldsOf(value);
  if (schema !== JOB_SCHEMA) {
    throw new Unusable(`this is no job of foretell: it lacks the schema ${JOB_SCHEMA}`);
  }
  const { version, models } = fieldsOf(program);
  if (typeof version !== "string" || typeof models !== "string") {
    throw new Unusable("the job does not say which program it is for");
  }
  if (version !== own.version || models !== own.models) {
    throw new Unusable(
      `the job is for foretell ${programName({ version, models })}, and this worker is ${programName(own)}: install the same version on all machines`,
    );
  }
  return {
    schema,
    program: own,
    task: requireBytes(task, "task"),
    series: requireBytes(series, "series"),
  };
}

/**
 * What a worker answered to a part.
 *
 * @param series number of the part's series
 * @throws Unusable where it is something else
 */
export async function requireAnswer(
  value: unknown,
  series: number,
  exchange: Exchange | undefined,
): Promise<PartAnswer> {
  const { schema, bytes, rows, failures, warnings, ...others } = fieldsOf(value);
  const isText = (one: unknown) => typeof one === "string";
  const fits =
    schema === ANSWER_SCHEMA &&
    others.series === series &&
    isListOf(rows, (one) => Number.isSafeInteger(one)) &&
    isListOf(failures, ({ id, model, message }) => [id, model, message].every(isText)) &&
    isListOf(warnings, ({ label, message }) => [label, message].every(isText));
  if (!fits) throw new Unusable("a worker's answer is not that of its part");
  const found = await unpacked(requireBytes(bytes, "answer"), exchange);
  const places = Uint32Array.from(rows as number[]);
  const length = places.reduce((sum, one, i) => (i % 2 === 1 ? sum + one : sum), 0);
  if (length !== found.length) throw new Unusable("a worker's answer is cut off");
  return {
    ...{ bytes: found, series, rows: places },
    failures: failures as PartAnswer["failures"],
    warnings: warnings as PartAnswer["warnings"],
  };
}

function isListOf(
  value: unknown,
  fits: (one: Readonly<Record<string, unknown>>) => boolean,
): boolean {
  return Array.isArray(value) && value.every((one) => one !== null && fits(one));
}

function requireBytes(value: unknown, what: string): Bytes {
  const { gzip, at } = fieldsOf(value);
  if (typeof gzip === "string" && at === undefined) return { gzip };
  if (typeof at === "string" && EXCHANGE_NAME.test(at) && gzip === undefined) return { at };
  throw new Unusable(`the job's ${what} is neither packed bytes nor a name at --data-at`);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new Unusable("the job is no object of JSON");
}
