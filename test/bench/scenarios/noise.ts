/**
 * Noise by a plain congruential generator, which a few lines of any language repeat: who reports a series can
 * send the line that makes it.
 */
export class Noise {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
    for (let i = 0; i < 20; i++) this.uniform();
  }

  /** Uniform between 0 and 1. */
  uniform(): number {
    this.state = (this.state * 48271) % 2147483647;
    return this.state / 2147483647;
  }

  /** About normal, with mean 0 and standard deviation 0.58. */
  bell(): number {
    return this.uniform() + this.uniform() + this.uniform() + this.uniform() - 2;
  }
}
