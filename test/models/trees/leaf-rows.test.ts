import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withArena } from "../../../src/engine/memory.js";
import { binned } from "../../../src/models/trees/bins.js";
import { widthOf } from "../../../src/models/trees/histogram.js";
import { leafRows } from "../../../src/models/trees/leaf-rows.js";

const BINS = 5;
const value = fc.oneof(fc.constant(Number.NaN), fc.integer({ min: -9, max: 9 }));
const table = fc.integer({ min: 1, max: 6 }).chain((features) =>
  fc.record({
    features: fc.constant(features),
    rows: fc.array(fc.array(value, { minLength: features, maxLength: features }), {
      minLength: 1,
      maxLength: 40,
    }),
    looked: fc.subarray(
      Array.from({ length: features }, (_, f) => f),
      { minLength: 1 },
    ),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    code: fc.integer({ min: 0, max: BINS - 1 }),
    missingFirst: fc.boolean(),
  }),
);

describe("rows of a leaf", () => {
  it("are counted by bin, missing ones last, in features that are looked at alone", () => {
    fc.assert(
      fc.property(table, ({ features, rows, looked, share }) => {
        const bins = binned(Float32Array.from(rows.flat()), features, BINS);
        const from = Math.floor(share * rows.length);
        const expected = new Float64Array(features * widthOf(BINS));
        for (let row = from; row < rows.length; row++) {
          for (const f of looked) {
            const at = f * widthOf(BINS) + 2 * bins.codes[row * features + f]!;
            expected[at]! += Math.sqrt(row);
            expected[at + 1]! += 1;
          }
        }
        withArena((arena) => {
          const leaf = leafRows(arena, bins, { histograms: 2, looked: looked.length });
          leaf.looked.set(looked);
          for (const row of rows.keys()) {
            leaf.order[row] = row;
            leaf.targets[row] = Math.sqrt(row);
          }
          const counted = leaf.countRows(leaf.histograms[1]!, from, rows.length);
          expect(Array.from(counted)).toEqual(Array.from(expected));
        });
      }),
    );
  });

  it("are parted by a cut, each side in its order, missing values where the cut says", () => {
    fc.assert(
      fc.property(table, ({ features, rows, looked, share, code, missingFirst }) => {
        const bins = binned(Float32Array.from(rows.flat()), features, BINS);
        const feature = looked[0]!;
        const from = Math.floor(share * rows.length);
        const places = Array.from(rows.keys());
        const goesFirst = (row: number) => {
          const own = bins.codes[row * features + feature]!;
          return own === BINS ? missingFirst : own <= code;
        };
        const later = places.slice(from);
        const first = later.filter(goesFirst);
        const others = later.filter((row) => !goesFirst(row));
        withArena((arena) => {
          const leaf = leafRows(arena, bins, { histograms: 1, looked: features });
          leaf.order.set(places);
          const split = { gain: 1, feature, code, missingFirst, sum: 0 };
          expect(leaf.partition(split, from, rows.length)).toBe(from + first.length);
          expect(Array.from(leaf.order)).toEqual([...places.slice(0, from), ...first, ...others]);
        });
      }),
    );
  });
});
