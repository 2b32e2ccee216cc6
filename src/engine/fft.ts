import { cos, sin } from "./float64.js";

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
 * O(n log n) for every n: powers of two by the radix-2 algorithm, other lengths as a convolution of
 * such a length. Own sines and cosines keep the bits the same on every machine.
 *
 * @see Cooley & Tukey (1965); Bluestein (1970) for lengths that are no power of two
 * @throws RangeError when the parts differ in length
 */
export function fft({ re, im }: Complex): void {
  const n = re.length;
  if (im.length !== n) throw new RangeError(`${n} real but ${im.length} imaginary parts`);
  if (n < 2) return;
  if ((n & (n - 1)) === 0) radix2(re, im);
  else bluestein(re, im);
}

/** The inverse of {@link fft}, in place: x[t] = Σₖ X[k] · e^(2πi·kt/n) / n. */
export function inverseFft({ re, im }: Complex): void {
  // The inverse is the transform with both parts' places swapped.
  fft({ re: im, im: re });
  const scale = 1 / re.length;
  for (let t = 0; t < re.length; t++) {
    re[t]! *= scale;
    im[t]! *= scale;
  }
}

const tables = new Map<number, Complex>();

/** cos and sin of 2πk/n for k < n/2. */
function twiddles(n: number): Complex {
  let table = tables.get(n);
  if (!table) {
    const angle = (2 * Math.PI) / n;
    table = {
      re: Float64Array.from({ length: n >> 1 }, (_, k) => cos(angle * k)),
      im: Float64Array.from({ length: n >> 1 }, (_, k) => sin(angle * k)),
    };
    tables.set(n, table);
  }
  return table;
}

function radix2(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const [a, b] = [re[i]!, im[i]!];
      re[i] = re[j]!;
      im[i] = im[j]!;
      re[j] = a;
      im[j] = b;
    }
  }
  const { re: cosines, im: sines } = twiddles(n);
  for (let half = 1; half < n; half <<= 1) {
    const stride = n / (half << 1);
    for (let from = 0; from < n; from += half << 1) {
      for (let k = 0, w = 0; k < half; k++, w += stride) {
        const a = from + k;
        const b = a + half;
        const c = cosines[w]!;
        const s = sines[w]!;
        const x = re[b]! * c + im[b]! * s;
        const y = im[b]! * c - re[b]! * s;
        re[b] = re[a]! - x;
        im[b] = im[a]! - y;
        re[a]! += x;
        im[a]! += y;
      }
    }
  }
}

/** kt = (k² + t² − (k − t)²)/2 makes of the transform a convolution with the chirp e^(−πi·t²/n). */
function bluestein(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  let m = 1;
  while (m < 2 * n - 1) m <<= 1;
  const chirp = { re: new Float64Array(n), im: new Float64Array(n) };
  let square = 0;
  for (let t = 0; t < n; t++) {
    // t² modulo 2n keeps the angle small, and exact for any length.
    const angle = (Math.PI * square) / n;
    chirp.re[t] = cos(angle);
    chirp.im[t] = sin(angle);
    square = (square + 2 * t + 1) % (2 * n);
  }
  const a = { re: new Float64Array(m), im: new Float64Array(m) };
  const b = { re: new Float64Array(m), im: new Float64Array(m) };
  for (let t = 0; t < n; t++) {
    const c = chirp.re[t]!;
    const s = chirp.im[t]!;
    a.re[t] = re[t]! * c + im[t]! * s;
    a.im[t] = im[t]! * c - re[t]! * s;
    b.re[t] = c;
    b.im[t] = s;
    if (t > 0) {
      b.re[m - t] = c;
      b.im[m - t] = s;
    }
  }
  radix2(a.re, a.im);
  radix2(b.re, b.im);
  for (let k = 0; k < m; k++) {
    const x = a.re[k]! * b.re[k]! - a.im[k]! * b.im[k]!;
    a.im[k] = a.re[k]! * b.im[k]! + a.im[k]! * b.re[k]!;
    a.re[k] = x;
  }
  inverseFft(a);
  for (let k = 0; k < n; k++) {
    const c = chirp.re[k]!;
    const s = chirp.im[k]!;
    re[k] = a.re[k]! * c + a.im[k]! * s;
    im[k] = a.im[k]! * c - a.re[k]! * s;
  }
}
