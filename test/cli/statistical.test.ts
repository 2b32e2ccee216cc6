import { describe, expect, it } from "vitest";
import { foretell, monthly } from "./foretell.js";

describe("foretell forecast", () => {
  it.each(["ets", "theta", "mstl", "ensemble", "drift", "mean", "window-average", "croston"])(
    "-m %s prints means within their intervals",
    async (model) => {
      const { code, stdout, stderr } = await foretell(["nottem", "-m", model, "-H", "3"]);
      expect(stderr).toBe("");
      const [header, ...rows] = stdout.trim().split("\n");
      const columns = ["", "-lo-80", "-hi-80", "-lo-95", "-hi-95"].map((end) => model + end);
      expect(header).toBe(`unique_id,ds,${columns.join(",")}`);
      expect(rows).toHaveLength(3);
      for (const row of rows) {
        const [mean, lo80, hi80, lo95, hi95] = row.split(",").slice(2).map(Number);
        expect([lo95, lo80, mean, hi80, hi95]).toEqual(
          [lo95, lo80, mean, hi80, hi95].sort((a, b) => a - b),
        );
      }
      expect(code).toBe(0);
    },
  );

  it("names the series that a model makes do for", async () => {
    const { code, stderr } = await foretell(["-m", "ets", "-H", "1"], {
      stdin: monthly([3, 4, 6]),
    });
    expect(stderr).toContain("is too short to learn from (3 observations)");
    expect(code).toBe(0);
  });

  it("underlines a form that there is not", async () => {
    const { code, stderr } = await foretell(["nile", "-m", "ets:trend=B"]);
    expect(stderr).toContain("ets: trend must be one of auto, N, A, Ad, M, Md");
    expect(code).toBe(2);
  });
});
