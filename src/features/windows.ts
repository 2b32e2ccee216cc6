/** A window of a series: inputs end where the targets begin. */
export interface Window {
  /** Which series. */
  readonly series: number;
  /** Index of the first target; the inputs lie before it. */
  readonly cut: number;
}

export interface WindowSplit {
  readonly training: Window[];
  readonly validation: Window[];
}

/**
 * Every window of every series, the latest ones kept apart for validation.
 *
 * A series too short for the whole context gives windows with less history, at least `least` inputs; its
 * first value is repeated before its start when a window is read.
 *
 * Where `held` is longer than the horizon, validation targets lie wholly within it; otherwise there are
 * `held` validation windows.
 *
 * @param lengths observations of each series
 * @param held    latest observations of a series that no training target touches
 */
export function splitWindows(
  lengths: readonly number[],
  {
    context,
    horizon,
    least,
    held,
  }: { context: number; horizon: number; least: number; held: number },
): WindowSplit {
  const training: Window[] = [];
  const validation: Window[] = [];
  lengths.forEach((length, series) => {
    const last = length - horizon;
    const first = Math.min(context, Math.max(least, last - held));
    const judged = held > horizon ? length - held : last - held + 1;
    for (let cut = first; cut <= last; cut++) {
      if (cut <= last - held) training.push({ series, cut });
      else if (cut >= judged) validation.push({ series, cut });
    }
  });
  return { training, validation };
}
