import type { Intervals } from "../models/intervals/kinds.js";
import type { Limits } from "../models/limits.js";
import { type Bytes, fieldsOf, requireBytes } from "./bytes.js";
import { type Program, requireProgram } from "./fingerprint.js";
import { Unusable } from "./unusable.js";

/** A model to be fitted to a whole panel, as plain JSON. */
export interface FitJob {
  readonly schema: typeof FIT_JOB;
  readonly program: Program;
  /** The {@link FitOrder} without its series, as JSON. */
  readonly order: Bytes;
  /** As encoded series. */
  readonly series: Bytes;
}

/** What is fitted, besides the series. */
export interface FitOrder {
  readonly spec: string;
  readonly intervals: Intervals;
  readonly features: readonly string[];
  readonly limits: Limits;
  /** The panel without its series. */
  readonly frame: object;
  readonly horizon: number;
  readonly levels: readonly number[];
  readonly seed: number;
}

/** What a worker answers: a fit, or why there is none. */
export type FitAnswer = FittedAnswer | FailedAnswer;

export interface FittedAnswer {
  readonly schema: typeof FIT_ANSWER;
  /** The fit's state in a container. */
  readonly state: Bytes;
  readonly warnings: readonly string[];
}

/** A model that cannot be fitted to these data, wherever it is tried. */
export interface FailedAnswer {
  readonly schema: typeof FIT_ANSWER;
  readonly failure: string;
  readonly hint?: string | undefined;
  readonly warnings: readonly string[];
}

export const FIT_JOB = "foretell/fit-job@1";
export const FIT_ANSWER = "foretell/fit-answer@1";

/** @throws Unusable where it is no such job, or is for another program */
export function requireFitJob(value: unknown, own: Program): FitJob {
  const { program, order, series } = fieldsOf(value);
  return {
    schema: FIT_JOB,
    program: requireProgram(program, own),
    order: requireBytes(order, "order"),
    series: requireBytes(series, "series"),
  };
}

/** @throws Unusable where a worker answered something else */
export function requireFitAnswer(value: unknown): FitAnswer {
  const { schema, state, failure, hint, warnings } = fieldsOf(value);
  const isText = (one: unknown) => typeof one === "string";
  if (schema !== FIT_ANSWER || !Array.isArray(warnings) || !warnings.every(isText)) {
    throw new Unusable("a worker's answer is not that of a fit");
  }
  if (typeof failure === "string") {
    return { schema, failure, warnings, ...(typeof hint === "string" && { hint }) };
  }
  return { schema, state: requireBytes(state, "answer"), warnings };
}

/** @throws Unusable for an order that no planner gives */
export function requireFitOrder(value: unknown): FitOrder {
  const order = fieldsOf(value) as unknown as FitOrder;
  const { spec, intervals, features, limits, frame, horizon, levels, seed } = order;
  const fits =
    typeof spec === "string" &&
    typeof intervals === "string" &&
    Array.isArray(features) &&
    typeof limits === "object" &&
    typeof frame === "object" &&
    Number.isSafeInteger(horizon) &&
    horizon >= 1 &&
    horizon <= MAX_HORIZON &&
    Array.isArray(levels) &&
    Number.isSafeInteger(seed);
  if (fits) return order;
  throw new Unusable("the job's order is not one of foretell");
}

const MAX_HORIZON = 1_000_000;
