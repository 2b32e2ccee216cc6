import { expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { Random } from "../../../src/numeric/random.js";
import { studentQuantile } from "../../../src/numeric/student.js";
import { panelOf } from "../../panels.js";

const horizon = 6;

async function forecastWith(spec: string, y: Float64Array, columns: readonly Float64Array[]) {
  const panel = panelOf(y.slice(0, y.length - horizon));
  const future = new Map(columns.map((x, i) => [`x${i + 1}`, x]));
  const known = { ...panel, series: [{ ...panel.series[0]!, future }] };
  const context = { horizon, seed: 1, levels: [80], warn: () => {} };
  return (await createModel(spec).fit(known, context)).forecast(horizon, [80])[0]!;
}

it("intervals of a regression are those of least squares, wide where a column is far from what was seen", async () => {
  const random = new Random(5);
  const n = 20;
  // Like a price that was never so low before.
  const x = Float64Array.from({ length: n + horizon }, (_, t) =>
    t < n ? random.normal() : 3 * (t - n),
  );
  const y = x.map((value) => 10 + 2 * value + random.normal());
  const { mean, intervals } = await forecastWith("arima:order=0-0-0", y, [x]);

  const middle = x.slice(0, n).reduce((sum, value) => sum + value / n, 0);
  let [squares, products] = [0, 0];
  const level = y.slice(0, n).reduce((sum, value) => sum + value / n, 0);
  for (let t = 0; t < n; t++) {
    squares += (x[t]! - middle) ** 2;
    products += (x[t]! - middle) * (y[t]! - level);
  }
  const slope = products / squares;
  let left = 0;
  for (let t = 0; t < n; t++) left += (y[t]! - level - slope * (x[t]! - middle)) ** 2;
  for (let h = 0; h < horizon; h++) {
    const far = x[n + h]! - middle;
    expect(mean[h]).toBeCloseTo(level + slope * far, 6);
    const deviation = Math.sqrt((left / (n - 2)) * (1 + 1 / n + far ** 2 / squares));
    const half = intervals![0]!.hi[h]! - mean[h]!;
    expect(half / (studentQuantile(0.9, n - 2) * deviation)).toBeCloseTo(1, 6);
  }
});

it("80 % intervals of 24 observations with three columns that wander cover more than two thirds", async () => {
  const random = new Random(9);
  const [n, runs] = [24, 60];
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const columns = [0, 1, 2].map(() => {
      let value = 0;
      return Float64Array.from({ length: n + horizon }, () => {
        value += random.normal();
        return value;
      });
    });
    let error = 0;
    const y = Float64Array.from({ length: n + horizon }, (_, t) => {
      error = 0.5 * error + random.normal();
      return 10 + error + columns.reduce((sum, x) => sum + 2 * x[t]!, 0);
    });
    const { intervals } = await forecastWith("arima", y, columns);
    const { lo, hi } = intervals![0]!;
    for (let h = 0; h < horizon; h++) {
      if (y[n + h]! >= lo[h]! && y[n + h]! <= hi[h]!) covered++;
    }
  }
  expect(covered / (runs * horizon)).toBeGreaterThan(2 / 3);
  expect(covered / (runs * horizon)).toBeLessThan(0.88);
});
