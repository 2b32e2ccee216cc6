/** Training steps that are timed: one batch, loss on the last state, all weight gradients. */
export interface Workload {
  readonly name: string;
  readonly input: number;
  readonly hidden: number;
  readonly time: number;
  readonly batch: number;
}

export const workloads: readonly Workload[] = [
  { name: "W1", input: 1, hidden: 32, time: 24, batch: 32 },
  { name: "W2", input: 7, hidden: 128, time: 96, batch: 64 },
  { name: "W3", input: 1, hidden: 64, time: 48, batch: 256 },
];

export const cellNames = ["rnn", "lstm", "gru"] as const;
export type CellName = (typeof cellNames)[number];

/** Pre-activations of a step, in multiples of the cells. */
export const gateCounts: Record<CellName, number> = { rnn: 1, lstm: 4, gru: 3 };
