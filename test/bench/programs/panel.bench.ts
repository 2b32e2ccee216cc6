import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MONTHS, writeStorePanel } from "../tables/store-panel.js";
import { program, usageOf } from "./process-usage.js";

/** Series of the panel; 100,000 take some minutes. */
const SERIES = Number(process.env.FORETELL_BENCH_SERIES ?? 100_000);

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
      const used = usageOf(program, ...args, "-o", output, "-q");
      const hash = createHash("sha256").update(readFileSync(output)).digest("hex").slice(0, 8);
      print(
        `${model.padEnd(15)} ${source === sorted ? "sorted  " : "shuffled"} ${threads} thread${threads > 1 ? "s" : " "}  ${used.seconds.toFixed(1).padStart(7)} s  ${used.processorSeconds.toFixed(1).padStart(7)} processor s  ${Math.round(used.mebibytes)} MiB  ${hash}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
