import { createHash } from "node:crypto";
import { version } from "../../package.json";
import { models } from "../models/index.js";
import { Unusable } from "./unusable.js";

/** Hexadecimal digits of a hash that tell what is alike: 48 bits for model sets, of which there are few. */
const MODEL_SET_DIGITS = 12;
/** Of jobs, of which there are many: 160 bits. */
const JOB_DIGITS = 40;

/** A program that computes the same bytes as another one of the same kind. */
export interface Program {
  readonly version: string;
  /** Hash of the names of all models, their options and defaults. */
  readonly models: string;
}

/** What this program is. */
export function thisProgram(): Program {
  const set = models.map(({ name, options }) => [name, options]);
  return { version, models: hashOf([JSON.stringify(set)], MODEL_SET_DIGITS) };
}

/** How a program is spoken of: `0.1.0 (models 4f1e…)`. */
export function programName({ version, models }: Program): string {
  return `${version} (models ${models})`;
}

/**
 * The program that a job is for, which must be ours.
 *
 * @throws Unusable where it is another one
 */
export function requireProgram(value: unknown, own: Program): Program {
  const { version, models } = (value ?? {}) as Partial<Program>;
  if (typeof version !== "string" || typeof models !== "string") {
    throw new Unusable("the job does not say which program it is for");
  }
  if (version === own.version && models === own.models) return own;
  throw new Unusable(
    `the job is for foretell ${programName({ version, models })}, and this worker is ${programName(own)}: install the same version on all machines`,
  );
}

const QUEUE = /^forecast_(.+)_([0-9a-f]{12})$/;

/** The queue whose jobs only programs of this kind see. */
export function queueName(program: Program): string {
  return `forecast_${program.version}_${program.models}`;
}

/** The kind of program that a queue is for; undefined for queues of others. */
export function programOf(queue: string): Program | undefined {
  const [, version, models] = QUEUE.exec(queue) ?? [];
  return version !== undefined && models !== undefined ? { version, models } : undefined;
}

/** The same for the same texts on every machine, so that work is not done twice. */
export function jobIdOf(texts: readonly string[]): string {
  return hashOf(texts, JOB_DIGITS);
}

function hashOf(texts: readonly string[], digits: number): string {
  const hash = createHash("sha256");
  // A length before each keeps "ab", "c" apart from "a", "bc".
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:`).update(text);
  return hash.digest("hex").slice(0, digits);
}
