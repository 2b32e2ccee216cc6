import { Argument, Command, Option } from "commander";
import { UsageError } from "../../errors.js";
import type { Split } from "../../evaluation/benchmark/long-horizon.js";
import type { BenchmarkOptions } from "../run/benchmark.js";
import { below } from "../shared/help.js";
import {
  fastMathOption,
  intervalsOption,
  modelSpecs,
  outputOption,
  safeCsvOption,
  seedOption,
  threadsOption,
  whole,
} from "../shared/options.js";
import { dataAtOption, onOption } from "../shared/queue.js";

export function benchmarkCommand(done: (code: number) => void): Command {
  return new Command("benchmark")
    .description("score models by the rules of M1, M3, M4 or LTSF")
    .addArgument(new Argument("<competition>", "which one").choices(["m1", "m3", "m4", "ltsf"]))
    .argument("[files...]", "its training and test files, or its table (default: those in --data)")
    .option(
      "-m, --model <spec>",
      "model and options, repeatable (default: theta or linear)",
      modelSpecs,
    )
    .option("--data <folder>", "folder of the files (default: FORETELL_DATA, or this)")
    .addOption(intervalsOption("judge intervals at 80 and 95 % too, made in this way", "none"))
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(fastMathOption())
    .addOption(
      new Option("--horizons <steps>", "ltsf: steps ahead (default: 96,192,336,720)").argParser(
        wholes("--horizons", "96,192"),
      ),
    )
    .addOption(
      new Option(
        "--split <rows>",
        "ltsf: rows for training, validation and test (default: 8640,2880,2880)",
      ).argParser(split),
    )
    .addOption(
      new Option(
        "--format <format>",
        "table, csv, json or markdown (default: csv in a pipe)",
      ).choices(["table", "csv", "json", "markdown"]),
    )
    .addOption(safeCsvOption())
    .addOption(outputOption(".csv, .json, .md and .txt choose"))
    .addOption(onOption("Redis or Valkey server whose foretell workers fit the models; not ltsf"))
    .addOption(dataAtOption())
    .addHelpText("after", below(NOTES))
    .action(async (name: string, files: string[], _options, self: Command) => {
      const options = self.optsWithGlobals<BenchmarkOptions>();
      const { benchmark, benchmarkLongHorizon } = await import("../run/index.js");
      done(
        await (name === "ltsf"
          ? benchmarkLongHorizon(files, options)
          : benchmark(name, files, options)),
      );
    });
}

function wholes(option: string, example: string): (text: string) => number[] {
  return (text) => {
    const values = text.split(",").map(whole(`each number of ${option}`, 1, 1_000_000));
    if (new Set(values).size === values.length) return values;
    throw new UsageError(`${option} ${text} names a number twice`, `Such as ${option} ${example}.`);
  };
}

function split(text: string): Split {
  const parts = text.split(",").map(whole("each part of --split", 1, 1_000_000_000));
  const [training, validation, test] = parts;
  if (parts.length === 3) return { training: training, validation: validation, test: test };
  throw new UsageError(
    `--split needs three numbers, not ${parts.length}`,
    "Rows for training, validation and test: --split 600,200,200.",
  );
}

const NOTES = `
Files are called m3-monthly-train.csv and m3-monthly-test.csv (.gz too), one row per observation:
unique_id,ds,y. For M4 its own Monthly-train.csv and Monthly-test.csv will do, one row per series.
Horizons and seasons are the competition's; periods without files are left out. Published figures of
M3 are read from m3-methods.json in the folder FORETELL_REFERENCE; those of M4 are built in.

ltsf takes a table whose columns of numbers are series, ETTh1.csv as published or another with --split.
Each is standardised by its training part; a model is fitted once for each horizon, its networks stop
by the validation part, and it forecasts from every window of the test part. Networks see 336 steps
and are trained for 10 epochs unless their spec says otherwise.
With --on, workers fit each model to each period. Exit code 4 when a model could not be fitted; Ctrl-C prints what is finished.

Examples:
  foretell benchmark m3 --data competitions -m theta -m ets
  foretell benchmark m4 Hourly-train.csv Hourly-test.csv -m lstm -m seasonal-naive
  foretell benchmark m4 --format json -o m4.json
  foretell benchmark m1 -m auto -m theta --intervals auto -o m1.md
  foretell benchmark ltsf ETTh1.csv -m linear:kind=dlinear -m segrnn:context=96
  foretell benchmark ltsf nottem -m lstm --split 120,60,60 --horizons 12,24`;
