import { expect, it } from "vitest";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { needsSeasonalDifference, ocsb, ocsbCritical } from "../../../src/models/arima/ocsb.js";
import { chooseDifferences } from "../../../src/models/arima/order-search.js";

/** R 4.2, forecast 8.20: `ocsb.test(x, maxlag = p)` for p from 0 to 3, and `nsdiffs(x, test = "ocsb")`. */
const published = {
  "air-passengers": { statistics: [1.5187624, 2.7777269, 2.7456097, 2.724062], differences: 1 },
  co2: { statistics: [-2.6719231, -1.7921292, -1.7180115, -1.6768367], differences: 1 },
  "us-acc-deaths": {
    statistics: [-2.0683609, -2.2271093, -2.2390621, -2.2522624],
    differences: 0,
  },
  nottem: { statistics: [-5.5205694, -4.0367324, -3.3529011, -2.9733789], differences: 0 },
  "uk-gas": { statistics: [1.6839814, 2.7864106, 2.9079495, 2.3171552], differences: 1 },
  "johnson-johnson": { statistics: [2.9860291, 1.773842, 1.752758, 0.90187461], differences: 1 },
};

it.each(Object.entries(published))(
  "the OCSB statistics of %s are R's, and so is what follows",
  async (name, { statistics, differences }) => {
    const { series, season } = await readPanel(name, {}, () => {});
    const { y } = series[0];
    statistics.forEach((value, lags) => expect(ocsb(y, season, lags)).toBeCloseTo(value, 6));
    expect(needsSeasonalDifference(y, season)).toBe(differences === 1);
  },
);

/** Quantiles of 40,000 series of Gaussian ΔΔₛ y, half of them 12 and half 20 seasons long. */
const simulated = { 2: -1.948, 4: -1.901, 7: -1.846, 12: -1.788, 24: -1.745, 52: -1.698 };

it.each(Object.entries(simulated))(
  "the 5 % point for a season of %s is that of simulations, to 0.035",
  (season, quantile) => {
    expect(Math.abs(ocsbCritical(Number(season)) - quantile)).toBeLessThan(0.035);
  },
);

it("the 5 % point for months is that of forecast 8.20, -1.803", () => {
  expect(ocsbCritical(12)).toBeCloseTo(-1.803, 3);
});

it("a season too short for the test is judged by its strength", () => {
  const y = Float64Array.from({ length: 26 }, (_, t) => 10 * ((t * 7) % 12));
  expect(needsSeasonalDifference(y, 12)).toBeUndefined();
  expect(chooseDifferences(y, [], 12, "ocsb").seasonalD).toBe(1);
});
