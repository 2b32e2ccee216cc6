import { existsSync } from "node:fs";
import { detectSeasons } from "../../../src/analysis/seasonality.js";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { Random } from "../../../src/numeric/random.js";
import { agreementOf, competitionSets } from "../../analysis/season-agreement.js";

const data = process.env.FORETELL_DATA ?? "../shared/data";
const RUNS = 1000;

/** How often the season found is the true one, and how often one is found in noise. */
export async function seasons(print: (line: string) => void): Promise<void> {
  print("season found without dates, where two other tests see the true one");
  for (const [name, season] of competitionSets) {
    const path = `${data}/${name}-train.csv.gz`;
    if (!existsSync(path)) continue;
    const { series, seasonal, agreed, among, claimed, panel } = agreementOf(
      await readPanel(path, {}, () => {}),
      season,
    );
    const share = (count: number) =>
      seasonal > 0 ? `${count} of ${seasonal} (${((100 * count) / seasonal).toFixed(1)} %)` : "–";
    print(
      `${name.padEnd(12)} season ${String(season).padStart(2)}, of the panel ${panel}; ${share(agreed)}, among the calendar's ${share(among)}; any in ${claimed} of ${series}`,
    );
  }
  print(`\nseason found in noise, of ${RUNS} series each, at 5 %`);
  for (const n of [16, 24, 40, 60, 120, 300]) {
    const shares = [0, 0.7, 1, -0.5].map((memory) => {
      const random = new Random(n);
      let found = 0;
      for (let run = 0; run < RUNS; run++) {
        if (detectSeasons(noise(n, memory, random)).length > 0) found++;
      }
      return `AR ${memory}: ${((100 * found) / RUNS).toFixed(1)} %`;
    });
    print(`n = ${String(n).padStart(3)}  ${shares.join("  ")}`);
  }
}

function noise(n: number, memory: number, random: Random): Float64Array {
  let level = 0;
  return new Float64Array(n).map(() => {
    level = memory * level + random.normal();
    return level;
  });
}
