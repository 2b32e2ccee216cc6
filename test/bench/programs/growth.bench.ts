import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { models } from "../../../src/models/index.js";
import { committedRows, record } from "../figures.js";
import { writeHours } from "../tables/hours.js";
import { writeStorePanel } from "../tables/store-panel.js";
import { program, usageOf, usageWithin } from "./process-usage.js";

const SIZES = [1e3, 1e4, 1e5, 1e6];
const PANELS = [1, 1e2, 1e3, 1e4, 1e5];
/** Processor seconds after which a model is given no larger table, once it has had two. */
const BUDGET = Number(process.env.FORETELL_BENCH_SECONDS ?? 10);
/** Processor seconds, as multiples of the budget, after which a forecast is ended. */
const CAP = 8;
/** Of growth beyond the smallest table: below it, the clock hides what grows. */
const MIN_SECONDS = 0.05;

/** How time and memory grow with the rows of a series, and with the number of series. */
export async function growth(print: (line: string) => void): Promise<void> {
  const named = process.env.FORETELL_BENCH_MODELS?.split(",");
  const all = models.map(({ name }) => name);
  const folder = mkdtempSync(join(tmpdir(), "foretell-bench-"));
  const output = join(folder, "forecast.csv");
  const measure = (title: string, name: string, sizes: readonly number[], what: string) => {
    const { processorSeconds: empty } = usageOf("-e", "0");
    const columns = [...sizes.map((size) => `${size.toLocaleString("en")}, s`), "last MiB", "n^"];
    const rows: Record<string, readonly (number | null)[]> = {};
    const before = named ? committedRows(name, columns) : {};
    for (const model of all) {
      if (named && !named.includes(model)) {
        if (before[model]) rows[model] = before[model];
        continue;
      }
      const seconds: number[] = [];
      let memory: number | null = null;
      for (const size of sizes) {
        const table = join(folder, `${name}-${size}.csv`);
        const args = [table, "-m", model, "-H", "12", "--threads", "1", "--intervals", "native"];
        const used = usageWithin(CAP * BUDGET, program, ...args, "-q", "-o", output);
        if (used === undefined) {
          print(`${model} was ended at ${size} after ${CAP * BUDGET} s`);
          break;
        }
        seconds.push(used.processorSeconds - empty);
        memory = used.mebibytes;
        if (used.processorSeconds > BUDGET && seconds.length > 1) break;
      }
      const cells = sizes.map((_, i) => seconds[i] ?? null);
      rows[model] = [...cells, memory, exponentOf(sizes, seconds)];
    }
    record(name, { title, what, bench: "growth", columns, rows }, print);
  };
  try {
    for (const size of SIZES) writeHours(join(folder, `rows-${size}.csv`), size);
    measure(
      "Growth with rows",
      "rows",
      SIZES,
      `Processor seconds of whole processes on one thread for one hourly series of so many rows, up to the first that takes ${BUDGET} (two tables at least, unless one takes ${CAP * BUDGET}); the memory of the last; the exponent that the seconds beyond those of the smallest table fit, over the three largest.`,
    );
    for (const series of PANELS) {
      writeStorePanel(join(folder, `series-${series}.csv`), { series, shuffled: false });
    }
    measure("Growth with series", "series", PANELS, "The same for so many series of 60 months.");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The exponent of growth by least squares on logarithms; null where there is too little to see. */
function exponentOf(sizes: readonly number[], seconds: readonly number[]): number | null {
  const points = seconds.flatMap((value, i) => {
    const grown = value - seconds[0]!;
    return grown > MIN_SECONDS ? [[Math.log(sizes[i]!), Math.log(grown)] as const] : [];
  });
  const last = points.slice(-3);
  if (last.length < 2) return null;
  const mean = (k: 0 | 1) => last.reduce((sum, point) => sum + point[k], 0) / last.length;
  const [mx, my] = [mean(0), mean(1)];
  const covariance = last.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return covariance / last.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}
