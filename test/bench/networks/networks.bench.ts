import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { record } from "../figures.js";
import { median } from "../measure.js";
import { program, secondsOf } from "../programs/process-usage.js";
import { writeHours } from "../tables/hours.js";
import { writeWeeks } from "../tables/weekly-panel.js";

const ROUNDS = 3;
/** Seconds from which one round says enough. */
const LONG = 5;

/**
 * Processor seconds and MASE of commit 422056e7 of 30 November 2026, before networks were made faster, measured
 * on 1 December; of M4 hourly those of commit 576d698a, as it took as many steps.
 */
const BEFORE: Readonly<Record<string, readonly [seconds: number, mase: number]>> = {
  "air-passengers": [1.14, 0.4725],
  nottem: [2.01, 0.6798],
  "9,600 hours, season 24": [195.04, 0.7605],
  "60 series of 120 weeks": [29.92, 0.7344],
  "714 series of M3 monthly": [43.29, 0.9246],
  "207 series of M4 hourly": [271.75, 0.9909],
};

const data = process.env.FORETELL_DATA ?? "../shared/data";

/** What people wait for: `lstm` with intervals and hold-out, as whole processes on one thread. */
export async function networks(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "foretell-bench-"));
  try {
    const hours = join(folder, "hours.csv");
    writeHours(hours, 9600);
    const weeks = join(folder, "weeks.csv");
    writeWeeks(weeks, 60, 120);
    const monthly = join(data, "m3-monthly-train.csv.gz");
    const hourly = join(data, "m4-hourly-train.csv.gz");
    const sources: Record<string, readonly string[]> = {
      "air-passengers": ["air-passengers"],
      nottem: ["nottem"],
      "9,600 hours, season 24": [hours, "--season", "24"],
      "9,600 hours, season 168": [hours, "--season", "168", "-H", "24"],
      "60 series of 120 weeks": [weeks, "-H", "8"],
      "714 series of M3 monthly": [monthly, "-H", "18"],
      "207 series of M4 hourly": [hourly, "-H", "48"],
    };
    const rows: Record<string, (number | null)[]> = {};
    for (const [name, source] of Object.entries(sources)) {
      const [file] = source;
      if (file!.endsWith(".gz") && !existsSync(file!)) {
        print(`${file} is not there, and skipped`);
        continue;
      }
      const output = join(folder, "forecast.json");
      const args = [...source, "-m", "lstm", "--threads", "1", "-o", output];
      const times: number[] = [];
      while (times.length < ROUNDS && (times[0] ?? 0) < LONG) {
        const seconds = secondsOf(process.execPath, program, "forecast", ...args);
        if (typeof seconds === "string") throw new Error(seconds);
        times.push(seconds);
      }
      const [now, mase] = [median(times), meanMase(output)];
      const [before, maseBefore] = BEFORE[name] ?? [null, null];
      rows[name] = [now, mase, before, maseBefore, before === null ? null : before / now];
    }
    record(
      "networks",
      {
        title: "Networks",
        what: `\`-m lstm\` with intervals and hold-out, from start to exit on one thread, medians of ${ROUNDS} where that is short; and the mean MASE of the series' hold-outs, so that nobody is quick at the cost of it. Beside it what commit 422056e7 took, before networks were made faster.`,
        bench: "networks",
        columns: [
          ...["processor s", "MASE", "before, processor s", "before, MASE"],
          "before as a multiple",
        ],
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
