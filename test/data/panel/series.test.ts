import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  appendSeries,
  copySeries,
  type Series,
  sliceSeries,
} from "../../../src/data/panel/series.js";

/** A series of `n` rows with every field there is, future columns known `ahead` rows longer. */
function fullSeries(n: number, ahead: number): Required<Series> {
  const values = (count: number, from: number) =>
    Float64Array.from({ length: count }, (_, t) => from + t);
  return {
    id: "a",
    ds: values(n, 0),
    ahead: values(ahead, n),
    y: values(n, 100),
    observed: values(n, 200),
    recorded: values(n, 300),
    past: new Map([["p", values(n, 400)]]),
    pastObserved: new Map([["p", values(n, 500)]]),
    future: new Map([["f", values(n + ahead, 600)]]),
    static: new Map<string, number | string>([["size", 3]]),
  };
}

describe("rows of a series", () => {
  it("are whole again when two slices are appended", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(4),
        (a, b, k) => {
          const series = fullSeries(a + b, k);
          expect(appendSeries(series, a, sliceSeries(series, a))).toEqual(series);
        },
      ),
    );
  });

  it("that are cut off at the end are known ahead", () => {
    const { y, ahead, future, past } = sliceSeries(fullSeries(5, 2), 1, 3);
    expect(y).toEqual(Float64Array.of(101, 102));
    expect(past!.get("p")).toEqual(Float64Array.of(401, 402));
    expect(ahead).toEqual(Float64Array.of(3, 4, 5, 6));
    expect(future!.get("f")).toEqual(Float64Array.of(601, 602, 603, 604, 605, 606));
  });

  it("are appended as observed where only one part had missing values", () => {
    const { observed: _, recorded: __, pastObserved: ___, ...earlier } = fullSeries(2, 0);
    const joined = appendSeries(earlier, 2, fullSeries(1, 0));
    expect(joined.observed).toEqual(Float64Array.of(100, 101, 200));
    expect(joined.recorded).toEqual(Float64Array.of(100, 101, 300));
    expect(joined.pastObserved!.get("p")).toEqual(Float64Array.of(400, 401, 500));
  });

  it("are copied field by field into memory of their own", () => {
    const series = sliceSeries(fullSeries(5, 2), 1, 4);
    const copy = copySeries(series);
    expect(copy).toEqual(series);
    const buffers = [copy.ds, copy.y, copy.observed!, copy.recorded!, copy.past!.get("p")!];
    for (const values of buffers) expect(values.buffer.byteLength).toBe(values.byteLength);
  });
});
