// Elementary functions in double precision from + - * / alone: `Math.exp` and `Math.log` may differ in
// their last bit from one engine to the next, these do not. Range reduction and error bounds as in Sun's
// fdlibm; relative error below 1e-15.

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const words = new DataView(new ArrayBuffer(8));

/** 2ⁿ for −1074 ≤ n ≤ 1023. */
function powerOfTwo(n: number): number {
  if (n < -1022) return powerOfTwo(n + 100) * 7.888609052210118e-31;
  words.setUint32(0, (n + 1023) << 20);
  words.setUint32(4, 0);
  return words.getFloat64(0);
}

/** eˣ */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019412) return 0;
  const n = Math.round(x / (LN2_HIGH + LN2_LOW));
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  // |r| ≤ 0.347: fourteen terms of the series leave 1e-17.
  let sum = 1;
  for (let k = 14; k > 0; k--) sum = 1 + (r / k) * sum;
  return n > 1000 ? sum * powerOfTwo(1000) * powerOfTwo(n - 1000) : sum * powerOfTwo(n);
}

/** ln x */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let shift = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 2 ** 54;
    shift = -54;
  }
  words.setFloat64(0, x);
  const high = words.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  words.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = words.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    exponent++;
  }
  // ln m = 2 artanh((m − 1)/(m + 1)), |s| ≤ 0.172.
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let sum = 0;
  for (let k = 21; k >= 3; k -= 2) sum = (sum + 1 / k) * z;
  const n = exponent + shift;
  return n * LN2_HIGH + (2 * s + (2 * s * sum + n * LN2_LOW));
}

/** xʸ for x > 0; relative error about |y ln x| · 1e-16. */
export function pow(x: number, y: number): number {
  return y === 0 || x === 1 ? 1 : exp(y * log(x));
}

/** cos x for |x| ≤ 2π. */
export function cos(x: number): number {
  return atQuarterTurns(x, 0);
}

/** sin x for |x| ≤ 2π. */
export function sin(x: number): number {
  return atQuarterTurns(x, 3);
}

/** cos(x + quarters · π/2) */
function atQuarterTurns(x: number, quarters: number): number {
  // Reduced to |r| ≤ π/4 around a multiple of π/2, where eleven terms of either series leave 1e-17.
  const quadrant = Math.round(x / (Math.PI / 2));
  const r = x - quadrant * 1.5707963267341256 - quadrant * 6.077100506506192e-11;
  const z = r * r;
  let even = 1;
  let odd = 1;
  for (let k = 20; k > 0; k -= 2) {
    even = 1 - (z / (k * (k - 1))) * even;
    odd = 1 - (z / (k * (k + 1))) * odd;
  }
  switch ((quadrant + quarters) & 3) {
    case 0:
      return even;
    case 1:
      return -r * odd;
    case 2:
      return -even;
    default:
      return r * odd;
  }
}
