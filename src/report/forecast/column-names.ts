/** What a model's columns hold. */
export interface ModelColumns {
  /** What reports call the model. */
  readonly label: string;
  /** Of its intervals, in percent, ascending. */
  readonly levels: readonly number[];
  /** Of its quantiles, ascending. */
  readonly probabilities: readonly number[];
  /** Number of its sample paths. */
  readonly samples: number;
}

/** The names of a model's columns: `ets`, `ets-lo-80`, `ets-hi-80`, …, `ets-q-0.1`, …, `ets-sample-1`, …. */
export function forecastColumnNames({
  label,
  levels,
  probabilities,
  samples,
}: ModelColumns): string[] {
  return [
    label,
    ...levels.flatMap((level) => [`${label}-lo-${level}`, `${label}-hi-${level}`]),
    ...probabilities.map((probability) => `${label}-q-${probability}`),
    ...Array.from({ length: samples }, (_, n) => `${label}-sample-${n + 1}`),
  ];
}
