import { Argument, Command } from "commander";
import type { BenchmarkOptions } from "../benchmark.js";
import { formatOption, repeated, seedOption } from "../options.js";

export function benchmarkCommand(done: (code: number) => void): Command {
  return new Command("benchmark")
    .description("score models as a forecasting competition did, beside its methods")
    .addArgument(new Argument("<competition>", "which one").choices(["m3", "m4"]))
    .argument("[files...]", "its training and test files (default: those in --data)")
    .option("-m, --model <spec>", "model and its options, repeatable (default: theta)", repeated)
    .option("--data <folder>", "where the files are (default: FORETELL_DATA, or this folder)")
    .addOption(seedOption())
    .addOption(formatOption())
    .option("-o, --output <file>", "write there; .csv, .json and .txt choose the format")
    .addHelpText("after", NOTES)
    .action(async (name: string, files: string[], _options, self: Command) => {
      const { benchmark } = await import("../actions.js");
      done(await benchmark(name, files, self.optsWithGlobals<BenchmarkOptions>()));
    });
}

const NOTES = `
Files are called m3-monthly-train.csv and m3-monthly-test.csv (.gz too), with a row an observation:
unique_id,ds,y. For M4 its own Monthly-train.csv and Monthly-test.csv will do, with a row a series.
Horizons and seasons are the competition's; periods without files are left out. Published figures of
M3 are read from m3-methods.json in the folder FORETELL_REFERENCE; those of M4 are known.
Exit code 4 when a model could not be fitted; Ctrl-C prints what is finished.

Examples:
  foretell benchmark m3 --data competitions -m theta -m ets
  foretell benchmark m4 Hourly-train.csv Hourly-test.csv -m lstm -m seasonal-naive
  foretell benchmark m4 --format json -o m4.json`;
