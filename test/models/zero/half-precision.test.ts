import { describe, expect, it } from "vitest";
import { fromHalves, toHalves } from "../../../src/models/zero/half-precision.js";

describe("half precision", () => {
  it("every finite pattern of bits comes back", () => {
    const patterns = Array.from({ length: 65536 }, (_, bits) => bits).filter(
      (bits) => (bits & 0x7c00) !== 0x7c00,
    );
    const bytes = new Uint8Array(2 * patterns.length);
    const view = new DataView(bytes.buffer);
    patterns.forEach((bits, i) => {
      view.setUint16(2 * i, bits, true);
    });
    // Bytes that differ would be listed one by one, which takes seconds.
    expect(Buffer.compare(toHalves(fromHalves(bytes)), bytes)).toBe(0);
  });

  // IEEE 754-2008, section 3.6: 11 digits, largest value 65504, smallest normal 2⁻¹⁴, smallest of all 2⁻²⁴.
  it.each([
    [1 + 2 ** -11, 1],
    [1 + 3 * 2 ** -11, 1 + 2 ** -9],
    [65519, 65504],
    [2 ** -24, 2 ** -24],
    [2 ** -25, 0],
    [1.5 * 2 ** -25, 2 ** -24],
    [2 ** -14 - 2 ** -26, 2 ** -14],
    [-0.1, -0.0999755859375],
  ])("%f becomes %f", (value, expected) => {
    expect(fromHalves(toHalves(Float32Array.of(value)))[0]).toBe(expected);
  });

  it.each([65520, Number.POSITIVE_INFINITY, Number.NaN])("%f is refused", (value) => {
    expect(() => toHalves(Float32Array.of(value))).toThrow(RangeError);
  });
});
