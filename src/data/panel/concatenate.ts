/** One after the other. */
export function concatenate(first: Float64Array, next: Float64Array): Float64Array {
  const both = new Float64Array(first.length + next.length);
  both.set(first);
  both.set(next, first.length);
  return both;
}
