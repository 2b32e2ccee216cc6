import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stl } from "../../../src/analysis/stl.js";
import { differencesNeeded, seasonalStrength } from "../../../src/analysis/unit-root.js";
import type { Panel } from "../../../src/data/panel/panel.js";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { needsSeasonalDifference } from "../../../src/models/arima/ocsb.js";
import { createModel } from "../../../src/models/index.js";
import { guerrero } from "../../../src/models/transforms/guerrero.js";
import { record } from "../figures.js";
import { median } from "../measure.js";
import { outputOf } from "../programs/process-usage.js";

const monthly = `${process.env.FORETELL_DATA ?? "../shared/data"}/m3-monthly-train.csv.gz`;

const SERIES = 100;
const HORIZON = 18;
const LEVELS = [80, 95];
/** Passes once the code is compiled. */
const ROUNDS = 3;

interface Fit {
  readonly name: string;
  /** Times that each series is done, so that the clock sees it. */
  readonly times: number;
  readonly ours: (panel: Panel) => unknown;
  /** The same of `x` in R. */
  readonly inR: string;
}

/** Fits a model and forecasts with intervals, as R's `forecast` does. */
function forecastOf(spec: string): (panel: Panel) => Promise<unknown> {
  return async (panel) => {
    const context = { seed: 1, threads: 1, levels: LEVELS, horizon: HORIZON, warn: () => {} };
    const fitted = await createModel(spec).fit(panel, context);
    return fitted.forecast(HORIZON, LEVELS);
  };
}

const ofEach = (run: (y: Float64Array) => unknown) => (panel: Panel) => {
  for (const { y } of panel.series) run(y);
};

const FITS: readonly Fit[] = [
  { name: "theta", times: 1, ours: forecastOf("theta"), inR: `thetaf(x, ${HORIZON})` },
  { name: "ets", times: 1, ours: forecastOf("ets"), inR: `forecast(ets(x), ${HORIZON})` },
  {
    name: "arima",
    times: 1,
    ours: forecastOf("arima"),
    inR: `forecast(auto.arima(x), ${HORIZON})`,
  },
  {
    name: "STL of 11 seasons",
    times: 20,
    ours: ofEach((y) => stl(y, 12, { window: 11 })),
    inR: "stl(x, s.window = 11)",
  },
  {
    name: "STL, robust",
    times: 5,
    ours: ofEach((y) => stl(y, 12, { window: 11, robust: true })),
    inR: "stl(x, s.window = 11, robust = TRUE)",
  },
  {
    name: "Box-Cox exponent of Guerrero",
    times: 5,
    ours: ofEach((y) => guerrero(y, 12)),
    inR: 'BoxCox.lambda(x, "guerrero", lower = -1)',
  },
  {
    name: "differences by KPSS",
    times: 20,
    ours: ofEach((y) => differencesNeeded(y, 2)),
    inR: "ndiffs(x)",
  },
  {
    name: "seasonal difference by strength",
    times: 20,
    ours: ofEach((y) => seasonalStrength(y, 12) > 0.64),
    inR: "nsdiffs(x)",
  },
  {
    name: "seasonal difference by OCSB",
    times: 5,
    ours: ofEach((y) => needsSeasonalDifference(y, 12)),
    inR: 'nsdiffs(x, test = "ocsb")',
  },
];

/** Methods on series of M3 monthly, without the start of a program, beside those of R. */
export async function fitsBesideR(print: (line: string) => void): Promise<void> {
  if (!existsSync(monthly)) {
    print(`${monthly} is not there, and fits are skipped`);
    return;
  }
  const panel = await someSeries();
  const theirs = secondsInR(panel);
  if (typeof theirs === "string") print(`R is skipped: ${theirs}`);
  const rows: Record<string, (number | null)[]> = {};
  for (const { name, times, ours } of FITS) {
    const timed = async () => {
      const before = process.cpuUsage();
      for (let i = 0; i < times; i++) await ours(panel);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000 / (times * SERIES);
    };
    const first = await timed();
    const again: number[] = [];
    for (let round = 0; round < ROUNDS; round++) again.push(await timed());
    const [warm, other] = [median(again), typeof theirs === "string" ? null : theirs[name]!];
    const multiple = (own: number) => (other === null ? null : other / own);
    rows[name] = [first, warm, other, multiple(first), multiple(warm)];
  }
  record(
    "fits",
    {
      title: "Methods beside R",
      what: `Milliseconds of processor time that one of ${SERIES} series of M3 monthly takes, in a process that runs already and on one thread: of ours when the code runs for the first time, as in a program that starts, and again once it is compiled. Models forecast ${HORIZON} months with intervals. R's robust STL interpolates between places where ours is exact.`,
      bench: "fits",
      columns: ["first, ms", "again, ms", "R, ms", "R as a multiple of first", "of again"],
      rows,
    },
    print,
  );
}

/** Series from all over the set, which is in the order of what they measure. */
async function someSeries(): Promise<Panel> {
  const panel = await readPanel(monthly, {}, () => {});
  const step = Math.floor(panel.series.length / SERIES);
  const series = panel.series.filter((_, i) => i % step === 0).slice(0, SERIES);
  return { ...panel, series };
}

/** Milliseconds a series of each method in one process of R, once it has run on the first series. */
function secondsInR({ series }: Panel): Readonly<Record<string, number>> | string {
  const folder = mkdtempSync(join(tmpdir(), "foretell-bench-"));
  try {
    const file = join(folder, "series.csv");
    writeFileSync(file, series.map(({ y }) => y.join(",")).join("\n"));
    const timed = FITS.map(({ times, inR }) => `timed(${times}, function(x) ${inR})`).join("\n");
    const program = `suppressMessages(library(forecast))
series <- lapply(strsplit(readLines("${file}"), ","), function(y) ts(as.numeric(y), frequency = 12))
timed <- function(times, run) {
  run(series[[1]])
  used <- system.time(for (i in 1:times) for (x in series) run(x))
  cat(1000 * (used[["user.self"]] + used[["sys.self"]]) / (times * length(series)), "\\n")
}
${timed}`;
    const found = outputOf("Rscript", ["-e", program], {});
    if (found.output === undefined) return found.reason;
    const numbers = found.output.split("\n").map(Number);
    return Object.fromEntries(FITS.map(({ name }, i) => [name, numbers[i]!]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
