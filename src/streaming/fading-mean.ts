/**
 * A mean in which the past fades, m = Σ λᵏ·xₜ₋ₖ / Σ λᵏ with λ = 1 − 1/window: as if of the last `window`
 * values, in constant memory.
 *
 * @see Gama, Sebastião & Rodrigues (2013), "On evaluating stream learning algorithms", section 3
 */
export class FadingMean {
  private readonly kept: number;

  /**
   * @param sums holds the mean: two numbers from `at` on
   */
  constructor(
    window: number,
    private readonly sums: Float64Array,
    private readonly at: number,
  ) {
    this.kept = 1 - 1 / window;
  }

  add(value: number): void {
    this.sums[this.at] = this.kept * this.sums[this.at] + value;
    this.sums[this.at + 1] = this.kept * this.sums[this.at + 1] + 1;
  }

  /** Σ λᵏ·xₜ₋ₖ */
  get sum(): number {
    return this.sums[this.at];
  }

  /** NaN before there is a value. */
  get mean(): number {
    return this.sums[this.at] / this.sums[this.at + 1];
  }
}
