import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { record } from "../figures.js";
import { writeHours } from "../tables/hours.js";
import { program, usageOf } from "./process-usage.js";

const MINUTES_OF_A_YEAR = 525_600;

/** Peaks of memory, that of `node -e 0` taken off. */
export async function memory(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "foretell-bench-"));
  try {
    const year = join(folder, "minutes.csv");
    writeHours(year, MINUTES_OF_A_YEAR, 60_000);
    const columns = join(folder, "minutes.parquet");
    usageOf(program, "clean", year, "-q", "-o", columns);
    const output = join(folder, "out.csv");
    writeFileSync(output, "");
    const { mebibytes: empty } = usageOf("-e", "0");
    const rows: Record<string, number[]> = {};
    for (const [name, args] of [
      ["air-passengers -m theta", ["air-passengers", "-m", "theta"]],
      ["air-passengers (auto)", ["air-passengers"]],
      ["a year of minutes, auto", [year, "-H", "60"]],
      ["a year of minutes, -m naive", [year, "-H", "60", "-m", "naive"]],
      ["the same as Parquet, -m naive", [columns, "-H", "60", "-m", "naive"]],
    ] as const) {
      const { processorSeconds, mebibytes } = usageOf(program, ...args, "-q", "-o", output);
      rows[name] = [mebibytes - empty, processorSeconds];
    }
    record(
      "memory",
      {
        title: "Memory",
        what: "The largest resident memory of whole processes beyond that of `node -e 0`; a year of minutes is a table of 525,600 rows.",
        bench: "memory",
        columns: ["MiB", "processor s"],
        rows,
      },
      print,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
