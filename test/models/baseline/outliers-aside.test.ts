import { describe, expect, it } from "vitest";
import { createModel } from "../../../src/models/index.js";
import { withIntervals } from "../../../src/models/intervals/intervals.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const SEASON = 12;
const random = new Random(11);
const level = Array.from({ length: 58 }, () => 100 + 4 * random.normal());
/** Nothing in half of the months, else one to four. */
const demand = Array.from({ length: 58 }, () => (random.below(2) === 0 ? 0 : 1 + random.below(4)));
const changed = (y: readonly number[], at: number, value: number) =>
  y.map((one, t) => (t === at ? value : one));

async function forecastOf(
  spec: string,
  y: readonly number[],
  how: "native" | "auto" | "conformal",
) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const panel = panelOf(y, SEASON);
  const model = withIntervals(createModel(spec), how);
  const fitted = await model.fit(panel, { horizon: 6, seed: 1, levels: [80, 95], warn });
  const [forecast] = fitted.forecast(6);
  const [restored] = model.restore(structuredClone(fitted.state), panel).forecast(6, [80, 95]);
  expect(restored).toEqual(forecast);
  const [narrow, wide] = forecast!.intervals!;
  return { mean: forecast!.mean[0]!, narrow: endsOf(narrow!), wide: endsOf(wide!), warnings };
}

const endsOf = ({ lo, hi }: { lo: Float64Array; hi: Float64Array }) => [lo[0]!, hi[0]!] as const;

describe.each(["native", "auto", "conformal"] as const)("%s intervals", (how) => {
  it.each([20, 50])(
    "of mean stand where the values were, and reach to it: outlier at %i",
    async (at) => {
      const plain = await forecastOf("mean", level, how);
      const off = await forecastOf("mean", changed(level, at, 700), how);
      const sum = level.reduce((a, b) => a + b, 0) - level[at]! + 700;
      expect(off.mean).toBeCloseTo(sum / level.length, 9);
      expect(Math.abs(off.wide[0] - plain.wide[0])).toBeLessThan(3);
      expect(off.wide[1]).toBeLessThan(Math.max(plain.wide[1] + 3, off.mean + 1e-9));
      expect(off.narrow[1]).toBeGreaterThanOrEqual(off.mean);
      expect(off.warnings).toContain("mean: intervals leave out the outliers of a");
    },
  );

  it.each([20, 50])("of croston are those of the other demands: outlier at %i", async (at) => {
    const plain = await forecastOf("croston", demand, how);
    const off = await forecastOf("croston", changed(demand, at, 260), how);
    expect(off.wide[0]).toBeGreaterThan(-3);
    expect(off.wide[1]).toBeLessThan(Math.max(plain.wide[1] + 2, off.mean + 1e-9));
    // What was put in the place of an outlier is no demand below 0.
    expect(off.warnings.join()).not.toContain("negative");
  });
});

it("two series of which one has an outlier are forecast as each alone", async () => {
  const off = changed(level, 20, 700);
  const alone = await forecastOf("mean", level, "native");
  const { series, ...others } = panelOf(level, SEASON);
  const panel = {
    ...others,
    series: [...series, { ...series[0]!, id: "b", y: Float64Array.from(off) }],
  };
  const fitted = await createModel("mean").fit(panel, {
    ...{ horizon: 6, seed: 1, levels: [80, 95] },
    warn() {},
  });
  expect(endsOf(fitted.forecast(6)[0]!.intervals![0]!)).toEqual(alone.narrow);
});
