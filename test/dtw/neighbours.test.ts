import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dtwDistance } from "../../src/dtw/index.js";
import { earlierNeighbours, type NeighbourOptions } from "../../src/dtw/subsequence-search.js";
import { Random } from "../../src/numeric/random.js";
import { randomWalk } from "../random-walk.js";

/** Whether each neighbour of a window is the nearest that was left to choose, and none is left out. */
function expectNearest(
  series: Float64Array,
  length: number,
  options: Record<Exclude<keyof NeighbourOptions, "threads">, number>,
  rows: readonly [from: number, to: number],
) {
  const { count, radius, apart, gap, span } = options;
  const { starts, distances } = earlierNeighbours(series, length, options, rows);
  for (let row = rows[0]; row < rows[1]; row++) {
    const last = row - gap;
    let left: { start: number; distance: number }[] = [];
    for (let start = Math.max(0, last - span + 1); start <= last; start++) {
      const [a, b] = [row, start].map((at) => series.subarray(at, at + length));
      const window = { kind: "sakoe-chiba", radius } as const;
      const distance = dtwDistance(a, b, { window, normalise: true });
      if (!Number.isNaN(distance)) left.push({ start, distance });
    }
    for (let k = 0; k < count; k++) {
      const at = (row - rows[0]) * count + k;
      const found = left.find(({ start }) => start === starts[at]);
      if (left.length === 0) {
        expect(starts[at]).toBe(-1);
        expect(distances[at]).toBeNaN();
        continue;
      }
      const least = left.reduce((a, { distance }) => Math.min(a, distance), Infinity);
      expect(found?.distance).toBeCloseTo(least, 6);
      expect(distances[at]).toBeCloseTo(least, 6);
      left = left.filter(({ start }) => Math.abs(start - starts[at]) >= apart);
    }
  }
}

describe("earlier neighbours", () => {
  const few = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: -3, max: 3 }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  );
  it("are those that an exhaustive search finds, beside gaps and among equals too", () => {
    fc.assert(
      fc.property(
        fc.array(few, { minLength: 12, maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.record({
          count: fc.integer({ min: 1, max: 4 }),
          radius: fc.nat({ max: 13 }),
          apart: fc.integer({ min: 1, max: 6 }),
          gap: fc.integer({ min: 1, max: 6 }),
          span: fc.integer({ min: 1, max: 60 }),
        }),
        (values, length, options) => {
          const series = Float64Array.from(values);
          expectNearest(series, length, options, [0, series.length - length + 1]);
        },
      ),
      { numRuns: 120 },
    );
  });

  it.each([
    ["12", 12, 1],
    ["60, warped by 3", 60, 3],
  ])(
    "are those of an exhaustive search in a long series, in windows of %s",
    (_, length, radius) => {
      const options = { count: 5, radius, apart: length >> 1, gap: 1, span: 5000 };
      expectNearest(randomWalk(3000, length), length, options, [2700, 2704]);
    },
  );

  it("are those of an exhaustive search among thousands that are equally far", () => {
    // A window without events is as far from every window with a single one, wherever that is.
    const random = new Random(5);
    const series = Float64Array.from({ length: 3000 }, () => (random.uniform() < 0.08 ? 1 : 0));
    series.fill(0, 2980);
    const options = { count: 5, radius: 1, apart: 6, gap: 1, span: 5000 };
    expectNearest(series, 12, options, [2960, 2989]);
  });

  it("are the same at a level of a billion", () => {
    const series = randomWalk(400, 9).map((value) => Math.round(1000 * value));
    const raised = series.map((value) => value + 1e9);
    const options = { count: 3 };
    expect(earlierNeighbours(raised, 12, options).starts).toEqual(
      earlierNeighbours(series, 12, options).starts,
    );
  });

  it("are the same whichever rows are looked at together", () => {
    const series = randomWalk(700, 3);
    const options = { count: 4, gap: 1 };
    const whole = earlierNeighbours(series, 10, options);
    for (const [from, to] of [
      [0, 300],
      [300, 301],
      [301, 691],
    ] as const) {
      const part = earlierNeighbours(series, 10, options, [from, to]);
      expect(part.starts).toEqual(whole.starts.subarray(4 * from, 4 * to));
      expect(part.distances).toEqual(whole.distances.subarray(4 * from, 4 * to));
    }
  });

  it("are the same whatever the number of threads", () => {
    // Of what repeats itself little is compared, so that the end is where the work is.
    const series = Float64Array.from({ length: 10_100 }, (_, t) => (t * t) % 17);
    series.set(randomWalk(400, 4), 9_700);
    const options = { count: 2, gap: 1 };
    const { starts, distances } = earlierNeighbours(series, 8, { ...options, threads: 3 });
    const alone = earlierNeighbours(series, 8, options);
    expect(starts).toEqual(alone.starts);
    expect(distances).toEqual(alone.distances);
  });

  it("of what repeats itself are the earliest repetitions, at a distance of 0", () => {
    const series = Float64Array.from({ length: 5000 }, (_, t) => [4, 1, 7, 2][t % 4]);
    const { starts, distances } = earlierNeighbours(series, 8, { count: 2, gap: 1 }, [4991, 4993]);
    expect(Array.from(starts)).toEqual([3, 7, 0, 4]);
    expect(Array.from(distances)).toEqual([0, 0, 0, 0]);
  });
});
