import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasDuplicates } from "../../../src/data/table/has-duplicates.js";
import { RowList } from "../../../src/data/table/row-list.js";
import { Stamps } from "../../../src/data/table/timestamps.js";

function stampsOf(values: readonly number[]): Stamps {
  const stamps = new Stamps();
  stamps.resize(values.length + 10);
  values.forEach((value, row) => {
    stamps.set(row, value);
  });
  stamps.resize(values.length);
  return stamps;
}

describe("the stamps of a column", () => {
  const days = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(Number.NaN)), {
    minLength: 1,
  });

  it("are those that were set, one by one, as a whole and in some rows", () => {
    fc.assert(
      fc.property(days, fc.nat(), (values, seed) => {
        const stamps = stampsOf(values);
        const rows = RowList.of(
          Uint32Array.from(values.keys()).filter((row) => (row * 7 + seed) % 3 > 0),
        );
        const some = Float64Array.from({ length: rows.length }, (_, i) => values[rows.at(i)]);
        expect(stamps.valuesOf(rows, new Float64Array())).toEqual(some);
        expect(stamps.hasDuplicates).toBe(hasDuplicates(Float64Array.from(values)));
        expect(values.map((_, row) => stamps.at(row))).toEqual(values);
        expect(stamps.values).toEqual(Float64Array.from(values));
      }),
    );
  });

  it("are so too when they are more than two bytes can number", () => {
    const values = Array.from(
      { length: 2 ** 16 + 500 },
      (_, t) => (t % 2 ** 16) * 1000 + (t > 2 ** 16 ? 0.5 : 0),
    );
    const stamps = stampsOf(values);
    expect(stamps.hasDuplicates).toBe(true);
    expect(stamps.values).toEqual(Float64Array.from(values));
  });

  it("are shared by series that have the same ones, and are not copied when all differ", () => {
    const [first, second] = [RowList.run(0, 3), RowList.run(3, 3)];
    const stamps = stampsOf([1, 2, 3, 1, 2, 3]);
    const ds = stamps.valuesOf(first, new Float64Array());
    expect(stamps.valuesOf(second, ds)).toBe(ds);
    const other = Stamps.of(Float64Array.of(1, 2, 3, 4, 5, 6));
    expect(other.valuesOf(second, ds).buffer).toBe(other.values.buffer);
  });
});
