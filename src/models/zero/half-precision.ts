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
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length >> 1 }, (_, i) =>
    fromHalf(view.getUint16(2 * i, true)),
  );
}

function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
