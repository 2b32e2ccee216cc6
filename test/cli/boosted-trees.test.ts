import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

describe("foretell -m boosted-trees", () => {
  it("forecasts with columns, intervals from its past errors, and from a file the same", async () => {
    const cwd = folder();
    const columns = ["--target", "drivers", "--past", "front,rear", "-f", "calendar:month"];
    const told = ["seatbelts", "-m", "boosted-trees", ...columns, "-H", "6", "--level", "80"];
    const [direct, trained] = await Promise.all([
      foretell(["forecast", ...told], { cwd }),
      foretell(["train", ...told, "-o", "m.foretell"], { cwd }),
    ]);
    expect([direct.code, trained.code]).toEqual([0, 0]);
    const [header, ...rows] = direct.stdout.trim().split("\n");
    expect(header).toBe("unique_id,ds,boosted-trees,boosted-trees-lo-80,boosted-trees-hi-80");
    expect(rows).toHaveLength(6);
    for (const row of rows) {
      const [mean, lo, hi] = row.split(",").slice(2).map(Number) as [number, number, number];
      expect(lo).toBeLessThan(mean);
      expect(hi).toBeGreaterThan(mean);
    }
    const again = await foretell(["forecast", "--from", "m.foretell"], { cwd });
    expect(again.stdout).toBe(direct.stdout);
  });

  it("says what an option may be", async () => {
    const { code, stderr } = await foretell(["forecast", "-m", "boosted-trees:leaves=1"]);
    expect(code).toBe(2);
    expect(stderr).toContain("boosted-trees: leaves must be a whole number from 2 to 255");
  });
});
