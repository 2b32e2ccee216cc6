import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { folder, foretell } from "../cli/foretell.js";
import { start } from "./processes.js";
import { describeWithRedis, startRedis } from "./redis.js";

/** Ends the thread that is given a part with the series "poison", as running out of memory would. */
const breaking = `import { isMainThread, parentPort } from "node:worker_threads";
if (!isMainThread) {
  const { on } = parentPort;
  parentPort.on = (name, hear) =>
    on.call(parentPort, name, (order) => {
      if (Buffer.from(order.series ?? "").includes("poison")) process.exit(7);
      hear(order);
    });
}
`;

const rowsOf = (ids: readonly string[]) =>
  ids.flatMap((id, s) =>
    Array.from({ length: 30 }, (_, t) => `${id},${t},${((t * t * 7 + s * 13) % 19) + 1}\n`),
  );
const tableOf = (ids: readonly string[]) => `unique_id,ds,y\n${rowsOf(ids).join("")}`;

const FORECAST = ["-m", "theta", "-H", "2", "--intervals", "native", "--format", "csv"];

describeWithRedis("a series that breaks whoever forecasts it", () => {
  it("is named after three tries, and all others are forecast", async () => {
    const ids = ["a", "b", "poison", "c"];
    const cwd = folder({ "panel.csv": tableOf(ids), "breaking.mjs": breaking });
    const redis = await startRedis();
    const env = { NODE_OPTIONS: `--import=${pathToFileURL(join(cwd, "breaking.mjs")).href}` };
    const worker = start(["worker", "--on", redis.url, "--threads", "2"], { env });
    await worker.says("waits for work");
    const { code, stdout, stderr } = await foretell(
      ["forecast", "panel.csv", ...FORECAST, "--on", redis.url],
      { cwd },
    );
    expect(code).toBe(4);
    expect(stderr).toContain("its series are tried one by one");
    expect(stderr).toContain("1 of 4 series could not be forecast: poison");
    expect(stderr).toContain("no worker could forecast it in 3 tries: the thread ended");
    const alone = await foretell(["forecast", "panel.csv", ...FORECAST], { cwd });
    const others = alone.stdout.split("\n").filter((row) => !row.startsWith("poison,"));
    expect(stdout.split("\n")).toEqual(others);
    expect(worker.child.exitCode).toBeNull();
  });
});
