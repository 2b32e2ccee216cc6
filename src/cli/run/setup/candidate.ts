/** What may stand at the cursor. */
export interface Candidate {
  /** The whole word. */
  readonly value: string;
  readonly meaning?: string;
}

/** Candidates behind those of a list that stand already. */
export function listed(current: string, all: readonly Candidate[]): Candidate[] {
  const stem = current.slice(0, current.lastIndexOf(",") + 1);
  const taken = stem.split(",");
  return all
    .filter(({ value }) => !taken.includes(value))
    .map(({ value, ...rest }) => ({ ...rest, value: `${stem}${value}` }));
}
