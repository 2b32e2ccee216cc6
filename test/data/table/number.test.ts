import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMissing, parseNumber } from "../../../src/data/table/parse-number.js";

function read(text: string, decimal?: number): number {
  const bytes = new TextEncoder().encode(`x${text}x`);
  return parseNumber(bytes, 1, bytes.length - 1, decimal);
}

describe("parseNumber", () => {
  it("reads every double back from its shortest form", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(read(String(value))).toBe(Object.is(value, -0) ? 0 : value);
      }),
      { numRuns: 2000 },
    );
  });

  it("rounds as Number() does, with up to 25 digits and any exponent", () => {
    const digits = fc.stringMatching(/^[0-9]{1,15}$/);
    const exponent = fc.oneof(
      fc.constant(""),
      fc.integer({ min: -350, max: 350 }).map((e) => `e${e}`),
    );
    fc.assert(
      fc.property(fc.constantFrom("", "-", "+"), digits, digits, exponent, (sign, a, b, e) => {
        expect(read(`${sign}${a}.${b}${e}`)).toBe(Number(`${sign}${a}.${b}${e}`));
      }),
      { numRuns: 2000 },
    );
  });

  it("is exact where an integer mantissa touches 2^53", () => {
    for (const text of [
      "9007199254740991",
      "9007199254740992",
      "9007199254740993",
      "900719925474099.25",
      "0.3",
      "8.2e22",
      "1e23",
    ]) {
      expect(read(text)).toBe(Number(text));
    }
  });

  it("reads forms that spreadsheets write", () => {
    expect(read(".5")).toBe(0.5);
    expect(read("5.")).toBe(5);
    expect(read("+1E+3")).toBe(1000);
    expect(Object.is(read("-0"), -0)).toBe(true);
    expect(read("000123")).toBe(123);
  });

  it("reads infinity and overflow as infinite", () => {
    expect(read("inf")).toBe(Number.POSITIVE_INFINITY);
    expect(read("-Infinity")).toBe(Number.NEGATIVE_INFINITY);
    expect(read("1e400")).toBe(Number.POSITIVE_INFINITY);
    expect(read("1e99999999999")).toBe(Number.POSITIVE_INFINITY);
    expect(read("1e-400")).toBe(0);
  });

  it("reads a decimal comma only when told", () => {
    expect(read("12,5")).toBeNaN();
    expect(read("12,5", 0x2c)).toBe(12.5);
    expect(read("3,14159265358979323", 0x2c)).toBe(Math.PI);
    expect(read("12.5", 0x2c)).toBeNaN();
  });

  it("refuses what is no decimal numeral", () => {
    for (const text of [
      "",
      "-",
      ".",
      "e5",
      "1e",
      "1e+",
      "0x10",
      "1_000",
      "1 000",
      "12kg",
      "1.2.3",
      "--1",
      "١",
    ]) {
      expect(read(text)).toBeNaN();
    }
  });
});

describe("isMissing", () => {
  const missing = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    return isMissing(bytes, 0, bytes.length);
  };

  it("knows what tables write for a missing value", () => {
    for (const text of ["", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "None", "-", "."]) {
      expect(missing(text)).toBe(true);
    }
  });

  it("takes other text and numbers for values", () => {
    for (const text of ["0", "NAN2", "nil?", "north", "--"]) expect(missing(text)).toBe(false);
  });
});
