import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { models } from "../../src/models/index.js";
import { record } from "./figures.js";
import { program, usageOf } from "./process-usage.js";
import { writeHours } from "./tables/hours.js";
import { writeStorePanel } from "./tables/store-panel.js";

const SIZES = [1e3, 1e4, 1e5, 1e6];
const PANELS = [1, 1e2, 1e3, 1e4, 1e5];
/** Processor seconds after which a model is given no larger table. */
const BUDGET = Number(process.env.FORETELL_BENCH_SECONDS ?? 10);
/** Beyond an empty process: below it, reading and starting hide what grows. */
const MIN_SECONDS = 0.1;

/** How time and memory grow with the rows of a series, and with the number of series. */
export async function growth(print: (line: string) => void): Promise<void> {
  const named = process.env.FORETELL_BENCH_MODELS?.split(",");
  const names = named ?? models.map(({ name }) => name);
  const folder = mkdtempSync(join(tmpdir(), "foretell-bench-"));
  const output = join(folder, "forecast.csv");
  const measure = (title: string, name: string, sizes: readonly number[], what: string) => {
    const { processorSeconds: empty } = usageOf("-e", "0");
    const rows: Record<string, (number | null)[]> = {};
    for (const model of names) {
      const seconds: number[] = [];
      let memory = 0;
      for (const size of sizes) {
        const table = join(folder, `${name}-${size}.csv`);
        const args = [table, "-m", model, "-H", "12", "--threads", "1", "--intervals", "native"];
        const used = usageOf(program, ...args, "-q", "-o", output);
        seconds.push(used.processorSeconds - empty);
        memory = used.mebibytes;
        if (used.processorSeconds > BUDGET) break;
      }
      const cells = sizes.map((_, i) => seconds[i] ?? null);
      rows[model] = [...cells, memory, exponentOf(sizes, seconds)];
    }
    const columns = [...sizes.map((size) => `${size.toLocaleString("en")}, s`), "last MiB", "n^"];
    record(name, { title, what, bench: "growth", columns, rows }, print);
  };
  try {
    for (const size of SIZES) writeHours(join(folder, `rows-${size}.csv`), size);
    measure(
      "Growth with rows",
      "rows",
      SIZES,
      `Processor seconds of whole processes for one hourly series of so many rows, up to the first that takes ${BUDGET}; the memory of the last; the exponent that its seconds fit.`,
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
  const points = seconds.flatMap((value, i) =>
    value > MIN_SECONDS && i > 0 ? [[Math.log(sizes[i]!), Math.log(value)] as const] : [],
  );
  const last = points.slice(-3);
  if (last.length < 2) return null;
  const mean = (k: 0 | 1) => last.reduce((sum, point) => sum + point[k], 0) / last.length;
  const [mx, my] = [mean(0), mean(1)];
  const covariance = last.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  return covariance / last.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}
