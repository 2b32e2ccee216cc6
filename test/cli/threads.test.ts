import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { availableCores } from "../../src/engine/cores.js";
import { folder, foretell } from "./foretell.js";

/** Series that keep hmm busy for longer than threads need to start; some make it warn. */
const rows = ["id,ds,y"];
for (let s = 0; s < 36; s++) {
  for (let t = 0; t < 120; t++) {
    const y = (s % 9 === 0 ? 0 : 20) + ((t * t * 7 + s * 13) % 19) + (t % 40 < 20 ? 0 : 25);
    rows.push(`s${s},${t},${y}`);
  }
}
const panel = `${rows.join("\n")}\n`;

it.each([["hmm:states=2,log=yes"], ["ensemble"], ["mstl:seasons=12"]])(
  "%s forecasts the same bytes and says the same on one thread and on three",
  async (spec) => {
    const cwd = folder({ "panel.csv": panel });
    const args = ["panel.csv", "-H", "2", "-m", spec, "--intervals", "native"];
    const [one, three] = await Promise.all(
      ["1", "3"].map((threads) => foretell([...args, "--threads", threads], { cwd })),
    );
    expect(three).toEqual(one);
    expect(one.code).toBe(0);
    expect(one.stdout.split("\n")).toHaveLength(2 + 2 * 36);
  },
);

it("distances of all pairs are the same bytes on one thread and on three", async () => {
  const table = ["id,ds,y"];
  for (let s = 0; s < 60; s++) {
    // Lengths differ, and are large enough together for threads to be worth their start.
    for (let t = 0; t < 236 + (s % 8); t++) table.push(`s${s},${t},${(t * t * 7 + s * 13) % 19}`);
  }
  const cwd = folder({ "panel.csv": `${table.join("\n")}\n` });
  const args = ["features", "panel.csv", "--dtw-matrix", "--format", "csv"];
  const [one, three] = await Promise.all(
    ["1", "3"].map((threads) => foretell([...args, "--threads", threads], { cwd })),
  );
  expect(three).toEqual(one);
  expect(one.stdout.trim().split("\n").length).toBeGreaterThan(60);
});

it("check finds the bytes of one thread on three", async () => {
  const cwd = folder({ "panel.csv": panel });
  const args = ["check", "--baseline", "baseline.json", "--exact"];
  const first = ["panel.csv", "-m", "hmm:states=2,log=yes", "-H", "2", "--update"];
  expect((await foretell([...args, ...first, "--threads", "1"], { cwd })).code).toBe(0);
  const { code, stdout } = await foretell([...args, "--threads", "3"], { cwd });
  expect({ code, stdout }).toMatchObject({ code: 0 });
});

/** Tells on stderr of each thread that Node starts, and of what it sends back. */
const watch = `import { isMainThread } from "node:worker_threads";
if (isMainThread) {
  process.on("worker", (worker) => {
    console.error("thread", worker.threadId);
    worker.on("message", () => console.error("fits from", worker.threadId));
  });
}
`;

it("backtest fits on as many threads as are asked for, gaps and all, with the same bytes", async () => {
  const table = ["id,ds,y"];
  // Eight series are fitted at once, then parts of sixteen: one for each of three threads.
  for (let s = 0; s < 8 + 3 * 16; s++) {
    for (let t = 0; t < 60; t++) {
      const gap = t > 0 && t < 59 && (t + s) % 17 === 5;
      table.push(`s${s},${t},${gap ? "" : ((t * t * 7 + s * 13) % 19) + (t % 40 < 20 ? 0 : 25)}`);
    }
  }
  const cwd = folder({ "panel.csv": `${table.join("\n")}\n`, "watch.mjs": watch });
  const url = pathToFileURL(join(cwd, "watch.mjs")).href;
  const run = async (threads: number) => {
    const { code, stdout, stderr } = await foretell(
      [
        ...["backtest", "panel.csv", "-H", "2", "-m", "arima:order=2-1-2", "--format", "csv"],
        ...["--intervals", "native"],
        ...["--metrics", "mase,coverage", "--forecasts", `${threads}.csv`],
        ...["--threads", String(threads)],
      ],
      { cwd, env: { NODE_OPTIONS: `--import=${url}` } },
    );
    const count = (pattern: RegExp) => new Set(stderr.match(pattern)).size;
    return {
      code,
      bytes: stdout + readFileSync(join(cwd, `${threads}.csv`), "utf8"),
      threads: count(/^thread \d+$/gm),
      busy: count(/^fits from \d+$/gm),
    };
  };
  const [one, two, three] = [await run(1), await run(2), await run(3)];
  expect([one.threads, two.threads, three.threads]).toEqual([1, 2, 3]);
  expect([one.busy, two.busy, three.busy]).toEqual([1, 2, 3]);
  expect(one.code).toBe(0);
  expect(two.bytes).toBe(one.bytes);
  expect(three.bytes).toBe(one.bytes);
}, 180_000);

it("networks train on as many threads as are asked for, cores and shards allowing, with the same bytes", async () => {
  const cwd = folder({ "watch.mjs": watch });
  const url = pathToFileURL(join(cwd, "watch.mjs")).href;
  // Batches of 128 windows have four shards, and take long enough for other threads to help.
  const model =
    "lstm:hidden=64,epochs=1,batch=128,log=no,difference=no,window-scale=no,deseason=no";
  const run = async (threads: number) => {
    const { code, stdout, stderr } = await foretell(
      ["co2", "-m", model, "--threads", String(threads)],
      { cwd, env: { NODE_OPTIONS: `--import=${url}` } },
    );
    return { code, stdout, started: stderr.match(/^thread \d+$/gm)?.length ?? 0 };
  };
  const [one, many] = [await run(1), await run(256)];
  expect(one).toMatchObject({ code: 0, started: 0 });
  expect(many.stdout).toBe(one.stdout);
  const useful = await run(Math.min(4, availableCores()));
  expect(many.started).toBe(useful.started);
}, 180_000);

it("--threads must be a whole number", async () => {
  const { code, stderr } = await foretell(["nile", "-m", "naive", "--threads", "0"]);
  expect(code).toBe(2);
  expect(stderr).toContain("the number of threads must be a whole number from 1 to 256");
});
