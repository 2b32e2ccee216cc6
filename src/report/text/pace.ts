/** Like pieces of work that are done one after the other, such as folds, or the series of a fold. */
export interface Pieces {
  readonly done: number;
  readonly all: number;
  /** Milliseconds: when the last one of those done was over. */
  readonly last: number;
  /** When it was first told of them, and how many were done then: earlier ones are no measure. */
  readonly first: { readonly time: number; readonly done: number };
}

/** The pieces when `done` of them are over; those that begin again are measured anew. */
export function advanced(
  before: Pieces | undefined,
  { done, all }: Pick<Pieces, "done" | "all">,
  now: number,
): Pieces {
  const again = before === undefined || done <= before.done;
  return { done, all, last: now, first: again ? { time: now, done } : before.first };
}

/**
 * Milliseconds that pieces will take if they go on as so far. The one at work is expected to take as long
 * as the mean of those done; the first one, and one that takes longer, as long as its own pieces tell.
 *
 * @param nested pieces, each followed by those of its piece at work
 * @returns NaN while it cannot be told
 */
export function remaining([pieces, ...inner]: readonly Pieces[], now: number): number {
  if (pieces === undefined) return Number.NaN;
  const { done, all, last, first } = pieces;
  if (done >= all) return 0;
  const within = now - last;
  const others = all - done - 1;
  if (done > first.done) {
    const each = (last - first.time) / (done - first.done);
    return (within < each ? each - within : remaining(inner, now) || 0) + others * each;
  }
  const rest = remaining(inner, now);
  return rest + others * (within + rest);
}
