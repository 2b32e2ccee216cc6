/** A part of a command's work. Those of the same kind take about as long. */
export interface Stage {
  readonly what: string;
  /** What the time depends on, such as the model; nothing where it takes next to none. */
  readonly like?: string;
}

/** Where a command is among the stages it is going to pass, and how long the others may take. */
export class Stages {
  private current = -1;
  private began = 0;
  /** Milliseconds of the last finished stage of a kind. */
  private readonly took = new Map<string, number>();

  constructor(private readonly all: readonly Stage[]) {}

  /** Enters the stage of this name; the ones before it are over. Others are none of the plan. */
  enter(what: string, now: number): void {
    const next = this.all.findIndex((stage, i) => i > this.current && stage.what === what);
    if (next < 0) return;
    this.leave(now);
    this.current = next;
    this.began = now;
  }

  /** The work of the stage is over. */
  leave(now: number): void {
    const stage = this.all[this.current];
    if (stage === undefined || this.began === Number.POSITIVE_INFINITY) return;
    if (stage.like !== undefined) this.took.set(stage.like, now - this.began);
    this.began = Number.POSITIVE_INFINITY;
  }

  /** `2 of 3`, or nothing where there is one stage only. */
  get place(): string {
    return this.all.length > 1 && this.current >= 0
      ? `${this.current + 1} of ${this.all.length} `
      : "";
  }

  /**
   * Milliseconds until all stages are over.
   *
   * @param own of the stage at work; NaN where it cannot tell
   * @returns NaN while nothing can be told
   */
  remaining(own: number, now: number): number {
    const stage = this.all[this.current];
    if (stage === undefined) return own;
    const passed = Math.max(0, now - this.began);
    const known = stage.like === undefined ? undefined : this.took.get(stage.like);
    const left = Number.isNaN(own) && known !== undefined ? Math.max(0, known - passed) : own;
    const whole = passed + left;
    const later = this.all
      .slice(this.current + 1)
      .map(({ like }) => (like === undefined ? 0 : (this.took.get(like) ?? whole)))
      .reduce((sum, milliseconds) => sum + milliseconds, 0);
    return left + later;
  }
}
