import { ExitCode } from "../../errors.js";
import { isModelError, type ModelFailure } from "../../evaluation/forecast.js";
import type { Progress } from "../../report/text/progress.js";
import type { ChosenModel } from "../../tasks/choose-models.js";
import type { Console } from "./console.js";
import { listenForInterrupt } from "./interrupt.js";
import { writeStderr } from "./terminal.js";

/** Scores of the models that could be fitted, and why the others could not. */
export interface Outcome<Scored> {
  readonly scored: Scored[];
  readonly failures: ModelFailure[];
}

/**
 * Scores models and writes what it comes to. Ctrl-C ends the work after what is finished.
 *
 * @param write is given what was scored, at least one model, and why others could not be
 * @returns the exit code
 * @throws FitError of the first model when none could be fitted
 */
export async function scoring<Result extends Outcome<unknown>>(
  { note, say, progress }: Console,
  score: (signal: AbortSignal) => Promise<Result>,
  write: (
    result: Result,
    failures: { readonly model: string; readonly message: string }[],
  ) => Promise<void>,
): Promise<number> {
  const { signal, stopListening } = listenForInterrupt(() =>
    note("foretell: stopping after what is finished; Ctrl-C again quits at once"),
  );
  try {
    const result = await score(signal);
    const { scored, failures } = result;
    if (scored.length === 0 && signal.aborted) {
      writeStderr("foretell: interrupted before there was anything to score\n");
      return ExitCode.interrupted;
    }
    if (scored.length === 0) throw failures[0].error;
    sayFailures(failures, say);
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
export function sayFailures(failures: readonly ModelFailure[], say: (text: string) => void): void {
  for (const { label, error } of failures) {
    say(`foretell: ${label}: ${error.message}${error.hint ? `\n${error.hint}` : ""}`);
  }
}

/** A model, and what was scored of it. */
export interface Scored<Chosen, Score> {
  readonly model: Chosen;
  readonly scores: Score[];
}

/**
 * Scores one model after the other, each on one part after the other. One that cannot be fitted does not
 * stop the others, and keeps what was scored before.
 *
 * @param describe  what is done with a model and a part, for people
 * @param score nothing where it was interrupted
 */
export async function scoreParts<Chosen extends Pick<ChosenModel, "label">, Part, Score>(
  models: readonly Chosen[],
  parts: readonly Part[],
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: Progress },
  describe: (model: Chosen, part: Part) => string,
  score: (model: Chosen, part: Part) => Promise<Score | undefined>,
): Promise<Outcome<Scored<Chosen, Score>>> {
  const scored: Scored<Chosen, Score>[] = [];
  const failures: ModelFailure[] = [];
  const total = models.length * parts.length;
  for (const [m, model] of models.entries()) {
    const scores: Score[] = [];
    try {
      for (const [p, part] of parts.entries()) {
        if (signal.aborted) break;
        const place = total > 1 ? ` (${m * parts.length + p + 1} of ${total})` : "";
        progress.start(`fitting ${describe(model, part)}${place}`);
        const one = await score(model, part);
        if (one !== undefined) scores.push(one);
        progress.done();
      }
    } catch (error) {
      if (!isModelError(error)) throw error;
      if (!signal.aborted) failures.push({ label: model.label, error });
    } finally {
      progress.done();
    }
    if (scores.length > 0) scored.push({ model, scores });
  }
  return { scored, failures };
}
