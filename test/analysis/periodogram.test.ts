import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  bandPower,
  dominantPeriods,
  octaves,
  periodogram,
  spectralEntropy,
  welch,
} from "../../src/analysis/periodogram.js";
import { readPanel } from "../../src/data/read/read-panel.js";
import { Random } from "../../src/numeric/random.js";

const noise = (n: number, seed = 1) => {
  const random = new Random(seed);
  return Float64Array.from({ length: n }, () => random.normal());
};
const sine = (n: number, period: number) =>
  Float64Array.from({ length: n }, (_, t) => Math.sin((2 * Math.PI * t) / period));

// spec.pgram(x, taper = 0, detrend = TRUE) in R 4, a power for each frequency in cycles a year.
const published = JSON.parse(
  readFileSync(new URL("../reference/periodogram.json", import.meta.url), "utf8"),
) as Record<string, { season: number; power: number[] }>;

describe("the periodogram", () => {
  it.each(Object.keys(published))("of %s agrees with R", async (name) => {
    const { series } = await readPanel(name, {}, () => {});
    const { power } = periodogram(series[0].y);
    const { season, power: expected } = published[name];
    const largest = Math.max(...expected);
    expected.forEach((value, k) => {
      // R divides by the observations a year.
      expect(Math.abs(power[k] / season - value) / largest).toBeLessThan(1e-9);
    });
  });

  it("of white noise has the noise's variance at every frequency, on average", () => {
    const { power } = periodogram(noise(20_000));
    expect(power.reduce((a, b) => a + b, 0) / power.length).toBeCloseTo(1, 1);
  });
});

it("Welch's estimate of white noise is its variance, less scattered than the periodogram", () => {
  const { power, frequency } = welch(noise(20_000), 100);
  expect(frequency[frequency.length - 1]).toBe(0.5);
  for (const p of power.slice(2)) expect(Math.abs(p - 1)).toBeLessThan(0.35);
  expect(() => welch(noise(20), 21)).toThrow(RangeError);
});

it("dominant periods are found by Fisher's test, and none in white noise", () => {
  const y = noise(240).map((e, t) => e + 2 * Math.sin((2 * Math.PI * t) / 12));
  const [first, ...others] = dominantPeriods(y);
  expect(first.period).toBe(12);
  expect(first.pValue).toBeLessThan(1e-6);
  expect(others).toEqual([]);
  let claimed = 0;
  for (let seed = 1; seed <= 200; seed++) claimed += dominantPeriods(noise(100, seed), 1).length;
  expect(claimed / 200).toBeLessThan(0.09);
  expect(claimed).toBeGreaterThan(0);
});

// Half a cycle a step has one degree of freedom, and exceeds more often than others do.
it("a dominant period is found in at most 5 % of white noise, of even lengths too", () => {
  let claimed = 0;
  for (let seed = 1; seed <= 4000; seed++) claimed += dominantPeriods(noise(24, seed), 1).length;
  expect(claimed / 4000).toBeLessThan(0.052);
  expect(claimed / 4000).toBeGreaterThan(0.03);
});

it("what alternates has a period of 2, and its share of the variance", () => {
  const y = noise(240).map((e, t) => e + (t % 2 ? 1 : -1));
  const [first] = dominantPeriods(y);
  expect(first.period).toBe(2);
  expect(first.share).toBeGreaterThan(0.4);
  expect(first.share).toBeLessThan(0.6);
});

// Fisher (1929), table: g = 0.1978 is exceeded with probability 0.05 for m = 30 ordinates.
it("the level of the test is Fisher's", () => {
  const m = 30;
  let exceeded = 0;
  for (let seed = 1; seed <= 2000; seed++) {
    const { power } = periodogram(noise(2 * m + 1, seed));
    const g = Math.max(...power) / power.reduce((a, b) => a + b, 0);
    if (g > 0.1978) exceeded++;
  }
  expect(exceeded / 2000).toBeCloseTo(0.05, 1);
});

it("entropy is near 0 for a sine and near 1 for white noise", () => {
  expect(spectralEntropy(periodogram(sine(240, 12)))).toBeLessThan(0.05);
  expect(spectralEntropy(periodogram(noise(2000)))).toBeGreaterThan(0.9);
});

it("a band holds the share of power of its periods", () => {
  const spectrum = periodogram(sine(240, 12));
  expect(bandPower(spectrum, 12, 12)).toBeGreaterThan(0.95);
  expect(bandPower(spectrum, 2, 6)).toBeLessThan(0.01);
  expect(bandPower(spectrum, 2, 240)).toBeCloseTo(1, 12);
});

describe("octaves of periods", () => {
  it.each([2, 3, 4, 5, 64, 65, 1000])("of %i steps share all of the power", (n) => {
    const bands = octaves(periodogram(noise(n)));
    const shares = bands.map(({ share }) => share);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(n > 2 ? 1 : 0, 12);
    expect(Math.min(0, ...shares)).toBe(0);
    bands.forEach(({ shortest, longest }, k) => {
      expect([shortest, longest]).toEqual([2 ** (k + 1), 2 ** (k + 2)]);
    });
  });

  it("put a sine into the one that its period is in, or ends", () => {
    const strongest = (period: number) =>
      octaves(periodogram(sine(240, period))).find(({ share }) => share > 0.95);
    expect(strongest(12)).toMatchObject({ shortest: 8, longest: 16 });
    expect(strongest(8)).toMatchObject({ shortest: 4, longest: 8 });
  });

  it("are none of a series that has no spectrum", () => {
    expect(octaves(periodogram([1]))).toEqual([]);
  });
});
