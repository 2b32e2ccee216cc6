import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ArimaOrder } from "../../../src/models/arima/coefficients.js";
import { filter } from "../../../src/models/arima/kalman-filter.js";
import { estimate, standardErrors } from "../../../src/models/arima/likelihood.js";
import { multipliedOut } from "../../../src/models/arima/multiplied-out.js";
import { createModel } from "../../../src/models/index.js";
import { panelOf } from "../../panels.js";

const none = new Float64Array(0);

/** Series of the M1 competition (Makridakis et al. 1982). */
const m1: Readonly<Record<string, number[]>> = {
  YAM19: [
    74.4, 121, 116.9, 97, 95.4, 98.7, 98.5, 100.8, 99.1, 95, 95.2, 97.1, 97.1, 96.2, 96, 97.5, 97.7,
    96.2, 96, 98.2, 100, 101.4,
  ],
  QNC19: [
    64, 55, 53, 60, 75, 61, 58, 69, 74, 66, 60, 66, 70, 64, 62, 70, 73, 74, 68, 77, 83, 76, 77, 83,
    85, 81, 83, 86, 88, 88, 87, 95, 98, 99, 98, 106, 114, 121, 115, 122, 125, 126, 124, 131, 139,
    135, 130, 141, 147, 152, 140, 154, 162, 168, 157, 178, 185, 185, 179, 189,
  ],
  YAC2: [15.56, 17.22, 17.4, 18.06, 18.59, 19.98, 21.61, 23.39, 22.45, 22.17, 23.39, 25.23, 27.65],
  QRC5: [
    12.46, 12.41, 13.53, 13.42, 13.99, 13.86, 13.68, 14.5, 14.91, 15.38, 15.6, 15.93, 16.87, 18.07,
    17.58, 18.26, 18.74, 19.22, 19.66, 21.24, 22.26, 23.14, 23.22, 22.17, 19.38, 20.5, 21.35, 21.45,
    24.39, 22.6, 23.51, 25.23, 25.61, 27.12, 26.31, 24.98, 23.94, 21.7, 21.61, 22.05, 22.37, 23.2,
    22.63, 24.44, 25.12, 26.42, 27.21, 28.54, 30, 31.96, 32.24, 35.34,
  ],
  QNG12: [
    84, 85, 87, 88, 87, 91, 93, 95, 97, 99, 99, 100, 101, 102, 104, 106, 107, 109, 110, 111, 111,
    114, 116, 117, 120, 112, 124, 127, 127, 131, 132, 132, 135, 138, 138, 142, 142, 144, 147, 150,
    152, 152, 155, 158, 161, 163, 164, 166, 169,
  ],
};
const withoutSeventh = ({ QNC19 }: typeof m1) =>
  Float64Array.from(QNC19!, (value, t) => (t === 6 ? Number.NaN : value));
const seasons: Readonly<Record<string, number>> = {
  "air-passengers": 12,
  "us-acc-deaths": 12,
  nottem: 12,
  "johnson-johnson": 4,
  "uk-gas": 4,
  QNG12: 4,
};

function observations(name: string): Float64Array {
  if (m1[name]) return Float64Array.from(m1[name]);
  const text = readFileSync(new URL(`../../../fixtures/${name}.csv`, import.meta.url), "utf8");
  return Float64Array.from(text.trim().split("\n").slice(1), (line) => Number(line.split(",")[1]));
}

function orderOf([p, d, q, seasonalP, seasonalD, seasonalQ]: number[], season: number): ArimaOrder {
  return { p, d, q, seasonalP, seasonalD, seasonalQ, season } as ArimaOrder;
}

/**
 * The highest log-likelihood that ascents from 40 points drawn at random among all stationary and invertible
 * ones came to, by this likelihood, which is R's where arima.test.ts compares them. The first nine are
 * orders that do not suit their series: an ascent from common estimates ends up to 7.4 lower.
 */
const highest: readonly [string, number[], number][] = [
  ["nile", [3, 0, 2, 0, 0, 0], -634.066],
  ["us-acc-deaths", [2, 1, 2, 0, 1, 1], -423.973],
  ["us-acc-deaths", [2, 1, 2, 0, 0, 0], -557.145],
  ["johnson-johnson", [2, 0, 1, 1, 1, 1], -45.949],
  ["YAM19", [2, 0, 2, 0, 0, 0], -67.741],
  ["YAM19", [2, 1, 2, 0, 0, 0], -67.2],
  ["QNG12", [3, 0, 2, 0, 0, 0], -108.65],
  ["QNG12", [1, 1, 1, 1, 0, 1], -109.45],
  ["air-passengers", [2, 1, 2, 0, 0, 0], -671.588],
  ["sunspot-year", [3, 0, 2, 0, 0, 0], -1201.898],
  ["lake-huron", [2, 1, 2, 0, 0, 0], -102.401],
  ["www-usage", [3, 1, 1, 0, 0, 0], -251.969],
  ["uk-gas", [1, 1, 1, 1, 0, 1], -538.903],
  ["nottem", [2, 0, 1, 1, 1, 1], -517.194],
];

describe("the likelihood of a given order", () => {
  it.each(highest)(
    "of %s, %j, comes within half a unit of its highest maximum",
    (name, numbers, best) => {
      const y = observations(name);
      const order = orderOf(numbers, seasons[name] ?? 1);
      const constant = order.d + order.seasonalD === 0 ? [new Float64Array(y.length).fill(1)] : [];
      expect(estimate(y, constant, order)!.logLikelihood).toBeGreaterThan(best - 0.5);
    },
  );
});

// By R 4.2, ML and CSS-ML alike: a moving average on the unit circle, which the filled series does not show.
it("the likelihood of 3-0-2 on QNC19 without its seventh value comes to the maximum that R finds", () => {
  const y = withoutSeventh(m1);
  const ones = [new Float64Array(y.length).fill(1)];
  const found = estimate(y, ones, orderOf([3, 0, 2, 0, 0, 0], 4))!;
  expect(found.logLikelihood).toBeGreaterThan(-184.924345 - 1e-3);
});

// The higher of R 4.2's ML and CSS-ML, each series without its seventh value.
it.each([
  ["us-acc-deaths", [0, 1, 2, 0, 0, 0], -560.956024],
  ["us-acc-deaths", [3, 1, 1, 0, 0, 0], -553.253193],
  ["us-acc-deaths", [2, 0, 1, 1, 1, 1], -425.083997],
  ["nottem", [3, 0, 2, 0, 0, 0], -559.222012],
  ["air-passengers", [1, 1, 1, 0, 0, 0], -690.684449],
  ["air-passengers", [2, 0, 0, 0, 0, 0], -698.938238],
] as [string, number[], number][])(
  "the likelihood of a series with a gap, %s %j, is R's or higher",
  (name, numbers, best) => {
    const y = observations(name).map((value, t) => (t === 6 ? Number.NaN : value));
    const order = orderOf(numbers, seasons[name]!);
    const constant = order.d + order.seasonalD === 0 ? [new Float64Array(y.length).fill(1)] : [];
    expect(estimate(y, constant, order)!.logLikelihood).toBeGreaterThan(best - 1e-3);
  },
);

/**
 * What R 4.2.2's `arima(order = c(2, 0, 0))` finds, and claims: φ, mean, σ², log-likelihood. Near the unit
 * circle it takes the first observations for diffuse and leaves them out, which makes its figure too high.
 */
const claimedByR: readonly [string, number, [number, number], number, number, number][] = [
  ["YAC2", 0, [1.69693124217, -0.69709621896], 136.77821567, 1.04394402595, -19.606453],
  ["YAC2", 7, [1.70287800022, -0.702885986724], 23.1402530669, 1.06900153059, -19.128691],
  ["QRC5", 0, [1.22819955978, -0.228199679166], 25.7337360006, 1.33962104641, -81.918994],
];

it.each(claimedByR)(
  "the normal density of %s, without value %i, at R's own coefficients is not what R claims, but below the maximum found here",
  (name, missing, phi, mean, variance, claimed) => {
    const y = observations(name);
    if (missing > 0) y[missing - 1] = Number.NaN;
    const order = orderOf([2, 0, 0, 0, 0, 0], 1);
    const own = estimate(y, [new Float64Array(y.length).fill(1)], order)!;
    expect(densityOfAr2(y, phi, mean, variance)).toBeLessThan(claimed - 4);
    expect(densityOfAr2(y, phi, mean, variance)).toBeLessThan(own.logLikelihood - 2);
    const [first, second] = own.ar;
    const dense = densityOfAr2(y, [first!, second!], own.regression[0]!, own.variance);
    expect(dense).toBeCloseTo(own.logLikelihood, 5);
  },
);

/** The logarithm of the multivariate normal density of what is observed, by the covariance of an AR(2). */
function densityOfAr2(
  y: Float64Array,
  [first, second]: [number, number],
  mean: number,
  variance: number,
): number {
  const correlation = [1, first / (1 - second)];
  for (let k = 2; k < y.length; k++) {
    correlation.push(first * correlation[k - 1]! + second * correlation[k - 2]!);
  }
  const scale = (variance * (1 - second)) / ((1 + second) * ((1 - second) ** 2 - first * first));
  const places = [...y.keys()].filter((t) => !Number.isNaN(y[t]));
  // Cholesky's factor row by row, and what it leaves of the deviations.
  const factor: number[][] = [];
  const left: number[] = [];
  let density = 0;
  for (const [i, t] of places.entries()) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let sum = scale * correlation[Math.abs(t - places[j]!)]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * (factor[j] ?? row)[k]!;
      row.push(j < i ? sum / factor[j]![j]! : Math.sqrt(sum));
    }
    factor.push(row);
    const deviation = row.slice(0, i).reduce((rest, l, k) => rest - l * left[k]!, y[t]! - mean);
    left.push(deviation / row[i]!);
    density -= Math.log(row[i]!) + left[i]! ** 2 / 2 + Math.log(2 * Math.PI) / 2;
  }
  return density;
}

it("the likelihood of an autoregression with gaps is the same whether they are few or many", () => {
  const y = observations("lake-huron");
  const order = orderOf([1, 1, 0, 0, 0, 0], 1);
  // Beyond eight, the filter takes them as they are. A season alone has more states than that.
  const seasonal = { ...order, season: 12, seasonalD: 1 };
  for (const count of [8, 9]) {
    const gappy = y.map((value, t) => (t % 11 === 5 && t < 11 * count ? Number.NaN : value));
    for (const one of [order, seasonal]) {
      const { ar, logLikelihood } = estimate(gappy, [], one)!;
      const process = multipliedOut({ ar, ma: none, seasonalAr: none, seasonalMa: none }, one);
      const { standardised, logarithm, used } = filter(process, [gappy])!;
      const squares = standardised[0]!.reduce((sum, e) => sum + (Number.isNaN(e) ? 0 : e * e), 0);
      const density = -0.5 * (used * (Math.log((2 * Math.PI * squares) / used) + 1) + logarithm);
      expect(logLikelihood).toBeCloseTo(density, 8);
    }
  }
});

// The filter knows nothing of columns for missing values. A block, single values, and some at the beginning.
it.each([
  [
    [2, 0, 1, 1, 1, 1],
    [3, 20, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 80, 101],
  ],
  [
    [1, 1, 1, 0, 1, 1],
    [15, 16, 30, 31, 32, 33, 60, 61, 62, 100, 110],
  ],
  [
    [0, 0, 2, 1, 0, 0],
    [1, 2, 3, 17, 29, 41, 53, 65, 77, 89, 101],
  ],
])("the likelihood of %j without many values is that of the filter", (numbers, missing) => {
  const y = observations("air-passengers").map((value) => Math.log(value));
  for (const t of missing) y[t] = Number.NaN;
  const order = orderOf(numbers, 12);
  const found = estimate(y, [], order, { starts: "few" })!;
  const { standardised, logarithm, used } = filter(multipliedOut(found, order), [y])!;
  expect(used).toBe(found.used);
  const known = standardised[0]!.filter((e) => !Number.isNaN(e));
  const variance = known.reduce((sum, e) => sum + e * e, 0) / used;
  expect(found.variance / variance).toBeCloseTo(1, 6);
  const exact = -0.5 * (used * (1 + Math.log(2 * Math.PI * variance)) + logarithm);
  expect(found.logLikelihood).toBeCloseTo(exact, 5);
});

describe("standard errors", () => {
  // From the curvature of the likelihood of the whole covariance matrix, by NumPy 2 and SciPy 1.17.
  it("of 3-0-2 on sunspots, whose roots are near the unit circle, are those of the whole curvature", () => {
    const y = observations("sunspot-year");
    const ones = [new Float64Array(y.length).fill(1)];
    const found = estimate(y, ones, orderOf([3, 0, 2, 0, 0, 0], 1))!;
    expect(found.logLikelihood).toBeCloseTo(-1201.89813, 4);
    const known = [0.03312957, 0.05610739, 0.02937297, 0.06766086, 0.0701802, 7.56889523];
    standardErrors(y, ones, found).forEach((error, i) => {
      expect(Math.abs(error / known[i] - 1)).toBeLessThan(0.001);
    });
  });
});

/** The population of the United States by its censuses of 1790 to 1970, in millions. */
const census = [
  3.93, 5.31, 7.24, 9.64, 12.9, 17.1, 23.2, 31.4, 39.8, 50.2, 62.9, 76, 92, 105.7, 122.8, 131.7,
  151.3, 179.3, 203.2,
];
const withGaps = (gaps: readonly number[]) =>
  Float64Array.from(census, (value, t) => (gaps.includes(t) ? Number.NaN : value));

describe("a series with gaps", () => {
  // The density of what is left when the unknown first value is projected out, by NumPy 2 and SciPy 1.17:
  // log-likelihoods of ARIMA(1,1,1) with φ and θ below, less that with 0.2 and 0.1.
  it.each([
    [[0], [8.5759853761, 10.4908938695, -5.648615673]],
    [[1], [8.4844660459, 10.0149284046, -5.4518689753]],
    [[7], [8.4989338794, 9.726766371, -5.4386489698]],
    [
      [3, 4, 9],
      [7.2258146585, 7.190912345, -4.4784669709],
    ],
  ])("has the likelihood of the values that are there, without %j", (gaps, known) => {
    const logLikelihood = (phi: number, theta: number) => {
      const [ar, ma, delta] = [Float64Array.of(phi), Float64Array.of(theta), Float64Array.of(1)];
      const process = { phi: ar, theta: ma, delta };
      const { standardised, logarithm, used } = filter(process, [withGaps(gaps)])!;
      const squares = standardised[0].reduce((sum, e) => sum + (Number.isNaN(e) ? 0 : e * e), 0);
      return -0.5 * (used * (Math.log((2 * Math.PI * squares) / used) + 1) + logarithm);
    };
    const here = [
      [0.8, -0.3],
      [0.95, 0.5],
      [-0.4, 0.3],
    ] as const;
    here.forEach(([phi, theta], k) => {
      expect(logLikelihood(phi, theta) - logLikelihood(0.2, 0.1)).toBeCloseTo(known[k], 7);
    });
  });

  // R's arima has a mean of 153.5.
  it("keeps the mean and the rise of a census with 2-0-0, without the value of 1870", async () => {
    const panel = panelOf(withGaps([8]));
    const context = { horizon: 3, seed: 1, levels: [80], warn: () => {} };
    const fitted = await createModel("arima:order=2-0-0").fit(panel, context);
    const mean = fitted.diagnostics!()[0].coefficients.find(({ name }) => name === "mean")!;
    expect(mean.value).toBeCloseTo(153.5, 0);
    const [{ mean: ahead }] = fitted.forecast(3);
    expect(ahead[0]).toBeGreaterThan(census.at(-1)!);
    expect(ahead[1]).toBeGreaterThan(ahead[0]);
  });
});
