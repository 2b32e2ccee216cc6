import { Command, Option } from "commander";
import type { ForecastOptions } from "../run/forecast.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import { below } from "../shared/help.js";
import {
  addDataOptions,
  addDistributionOptions,
  addFeatureOption,
  addHierarchyOptions,
  addIntervalOptions,
  addJoinOption,
  addLimitOptions,
  addScenariosOption,
  fastMathOption,
  formatOption,
  horizonOption,
  learnOption,
  modelSpecs,
  outputOption,
  safeCsvOption,
  seedOption,
  seriesOption,
  shardOption,
  sourceArgument,
  threadsOption,
} from "../shared/options.js";
import { dataAtOption, onOption } from "../shared/queue.js";

export function forecastCommand(done: (code: number) => void): Command {
  const command = new Command("forecast")
    .description("forecast the future of a table of dated values")
    .addArgument(sourceArgument())
    .option("-m, --model <spec>", "model and options, repeatable (default: auto)", modelSpecs)
    .option("--from <file>", "use a model saved by foretell train, on its own data or on source")
    .addOption(learnOption())
    .addOption(horizonOption("steps ahead (default: a season or two)"));
  addScenariosOption(addJoinOption(addDataOptions(addFeatureOption(command))));
  addHierarchyOptions(addLimitOptions(addDistributionOptions(addIntervalOptions(command))));
  return command
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(fastMathOption())
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(safeCsvOption())
    .addOption(outputOption(".csv, .png, .html, .xlsx and others choose"))
    .addOption(
      new Option(
        "--names <whose>",
        "names of written columns: common (unique_id, ds, the model) or own, as in the table read",
      ).choices(["common", "own"]),
    )
    .addOption(seriesOption("series to show and to write, instead of all"))
    .option("--gradients", "show the gradient flow of networks, on stderr with csv and json")
    .option("--no-gradients", "do not show it")
    .option("--diagnostics", "show estimates and residual tests of arima, ets and theta")
    .option("--explain", "show how auto weighed its candidates")
    .option("--resume", "continue an interrupted run with the same -o")
    .option("--errors <file>", "write series that cannot be forecast, and why, as CSV")
    .option("--strict", "stop at the first series that cannot be forecast")
    .addOption(shardOption())
    .addOption(onOption("Redis or Valkey server whose foretell workers do the work"))
    .addOption(dataAtOption())
    .addHelpText("after", below(EXAMPLES))
    .action(async (source: string | undefined, _options, self: Command) => {
      const given = self.optsWithGlobals<ForecastOptions>();
      const told = self.getOptionValueSource("level") !== "default";
      const options = given.quantiles && !told ? { ...given, level: [] } : given;
      const named = self.parent?.args[0] === "forecast";
      if (options.from !== undefined) {
        const { forecastFrom } = await import("../run/index.js");
        const isExplicit = (option: string) => self.getOptionValueSource(option) === "cli";
        return done(await forecastFrom(source, options.from, isExplicit, options));
      }
      const { checkCommand, forecast, hasScenarios } = await import("../run/forecast.js");
      // What is no file may be a mistyped command.
      if (!named && self.args.length > 0) checkCommand(self.args[0]);
      if (hasScenarios(options)) {
        const { forecastScenarios } = await import("../run/index.js");
        return done(await forecastScenarios(source, options));
      }
      done(await forecast(source, options));
    });
}

const EXAMPLES = `
Examples:
  foretell forecast nottem -H 12
  foretell forecast uk-gas --explain
  foretell forecast seatbelts --target drivers,front -m seasonal-naive --format csv
  foretell datasets co2 | foretell forecast - -m lstm:hidden=32 -o next.json
  foretell forecast air-passengers -m lstm -f lag:12 -f calendar:month
  foretell forecast --from sales.foretell -H 12
  foretell forecast --from sales.foretell --future-file low.csv --future-file high.csv
  foretell forecast nottem -H 12 --quantiles 0.1,0.5,0.9 --samples 100 -o paths.json
  foretell forecast us-acc-deaths --min 0 --integer
  foretell forecast us-acc-deaths -H 12 --total
  foretell forecast sales.csv --hierarchy region,store -m ets
  foretell forecast sales.csv --names own -o next-sales.csv`;
