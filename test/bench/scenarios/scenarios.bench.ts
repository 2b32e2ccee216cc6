import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { models } from "../../../src/models/index.js";
import { quantileOfSorted } from "../../../src/numeric/quantile.js";
import { program } from "../programs/process-usage.js";
import { type Scenario, scenarios } from "./scenarios.js";

/** Spans of what was seen that a forecast may leave it by, and that an interval may be wide. */
const MAX_SPANS_OFF = 1;
const MAX_SPANS_WIDE = 20;
/** Spans that rounding may move an end by. */
const ROUNDING = 1e-9;

/** The part of a forecast's document that is looked at. */
interface Forecast {
  readonly unique_id: string;
  readonly model: string;
  readonly mean: readonly number[];
  readonly intervals: Readonly<
    Record<string, { readonly lo: readonly number[]; readonly hi: readonly number[] }>
  >;
  readonly warnings: readonly string[];
}

/**
 * What every model makes of every scenario: its mean beside the truth, the width of its 80 % interval, both
 * in spans of what was seen, whether it warned, and which forecasts are wild. `FORETELL_BENCH_MODELS` and
 * `FORETELL_BENCH_SCENARIOS` name some of them, separated by commas; `FORETELL_BINARY` is the executable.
 */
export async function scenarioTable(print: (line: string) => void): Promise<void> {
  const chosen = process.env.FORETELL_BENCH_MODELS?.split(",") ?? models.map(({ name }) => name);
  const some = process.env.FORETELL_BENCH_SCENARIOS?.split(",");
  const folder = mkdtempSync(join(tmpdir(), "foretell-scenarios-"));
  const wild: string[] = [];
  try {
    for (const scenario of scenarios()) {
      if (some && !some.includes(scenario.name)) continue;
      const seen = observed(scenario.csv);
      const { truth } = scenario;
      print(`\n${scenario.name}${truth ? `: truth ${short(mean(truth))}` : ""}`);
      const { forecasts, failures } = await forecastsOf(scenario, chosen, folder);
      for (const failure of failures) print(`  ${failure}`);
      for (const forecast of forecasts) {
        const { line, flags } = judged(forecast, seen.get(forecast.unique_id) ?? [], truth);
        const id = seen.size > 1 ? ` of ${forecast.unique_id}` : "";
        print(
          `  ${`${forecast.model}${id}`.padEnd(24)} ${line}${flags.map((f) => ` ${f}`).join("")}`,
        );
        if (flags.length > 0)
          wild.push(`${scenario.name}: ${forecast.model}${id} ${line} ${flags.join(" ")}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  print(`\nwild: ${wild.length}`);
  for (const line of wild) print(`  ${line}`);
}

/** The last column of a table, or y beside others, by id. */
function observed(csv: string): Map<string, number[]> {
  const [header, ...lines] = csv
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const id = header!.indexOf("unique_id");
  const y = header!.indexOf("y");
  const values = new Map<string, number[]>();
  for (const cells of lines) {
    const name = id < 0 ? "series" : cells[id]!;
    values.set(name, [...(values.get(name) ?? []), Number(cells[y])]);
  }
  return values;
}

async function forecastsOf(
  { name, csv, future, horizon, options = [] }: Scenario,
  specs: readonly string[],
  folder: string,
): Promise<{ forecasts: Forecast[]; failures: string[] }> {
  const file = join(folder, "series.csv");
  writeFileSync(file, csv);
  const more: string[] = [];
  if (future) {
    more.push("--future-file", join(folder, "future.csv"));
    writeFileSync(more[1]!, future);
  }
  const args = [
    ...["forecast", file, "-H", `${horizon}`, "--format", "json", ...options, ...more],
    ...specs.flatMap((spec) => ["-m", spec]),
  ];
  const { stdout, stderr, code } = await run(args);
  const failures = stderr
    .split("\n")
    .filter((line) => /cannot|not forecast|failed|error/i.test(line));
  if (stdout === "")
    return { forecasts: [], failures: [`${name}: exit code ${code}`, ...failures] };
  const { series } = JSON.parse(stdout) as { series: Forecast[] };
  return { forecasts: series, failures };
}

function run(args: readonly string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [process.env.FORETELL_BINARY ?? program, ...args],
      { maxBuffer: 1e9 },
      (error, stdout, stderr) => resolve({ stdout, stderr, code: Number(error?.code ?? 0) }),
    );
  });
}

function judged(
  { mean: means, intervals, warnings }: Forecast,
  seen: readonly number[],
  truth: readonly number[] | undefined,
): { line: string; flags: string[] } {
  const sorted = Float64Array.from(seen).sort();
  const low = sorted[0]!;
  const high = sorted[sorted.length - 1]!;
  // One value far off does not make all that follows usual.
  const usual = quantileOfSorted(sorted, 0.95) - quantileOfSorted(sorted, 0.05);
  const span = usual > 0 ? usual : high - low > 0 ? high - low : Math.abs(low);
  const flags: string[] = [];
  if (
    means.some(
      (value) => !(value >= low - MAX_SPANS_OFF * span && value <= high + MAX_SPANS_OFF * span),
    )
  ) {
    flags.push("OFF");
  }
  let widest = 0;
  for (const { lo, hi } of Object.values(intervals ?? {})) {
    widest = Math.max(widest, ...lo.map((end, h) => (hi[h]! - end) / span));
    if (lo.some((end, h) => !(end <= means[h]! && hi[h]! >= means[h]!))) flags.push("BESIDE");
  }
  if (!(widest <= MAX_SPANS_WIDE)) flags.push("WIDE");
  const [narrow, wide] = [intervals?.["80"], intervals?.["95"]];
  if (
    narrow &&
    wide &&
    narrow.lo.some((end, h) => wide.lo[h]! > end || wide.hi[h]! < narrow.hi[h]!)
  ) {
    flags.push("CROSSED");
  }
  const width = narrow ? mean(narrow.lo.map((end, h) => (narrow.hi[h]! - end) / span)) : Number.NaN;
  const off = truth
    ? mean(truth.map((value, h) => Math.abs(means[h]! - value) / span))
    : Number.NaN;
  const missed =
    truth && wide
      ? mean(
          truth.map((value, h) =>
            value < wide.lo[h]! - ROUNDING * span || value > wide.hi[h]! + ROUNDING * span ? 1 : 0,
          ),
        )
      : 0;
  if (missed > 0.5) flags.push("MISSES");
  const cells = [
    `mean ${short(mean(means)).padStart(9)}`,
    `off ${short(off).padStart(7)}`,
    `80 % ${short(width).padStart(7)}`,
    `widest ${short(widest).padStart(7)}`,
    warnings.length > 0 ? "warns" : "     ",
  ];
  return { line: cells.join("  "), flags };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

function short(value: number): string {
  return Number.isNaN(value) ? "–" : String(Number(value.toPrecision(4)));
}
