import {
  type Learner,
  learner,
  type OnlineSettings,
  RtrlMemoryError,
} from "../../engine/online/learner.js";
import { UsageError } from "../../errors.js";

/**
 * The engine's learner, with settings that a person has chosen.
 *
 * @throws UsageError when exact RTRL would need more memory than allowed
 */
export function checkedLearner(settings: OnlineSettings): Learner {
  try {
    return learner(settings);
  } catch (error) {
    throw withAdvice(error);
  }
}

/** A learner that takes too much memory as a person's mistake, with what to do; other errors as they are. */
export function withAdvice(error: unknown): unknown {
  if (!(error instanceof RtrlMemoryError)) return error;
  return new UsageError(
    error.message,
    "Use fewer units, or the rules snap1 and hybrid, which need about as much memory as the weights.",
  );
}
