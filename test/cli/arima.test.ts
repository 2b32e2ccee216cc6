import { expect, it } from "vitest";
import { foretell } from "./foretell.js";

it("a given order forecasts with its intervals as CSV", async () => {
  const order = "arima:order=0-1-1,season=0-1-1";
  const { code, stdout } = await foretell(["air-passengers", "-m", order, "-H", "2"]);
  expect(code).toBe(0);
  const [head, first] = stdout.split("\n");
  expect(head).toMatch(/^unique_id,ds,arima,arima-lo-/);
  expect(first).toMatch(/^air-passengers,1961-01-01,4\d\d/);
});

it("more differences than are supported are refused", async () => {
  const { code, stderr } = await foretell(["nile", "-m", "arima:order=0-3-1"]);
  expect(code).not.toBe(0);
  expect(stderr).toContain("are not supported");
});

it("JSON tells what was estimated and what was left over", async () => {
  const order = "arima:order=0-1-1,season=0-1-1,boxcox=0";
  const { stdout } = await foretell([
    "air-passengers",
    ...["-m", order, "-m", "naive", "-H", "2", "--format", "json"],
  ]);
  const [{ diagnostics }, naive] = JSON.parse(stdout).series;
  expect(naive.diagnostics).toBeNull();
  expect(diagnostics.description).toBe("ARIMA(0,1,1)(0,1,1)[12] of logarithms");
  // R 4.2: arima(log(AirPassengers), c(0,1,1), seasonal = c(0,1,1), method = "ML")
  const [ma1, sma1] = diagnostics.coefficients;
  expect([ma1.name, sma1.name]).toEqual(["ma1", "sma1"]);
  expect(ma1.value).toBeCloseTo(-0.4018, 3);
  expect(ma1.error).toBeCloseTo(0.0896, 2);
  expect(sma1.value).toBeCloseTo(-0.5569, 3);
  expect(diagnostics.measures["log-likelihood"]).toBeCloseTo(244.7, 1);
  expect(diagnostics.ljungBox).toMatchObject({ lags: 24, degrees: 22 });
  expect(diagnostics.jarqueBera.p).toBeGreaterThan(0.05);
});

it("a terminal is shown coefficients, criteria, tests and autocorrelations", async () => {
  const order = "arima:order=0-1-1,season=0-1-1,boxcox=0";
  const { stdout } = await foretell([
    "air-passengers",
    "-m",
    order,
    "-H",
    "2",
    "--diagnostics",
    "--format",
    "table",
  ]);
  expect(stdout).toContain("arima of air-passengers: ARIMA(0,1,1)(0,1,1)[12] of logarithms");
  expect(stdout).toMatch(/ma1 .*-0\.40\d* .*0\.0[89]/);
  expect(stdout).toMatch(/log-likelihood 244\.7.*, AIC -483\.4.*, AICc .*, BIC /);
  expect(stdout).toMatch(/residuals: Ljung-Box \d.*, 22 degrees of freedom, p = 0\.\d+/);
  expect(stdout).toMatch(/Jarque-Bera \d.*, 2 degrees of freedom, p = 0\.\d+/);
  expect(stdout.match(/^lag [ \d]\d /gm)).toHaveLength(24);
});

it("a column that is not known ahead is left out, with a warning", async () => {
  const { code, stderr } = await foretell([
    "seatbelts",
    ...["--target", "drivers", "--past", "kms", "-m", "arima:order=1-0-0", "-H", "2"],
  ]);
  expect(stderr).toContain('is fitted without "kms": only columns known ahead are used');
  expect(code).toBe(0);
});
