import DynamicTimeWarping from "dynamic-time-warping";
import {
  distanceMatrix,
  dtwDistance,
  nearestSubsequences,
  zNormalise,
} from "../../../src/dtw/index.js";
import { Random } from "../../../src/numeric/random.js";
import { milliseconds, race, repeated } from "../measure.js";

const LENGTH = 1000;

/** Full DTW against plain JavaScript and an npm package, all pairs of a panel, search in a long series. */
export async function warping(print: (line: string) => void): Promise<void> {
  const random = new Random(1);
  const walk = (n: number) => {
    let y = 0;
    return Float64Array.from({ length: n }, () => {
      y += random.normal();
      return y;
    });
  };
  const [a, b] = [walk(LENGTH), walk(LENGTH)];
  const squared = (x: number, y: number) => (x - y) * (x - y);
  const times = 10;
  const full = await race(
    [
      { name: "foretell", run: repeated(times, () => dtwDistance(a, b)) },
      { name: "plain JavaScript", run: repeated(times, () => plainDistance(a, b)) },
      {
        name: "dynamic-time-warping",
        run: repeated(times, () => new DynamicTimeWarping(a, b, squared).getDistance()),
      },
    ],
    5,
  );
  print(`full DTW, ${LENGTH} × ${LENGTH}`);
  for (const { name, median } of full) {
    const cell = (median * 1e6) / (times * LENGTH * LENGTH);
    print(`${name.padEnd(21)} ${cell.toFixed(2)} ns a cell`);
  }

  const panel = Array.from({ length: 200 }, () => walk(200));
  const pairs = await race([{ name: "pairs", run: () => distanceMatrix(panel) }], 3);
  print(`all pairs of 200 series of length 200, 1 thread: ${milliseconds(pairs[0].median)}`);

  const [series, query] = [walk(100_000), walk(128)];
  const radius = 6;
  const window = { kind: "sakoe-chiba", radius } as const;
  const search = await race(
    [
      { name: "bounds", run: () => nearestSubsequences(query, series, { radius }) },
      {
        name: "brute",
        run() {
          const q = zNormalise(query);
          let best = Number.POSITIVE_INFINITY;
          for (let start = 0; start + q.length <= series.length; start++) {
            const candidate = zNormalise(series.subarray(start, start + q.length));
            best = Math.min(best, dtwDistance(q, candidate, { window }));
          }
          return best;
        },
      },
    ],
    3,
  );
  const [bounds, brute] = search;
  print(
    `nearest of 100,000 subsequences: ${milliseconds(bounds.median)}, brute force ${milliseconds(brute.median)} (${(brute.median / bounds.median).toFixed(1)} times as long)`,
  );
}

function plainDistance(a: Float64Array, b: Float64Array): number {
  let last = new Float64Array(b.length + 1).fill(Number.POSITIVE_INFINITY);
  let next = new Float64Array(b.length + 1).fill(Number.POSITIVE_INFINITY);
  last[0] = 0;
  for (let i = 0; i < a.length; i++) {
    next[0] = Number.POSITIVE_INFINITY;
    for (let j = 0; j < b.length; j++) {
      const gap = a[i] - b[j];
      next[j + 1] = gap * gap + Math.min(last[j], last[j + 1], next[j]);
    }
    [last, next] = [next, last];
  }
  return Math.sqrt(last[b.length]);
}
