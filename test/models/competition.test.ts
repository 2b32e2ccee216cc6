import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readContinuation, readPanel } from "../../src/data/read/read-panel.js";
import { backtest } from "../../src/evaluation/backtest.js";
import { givenFold } from "../../src/evaluation/folds.js";
import { createModel } from "../../src/models/index.js";

const data = process.env.FORETELL_DATA ?? "../shared/data";
const seasons = { yearly: 1, quarterly: 4, monthly: 12, other: 1 };
type Period = keyof typeof seasons;

const quiet = () => {};

async function fold(period: Period) {
  const file = (part: string) => join(data, `m3-${period}-${part}.csv.gz`);
  const panel = await readPanel(file("train"), { season: seasons[period] }, quiet);
  return givenFold(await readContinuation(file("test"), panel, {}, quiet));
}

/** Overall weighted average over all series of these periods, against Naive2. */
async function owa(spec: string, periods: readonly Period[]): Promise<number> {
  const sums = { smape: [0, 0], mase: [0, 0] };
  for (const period of periods) {
    const given = await fold(period);
    for (const [i, name] of [spec, "naive2"].entries()) {
      const { series } = await backtest([given], createModel(name), { seed: 1, warn: quiet });
      for (const scores of series) {
        sums.smape[i] += scores.smape;
        sums.mase[i] += scores.mase;
      }
    }
  }
  return (sums.smape[0] / sums.smape[1] + sums.mase[0] / sums.mase[1]) / 2;
}

// R forecast 8.20 on the same series: thetaf 0.896 in all; ets 0.900 in all, 0.877 yearly and other.
describe.skipIf(!existsSync(join(data, "m3-yearly-train.csv.gz")))(
  "on series of the M3 competition (needs FORETELL_DATA)",
  () => {
    const all = Object.keys(seasons) as Period[];

    it("theta has an OWA of at most 0.84 over all periods", async () => {
      expect(await owa("theta", all)).toBeLessThan(0.84);
    });

    it("standard theta has an OWA of at most 0.87 over all periods", async () => {
      expect(await owa("theta:kind=standard", all)).toBeLessThan(0.87);
    });

    it("ets has an OWA of at most 0.88 over yearly and other series", async () => {
      expect(await owa("ets", ["yearly", "other"])).toBeLessThan(0.88);
    });
  },
);
