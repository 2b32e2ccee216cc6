import { existsSync } from "node:fs";
import { join } from "node:path";
import { readPanel } from "../data/read/read-panel.js";
import type { Arena } from "../engine/memory.js";
import { mase } from "../evaluation/metrics.js";
import { forecastInstances } from "../models/zero/forecaster.js";
import { describeInstance, PATCH } from "../models/zero/instance.js";
import type { ZeroNetwork } from "../models/zero/network.js";
import { MEDIAN, QUANTILES } from "../models/zero/quantiles.js";

/** Sets of series with what came after them. */
export interface Benchmark {
  readonly name: string;
  readonly season: number;
  readonly series: readonly { readonly y: Float64Array; readonly after: Float64Array }[];
  /** Mean scaled error of the seasonal naive forecast. */
  readonly naive: number;
}

/** How a network does on a benchmark. */
export interface Judgement {
  readonly name: string;
  /** Mean absolute scaled error against that of the seasonal naive forecast. */
  readonly relative: number;
  /** Shares of what came that lay within the 80 % and the 95 % interval. */
  readonly coverage: readonly [number, number];
}

/** Sets by which weights may be chosen, and those that only judge what was chosen. */
export const CHOOSING = ["m1-yearly", "m1-quarterly", "m1-monthly"] as const;
export const JUDGING = [
  "m3-yearly",
  "m3-quarterly",
  "m3-monthly",
  "m3-other",
  "m4-weekly",
  "m4-hourly",
] as const;

/** Seasons of the competitions' periods. */
const SEASONS: Record<string, number> = { quarterly: 4, monthly: 12, hourly: 24 };

/** Reads those sets that lie in the folder, as `m1-yearly-train.csv.gz` and `m1-yearly-test.csv.gz`. */
export async function readBenchmarks(
  folder: string,
  names: readonly string[],
): Promise<Benchmark[]> {
  const benchmarks: Benchmark[] = [];
  for (const name of names) {
    const path = (part: string) => join(folder, `${name}-${part}.csv.gz`);
    if (!existsSync(path("train"))) continue;
    const season = SEASONS[name.split("-")[1]] ?? 1;
    const [train, test] = [
      await readPanel(path("train"), { season }),
      await readPanel(path("test"), { season }),
    ];
    const after = new Map(test.series.map(({ id, y }) => [id, y]));
    const series = train.series.map(({ id, y }) => ({ y, after: after.get(id)! }));
    const errors = series.map(({ y, after }) =>
      mase(
        after,
        after.map((_, h) => y[y.length - season + (h % season)]),
        y,
        season,
      ),
    );
    benchmarks.push({ name, season, series, naive: meanOf(errors) });
  }
  return benchmarks;
}

/** Scores the network with the weights at an address. */
export function judge(
  arena: Arena,
  network: ZeroNetwork,
  weights: number,
  { name, season, series, naive }: Benchmark,
): Judgement {
  const horizon = Math.max(...series.map(({ after }) => after.length));
  const instances = series.map(({ y }) => describeInstance(y, season, Math.ceil(horizon / PATCH)));
  const forecasts = forecastInstances(arena, network, weights, instances);
  const inside = [0, 0];
  let steps = 0;
  const errors = series.map(({ y, after }, s) => {
    const at = (h: number, quantile: number) => forecasts[s][h * QUANTILES.length + quantile];
    after.forEach((value, h) => {
      steps++;
      if (value >= at(h, 2) && value <= at(h, QUANTILES.length - 3)) inside[0]++;
      if (value >= at(h, 0) && value <= at(h, QUANTILES.length - 1)) inside[1]++;
    });
    return mase(
      after,
      after.map((_, h) => at(h, MEDIAN)),
      y,
      season,
    );
  });
  return {
    name,
    relative: meanOf(errors) / naive,
    coverage: [inside[0] / steps, inside[1] / steps],
  };
}

/** Mean of those that are defined: constant series have no scale. */
function meanOf(values: readonly number[]): number {
  const defined = values.filter(Number.isFinite);
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
