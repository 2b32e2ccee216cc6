/** Edits (insert, delete, replace, swap of neighbours) between two words; optimal string alignment. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, before[j - 2] + 1);
      }
      current.push(edits);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length];
}

/**
 * The candidate a person most likely meant by `word`, for "did you mean" hints.
 *
 * Upper and lower case count as equal; a beginning of three letters or more finds the whole name;
 * otherwise at most a third of the letters may differ.
 *
 * @returns undefined when nothing is close; the first of equally close candidates
 * @see Damerau (1964), "A technique for computer detection and correction of spelling errors"
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // A longer word is not a misspelt name, and the distance takes quadratic time.
  if (word.length > 100) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const name = candidate.toLowerCase();
    const allowed = Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3));
    let edits = Number.POSITIVE_INFINITY;
    if (wanted === name) edits = 0;
    else if (wanted.length >= 3 && name.startsWith(wanted)) edits = 0.5;
    else if (Math.abs(wanted.length - name.length) <= allowed) {
      const counted = distance(wanted, name);
      if (counted <= allowed && counted < Math.max(wanted.length, name.length)) edits = counted;
    }
    // Break ties in favor of the same case.
    if (Number.isFinite(edits)) edits += distance(word, candidate) / 1000;
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

/** @returns a question such as `Did you mean "hidden"?`, or nothing when no candidate is near */
export function suggestion(word: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(word, [...candidates]);
  return found === undefined ? undefined : `Did you mean "${found}"?`;
}
