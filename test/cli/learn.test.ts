import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const short = ["-H", "3", "--intervals", "none", "--format", "csv"];

describe("foretell --learn", () => {
  it.each(["tbptt:4", "rtrl", "hybrid", "snap1", "bptt"])(
    "%s: a trained model forecasts the same bytes as one that was not saved",
    async (rule) => {
      const cwd = folder({});
      const model = ["-m", "lstm:hidden=4,epochs=3", "--learn", rule];
      const direct = await foretell(["forecast", "nottem", ...model, ...short], { cwd });
      expect(direct).toMatchObject({ code: 0 });
      expect(direct.stdout.trim().split("\n")).toHaveLength(4);
      const trained = await foretell(
        ["train", "nottem", ...model, "-H", "3", "--intervals", "none", "-o", "nottem.foretell"],
        { cwd },
      );
      expect(trained).toMatchObject({ code: 0 });
      expect(readFileSync(join(cwd, "nottem.foretell")).length).toBeGreaterThan(100);
      const again = ["forecast", "nottem", "--from", "nottem.foretell", "-H", "3"];
      const { stdout } = await foretell([...again, "--format", "csv"], { cwd });
      expect(stdout).toBe(direct.stdout);
    },
  );

  it("refuses exact RTRL that needs more memory than allowed, with the number", async () => {
    const { code, stderr } = await foretell([
      "nottem",
      "-m",
      "lstm:hidden=512",
      "--learn",
      "rtrl",
      ...short,
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("8240 MiB");
  });

  it("names the rules there are", async () => {
    const { code, stderr } = await foretell(["nottem", "-m", "lstm", "--learn", "luck"]);
    expect(code).toBe(2);
    for (const rule of ["bptt", "tbptt", "rtrl", "hybrid", "snap1"]) expect(stderr).toContain(rule);
  });

  it("is for recurrent models", async () => {
    const { code, stderr } = await foretell(["nottem", "-m", "arima", "--learn", "rtrl"]);
    expect(code).toBe(2);
    expect(stderr).toContain("not for arima");
  });
});
