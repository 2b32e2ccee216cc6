declare module "fft.js" {
  /** Transforms of one length, a power of two; parts lie interleaved, re₀ im₀ re₁ im₁ … */
  export default class FFT {
    constructor(size: number);
    createComplexArray(): number[];
    transform(out: number[], data: ArrayLike<number>): void;
  }
}
