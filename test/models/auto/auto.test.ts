import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { withoutTail } from "../../../src/data/panel/from-table.js";
import { UsageError } from "../../../src/errors.js";
import { decodeModel, encodeModel, restoreModel } from "../../../src/models/file/model-file.js";
import { createModel } from "../../../src/models/index.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";

const warn = () => {};
const context = { horizon: 6, seed: 1, levels: [80, 95], warn };

const wave = (n: number) =>
  Array.from({ length: n }, (_, t) => 100 + t / 2 + 20 * Math.sin(t / 2) + ((t * 7919) % 101) / 10);

const fitTo = (y: readonly number[], season = 1, spec = "auto") =>
  createModel(spec).fit(panelOf(y, season), context);

const panelOfMany = (rows: readonly (readonly number[])[], season = 1): Panel => ({
  ...panelOf(rows[0], season),
  series: rows.map((y, i) => ({ ...panelOf(y, season).series[0], id: `s${i}` })),
});

describe("auto", () => {
  it("weighs candidates from origins within the series, weights that sum to 1", async () => {
    const { selection } = await fitTo(wave(60));
    expect(selection).toHaveLength(1);
    const [{ origins, candidates }] = selection!;
    expect(origins).toBe(9);
    expect(candidates.map(({ spec }) => spec)).toContain("theta");
    expect(candidates.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    for (const { steps } of candidates) expect(steps).toHaveLength(6);
  });

  it("tells how much of its work is done, ever more, over series of both kinds", async () => {
    const sparse = Array.from({ length: 60 }, (_, t) => (t % 4 === 1 ? 1 + (t % 3) : 0));
    const panel = panelOfMany([wave(60), wave(72), sparse], 4);
    const shares: number[] = [];
    const onShare = (share: number) => shares.push(share);
    await createModel("auto").fit(panel, { ...context, onShare });
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBeCloseTo(1, 12);
    expect(shares.length).toBeGreaterThan(12);
    for (const [i, share] of shares.slice(1).entries()) {
      expect(share).toBeGreaterThanOrEqual(shares[i]!);
    }
  });

  it("leans on the candidate that has been right", async () => {
    const line = Array.from({ length: 60 }, (_, t) => 3 * t + ((t * 7919) % 101) / 500);
    const { selection } = await fitTo(line, 1, "auto:candidates=drift+mean");
    const weight = (name: string) =>
      selection![0].candidates.find(({ spec }) => spec === name)!.weight;
    expect(weight("drift")).toBeGreaterThan(0.95);
  });

  it("does not take the end of a quiet time for errors of thousands of deviations", async () => {
    const random = new Random(5);
    const y = Array.from({ length: 70 }, (_, t) => 20 + (t < 50 ? 0.002 : 8) * random.normal());
    const [{ intervals }] = (await fitTo(y, 7)).forecast(12);
    for (const { level, lo, hi } of intervals!) {
      const half = (level === 80 ? 1.28 : 1.96) * 8;
      hi.forEach((end, h) => expect(end - lo[h]).toBeLessThan(4 * half));
      hi.forEach((end, h) => expect(end - lo[h]).toBeGreaterThan(half));
    }
  });

  it("forecasts the same from a saved file, and for new data of the same series", async () => {
    const panel = panelOf(wave(60), 4);
    const fitted = await createModel("auto").fit(panel, context);
    const saved = { version: "0", spec: "auto", horizon: 6, seed: 1, levels: [80, 95] };
    const bytes = encodeModel({ ...saved, panel, state: fitted.state });
    const again = await restoreModel(decodeModel(bytes));
    expect(again.forecast(6, [80, 95])).toEqual(fitted.forecast(6));
    expect(again.selection?.[0].candidates.map(({ weight }) => weight)).toEqual(
      fitted.selection![0].candidates.map(({ weight }) => weight),
    );
    const longer = await restoreModel(decodeModel(bytes), panelOf(wave(63), 4));
    expect(longer.forecast(6)[0].mean.every(Number.isFinite)).toBe(true);
  });

  it("sees nothing of what it is asked for: later values change no earlier forecast", async () => {
    const whole = panelOf(wave(60), 4);
    const other = panelOf([...wave(54), 9, 9e3, 9, 9e3, 9, 9e3], 4);
    const ahead = async (panel: Panel) =>
      (await createModel("auto").fit(withoutTail(panel, 6), context)).forecast(6);
    expect(await ahead(whole)).toEqual(await ahead(other));
  });

  it("has intervals that lie within those of higher levels and around the mean", async () => {
    const [{ mean, intervals }] = (await fitTo(wave(60), 12)).forecast(9, [50, 80, 95]);
    mean.forEach((value, h) => {
      const [narrow, middle, wide] = intervals!;
      expect(wide.lo[h]).toBeLessThanOrEqual(middle.lo[h]);
      expect(middle.lo[h]).toBeLessThanOrEqual(narrow.lo[h]);
      expect(narrow.lo[h]).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(narrow.hi[h]);
      expect(middle.hi[h]).toBeLessThanOrEqual(wide.hi[h]);
    });
  });

  it("treats intermittent series by Croston's family, near the mean demand", async () => {
    const random = new Random(4);
    const demand = () =>
      Array.from({ length: 80 }, () => (random.uniform() < 0.25 ? 2 + 6 * random.uniform() : 0));
    const rows = Array.from({ length: 6 }, demand);
    const fitted = await createModel("auto").fit(panelOfMany(rows), context);
    const [{ kind, candidates }] = fitted.selection!;
    expect(kind).toBe("intermittent");
    expect(candidates.map(({ spec }) => spec)).toContain("croston:variant=tsb");
    const sum = (values: Iterable<number>) => Array.from(values).reduce((a, b) => a + b, 0);
    const forecast = sum(fitted.forecast(6).map(({ mean }) => sum(mean) / 6));
    const usual = sum(rows.map((y) => sum(y) / y.length));
    expect(forecast).toBeGreaterThan(0.7 * usual);
    expect(forecast).toBeLessThan(1.3 * usual);
  });

  it("uses a column that explains the series, and leaves aside one that does not", async () => {
    const random = new Random(7);
    const promo = Float64Array.from({ length: 106 }, () => (random.uniform() < 0.3 ? 1 : 0));
    const y = Array.from({ length: 100 }, (_, t) => 50 + 40 * promo[t] + 4 * random.uniform());
    const noise = Float64Array.from({ length: 106 }, () => random.uniform());
    const given = (column: Float64Array): Panel => {
      const plain = panelOf(y, 1);
      return {
        ...plain,
        series: plain.series.map((one) => ({ ...one, future: new Map([["promo", column]]) })),
      };
    };
    const helped = await createModel("auto").fit(given(promo), context);
    expect(helped.selection![0].columnsUsed).toBe(true);
    const [{ mean }] = helped.forecast(6);
    mean.forEach((value, h) =>
      expect(Math.abs(value - (52 + 40 * promo[100 + h]))).toBeLessThan(12),
    );
    const useless = await createModel("auto").fit(given(noise), context);
    expect(useless.selection![0].columnsUsed).toBe(false);
  });

  it.each<[string, number[]]>([
    ["in the middle", wave(60).map((value, t) => (t === 30 ? value * 50 : value))],
    ["at the end, beyond everything", wave(60).map((value, t) => (t === 59 ? value * 50 : value))],
  ])("does not follow an outlier %s, and says so", async (_, y) => {
    const said: string[] = [];
    const hear = { ...context, warn: (message: string) => void said.push(message) };
    const forecast = async (values: number[]) =>
      (await createModel("auto").fit(panelOf(values), hear)).forecast(6)[0];
    const [odd, usual] = [await forecast(y), await forecast(wave(60))];
    odd.mean.forEach((value, h) => {
      expect(Math.abs(value - usual.mean[h])).toBeLessThan(15);
    });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^series "a": outlier at row/);
  });

  it("goes on from a new level", async () => {
    const y = wave(60).map((value, t) => 1000 + value + (t < 45 ? 0 : 400));
    const [{ mean, intervals }] = (await fitTo(y)).forecast(6);
    mean.forEach((value, h) => {
      expect(value).toBeGreaterThan(1480);
      expect(value).toBeLessThan(1580);
      expect(intervals![0].hi[h] - intervals![0].lo[h]).toBeLessThan(250);
    });
  });

  it("takes a last step that leads nowhere new for what may be a new level", async () => {
    const y = Array.from({ length: 60 }, (_, t) => 2000 - 20 * t + (t % 3) + (t === 59 ? 300 : 0));
    const said = async (values: readonly number[]) => {
      const messages: string[] = [];
      const hear = { ...context, warn: (message: string) => void messages.push(message) };
      await createModel("auto:budget=1").fit(panelOf(values), hear);
      return messages.join();
    };
    expect(await said(y)).toBe("");
    expect(await said(y.with(-1, 9000))).toContain("outlier at row 60");
  });

  it("has intervals where only networks are weighed, which claim no deviations", async () => {
    const fitted = await fitTo(wave(60), 4, "auto:candidates=linear");
    const [{ mean, intervals }] = fitted.forecast(6);
    mean.forEach((value, h) => {
      expect(intervals![0].lo[h]).toBeLessThan(value);
      expect(intervals![0].hi[h]).toBeGreaterThan(value);
    });
  });

  it.each<[string, number[], number]>([
    ["one observation", [7], 7],
    ["two", [7, 7], 7],
    ["a constant", new Array(30).fill(5), 5],
    ["nothing but zeros", new Array(40).fill(0), 0],
    ["huge values that do not change", new Array(20).fill(1e150), 1e150],
  ])("forecasts %s as it is", async (_, y, value) => {
    const [{ mean, intervals }] = (await fitTo(y)).forecast(6);
    for (const one of mean) expect(one / (value || 1)).toBeCloseTo(value === 0 ? 0 : 1, 6);
    for (const { lo, hi } of intervals!) {
      expect(lo.every(Number.isFinite) && hi.every(Number.isFinite)).toBe(true);
    }
  });

  it.each<[string, number[]]>([
    ["three observations", [1, 2, 4]],
    ["nine", [1, 2, 4, 3, 5, 6, 4, 7, 8]],
    ["negative values", wave(50).map((value) => value - 200)],
    ["a jump", wave(50).map((value, t) => (t < 30 ? value : value + 1e6))],
    ["tiny values", wave(50).map((value) => value * 1e-12)],
  ])("gives finite forecasts and intervals of %s", async (_, y) => {
    const [{ mean, intervals }] = (await fitTo(y, 4)).forecast(6);
    expect(mean.every(Number.isFinite)).toBe(true);
    for (const { lo, hi } of intervals!) {
      expect(lo.every((low, h) => Number.isFinite(low) && low <= hi[h])).toBe(true);
    }
  });

  it("spends no more than its budget of work, and names candidates that there are", async () => {
    const count = async (spec: string) =>
      (await fitTo(wave(60), 4, spec)).selection![0].candidates.length;
    expect(await count("auto:budget=1")).toBe(3);
    expect(await count("auto")).toBeGreaterThan(6);
    expect(() => createModel("auto:candidates=theta+etz")).toThrow(UsageError);
    expect(() => createModel("auto:candidates=auto")).toThrow(UsageError);
  });
});
