import fc from "fast-check";
import { expect, it } from "vitest";
import {
  advanced,
  type Pieces,
  remaining,
  seriesRate,
  timeLeft,
} from "../../../src/report/text/progress.js";

/** What was told of pieces that are `all` in number: how many were done, and when. */
function told(all: number, ...ticks: [done: number, time: number][]): Pieces {
  const [first, ...more] = ticks.map(([done, time]) => ({ done, time }));
  return more.reduce(
    (pieces, { done, time }) => advanced(pieces, { done, all }, time),
    advanced(undefined, { done: first.done, all }, first.time),
  );
}

it("the rest goes on at the mean pace since the first piece, which may have had to start up", () => {
  const series = told(100, [1, 9000], [11, 9500]);
  expect(remaining([series], 9500)).toBe(89 * 50);
});

it("cannot be told of one piece, nor of none", () => {
  expect(remaining([told(100, [1, 9000])], 9100)).toBeNaN();
  expect(remaining([], 9100)).toBeNaN();
});

it("the first fold is expected to take what its epochs tell, and the others the same", () => {
  const fold = told(3, [0, 0]);
  const epochs = told(10, [1, 1000], [5, 5000]);
  expect(remaining([fold, epochs], 5000)).toBe(5000 + 2 * 10_000);
});

it("later folds are expected to take what those before them took, though they may stop early", () => {
  const fold = told(3, [0, 0], [1, 4000]);
  const epochs = told(10, [1, 5000], [2, 6000]);
  expect(remaining([fold, epochs], 6000)).toBe(2000 + 4000);
});

it("a fold that takes longer than those before it takes as long as its epochs tell", () => {
  const fold = told(3, [0, 0], [1, 4000]);
  const epochs = told(10, [1, 5000], [5, 9000]);
  expect(remaining([fold, epochs], 9000)).toBe(5000 + 4000);
});

it("a share of all work tells of the rest from its beginning on", () => {
  const share = told(1, [0, 2000], [0.1, 2500], [0.25, 3000]);
  expect(remaining([share], 3000)).toBe(3000);
  expect(remaining([share], 4000)).toBe(2000);
});

it("a second pass over the series is measured anew", () => {
  const series = told(10, [1, 100], [10, 1000], [1, 5000], [2, 5200]);
  expect(remaining([series], 5200)).toBe(8 * 200);
});

it("of an even pace is what is left of it, at any moment and however pieces nest", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 3, max: 9 }),
      fc.nat(),
      fc.nat(),
      (folds, series, f, s) => {
        const [fold, one] = [f % folds, 2 + (s % (series - 2))];
        const start = fold * series * 10;
        const outer = told(folds, [0, 0], ...(fold > 0 ? [[fold, start] as [number, number]] : []));
        const inner = told(series, [1, start + 10], [one, start + one * 10]);
        const now = start + one * 10;
        expect(remaining([outer, inner], now)).toBeCloseTo(folds * series * 10 - now, 9);
      },
    ),
  );
});

it.each([
  [Number.NaN, "", "not known"],
  [0, "", "done"],
  [40_000, "  40 s left", "seconds"],
  [170_000, "  3 min left", "minutes"],
  [3 * 3_600_000, "  3 h left", "hours"],
])("the time left of %f ms reads %j (%s)", (milliseconds, text) => {
  expect(timeLeft(milliseconds)).toBe(text);
});

it("tells how many series are done in a second, of many and once a second has passed", () => {
  const before = (all: number): Pieces => ({
    ...{ done: 400, all, last: 1900 },
    first: { time: 1000, done: 100 },
  });
  expect(seriesRate(before(1000), 700, 3000)).toBe("  300/s");
  expect(seriesRate(before(1000), 401, 101_000)).toBe("  3.0/s");
  expect(seriesRate(before(999), 700, 3000)).toBe("");
  expect(seriesRate(before(1000), 700, 1900)).toBe("");
  expect(seriesRate(undefined, 700, 3000)).toBe("");
});
