import { isModelError, type ModelFailure } from "../evaluation/forecast.js";
import type { Progress } from "../report/text/progress.js";
import type { ChosenModel } from "./choose-models.js";

/** Scores of the models that could be fitted, and why the others could not. */
export interface Outcome<Scored> {
  readonly scored: Scored[];
  readonly failures: ModelFailure[];
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
 * @param planned whether these are stages of a plan that the progress has already
 * @param score nothing where it was interrupted
 */
export async function scoreParts<Chosen extends Pick<ChosenModel, "label">, Part, Score>(
  models: readonly Chosen[],
  parts: readonly Part[],
  { signal, progress }: { readonly signal?: AbortSignal | undefined; readonly progress: Progress },
  describe: (model: Chosen, part: Part) => string,
  score: (model: Chosen, part: Part) => Promise<Score | undefined>,
  planned = false,
): Promise<Outcome<Scored<Chosen, Score>>> {
  const scored: Scored<Chosen, Score>[] = [];
  const failures: ModelFailure[] = [];
  if (!planned) {
    progress.plan(
      models.flatMap((model) =>
        parts.map((part) => ({ what: describe(model, part), like: model.label })),
      ),
    );
  }
  for (const model of models) {
    const scores: Score[] = [];
    try {
      for (const part of parts) {
        if (signal?.aborted) break;
        progress.start(describe(model, part));
        const one = await score(model, part);
        if (one !== undefined) scores.push(one);
        progress.done();
      }
    } catch (error) {
      if (!isModelError(error)) throw error;
      if (!signal?.aborted) failures.push({ label: model.label, error });
    } finally {
      progress.done();
    }
    if (scores.length > 0) scored.push({ model, scores });
  }
  return { scored, failures };
}
