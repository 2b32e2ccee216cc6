/** A window of a series: inputs end where the targets begin. */
export interface Window {
  /** Which series. */
  readonly series: number;
  /** Index of the first target; the inputs lie before it. */
  readonly cut: number;
}

/** Windows one of which at a time is looked at. */
export interface WindowList {
  readonly length: number;
  at(index: number): Window | undefined;
}

export interface WindowSplit {
  readonly training: WindowList;
  readonly validation: WindowList;
}

/** Consecutive windows of each series, without an object for each: a panel may have millions. */
export class SeriesWindows implements WindowList, Iterable<Window> {
  readonly length: number;
  /** Number of windows of each series and all before it. */
  private readonly ends: Float64Array;

  /** @param cutsOf first cut of a series by its length, and the one after the last */
  constructor(
    private readonly lengths: ArrayLike<number>,
    private readonly cutsOf: (length: number) => readonly [from: number, to: number],
  ) {
    this.ends = new Float64Array(lengths.length);
    let all = 0;
    for (let s = 0; s < lengths.length; s++) {
      const [from, to] = cutsOf(lengths[s]);
      all += Math.max(0, to - from);
      this.ends[s] = all;
    }
    this.length = all;
  }

  at(index: number): Window {
    const { ends } = this;
    let from = 0;
    let to = ends.length - 1;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (ends[middle] > index) to = middle;
      else from = middle + 1;
    }
    const before = from > 0 ? ends[from - 1] : 0;
    return { series: from, cut: this.cutsOf(this.lengths[from])[0] + index - before };
  }

  /** The windows of one series. */
  of(series: number): Window[] {
    const [from, to] = this.cutsOf(this.lengths[series]);
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => ({ series, cut: from + i }));
  }

  *[Symbol.iterator](): Iterator<Window> {
    for (let s = 0; s < this.lengths.length; s++) yield* this.of(s);
  }
}

/** The last windows, `count` at most. */
export function lastWindows(windows: WindowList, count: number): Window[] {
  const { length } = windows;
  const own = Math.min(count, length);
  return Array.from({ length: own }, (_, i) => windows.at(length - own + i)!);
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
  lengths: ArrayLike<number>,
  {
    context,
    horizon,
    least,
    held,
  }: { context: number; horizon: number; least: number; held: number },
): { readonly training: SeriesWindows; readonly validation: SeriesWindows } {
  const firstOf = (length: number) => Math.min(context, Math.max(least, length - horizon - held));
  const training = new SeriesWindows(lengths, (length) => [
    firstOf(length),
    length - horizon - held + 1,
  ]);
  const validation = new SeriesWindows(lengths, (length) => {
    const last = length - horizon;
    const judged = held > horizon ? length - held : last - held + 1;
    return [Math.max(firstOf(length), judged, last - held + 1), last + 1];
  });
  return { training, validation };
}
