import { ExitCode } from "../../errors.js";
import type { ModelFailure } from "../../evaluation/forecast.js";
import type { Outcome } from "../../tasks/score-parts.js";
import type { Console } from "./console.js";
import { listenForInterrupt } from "./interrupt.js";

/**
 * Scores models and writes what it comes to. Ctrl-C ends the work after what is finished.
 *
 * @param write is given what was scored, at least one model, and why others could not be
 * @returns the exit code
 * @throws FitError of the first model when none could be fitted
 */
export async function scoring<Result extends Outcome<unknown>>(
  { note, fail, interrupted, progress }: Console,
  score: (signal: AbortSignal) => Promise<Result>,
  write: (
    result: Result,
    failures: { readonly model: string; readonly message: string }[],
  ) => Promise<void>,
): Promise<number> {
  const { signal, stopListening } = listenForInterrupt(() =>
    note("stopping after what is finished; Ctrl-C again quits at once"),
  );
  try {
    const result = await score(signal);
    const { scored, failures } = result;
    if (scored.length === 0 && signal.aborted) {
      interrupted("interrupted before there was anything to score");
      return ExitCode.interrupted;
    }
    if (scored.length === 0) throw failures[0].error;
    sayFailures(failures, fail);
    await write(
      result,
      failures.map(({ label, error }) => ({ model: label, message: error.message })),
    );
    if (signal.aborted) return ExitCode.interrupted;
    return failures.length > 0 ? ExitCode.fit : ExitCode.done;
  } finally {
    progress.done();
    stopListening();
  }
}

/** A line for each model that could not be fitted: the others are shown all the same. */
export function sayFailures(failures: readonly ModelFailure[], fail: Console["fail"]): void {
  for (const { label, error } of failures) fail(label, error);
}
