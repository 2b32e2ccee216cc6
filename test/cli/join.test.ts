import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const days = Array.from({ length: 60 }, (_, t) =>
  new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10),
);
const heat = (t: number) => (t * 7) % 11;
const cwd = () =>
  folder({
    "sales.csv": `ds,y\n${days.map((day, t) => `${day},${10 + 2 * heat(t)}\n`).join("")}`,
    "weather.csv": `ds,heat\n${days.map((day, t) => `${day},${heat(t)}\n`).join("")}`,
    "other.csv": "day,heat\n2024-01-01,1\n",
  });

describe("foretell --join", () => {
  it("puts the columns of another table beside those of the source", async () => {
    const args = [
      "backtest",
      "sales.csv",
      "--join",
      "weather.csv",
      "--future",
      "heat",
      "-m",
      "arima",
      "-H",
      "7",
    ];
    const { code, stdout } = await foretell([...args, "--format", "json"], { cwd: cwd() });
    expect(code).toBe(0);
    // The observations are a straight line in what is joined.
    expect(
      JSON.parse(stdout).scores.find((one: { model: string }) => one.model === "arima").mae,
    ).toBeLessThan(0.1);
  });

  it("is a part of the command that inspect suggests", async () => {
    const args = ["inspect", "sales.csv", "--join", "weather.csv", "--future", "heat"];
    const { stdout } = await foretell(args, { cwd: cwd() });
    expect(stdout).toContain("--join weather.csv");
  });

  it("says what columns there are when none is in both", async () => {
    const { code, stderr } = await foretell(["sales.csv", "--join", "other.csv", "-m", "naive"], {
      cwd: cwd(),
    });
    expect(code).toBe(2);
    expect(stderr).toBe(
      "foretell: sales.csv and other.csv have no column in common\nColumns: ds, y; day, heat.\n",
    );
  });
});
