import { readPanel } from "../../../src/data/read/read-panel.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

/** A table's frequency, number of series, first date and first two values as it is read, and what is said of it. */
export async function beginningOf(path: string) {
  const warnings: string[] = [];
  const options = { irregular: "allowed" } as const;
  const { frequency, series } = await readPanel(path, options, (text) => warnings.push(text));
  const [{ ds, y }] = series;
  const start = frequency.unit === "index" ? String(ds[0]) : formatTimes(ds)[0];
  const known = y.filter((value) => !Number.isNaN(value));
  return {
    begins: [frequency.alias, series.length, start, known[0], known[1]],
    said: warnings.join("\n"),
  };
}
