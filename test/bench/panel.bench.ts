import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MONTHS, writeStorePanel } from "./store-panel.js";

const program = fileURLToPath(new URL("../dist/foretell.js", import.meta.url));

/** Series of the panel; 100,000 take some minutes. */
const SERIES = Number(process.env.FORETELL_BENCH_SERIES ?? 100_000);

/** Has a process say at its end what it used, on the last line of stderr. */
const TOLD = `--import=data:text/javascript,${encodeURIComponent(
  'import{isMainThread}from"node:worker_threads";if(isMainThread)process.on("exit",()=>console.error(JSON.stringify(process.resourceUsage())))',
)}`;

/** Large panels from file to file: time, processor time and memory of whole processes. */
export async function largePanels(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "foretell-bench-"));
  try {
    const [sorted, shuffled] = ["sorted.csv", "shuffled.csv"].map((name) => join(folder, name));
    writeStorePanel(sorted!, { series: SERIES, shuffled: false });
    writeStorePanel(shuffled!, { series: SERIES, shuffled: true });
    print(`${SERIES} series of ${MONTHS} months, -H 12`);
    for (const [source, model, threads] of [
      [sorted, "seasonal-naive", 2],
      [shuffled, "seasonal-naive", 2],
      [sorted, "theta", 1],
      [sorted, "theta", 2],
    ] as const) {
      const output = join(folder, "forecast.csv");
      const args = ["forecast", source!, "-H", "12", "-m", model, "--threads", String(threads)];
      const start = performance.now();
      const { status, stderr } = spawnSync(
        process.execPath,
        [program, ...args, "-o", output, "-q"],
        {
          encoding: "utf8",
          env: { ...process.env, NODE_OPTIONS: TOLD },
        },
      );
      if (status !== 0) throw new Error(`${args.join(" ")} exited with ${status}: ${stderr}`);
      const seconds = (performance.now() - start) / 1000;
      const used = JSON.parse(stderr.trim().split("\n").at(-1)!) as NodeJS.ResourceUsage;
      const processor = (used.userCPUTime + used.systemCPUTime) / 1e6;
      const hash = createHash("sha256").update(readFileSync(output)).digest("hex").slice(0, 8);
      print(
        `${model.padEnd(15)} ${source === sorted ? "sorted  " : "shuffled"} ${threads} thread${threads > 1 ? "s" : " "}  ${seconds.toFixed(1).padStart(7)} s  ${processor.toFixed(1).padStart(7)} processor s  ${Math.round(used.maxRSS / 1024)} MB  ${hash}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
