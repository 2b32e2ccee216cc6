import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Queue } from "bullmq";
import { expect, it } from "vitest";
import { folder, foretell } from "../cli/foretell.js";
import { type Running, start } from "./processes.js";
import { describeWithRedis, type Redis, startRedis } from "./redis.js";

/** Says on stderr when a thread of a worker is given a part, and when it gives back the rows. */
const watch = `import { isMainThread } from "node:worker_threads";
if (isMainThread) {
  process.on("worker", (worker) => {
    const { postMessage } = worker;
    worker.postMessage = (order, ...rest) => {
      if (order.task === undefined) return postMessage.call(worker, order, ...rest);
      console.error("takes a part");
      if (process.env.HANGS === undefined) postMessage.call(worker, order, ...rest);
    };
    worker.on("message", ({ result }) => result && console.error("did a part"));
  });
}
`;

/** Eight parts of about thirty series. */
const SERIES = 240;
const PARTS = 8;

function panel(count: number): string {
  const rows = ["unique_id,ds,y"];
  for (let s = 0; s < count; s++) {
    for (let t = 0; t < 60; t++) {
      const month = String((t % 12) + 1).padStart(2, "0");
      rows.push(
        `s${s},${2019 + Math.floor(t / 12)}-${month}-01,${50 + ((t * t * 7 + s * 13) % 19)}`,
      );
    }
  }
  return `${rows.join("\n")}\n`;
}

const FORECAST = [
  ...["forecast", "panel.csv", "-m", "arima:order=1-0-0", "-H", "3", "--intervals", "native"],
  ...["--format", "csv"],
];

/** A folder with the panel, and what one process forecasts of it. */
async function workplace(): Promise<{ cwd: string; alone: string; watching: string }> {
  const cwd = folder({ "panel.csv": panel(SERIES), "watch.mjs": watch });
  const { code, stdout } = await foretell([...FORECAST, "--threads", "1"], { cwd });
  expect(code).toBe(0);
  return { cwd, alone: stdout, watching: `--import=${pathToFileURL(join(cwd, "watch.mjs")).href}` };
}

async function startWorker(
  { url }: Redis,
  watching: string,
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const args = ["worker", "--on", url, "--threads", "1", "--stalled-after", "1", ...options];
  const worker = start(args, { env: { NODE_OPTIONS: watching, ...env } });
  await worker.says("waits for work");
  return worker;
}

const countOf = (text: string, what: string) => text.split(what).length - 1;

/** What Redis still knows of parts, which is nothing once all is written. */
async function jobsLeft({ port }: Redis): Promise<string[]> {
  const client = await new Queue("any", { connection: { host: "127.0.0.1", port } }).client;
  const keys = await (client as unknown as { keys(pattern: string): Promise<string[]> }).keys(
    "foretell:*:p*",
  );
  await client.quit();
  return keys;
}

describeWithRedis("a forecast on many machines", () => {
  it("is the bytes of one process, and leaves nothing in Redis", async () => {
    const [redis, { cwd, alone, watching }] = await Promise.all([startRedis(), workplace()]);
    const workers = await Promise.all([startWorker(redis, watching), startWorker(redis, watching)]);
    const planner = await foretell([...FORECAST, "--on", redis.url, "-o", "out.csv"], { cwd });
    expect(planner).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(cwd, "out.csv"), "utf8")).toBe(alone);
    const done = workers.map((worker) => countOf(worker.stderr(), "did a part"));
    expect(done[0] + done[1]).toBe(PARTS);
    expect(await jobsLeft(redis)).toEqual([]);
    expect(readdirSync(cwd).sort()).toEqual(["out.csv", "panel.csv", "watch.mjs"]);
  });

  it("forecasts auto by what the planner learned, as one process does", async () => {
    const rows = Array.from({ length: 2040 }, (_, s) =>
      Array.from(
        { length: 14 },
        (_, t) => `s${s},${t},${(s % 9) * t + ((t * t * 7 + s * 13) % 19)}\n`,
      ),
    );
    const cwd = folder({ "panel.csv": `unique_id,ds,y\n${rows.flat().join("")}` });
    const args = ["panel.csv", "-m", "auto:candidates=drift+mean", "-H", "2", "--format", "csv"];
    const [redis, alone] = await Promise.all([startRedis(), foretell(args, { cwd })]);
    const worker = start(["worker", "--on", redis.url, "--threads", "2"]);
    await worker.says("waits for work");
    const planner = await foretell([...args, "--on", redis.url], { cwd });
    expect(planner).toEqual(alone);
    expect(planner.code).toBe(0);
    const few = ["nile", "-m", "auto", "--on", redis.url, "-o", "few.csv"];
    const refused = await foretell(few, { cwd });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("--on cannot be done with auto of 1 series");
  });

  it("goes on when a worker is killed with a part in its hands", async () => {
    const [redis, { cwd, alone, watching }] = await Promise.all([startRedis(), workplace()]);
    const lost = await startWorker(redis, watching, [], { HANGS: "1" });
    const planner = start([...FORECAST, "--on", redis.url], { cwd });
    await lost.says("takes a part");
    lost.child.kill("SIGKILL");
    await startWorker(redis, watching);
    const { code, stdout } = await planner.ended;
    expect(code).toBe(0);
    expect(stdout).toBe(alone);
    expect(await jobsLeft(redis)).toEqual([]);
  });

  it("goes on when Redis is restarted", async () => {
    const [redis, { cwd, alone, watching }] = await Promise.all([startRedis(), workplace()]);
    const planner = start([...FORECAST, "--on", redis.url], { cwd });
    const worker = await startWorker(redis, watching);
    await worker.says("did a part");
    await redis.stop();
    await Promise.all([worker.says("is gone"), planner.says("is gone")]);
    await redis.start();
    const { code, stdout } = await planner.ended;
    expect(code).toBe(0);
    expect(stdout).toBe(alone);
    expect(worker.stderr()).toContain("is back");
  });

  it("goes on when Redis comes back and has forgotten everything", async () => {
    const redis = await startRedis("--appendonly", "no");
    const { cwd, alone, watching } = await workplace();
    const planner = start([...FORECAST, "--on", redis.url], { cwd });
    const worker = await startWorker(redis, watching);
    await worker.says("did a part");
    await redis.stop();
    await planner.says("is gone");
    await redis.start();
    const { code, stdout } = await planner.ended;
    expect(code).toBe(0);
    expect(stdout).toBe(alone);
  });

  it("does nothing twice when the planner is killed and started again", async () => {
    const [redis, { cwd, alone, watching }] = await Promise.all([startRedis(), workplace()]);
    const first = start([...FORECAST, "--on", redis.url], { cwd });
    const worker = await startWorker(redis, watching);
    await worker.says(/(?:did a part[\s\S]*){3}/);
    first.child.kill("SIGKILL");
    await first.ended;
    const { code, stdout } = await foretell([...FORECAST, "--on", redis.url], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe(alone);
    expect(countOf(worker.stderr(), "did a part")).toBe(PARTS);
    expect(await jobsLeft(redis)).toEqual([]);
  });

  it("goes on with --resume after what is written already, and does nothing twice", async () => {
    const [redis, { cwd, alone, watching }] = await Promise.all([startRedis(), workplace()]);
    const to = [...FORECAST, "--on", redis.url, "-o", "out.csv", "--resume"];
    const first = start(to, { cwd });
    const worker = await startWorker(redis, watching);
    await worker.says(/(?:did a part[\s\S]*){3}/);
    first.child.kill("SIGKILL");
    await first.ended;
    const second = await foretell(to, { cwd });
    expect(second.code).toBe(0);
    expect(readFileSync(join(cwd, "out.csv"), "utf8")).toBe(alone);
    expect(countOf(worker.stderr(), "did a part")).toBe(PARTS);
    expect(await jobsLeft(redis)).toEqual([]);
  });

  it("Ctrl-C leaves a file to go on with, without workers too", async () => {
    const [redis, { cwd, alone, watching }] = await Promise.all([startRedis(), workplace()]);
    const to = [...FORECAST, "-o", "out.csv", "--resume"];
    const planner = start([...to, "--on", redis.url], { cwd });
    const worker = await startWorker(redis, watching);
    await worker.says(/(?:did a part[\s\S]*){3}/);
    worker.child.kill("SIGKILL");
    await worker.ended;
    planner.child.kill("SIGINT");
    const { code, stderr } = await planner.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/interrupted after [1-9]\d* of 240 series: they are kept/);
    expect((await foretell(to, { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "out.csv"), "utf8")).toBe(alone);
  });

  it("sends a table that is not held as it is read, with the same bytes", async () => {
    const [redis, { cwd, alone, watching }] = await Promise.all([startRedis(), workplace()]);
    const worker = await startWorker(redis, watching);
    const env = { FORETELL_HELD_BYTES: "1" };
    const planner = await foretell([...FORECAST, "--on", redis.url], { cwd, env });
    expect(planner).toEqual({ code: 0, stdout: alone, stderr: "" });
    expect(countOf(worker.stderr(), "did a part")).toBe(PARTS);
    expect(await jobsLeft(redis)).toEqual([]);
  });

  it.each(["ndjson", "parquet"])("writes %s as one process does", async (format) => {
    const [redis, { cwd, watching }] = await Promise.all([startRedis(), workplace()]);
    await startWorker(redis, watching);
    const to = (file: string) => [
      ...FORECAST.filter((word) => word !== "--format" && word !== "csv"),
      ...["-o", `${file}.${format}`],
    ];
    expect((await foretell([...to("on"), "--on", redis.url], { cwd })).code).toBe(0);
    expect((await foretell(to("alone"), { cwd })).code).toBe(0);
    const [on, alone] = ["on", "alone"].map((name) => readFileSync(join(cwd, `${name}.${format}`)));
    expect(on!.equals(alone!)).toBe(true);
  });

  it("counts once what two workers did, as one was late and taken for dead", async () => {
    const [redis, { cwd, alone, watching }] = await Promise.all([startRedis(), workplace()]);
    const late = await startWorker(redis, watching);
    const planner = start([...FORECAST, "--on", redis.url], { cwd });
    await late.says("takes a part");
    late.child.kill("SIGSTOP");
    const other = await startWorker(redis, watching);
    const { code, stdout } = await planner.ended;
    late.child.kill("SIGCONT");
    expect(code).toBe(0);
    expect(stdout).toBe(alone);
    expect(countOf(other.stderr(), "did a part")).toBeGreaterThan(0);
    late.child.kill("SIGTERM");
    await late.ended;
    expect(await jobsLeft(redis)).toEqual([]);
  });

  it("SIGTERM lets a worker finish its part and take no other", async () => {
    const [redis, { cwd, alone, watching }] = await Promise.all([startRedis(), workplace()]);
    const planner = start([...FORECAST, "--on", redis.url], { cwd });
    const worker = await startWorker(redis, watching);
    await worker.says("did a part");
    worker.child.kill("SIGTERM");
    const { code, stderr } = await worker.ended;
    expect(code).toBe(0);
    const done = countOf(stderr, "did a part");
    expect(done).toBeLessThan(PARTS);
    expect(stderr).toMatch(new RegExp(`foretell: ${done} jobs? done\n$`));
    await startWorker(redis, watching);
    expect((await planner.ended).stdout).toBe(alone);
  });
});
