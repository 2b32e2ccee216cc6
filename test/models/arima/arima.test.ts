import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/data/panel/from-table.js";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { FitError, UsageError } from "../../../src/errors.js";
import { innovations } from "../../../src/models/arima/innovations.js";
import { filter } from "../../../src/models/arima/kalman-filter.js";
import { estimate, standardErrors } from "../../../src/models/arima/likelihood.js";
import { multipliedOut } from "../../../src/models/arima/multiplied-out.js";
import { chooseDifferences, searchOrder } from "../../../src/models/arima/order-search.js";
import {
  autocovariances,
  differencing,
  fromPartial,
  impulseResponse,
  toPartial,
} from "../../../src/models/arima/polynomials.js";
import { createModel } from "../../../src/models/index.js";
import { log } from "../../../src/numeric/elementary.js";
import { Random } from "../../../src/numeric/random.js";
import { studentQuantile } from "../../../src/numeric/student.js";

/** R 4 `arima(method = "ML")` and forecast 8.20 `auto.arima`, on the bundled datasets. */
const fixed = reference("arima");
const automatic = reference("auto-arima");

// biome-ignore lint/suspicious/noExplicitAny: JSON of known form
function reference(name: string): [string, any][] {
  const path = new URL(`../../reference/${name}.json`, import.meta.url);
  return Object.entries(JSON.parse(readFileSync(path, "utf8")));
}

function observations(name: string): Float64Array {
  const text = readFileSync(new URL(`../../../fixtures/${name}.csv`, import.meta.url), "utf8");
  return Float64Array.from(text.trim().split("\n").slice(1), (line) => {
    const cell = line.split(",")[1].trim();
    return cell === "" || cell === "NA" ? Number.NaN : Number(cell);
  });
}

function panel(y: readonly number[], season = 1, future?: Record<string, number[]>): Panel {
  return {
    source: "test",
    frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
    season,
    series: [
      {
        id: "a",
        ds: Float64Array.from(y, (_, t) => t),
        y: Float64Array.from(y),
        ...(future && {
          future: new Map(Object.entries(future).map(([k, x]) => [k, Float64Array.from(x)])),
        }),
      },
    ],
  };
}

async function run(spec: string, data: Panel, horizon = 3) {
  const warnings: string[] = [];
  const fitted = await createModel(spec).fit(data, {
    horizon,
    seed: 1,
    levels: [80, 95],
    warn: (message) => warnings.push(message),
  });
  return { fitted, warnings, forecast: fitted.forecast(horizon)[0] };
}

describe.each(fixed)("%s agrees with R", (name, r) => {
  const y = r.log ? observations(name).map(log) : observations(name);
  const [p, d, q] = r.order;
  const [seasonalP, seasonalD, seasonalQ] = r.seasonal;
  const order = { p, d, q, seasonalP, seasonalD, seasonalQ, season: r.period };
  const regressors = d + seasonalD === 0 ? [new Float64Array(y.length).fill(1)] : [];
  const found = estimate(y, regressors, order)!;
  const level = found.regression[0] ?? 0;
  const names = Object.keys(r.coef);

  it("in log-likelihood within 0.01", () => {
    expect(Math.abs(found.logLikelihood - r.loglik)).toBeLessThan(0.01);
    expect(Math.abs(found.aic - r.aic)).toBeLessThan(0.02);
  });

  it("in coefficients within a hundredth of their standard error, and in that within 1 %", () => {
    const { ar, ma, seasonalAr, seasonalMa, regression } = found;
    const values = [...ar, ...ma, ...seasonalAr, ...seasonalMa, ...regression];
    const errors = standardErrors(y, regressors, found);
    names.forEach((coefficient, i) => {
      const error = r.se[coefficient];
      expect(Math.abs(values[i] - r.coef[coefficient]) / error).toBeLessThan(0.01);
      expect(Math.abs(errors[i] / error - 1)).toBeLessThan(0.01);
    });
  });

  it("in forecasts and their standard errors within 0.01 %", () => {
    const rest = y.map((value) => value - level);
    const { means, variance } = filter(multipliedOut(found, order), [rest])!.ahead(
      r.forecast.length,
    );
    r.forecast.forEach((value: number, h: number) => {
      expect(Math.abs((means[0][h] + level) / value - 1)).toBeLessThan(1e-4);
      const error = Math.sqrt(variance[h] * found.variance);
      expect(Math.abs(error / r.forecast_se[h] - 1)).toBeLessThan(1e-4);
    });
  });
});

it.each(automatic.filter(([name]) => name !== "nottem"))(
  "the order found for %s has an AICc no worse than R's by more than 0.1",
  (name, r) => {
    const y = observations(name);
    const season = r.order[6] ?? 1;
    const differences = chooseDifferences(y, [], season);
    const { estimate: best } = searchOrder(y, [], differences, season, "auto", "stepwise")!;
    expect(best.aicc).toBeLessThan(r.aicc + 0.1);
  },
);

describe("polynomials", () => {
  const partials = fc.array(fc.double({ min: -0.9, max: 0.9, noNaN: true }), { maxLength: 6 });

  it("come back from their partial autocorrelations", () => {
    fc.assert(
      fc.property(partials, (r) => {
        const again = toPartial(fromPartial(r))!;
        r.forEach((value, k) => {
          expect(again[k]).toBeCloseTo(value, 6);
        });
      }),
    );
  });

  it("are not stationary when a root is inside the unit circle", () => {
    expect(toPartial([0.7, 0.4])).toBeUndefined();
  });

  it("give the autocovariances that their impulse responses give", () => {
    const [phi, theta] = [Float64Array.of(0.5, -0.3), Float64Array.of(0.4, 0.2, -0.6)];
    const psi = impulseResponse(phi, theta, 300);
    const gamma = autocovariances(phi, theta, 5)!;
    gamma.forEach((value, k) => {
      let sum = 0;
      for (let j = 0; j + k < 300; j++) sum += psi[j] * psi[j + k];
      expect(value).toBeCloseTo(sum, 10);
    });
  });
});

it("innovations in linear time are those of the Kalman filter", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -0.8, max: 0.8, noNaN: true }), { minLength: 2, maxLength: 4 }),
      fc.array(fc.double({ min: -0.8, max: 0.8, noNaN: true }), { maxLength: 4 }),
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 80 }),
      (ar, ma, w) => {
        const [phi, theta] = [fromPartial(ar), fromPartial(ma)];
        const y = Float64Array.from(w);
        const out = new Float64Array(y.length);
        const logarithm = innovations(phi, theta, [y], [out]);
        const exact = filter({ phi, theta, delta: new Float64Array(0) }, [y])!;
        expect(logarithm).toBeCloseTo(exact.logarithm, 5);
        out.forEach((e, t) => {
          expect(e).toBeCloseTo(exact.standardised[0][t], 5);
        });
      },
    ),
  );
});

describe("the model", () => {
  const passengers = Array.from(observations("air-passengers"));

  it("has R's forecasts of air-passengers, and wider intervals by what is estimated (forecast 8.20)", async () => {
    const { forecast } = await run("arima", panel(passengers, 12), 12);
    expect(forecast.mean[0]).toBeCloseTo(445.6349, 2);
    expect(forecast.mean[11]).toBeCloseTo(465.5076, 2);
    // Three coefficients of 131 differences.
    const wider = (studentQuantile(0.975, 128) / 1.959964) * Math.sqrt(1 + 3 / 131);
    const { hi } = forecast.intervals![1];
    expect(hi[0] - forecast.mean[0]).toBeCloseTo((468.185 - 445.6349) * wider, 1);
    expect(forecast.intervals![0].lo[11]).toBeLessThan(440.8229);
  });

  it("forecasts the same when restored from its state", async () => {
    const data = panel(passengers, 12);
    const { fitted } = await run("arima:order=1-1-1,season=0-1-1,boxcox=0", data);
    const again = createModel("arima").restore(structuredClone(fitted.state), data);
    expect(again.forecast(5, [80, 95])).toEqual(fitted.forecast(5));
  });

  it("recovers the effect of a regressor and needs it ahead", async () => {
    const x = Array.from({ length: 60 }, (_, t) => (t * 7) % 5);
    const y = x.slice(0, 57).map((v, t) => 10 + 3 * v + ((t * 31) % 7) / 10);
    const { forecast } = await run("arima", panel(y, 1, { x }));
    forecast.mean.forEach((value, h) => {
      expect(Math.abs(value - (10.3 + 3 * x[57 + h]))).toBeLessThan(1);
    });
  });

  it("takes missing values in a differenced series as they are", async () => {
    const y = passengers.map((value, t) => (t % 17 === 5 ? Number.NaN : value));
    const { forecast } = await run("arima:order=0-1-1,season=0-1-1,boxcox=0", panel(y, 12));
    expect(Math.abs(forecast.mean[0] - 450)).toBeLessThan(12);
  });

  it("is as good at the scale of 1e12", async () => {
    const small = await run("arima:order=0-1-1,season=0-1-1", panel(passengers, 12));
    const large = await run(
      "arima:order=0-1-1,season=0-1-1",
      panel(
        passengers.map((value) => value * 1e12),
        12,
      ),
    );
    large.forecast.mean.forEach((value, h) => {
      expect(value / 1e12 / small.forecast.mean[h]).toBeCloseTo(1, 4);
    });
  });

  it.each([[[5, 5, 5, 5]], [[0, 0, 0]], [[7]]])("repeats the constant %j", async (y) => {
    const { forecast } = await run("arima", panel(y));
    expect(Array.from(forecast.mean)).toEqual([y[0], y[0], y[0]]);
  });

  it("says that two points are too few for more than a random walk", async () => {
    const { forecast, warnings } = await run("arima", panel([3, 5]));
    expect(forecast.mean[2]).toBe(5);
    expect(warnings.join()).toMatch(/series "a" is too short to learn from \(2 observations\)/);
  });

  it("falls back to a simpler order and names it", async () => {
    const { warnings } = await run("arima:order=5-1-5", panel([3, 1, 4, 1, 5, 9, 2, 6]));
    expect(warnings.join()).toMatch(/ARIMA\(5,1,5\).*ARIMA\(\d,1,\d\) instead/);
  });

  it("cannot be fitted to nothing", async () => {
    await expect(run("arima", panel([Number.NaN, Number.NaN]))).rejects.toThrow(FitError);
  });

  it("wants the order with a seasonal order", () => {
    expect(() => createModel("arima:season=0-1-1")).toThrow(UsageError);
  });

  it("searches all orders and describes the one it found", async () => {
    const data = await readPanel("uk-gas", {}, () => {});
    const { fitted } = await run("arima:search=full", data);
    expect(fitted.diagnostics!()[0].description).toMatch(/^ARIMA\(\d,\d,\d\)/);
  });
});

it("boxcox=auto transforms by Guerrero's exponent, and says so", async () => {
  const data = await readPanel("air-passengers", {}, () => {});
  const { fitted } = await run("arima:order=0-1-1,season=0-1-1,boxcox=auto", data);
  expect(fitted.diagnostics!()[0].description).toBe(
    "ARIMA(0,1,1)(0,1,1)[12] after Box-Cox with exponent -0.29",
  );
});

describe.each<[string, (t: number) => boolean]>([
  ["every other value", (t) => t % 2 === 0],
  ["one of three", (t) => t % 3 === 1],
  ["one of four", (t) => t % 4 === 1],
  ["three of four", (t) => t % 4 !== 1],
  ["half of each year", (t) => t % 12 < 6],
  ["all but one place of the season", (t) => t % 12 !== 5],
])("where %s is observed", (_, isObserved) => {
  it.each(["season", "walk", "noise"])(
    "intervals of a %s stay as wide as the data",
    async (kind) => {
      const random = new Random(5);
      let level = 100;
      const y = Array.from({ length: 120 }, (_, t) => {
        level += kind === "walk" ? 3 * random.normal() : 0;
        const season = kind === "season" ? 20 * Math.sin((t * Math.PI) / 6) : 0;
        const value = level + season + 3 * random.normal();
        return isObserved(t) ? value : Number.NaN;
      });
      const { fitted } = await run("arima", panel(y, 12));
      const [{ intervals }] = fitted.forecast(12, [95]);
      const known = y.filter((value) => !Number.isNaN(value));
      const range = Math.max(...known) - Math.min(...known);
      const { lo, hi } = intervals![0];
      lo.forEach((end, h) => expect((hi[h] - end) / range).toBeLessThan(1.3));
    },
  );
});

describe("of values over five powers of ten", () => {
  const random = new Random(4);
  const wild = panel(
    Array.from({ length: 72 }, () => Math.exp(2.5 * random.normal())),
    12,
  );

  it("an exponent that cannot hold the intervals is refused", async () => {
    await expect(run("arima:boxcox=-1", wild)).rejects.toThrow(
      'a Box-Cox exponent of -1 cannot hold the 80 % interval of series "a"',
    );
  });

  it("boxcox=auto gives finite intervals", async () => {
    const { forecast } = await run("arima:boxcox=auto", wild);
    expect(Math.max(...forecast.intervals![0].hi)).toBeLessThan(1e6);
  });
});

it("boxcox=auto leaves alone what is too short for it, with a warning", async () => {
  const { warnings, forecast } = await run("arima:boxcox=auto", panel([5, 7, 6], 12));
  expect(warnings[0]).toContain('series "a" is too short or too regular for boxcox=auto: none');
  expect(forecast.mean.every(Number.isFinite)).toBe(true);
});

it("seasonal-test=ocsb finds no difference where R's nsdiffs finds none", async () => {
  const data = await readPanel("nottem", {}, () => {});
  const seasonal = async (test: string) =>
    (await run(`arima:seasonal-test=${test}`, data)).fitted.diagnostics!()[0].description;
  expect(await seasonal("strength")).toMatch(/\(\d,1,\d\)\[12\]/);
  expect(await seasonal("ocsb")).toMatch(/\(\d,0,\d\)\[12\]/);
});

it("means alone are those that come with variances", () => {
  const process = {
    phi: Float64Array.of(0.5, -0.3),
    theta: Float64Array.of(0.4),
    delta: differencing(1, 1, 4),
  };
  const random = new Random(3);
  const columns = [0, 1].map(() => Float64Array.from({ length: 40 }, () => random.normal()));
  const both = () => filter(process, columns)!;
  expect(both().meansAhead(9)).toEqual(both().ahead(9).means);
});
