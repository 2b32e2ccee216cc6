import { describe, expect, it } from "vitest";
import { nearest } from "../src/suggest.js";

describe("nearest", () => {
  it("finds the name behind a swap, a missing, an extra and a wrong letter", () => {
    const models = ["lstm", "naive", "seasonal-naive", "arima"];
    expect(nearest("lsmt", models)).toBe("lstm");
    expect(nearest("niave", models)).toBe("naive");
    expect(nearest("seasonalnaive", models)).toBe("seasonal-naive");
    expect(nearest("arimaa", models)).toBe("arima");
    expect(nearest("aruma", models)).toBe("arima");
  });

  it("takes a swap of neighbours for one edit, so that it beats two", () => {
    expect(nearest("teh", ["tcx", "the"])).toBe("the");
  });

  it("takes no account of case and completes a beginning", () => {
    expect(nearest("PRICE", ["price"])).toBe("price");
    expect(nearest("seas", ["naive", "seasonal-naive"])).toBe("seasonal-naive");
  });

  it("prefers the same case among equals", () => {
    expect(nearest("MSS", ["ms", "MS"])).toBe("MS");
    expect(nearest("mss", ["MS", "ms"])).toBe("ms");
  });

  it("suggests nothing when nothing is close", () => {
    expect(nearest("prophet", ["lstm", "naive"])).toBeUndefined();
    expect(nearest("x", ["y", "ds"])).toBeUndefined();
    expect(nearest("anything", [])).toBeUndefined();
  });
});
