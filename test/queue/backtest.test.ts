import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Queue } from "bullmq";
import { expect, it } from "vitest";
import { folder, foretell } from "../cli/foretell.js";
import { start } from "./processes.js";
import { describeWithRedis, type Redis, startRedis } from "./redis.js";

/** Six series with a gap, a price that is known ahead, and one series that begins late. */
function panel(): string {
  const rows = ["unique_id,ds,y,price"];
  for (let s = 0; s < 6; s++) {
    for (let t = s === 5 ? 20 : 0; t < 48; t++) {
      const month = String((t % 12) + 1).padStart(2, "0");
      const y = t === 7 && s === 2 ? "" : 20 + s + ((t * t * 7 + s * 13) % 19);
      rows.push(`s${s},${2019 + Math.floor(t / 12)}-${month}-01,${y},${5 + (t % 3)}`);
    }
  }
  return `${rows.join("\n")}\n`;
}

const BACKTEST = [
  ...["backtest", "panel.csv", "--future", "price", "-H", "3", "--folds", "3", "--seed", "7"],
  ...["-m", "lstm:epochs=2,hidden=4", "-m", "lag-regression", "-m", "ets", "-m", "auto"],
  ...["-f", "lag:1", "--min", "0", "--format", "csv", "-q"],
];

async function startWorker({ url }: Redis, ...options: readonly string[]) {
  const args = ["worker", "--on", url, "--threads", "1", "--stalled-after", "1", ...options];
  const worker = start(args);
  await worker.says("waits for work");
  return worker;
}

async function keysLeft({ port }: Redis): Promise<string[]> {
  const client = await new Queue("any", { connection: { host: "127.0.0.1", port } }).client;
  const keys = await (client as unknown as { keys(pattern: string): Promise<string[]> }).keys("*");
  await client.quit();
  return keys.filter((key) => /foretell:(shared|.*:f[0-9a-f]{40})/.test(key));
}

describeWithRedis("a backtest on many machines", () => {
  it.each([[[]], [["--refit", "2"]]])(
    "scores and forecasts as one process does, %j",
    async (more) => {
      const [redis, cwd] = [await startRedis(), folder({ "panel.csv": panel() })];
      const args = [...BACKTEST, ...more];
      const alone = await foretell([...args, "--forecasts", "alone.csv"], { cwd });
      expect(alone.code).toBe(0);
      await Promise.all([startWorker(redis), startWorker(redis)]);
      const on = await foretell([...args, "--forecasts", "on.csv", "--on", redis.url], { cwd });
      expect(on).toEqual(alone);
      const [a, b] = ["alone.csv", "on.csv"].map((name) => readFileSync(join(cwd, name), "utf8"));
      expect(b).toBe(a);
      expect(await keysLeft(redis)).toEqual([]);
    },
    180_000,
  );

  it("goes on when a worker is killed, with the data beside Redis", async () => {
    const [redis, cwd, place] = [await startRedis(), folder({ "panel.csv": panel() }), folder()];
    const alone = await foretell(BACKTEST, { cwd });
    const lost = await startWorker(redis, "--data-at", place);
    const planner = start([...BACKTEST, "--on", redis.url, "--data-at", place], { cwd });
    // Stopped before it is killed, it holds whatever it had taken by then.
    lost.child.kill("SIGSTOP");
    await planner.says("").catch(() => {});
    lost.child.kill("SIGKILL");
    await startWorker(redis, "--data-at", place);
    const { code, stdout } = await planner.ended;
    expect(code).toBe(0);
    expect(stdout).toBe(alone.stdout);
    expect(readdirSync(place)).toEqual([]);
  }, 180_000);

  it("names a model that cannot be fitted, as one process does", async () => {
    const [redis, cwd] = [await startRedis(), folder({ "panel.csv": panel() })];
    const args = ["backtest", "panel.csv", "-H", "3", "-m", "naive", "-m", "tcn:context=500"];
    const alone = await foretell([...args, "--format", "csv"], { cwd });
    await startWorker(redis);
    const on = await foretell([...args, "--format", "csv", "--on", redis.url], { cwd });
    expect(on).toEqual(alone);
    expect(alone.code).toBe(4);
  });
});
