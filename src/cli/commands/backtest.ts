import { Command, Option } from "commander";
import { METRICS } from "../../report/text/metric-columns.js";
import type { BacktestOptions } from "../run/backtest.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import { below } from "../shared/help.js";
import { metricsOption, rankOption } from "../shared/metric-options.js";
import {
  addDataOptions,
  addFeatureOption,
  addHierarchyOptions,
  addIntervalOptions,
  addJoinOption,
  addLimitOptions,
  fastMathOption,
  foldsOption,
  formatOption,
  horizonOption,
  modelSpecs,
  once,
  outputOption,
  safeCsvOption,
  seedOption,
  sourceArgument,
  stepOption,
  threadsOption,
  whole,
} from "../shared/options.js";
import { dataAtOption, onOption } from "../shared/queue.js";

export function backtestCommand(done: (code: number) => void): Command {
  const command = new Command("backtest")
    .description("rank models by their errors on data they have not seen")
    .addArgument(sourceArgument())
    .option("-m, --model <spec>", "models, repeatable (default: auto, seasonal-naive)", modelSpecs)
    .option("--test <file>", "file with the rows to score (default: the last)")
    .addOption(horizonOption("steps ahead (default: all of --test, or a season)"))
    .addOption(foldsOption().default(1))
    .addOption(stepOption())
    .addOption(
      new Option(
        "--window <kind>",
        "training data: all rows before (expanding), or a fixed number (sliding)",
      )
        .choices(["expanding", "sliding"])
        .default("expanding"),
    )
    .addOption(
      new Option("--refit <k>", "fit again every k folds, and only update in between")
        .argParser(whole("--refit", 1, 10_000))
        .default(1),
    )
    .addOption(metricsOption())
    .addOption(rankOption("OWA, or RMSSE of intermittent demand"))
    .option("--per-series", "show the scores of each series")
    .option("--per-step", "show the scores at each step ahead")
    .option("--forecasts <file>", "CSV file for the forecasts of every fold", once("--forecasts"));
  addJoinOption(addDataOptions(addFeatureOption(command)));
  addHierarchyOptions(addLimitOptions(addIntervalOptions(command)));
  return command
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(fastMathOption())
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(safeCsvOption())
    .addOption(outputOption(".csv, .png, .html, .xlsx and others choose"))
    .addOption(onOption("Redis or Valkey server whose foretell workers fit the models"))
    .addOption(dataAtOption())
    .addHelpText("after", below(NOTES))
    .action(async (source: string | undefined, _options, self: Command) => {
      const { backtest } = await import("../run/index.js");
      done(await backtest(source, self.optsWithGlobals<BacktestOptions>()));
    });
}

const NOTES = `
Metrics: ${Object.keys(METRICS).join(", ")}.
Scores are means over series: sMAPE as in the M competitions (0 to 200), MASE scaled by the seasonal
naive error of the training part, and OWA, the mean of both relative to Naive2 (below 1 is better).
With several folds a series' scores are taken over all of them. The best two are compared by the
Diebold-Mariano test with the correction for small samples: by folds, however they overlap, or where
those are too few by series. Where a metric is not defined, a line says why.
Exit code 4 when a model could not be fitted; the others are scored all the same.

Examples:
  foretell backtest nottem -H 24 -m seasonal-naive -m naive2
  foretell backtest -m naive -m naive2 -H 12 --folds 5 --step 6 --metrics mase,rmsse,crps
  foretell backtest seatbelts --target drivers,front -H 12 --per-series --format csv
  foretell backtest sales.csv --hierarchy region,store -m ets -m theta --per-series
  foretell backtest train.csv.gz --test test.csv.gz -m lstm -m naive2 -o scores.json`;
