import { cos, sin } from "./elementary.js";

/** Complex numbers, real and imaginary parts apart. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * Discrete Fourier transform of any length, in place.
 *
 *   X[k] = Σₜ x[t] · e^(−2πi·kt/n)
 *
 * O(n log n) for every n: powers of two by the radix-4 algorithm, other lengths as a convolution of
 * such a length. Own sines and cosines keep the bits the same on every machine.
 *
 * @example
 * const values = { re: Float64Array.of(1, 1, 1, 1), im: new Float64Array(4) };
 * fft(values);
 * values.re; // [4, 0, 0, 0]
 *
 * @see Cooley & Tukey (1965); Bluestein (1970) for lengths that are not a power of two
 * @throws RangeError when the parts differ in length
 */
export function fft({ re, im }: Complex): void {
  const n = re.length;
  if (im.length !== n) throw new RangeError(`${n} real but ${im.length} imaginary parts`);
  if (n < 2) return;
  if ((n & (n - 1)) === 0) radix4(re, im);
  else bluestein(re, im);
}

/**
 * The inverse of {@link fft}, in place: x[t] = Σₖ X[k] · e^(2πi·kt/n) / n.
 *
 * @example
 * const values = { re: Float64Array.of(4, 0, 0, 0), im: new Float64Array(4) };
 * inverseFft(values);
 * values.re; // [1, 1, 1, 1]
 *
 * @throws RangeError when the parts differ in length
 */
export function inverseFft({ re, im }: Complex): void {
  // The inverse is the transform with both parts' places swapped.
  fft({ re: im, im: re });
  const scale = 1 / re.length;
  for (let t = 0; t < re.length; t++) {
    re[t] *= scale;
    im[t] *= scale;
  }
}

/** The smallest power of two ≥ `length`. */
export function powerOfTwo(length: number): number {
  let power = 1;
  while (power < length) power *= 2;
  return power;
}

/** Total length of transforms whose tables are kept: sliding windows need the same few again and again. */
const MAX_CACHED_LENGTH = 1 << 20;

/** Caches what `make` returns for each length; the cache is emptied when it is full. */
function cached<Tables>(make: (n: number) => Tables): (n: number) => Tables {
  const known = new Map<number, Tables>();
  let total = 0;
  return (n) => {
    let tables = known.get(n);
    if (tables === undefined) {
      tables = make(n);
      if (total + n > MAX_CACHED_LENGTH) {
        known.clear();
        total = 0;
      }
      known.set(n, tables);
      total += n;
    }
    return tables;
  };
}

interface Radix4 {
  /** The sample that belongs at each fourth place: the place with its bits reversed. */
  readonly order: Uint32Array;
  /** Twiddle factors: cos and sin of 2πjk/4q, j = 1, 2, 3, for each k < q of each pass, one pass after the other. */
  readonly waves: readonly number[];
  /** Scratch of the passes, real and imaginary parts interleaved. V8 is a fifth faster at this than at typed arrays. */
  readonly work: number[];
}

const radix4Of = cached((n): Radix4 => {
  const order = new Uint32Array(n >> 2);
  for (let i = 0, reversed = 0; i < order.length; i++) {
    order[i] = reversed;
    let bit = n >> 3;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
  }
  const waves: number[] = [];
  for (let q = firstQuarter(n); 4 * q <= n; q <<= 2) {
    for (let k = 0; k < q; k++) {
      for (let j = 1; j <= 3; j++) {
        const angle = (2 * Math.PI * j * k) / (4 * q);
        waves.push(cos(angle), sin(angle));
      }
    }
  }
  // Filled with fractions, so that V8 makes it an array of doubles from the start.
  return { order, waves, work: new Array<number>(2 * n).fill(0.5) };
});

/** Quarter length of the second pass: the first joins four samples, or two when n is an odd power of two. */
function firstQuarter(n: number): number {
  return (31 - Math.clz32(n)) % 2 === 0 ? 4 : 2;
}

function radix4(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  if (n < 8) {
    radix4Small(re, im);
    return;
  }
  const { order, waves, work } = radix4Of(n);
  let q = firstQuarter(n);
  if (q === 4) joinFours(order, re, im, work);
  else joinTwos(order, re, im, work);
  let wave = 0;
  for (; 4 * q < n; q <<= 2) {
    joinQuarters(work, q, waves, wave);
    wave += 6 * q;
  }
  joinLast(work, q, waves, wave, re, im);
}

/** The transform of two or four values. */
function radix4Small(re: Float64Array, im: Float64Array): void {
  const half = re.length >> 1;
  for (const x of [re, im]) {
    for (let t = 0; t < half; t++) {
      const a = x[t];
      const b = x[t + half];
      x[t] = a + b;
      x[t + half] = a - b;
    }
  }
  if (half === 1) return;
  const [a, b, c, d] = re;
  const [e, f, g, h] = im;
  re.set([a + b, c + h, a - b, c - h]);
  im.set([e + f, g - d, e - f, g + d]);
}

function joinTwos(order: Uint32Array, re: Float64Array, im: Float64Array, into: number[]): void {
  const quarter = order.length;
  for (let i = 0, at = 0; i < quarter; i++, at += 8) {
    const a = order[i];
    const b = a + 2 * quarter;
    const c = a + quarter;
    const d = c + 2 * quarter;
    const aRe = re[a];
    const aIm = im[a];
    const bRe = re[b];
    const bIm = im[b];
    const cRe = re[c];
    const cIm = im[c];
    const dRe = re[d];
    const dIm = im[d];
    into[at] = aRe + bRe;
    into[at + 1] = aIm + bIm;
    into[at + 2] = aRe - bRe;
    into[at + 3] = aIm - bIm;
    into[at + 4] = cRe + dRe;
    into[at + 5] = cIm + dIm;
    into[at + 6] = cRe - dRe;
    into[at + 7] = cIm - dIm;
  }
}

function joinFours(order: Uint32Array, re: Float64Array, im: Float64Array, into: number[]): void {
  const quarter = order.length;
  for (let i = 0, at = 0; i < quarter; i++, at += 8) {
    const a = order[i];
    const b = a + 2 * quarter;
    const c = a + quarter;
    const d = c + 2 * quarter;
    const aRe = re[a];
    const aIm = im[a];
    const bRe = re[b];
    const bIm = im[b];
    const cRe = re[c];
    const cIm = im[c];
    const dRe = re[d];
    const dIm = im[d];
    into[at] = aRe + bRe + (cRe + dRe);
    into[at + 1] = aIm + bIm + (cIm + dIm);
    into[at + 2] = aRe - bRe + (cIm - dIm);
    into[at + 3] = aIm - bIm - (cRe - dRe);
    into[at + 4] = aRe + bRe - (cRe + dRe);
    into[at + 5] = aIm + bIm - (cIm + dIm);
    into[at + 6] = aRe - bRe - (cIm - dIm);
    into[at + 7] = aIm - bIm + (cRe - dRe);
  }
}

/**
 * Transforms of 4q samples from those of their four quarters A, B, C, D, which hold every fourth sample from
 * the 0th, 2nd, 1st and 3rd on, with w = e^(−2πi/4q):
 *
 *   X[k], X[k + 2q] = (A + w²ᵏ·B) ± (wᵏ·C + w³ᵏ·D)
 *   X[k + q], X[k + 3q] = (A − w²ᵏ·B) ∓ i·(wᵏ·C − w³ᵏ·D)
 *
 * @param wave where the waves of this q begin
 */
function joinQuarters(x: number[], q: number, waves: readonly number[], wave: number): void {
  const apart = 2 * q;
  for (let block = 0; block < x.length; block += 4 * apart) {
    for (let a = block, w = wave; a < block + apart; a += 2, w += 6) {
      const b = a + apart;
      const c = b + apart;
      const d = c + apart;
      const aRe = x[a];
      const aIm = x[a + 1];
      const bx = x[b];
      const by = x[b + 1];
      const bCos = waves[w + 2];
      const bSin = waves[w + 3];
      const cx = x[c];
      const cy = x[c + 1];
      const cCos = waves[w];
      const cSin = waves[w + 1];
      const dx = x[d];
      const dy = x[d + 1];
      const dCos = waves[w + 4];
      const dSin = waves[w + 5];
      const bRe = bx * bCos + by * bSin;
      const bIm = by * bCos - bx * bSin;
      const cRe = cx * cCos + cy * cSin;
      const cIm = cy * cCos - cx * cSin;
      const dRe = dx * dCos + dy * dSin;
      const dIm = dy * dCos - dx * dSin;
      x[a] = aRe + bRe + (cRe + dRe);
      x[a + 1] = aIm + bIm + (cIm + dIm);
      x[b] = aRe - bRe + (cIm - dIm);
      x[b + 1] = aIm - bIm - (cRe - dRe);
      x[c] = aRe + bRe - (cRe + dRe);
      x[c + 1] = aIm + bIm - (cIm + dIm);
      x[d] = aRe - bRe - (cIm - dIm);
      x[d + 1] = aIm - bIm + (cRe - dRe);
    }
  }
}

/** The last {@link joinQuarters}, which also separates real and imaginary parts again. */
function joinLast(
  x: readonly number[],
  q: number,
  waves: readonly number[],
  wave: number,
  re: Float64Array,
  im: Float64Array,
): void {
  const apart = 2 * q;
  for (let k = 0, w = wave; k < q; k++, w += 6) {
    const a = 2 * k;
    const b = a + apart;
    const c = b + apart;
    const d = c + apart;
    const aRe = x[a];
    const aIm = x[a + 1];
    const bx = x[b];
    const by = x[b + 1];
    const bCos = waves[w + 2];
    const bSin = waves[w + 3];
    const cx = x[c];
    const cy = x[c + 1];
    const cCos = waves[w];
    const cSin = waves[w + 1];
    const dx = x[d];
    const dy = x[d + 1];
    const dCos = waves[w + 4];
    const dSin = waves[w + 5];
    const bRe = bx * bCos + by * bSin;
    const bIm = by * bCos - bx * bSin;
    const cRe = cx * cCos + cy * cSin;
    const cIm = cy * cCos - cx * cSin;
    const dRe = dx * dCos + dy * dSin;
    const dIm = dy * dCos - dx * dSin;
    re[k] = aRe + bRe + (cRe + dRe);
    im[k] = aIm + bIm + (cIm + dIm);
    re[k + q] = aRe - bRe + (cIm - dIm);
    im[k + q] = aIm - bIm - (cRe - dRe);
    re[k + apart] = aRe + bRe - (cRe + dRe);
    im[k + apart] = aIm + bIm - (cIm + dIm);
    re[k + apart + q] = aRe - bRe - (cIm - dIm);
    im[k + apart + q] = aIm - bIm + (cRe - dRe);
  }
}

interface Chirp {
  /** e^(πi·t²/n), conjugated; [n] */
  readonly chirp: Complex;
  /** [m], transform of the convolving chirp, divided by m */
  readonly spectrum: Complex;
  /** [m] */
  readonly work: Complex;
}

const chirpOf = cached((n): Chirp => {
  const m = powerOfTwo(2 * n - 1);
  const chirp = { re: new Float64Array(n), im: new Float64Array(n) };
  const spectrum = { re: new Float64Array(m), im: new Float64Array(m) };
  let square = 0;
  for (let t = 0; t < n; t++) {
    // t² modulo 2n keeps the angle small, and exact for any length.
    const angle = (Math.PI * square) / n;
    chirp.re[t] = cos(angle);
    chirp.im[t] = sin(angle);
    square = (square + 2 * t + 1) % (2 * n);
    spectrum.re[t] = chirp.re[t] / m;
    spectrum.im[t] = chirp.im[t] / m;
    if (t > 0) {
      spectrum.re[m - t] = spectrum.re[t];
      spectrum.im[m - t] = spectrum.im[t];
    }
  }
  radix4(spectrum.re, spectrum.im);
  return { chirp, spectrum, work: { re: new Float64Array(m), im: new Float64Array(m) } };
});

/** By kt = (k² + t² − (k − t)²)/2 the transform is a convolution with the chirp e^(−πi·t²/n). */
function bluestein(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  const { chirp, spectrum, work } = chirpOf(n);
  work.re.fill(0, n);
  work.im.fill(0, n);
  for (let t = 0; t < n; t++) {
    const c = chirp.re[t];
    const s = chirp.im[t];
    work.re[t] = re[t] * c + im[t] * s;
    work.im[t] = im[t] * c - re[t] * s;
  }
  radix4(work.re, work.im);
  for (let k = 0; k < work.re.length; k++) {
    const x = work.re[k] * spectrum.re[k] - work.im[k] * spectrum.im[k];
    work.im[k] = work.re[k] * spectrum.im[k] + work.im[k] * spectrum.re[k];
    work.re[k] = x;
  }
  // Back again: the transform with both parts' places swapped.
  radix4(work.im, work.re);
  for (let k = 0; k < n; k++) {
    const c = chirp.re[k];
    const s = chirp.im[k];
    re[k] = work.re[k] * c + work.im[k] * s;
    im[k] = work.im[k] * c - work.re[k] * s;
  }
}
