import { record } from "../figures.js";
import { median } from "../measure.js";
import { PYTHON, program, secondsOf } from "./process-usage.js";

const ROUNDS = 5;

const inR = (fit: string) => [
  "Rscript",
  "-e",
  `suppressMessages(library(forecast)); invisible(forecast(${fit}, 12))`,
];
const inPython = (fit: string) => [
  PYTHON,
  "-c",
  `import statsmodels.api as sm
import numpy as np
y = np.exp(np.arange(144) / 100) * (100 + 20 * np.sin(np.arange(144) * np.pi / 6))
${fit}`,
];

/** Ours, and the same by others, as whole processes on a series of 144 months. */
const RIVALS: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  arima: [["R forecast, auto.arima", inR("auto.arima(AirPassengers)")]],
  ets: [
    ["R forecast, ets", inR("ets(AirPassengers)")],
    [
      "statsmodels, ETSModel of one form",
      inPython(
        "sm.tsa.ETSModel(y, error='mul', trend='add', seasonal='mul', seasonal_periods=12).fit(disp=0).forecast(12)",
      ),
    ],
  ],
  theta: [
    ["R forecast, thetaf", inR("thetaf(AirPassengers, 12)")],
    [
      "statsmodels, ThetaModel",
      inPython(
        "from statsmodels.tsa.forecasting.theta import ThetaModel\nThetaModel(y, period=12).fit().forecast(12)",
      ),
    ],
  ],
};

/** Whole processes beside those of other programs, in turn. */
export async function peers(print: (line: string) => void): Promise<void> {
  const rows: Record<string, (number | null)[]> = {};
  for (const [model, rivals] of Object.entries(RIVALS)) {
    const ours = [process.execPath, program, "air-passengers", "-m", model, "--threads", "1"];
    const found = rivals.filter(([name, [command, ...args]]) => {
      const seconds = secondsOf(command!, ...args);
      if (typeof seconds === "string") print(`${name} is skipped: ${seconds}`);
      return typeof seconds === "number";
    });
    const times = [ours, ...found.map(([, command]) => command)].map(() => [] as number[]);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, command] of [ours, ...found.map(([, one]) => one)].entries()) {
        const seconds = secondsOf(command[0]!, ...command.slice(1));
        if (typeof seconds === "string") throw new Error(seconds);
        times[i]!.push(seconds);
      }
    }
    const [own, ...others] = times.map(median);
    rows[`foretell -m ${model}`] = [own!, null];
    for (const [i, [name]] of found.entries()) rows[name] = [others[i]!, others[i]! / own!];
  }
  if (Object.keys(rows).length === Object.keys(RIVALS).length) return;
  record(
    "peers",
    {
      title: "Beside other programs",
      what: `One series of 144 months from start to exit, medians of ${ROUNDS} rounds in turn; what is installed on the machine.`,
      bench: "peers",
      columns: ["processor s", "as a multiple of ours"],
      rows,
    },
    print,
  );
}
