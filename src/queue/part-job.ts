import type { PartAnswer } from "../bulk/part-work.js";
import { type Bytes, fieldsOf, requireBytes, unpacked } from "./bytes.js";
import { type Program, requireProgram } from "./fingerprint.js";
import type { Stores } from "./stores.js";
import { Unusable } from "./unusable.js";

/** A part of a panel to be forecast, as plain JSON. */
export interface PartJob {
  readonly schema: typeof PART_JOB;
  readonly program: Program;
  /** What is common to all parts, as JSON. */
  readonly task: Bytes;
  /** As encoded series. */
  readonly series: Bytes;
}

/** What a worker answers, as plain JSON. */
export interface SentAnswer extends Omit<PartAnswer, "bytes" | "rows"> {
  readonly schema: typeof PART_ANSWER;
  readonly bytes: Bytes;
  readonly rows: readonly number[];
}

export const PART_JOB = "foretell/part-job@1";
export const PART_ANSWER = "foretell/part-answer@1";

/**
 * A job that came from elsewhere.
 *
 * @throws Unusable where it is none, or is for another program
 */
export function requirePartJob(value: unknown, own: Program): PartJob {
  const { program, task, series } = fieldsOf(value);
  return {
    schema: PART_JOB,
    program: requireProgram(program, own),
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
export async function requirePartAnswer(
  value: unknown,
  series: number,
  stores: Stores,
): Promise<PartAnswer> {
  const { schema, bytes, rows, failures, warnings, ...others } = fieldsOf(value);
  const isText = (one: unknown) => typeof one === "string";
  const fits =
    schema === PART_ANSWER &&
    others.series === series &&
    isListOf(rows, (one) => Number.isSafeInteger(one)) &&
    isListOf(failures, ({ id, model, message }) => [id, model, message].every(isText)) &&
    isListOf(warnings, ({ label, message }) => [label, message].every(isText));
  if (!fits) throw new Unusable("a worker's answer is not that of its part");
  const found = await unpacked(requireBytes(bytes, "answer"), stores);
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
