const word = new DataView(new ArrayBuffer(4));

/**
 * Values rounded to IEEE 754 binary16, ties to even, two bytes each, little-endian.
 *
 * @throws RangeError for what is not finite or beyond ±65504
 */
export function toHalves(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setUint16(2 * i, toHalf(value), true);
  });
  return bytes;
}

function toHalf(value: number): number {
  word.setFloat32(0, value);
  const bits = word.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 127;
  if (!(Math.abs(value) < 65520)) throw new RangeError(`${value} is beyond half precision`);
  if (exponent < -25) return sign;
  // Below 2⁻¹⁴ the leading one is written out, and fewer digits follow it.
  const fraction = (bits & 0x7fffff) | 0x800000;
  const shift = exponent < -14 ? -1 - exponent : 13;
  const kept = fraction >>> shift;
  const rest = fraction & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const rounded = kept + (rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0);
  return sign | (exponent < -14 ? rounded : ((exponent + 14) << 10) + rounded);
}

/** Values of IEEE 754 binary16, little-endian; all of them are exact in single precision. */
export function fromHalves(bytes: Uint8Array): Float32Array {
  const values = new Float32Array(bytes.length >> 1);
  const words = new Uint32Array(values.buffer);
  for (let i = 0; i < values.length; i++) {
    const bits = bytes[2 * i] | (bytes[2 * i + 1] << 8);
    words[i] = ((bits & 0x8000) << 16) | ((bits & 0x7fff) << 13);
    // The exponents' biases differ by 127 − 15; numbers below 2⁻¹⁴ come out right without a case of their own.
    values[i] *= 2 ** 112;
  }
  return values;
}
