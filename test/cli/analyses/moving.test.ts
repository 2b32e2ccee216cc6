import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, foretell, monthly } from "../foretell.js";

const value = (t: number) => 100 + t + 10 * (t % 12) + ((t * t * 7) % 5);
const CHECK = ["check", "--baseline", "b.json"];

describe("foretell check --moving", () => {
  it("passes while data grow as before, and fails when forecasts of them get worse", async () => {
    const cwd = folder({ "in.csv": monthly(Array.from({ length: 60 }, (_, t) => value(t))) });
    const first = await foretell(
      [...CHECK, "in.csv", "-m", "seasonal-naive", "-H", "6", "--folds", "2", "--update"],
      { cwd },
    );
    expect(first.stderr).toContain("b.json is written: 1 entry");
    const again = await foretell([...CHECK, "--update"], { cwd });
    expect(again.stderr).toContain("b.json stays as it is: nothing has changed");

    writeFileSync(join(cwd, "in.csv"), monthly(Array.from({ length: 66 }, (_, t) => value(t))));
    const frozen = await foretell(CHECK, { cwd });
    expect(frozen.code).toBe(1);
    const moving = [...CHECK, "--moving", "--tolerance", "mase=20%"];
    const grown = await foretell(moving, { cwd });
    expect(grown.code).toBe(0);
    expect(grown.stdout).toContain("mase");

    const worse = Array.from({ length: 66 }, (_, t) => value(t) + (t > 58 ? 40 * (t % 3) : 0));
    writeFileSync(join(cwd, "in.csv"), monthly(worse));
    const fallen = await foretell(moving, { cwd });
    expect(fallen.code).toBe(1);
    expect(fallen.stdout).toContain("fail");
  });

  it("lets metrics without a tolerance change", async () => {
    const cwd = folder({ "in.csv": monthly(Array.from({ length: 60 }, (_, t) => value(t))) });
    const baseline = [...CHECK, "in.csv", "-m", "seasonal-naive", "-H", "6", "--update"];
    await foretell(baseline, { cwd });
    const noisier = Array.from({ length: 66 }, (_, t) => value(t) + (t > 59 ? t % 5 : 0));
    writeFileSync(join(cwd, "in.csv"), monthly(noisier));
    const { code, stdout } = await foretell([...CHECK, "--moving", "--tolerance", "mase=900%"], {
      cwd,
    });
    expect(stdout).toContain("rmse");
    expect(code).toBe(0);
    const strict = await foretell([...CHECK, "--moving", "--tolerance", "rmse=0%"], { cwd });
    expect(strict.code).toBe(1);
  });

  it("asks how much worse is too much", async () => {
    const cwd = folder({ "in.csv": monthly(Array.from({ length: 60 }, (_, t) => value(t))) });
    await foretell([...CHECK, "in.csv", "-m", "naive", "-H", "6", "--update"], { cwd });
    const { code, stderr } = await foretell([...CHECK, "--moving"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("--moving needs --tolerance");
  });
});
