import type { FitContext } from "../model.js";

/** A piece of work whose cost is known beforehand, if only about. */
interface Priced {
  readonly cost: number;
}

/** Tells how much of several fits is done, one after the other, by what each of them costs. */
export class ShareDone {
  private done = 0;
  private told = -1;
  private readonly whole: number;

  /** @param works the fits that will come, each as often as it comes */
  constructor(
    works: readonly Priced[],
    private readonly tell: FitContext["onShare"],
  ) {
    this.whole = works.reduce((sum, { cost }) => sum + cost, 0);
    this.hear(0);
  }

  /** The context of the next fit, whose own progress counts as a part of it. */
  within<C extends Pick<FitContext, "onSeries" | "onProgress">>({ cost }: Priced, context: C): C {
    if (!this.tell) return context;
    const { onSeries, onProgress } = context;
    return {
      ...context,
      onSeries: (progress) => {
        this.hear(cost * (progress.done / progress.all));
        onSeries?.(progress);
      },
      onProgress: (progress) => {
        this.hear(cost * (progress.epoch / progress.epochs));
        onProgress?.(progress);
      },
    };
  }

  /** A fit is over, or will not come. */
  add({ cost }: Priced): void {
    this.done += cost;
    this.hear(0);
  }

  private hear(part: number): void {
    const share = Math.min(1, (this.done + part) / this.whole);
    if (share <= this.told) return;
    this.told = share;
    this.tell?.(share);
  }
}
