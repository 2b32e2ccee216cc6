import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { record } from "../figures.js";
import { median } from "../measure.js";
import { program, secondsOf } from "../programs/process-usage.js";
import { writeHours } from "../tables/hours.js";

const ROUNDS = 3;

const data = process.env.FORETELL_DATA ?? "../shared/data";

/** What people wait for: `lstm` with intervals and hold-out, as whole processes on one thread. */
export async function networks(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "foretell-bench-"));
  try {
    const hours = join(folder, "hours.csv");
    writeHours(hours, 9600);
    const monthly = join(data, "m3-monthly-train.csv.gz");
    const sources: Record<string, readonly string[]> = {
      "air-passengers": ["air-passengers"],
      nottem: ["nottem"],
      "9,600 hours, season 24": [hours, "--season", "24"],
      "9,600 hours, season 168": [hours, "--season", "168", "-H", "24"],
      "714 series of M3 monthly": [monthly, "-H", "18"],
    };
    if (!existsSync(monthly)) {
      print("M3 monthly is not there, and skipped");
      delete sources["714 series of M3 monthly"];
    }
    const rows: Record<string, number[]> = {};
    for (const [name, source] of Object.entries(sources)) {
      const output = join(folder, "forecast.json");
      const args = [...source, "-m", "lstm", "--threads", "1", "-o", output];
      const times = Array.from({ length: ROUNDS }, () => {
        const seconds = secondsOf(process.execPath, program, "forecast", ...args);
        if (typeof seconds === "string") throw new Error(seconds);
        return seconds;
      });
      rows[name] = [median(times), meanMase(output)];
    }
    record(
      "networks",
      {
        title: "Networks",
        what: `\`-m lstm\` with intervals and hold-out, from start to exit on one thread, medians of ${ROUNDS}; and the mean MASE of the series' hold-outs, so that nobody is quick at the cost of it.`,
        bench: "networks",
        columns: ["processor s", "MASE"],
        rows,
      },
      print,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function meanMase(file: string): number {
  const { series } = JSON.parse(readFileSync(file, "utf8")) as {
    series: readonly { readonly holdout?: { readonly mase: number | null } }[];
  };
  const errors = series.flatMap(({ holdout }) => holdout?.mase ?? []);
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
