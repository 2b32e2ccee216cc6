import { existsSync } from "node:fs";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { forecastAndJudge } from "../../../src/evaluation/forecast.js";
import { analogue } from "../../../src/features/analogue.js";
import { createModel } from "../../../src/models/index.js";
import { withIntervals } from "../../../src/models/intervals/intervals.js";
import { Random } from "../../../src/numeric/random.js";
import { panelOf } from "../../panels.js";
import { randomWalk } from "../../random-walk.js";

const monthly = `${process.env.FORETELL_DATA ?? "../shared/data"}/m3-monthly-train.csv.gz`;

/** CPU seconds of one thread for what people wait for: fits with intervals, and the hold-out. */
export async function modelsOnOneThread(print: (line: string) => void): Promise<void> {
  print("CPU seconds of one thread");
  const timed = async (name: string, run: () => unknown) => {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    print(`${name.padEnd(44)} ${((user + system) / 1e6).toFixed(2).padStart(8)} s`);
  };
  const context = { seed: 1, threads: 1, levels: [80, 95], warn: () => {} };
  if (existsSync(monthly)) {
    const panel = await readPanel(monthly, {}, () => {});
    for (const spec of ["theta", "ets", "arima"]) {
      await timed(`${spec}, ${panel.series.length} series of M3 monthly`, async () => {
        const fitted = await createModel(spec).fit(panel, { ...context, horizon: 18 });
        fitted.forecast(18, context.levels);
      });
    }
  } else print("M3 monthly is not there: theta, ets and arima are skipped");
  const plain = createModel("lstm");
  const model = withIntervals(plain, "auto");
  await timed("lstm with hold-out, 9,600 hours, season 24", () =>
    forecastAndJudge(panelOf(hours(9600), 24), [{ label: "lstm", model, plain }], {
      ...context,
      horizon: 24,
    }),
  );
  for (const window of [12, 24]) {
    const y = randomWalk(20_000, 1);
    const family = analogue.create({ k: 5, window, span: 0, shift: 1 });
    await timed(`dtw:window=${window}, 20,000 rows`, () => {
      family.columns({
        ...{ y, ds: y.map((_, t) => t), season: 1, threads: 1 },
      } as Parameters<typeof family.columns>[0]);
    });
  }
}

/** A day and a week of traffic, with errors that last. */
function hours(n: number): Float64Array {
  const random = new Random(1);
  let error = 0;
  return Float64Array.from({ length: n }, (_, t) => {
    error = 0.7 * error + 3 * random.normal();
    const weekend = Math.floor(t / 24) % 7 > 4 ? -15 : 3;
    return 100 + 25 * Math.sin((2 * Math.PI * t) / 24) + weekend + error;
  });
}
