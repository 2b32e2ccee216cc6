import { Command } from "commander";
import {
  addDataOptions,
  addIntervalOptions,
  type DataOptions,
  type Format,
  formatOption,
  type GlobalOptions,
  horizonOption,
  type IntervalOptions,
  repeated,
  seedOption,
} from "../options.js";

export interface BacktestOptions extends DataOptions, IntervalOptions, GlobalOptions {
  readonly model?: string[];
  readonly test?: string;
  readonly horizon?: number;
  readonly perSeries?: boolean;
  readonly seed: number;
  readonly format?: Format;
  readonly output?: string;
}

export function backtestCommand(done: (code: number) => void): Command {
  const command = new Command("backtest")
    .description("score models on observations they were not fitted to, the best first")
    .argument("[source]", "a file, - for stdin, or a bundled dataset (default: air-passengers)")
    .option(
      "-m, --model <spec>",
      "model and its options, repeatable (default: lstm and seasonal-naive)",
      repeated,
    )
    .option(
      "--test <file>",
      "observations that follow the source, same columns and series (default: its last ones)",
    )
    .addOption(horizonOption("steps ahead (default: all of --test, else a season or two)"))
    .option("--per-series", "scores of each series besides their means");
  addDataOptions(command);
  return addIntervalOptions(command)
    .addOption(seedOption())
    .addOption(formatOption())
    .option("-o, --output <file>", "write there; .csv, .json and .txt choose the format")
    .addHelpText("after", NOTES)
    .action(async (source: string | undefined, _options, self: Command) => {
      const { backtest } = await import("../backtest.js");
      done(await backtest(source, self.optsWithGlobals<BacktestOptions>()));
    });
}

const NOTES = `
Scores are means over series: sMAPE as in the M competitions (0 to 200), MASE scaled by the seasonal
naive error of the training part, and OWA, the mean of both relative to Naive2 (below 1 is better).
Exit code 4 when a model could not be fitted; the others are scored all the same.

Examples:
  foretell backtest nottem -H 24 -m seasonal-naive -m naive2
  foretell backtest seatbelts --target drivers,front -H 12 --per-series --format csv
  foretell backtest train.csv.gz --test test.csv.gz -m lstm -m naive2 -o scores.json`;
