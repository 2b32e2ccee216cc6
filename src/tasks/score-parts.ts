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
 * @param score nothing where it was interrupted
 */
export async function scoreParts<Chosen extends Pick<ChosenModel, "label">, Part, Score>(
  models: readonly Chosen[],
  parts: readonly Part[],
  { signal, progress }: { readonly signal?: AbortSignal | undefined; readonly progress: Progress },
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
        if (signal?.aborted) break;
        const place = total > 1 ? ` (${m * parts.length + p + 1} of ${total})` : "";
        progress.start(`fitting ${describe(model, part)}${place}`);
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
