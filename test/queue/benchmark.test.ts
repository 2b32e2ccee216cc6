import { expect, it } from "vitest";
import { folder, foretell } from "../cli/foretell.js";
import { start } from "./processes.js";
import { describeWithRedis, startRedis } from "./redis.js";

/** Monthly or yearly series, and what came after. */
function files(period: string, season: number, horizon: number): Record<string, string> {
  const parts = { train: "unique_id,ds,y\n", test: "unique_id,ds,y\n" };
  for (let s = 0; s < 4; s++) {
    for (let t = 0; t < 48 + horizon; t++) {
      const date =
        season === 1
          ? `${1900 + t}-01-01`
          : `${2000 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}-01`;
      const y = 40 + s * t + ((t * t * 7 + s * 13) % 19);
      parts[t < 48 ? "train" : "test"] += `${period}${s},${date},${y}\n`;
    }
  }
  return {
    [`m1-${period}-train.csv`]: parts.train,
    [`m1-${period}-test.csv`]: parts.test,
  };
}

describeWithRedis("a benchmark on many machines", () => {
  it("scores as one process does, but for the time", async () => {
    const cwd = folder({ ...files("yearly", 1, 6), ...files("monthly", 12, 18) });
    const args = ["benchmark", "m1", "-m", "theta", "-m", "rnn:epochs=2", "--intervals", "auto"];
    args.push("--format", "csv", "-q");
    const redis = await startRedis();
    const alone = await foretell(args, { cwd });
    expect(alone.code).toBe(0);
    expect(alone.stdout).toContain("rnn");
    const worker = start(["worker", "--on", redis.url, "--threads", "1"]);
    await worker.says("waits for work");
    expect(await foretell([...args, "--on", redis.url], { cwd })).toEqual(alone);
    worker.child.kill("SIGTERM");
    const { stderr } = await worker.ended;
    expect(stderr).toMatch(/4 (fits|jobs)/);
  }, 180_000);

  it("is refused for ltsf", async () => {
    const { code, stderr } = await foretell(["benchmark", "ltsf", "nottem", "--on", "redis://x"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--on cannot be used with ltsf");
  });
});
