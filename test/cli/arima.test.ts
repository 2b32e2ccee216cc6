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
