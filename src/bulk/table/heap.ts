/** Moves an item of a binary heap down to where it belongs, below all that come before it. */
export function settle<T>(heap: T[], from: number, isBefore: (one: T, other: T) => boolean): void {
  for (let at = from; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child;
    }
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least]!, heap[at]!];
    at = least;
  }
}
