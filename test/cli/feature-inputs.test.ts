import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const inputs = ["-f", "lag:12", "-f", "calendar:month"];

describe("foretell -f", () => {
  it("changes what a network forecasts, and a saved model forecasts the same", async () => {
    const cwd = folder();
    const model = ["-m", "lstm:epochs=3", "-H", "12", "--intervals", "none"];
    const data = ["air-passengers", ...model];
    const [plain, fed] = await Promise.all([
      foretell(["forecast", ...data], { cwd }),
      foretell(["forecast", ...data, ...inputs], { cwd }),
      foretell(["train", ...data, ...inputs, "-o", "m.foretell"], { cwd }),
    ]);
    const again = await foretell(["forecast", "--from", "m.foretell"], { cwd });
    expect(fed.code).toBe(0);
    expect(fed.stdout).not.toBe(plain.stdout);
    expect(again.stdout).toBe(fed.stdout);
  });

  it("lets a regression see Christmas come, saved or not", async () => {
    const shut = ["12-25", "12-26", "01-01", "10-03", "05-01"];
    const rows = Array.from({ length: 723 }, (_, t) => {
      const ds = new Date(Date.UTC(2023, 0, 1) + t * 86_400_000).toISOString().slice(0, 10);
      return `${ds},${shut.includes(ds.slice(5)) ? 10 : 100 + ((t * 7) % 5)}\n`;
    });
    const cwd = folder({ "shop.csv": `ds,y\n${rows.join("")}` });
    const args = ["shop.csv", "-m", "arima:order=0-0-0", "-f", "calendar:holiday=DE", "-H", "5"];
    const [fed] = await Promise.all([
      foretell(["forecast", ...args], { cwd }),
      foretell(["train", ...args, "-o", "m.foretell"], { cwd }),
    ]);
    const means = fed.stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(","));
    expect(means.map(([, ds]) => ds)).toEqual([
      ...["2024-12-24", "2024-12-25", "2024-12-26", "2024-12-27", "2024-12-28"],
    ]);
    const [eve, christmas, second, after] = means.map((row) => Number(row[2]));
    expect(Math.max(christmas, second)).toBeLessThan(Math.min(eve, after) - 40);
    const again = await foretell(["forecast", "--from", "m.foretell"], { cwd });
    expect(again.stdout).toBe(fed.stdout);
  });

  it("is refused where no model takes features, and with --from", async () => {
    const [theta, from] = await Promise.all([
      foretell(["backtest", "-m", "theta", "-m", "naive", "-f", "lag:1"]),
      foretell(["forecast", "--from", "m.foretell", "-f", "lag:1"]),
    ]);
    expect(theta.stderr).toContain("theta and naive take no features: lag:1");
    expect(theta.stderr).toContain("lag-regression");
    expect(from.stderr).toContain("--feature cannot be chosen with --from");
    expect([theta.code, from.code]).toEqual([2, 2]);
  });

  it("names the models that leave the features aside", async () => {
    const args = ["backtest", "nottem", "-m", "lag-regression", "-m", "naive", "-f", "lag:12"];
    const { code, stderr } = await foretell([...args, "-H", "6"]);
    expect(stderr).toContain("naive takes no features: lag:12");
    expect(code).toBe(0);
  });

  it("says which lags would fit", async () => {
    const { code, stderr } = await foretell(["nile", "-m", "linear", "-f", "lag:100"]);
    expect(stderr).toContain("Use lags from 1 to 99.");
    expect(code).toBe(2);
  });

  it("is kept in a baseline", async () => {
    const cwd = folder();
    const check = ["check", "nottem", "--baseline", "b.json"];
    const written = await foretell(
      [...check, "-m", "lag-regression", ...inputs, "-H", "6", "--update"],
      { cwd },
    );
    const [same, other] = await Promise.all([
      foretell([...check, "--exact"], { cwd }),
      foretell([...check, "-f", "lag:6"], { cwd }),
    ]);
    expect([written.code, same.code, other.code]).toEqual([0, 0, 1]);
    expect(other.stdout).toContain("features lag:12,calendar:month → lag:6");
  });
});
