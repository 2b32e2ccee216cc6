/** Something to time, run alternately with its rivals so that a drifting machine is fair to all. */
export interface Candidate {
  readonly name: string;
  run(): unknown;
}

export interface Timing {
  readonly name: string;
  /** Median milliseconds a run. */
  readonly median: number;
}

/** Times candidates in turn, A B C A B C …, after one untimed round. */
export async function race(candidates: readonly Candidate[], rounds: number): Promise<Timing[]> {
  const times = candidates.map(() => [] as number[]);
  for (let round = -1; round < rounds; round++) {
    for (const [i, candidate] of candidates.entries()) {
      const start = performance.now();
      await candidate.run();
      if (round >= 0) times[i].push(performance.now() - start);
    }
  }
  return candidates.map(({ name }, i) => ({ name, median: median(times[i]) }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The same work `times` times over, for what is too short to time once. */
export function repeated(times: number, run: () => unknown): () => void {
  return () => {
    for (let i = 0; i < times; i++) run();
  };
}

export function milliseconds(value: number): string {
  return value < 10 ? `${value.toFixed(3)} ms` : `${value.toFixed(1)} ms`;
}
