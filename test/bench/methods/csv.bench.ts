import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parse } from "csv-parse/sync";
import { readCSV } from "danfojs-node";
import Papa from "papaparse";
import { parseCsv } from "../../../src/data/format/csv.js";
import { panelFromColumns } from "../../../src/data/panel/from-table.js";
import { formatTime } from "../../../src/data/time/timestamp.js";
import { Random } from "../../../src/numeric/random.js";
import { race } from "../measure.js";

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
  const memory = memoryOf(bytes);
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
  const perRow = (held: number) => (held / SERIES / STEPS).toFixed(1);
  print(
    `  held of a row, id, ds and y: ${perRow(memory.table)} bytes in columns, ${perRow(memory.panel)} in a panel, ${perRow(memory.both)} in both`,
  );
}

/** Bytes that are held by a table, by its panel, and by both together, which share what they can. */
function memoryOf(bytes: Uint8Array): { table: number; panel: number; both: number } {
  const read = () => parseCsv({ name: "long.csv", bytes });
  const both = (table = read()) => [table, panelFromColumns(table, {}, () => {})];
  // What is compiled and kept for later is paid once.
  heldBy(both);
  return { table: heldBy(read), panel: heldBy(() => both()[1]), both: heldBy(both) };
}

function heldBy(make: () => unknown): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const held = () => {
    // That a buffer is free is known one collection later.
    for (let i = 0; i < 3; i++) collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  const kept = make();
  const after = held();
  return kept === undefined ? 0 : after - before;
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
