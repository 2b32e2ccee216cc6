import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { readCSV } from "danfojs-node";
import Papa from "papaparse";
import { parseCsv } from "../../src/data/csv.js";
import { panelFromColumns } from "../../src/data/panel.js";
import { formatTime } from "../../src/data/time.js";
import { Random } from "../../src/engine/random.js";
import { race } from "./measure.js";

const SERIES = 10_000;
const STEPS = 100;
const DAY = 86_400_000;

/** A long table of a million rows, ten thousand series: into a panel here, into rows elsewhere. */
export async function csvReaders(print: (line: string) => void): Promise<void> {
  const text = longTable();
  const bytes = new TextEncoder().encode(text);
  const folder = mkdtempSync(join(tmpdir(), "foretell-bench-"));
  const path = join(folder, "long.csv");
  writeFileSync(path, bytes);
  const timings = await race(
    [
      {
        name: "foretell, to a panel",
        run: () => panelFromColumns(parseCsv({ name: "long.csv", bytes }), {}, () => {}),
      },
      { name: "csv-parse, to objects", run: () => parse(text, { columns: true, cast: true }) },
      {
        name: "papaparse, to objects",
        run: () => Papa.parse(text, { header: true, dynamicTyping: true }),
      },
      { name: "danfojs readCSV, to a frame", run: () => readCSV(path) },
    ],
    3,
  );
  rmSync(folder, { recursive: true });
  print(`csv: ${SERIES * STEPS} rows, ${(bytes.length / 1e6).toFixed(1)} MB`);
  for (const { name, median } of timings) {
    print(`  ${name.padEnd(28)} ${(bytes.length / 1e3 / median).toFixed(1).padStart(7)} MB/s`);
  }
}

function longTable(): string {
  const random = new Random(1);
  const days = Array.from({ length: STEPS }, (_, t) => formatTime((19_723 + t) * DAY, "day"));
  const lines = ["unique_id,ds,y"];
  for (let k = 0; k < SERIES; k++) {
    for (const day of days)
      lines.push(`store-${k},${day},${Math.floor(random.uniform() * 1e5) / 100}`);
  }
  return `${lines.join("\n")}\n`;
}
