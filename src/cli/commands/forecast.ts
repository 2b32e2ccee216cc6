import { Command } from "commander";
import type { ForecastOptions } from "../run/forecast.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import {
  addDataOptions,
  addDistributionOptions,
  addFeatureOption,
  addFutureFileOption,
  addIntervalOptions,
  addJoinOption,
  addLimitOptions,
  formatOption,
  horizonOption,
  learnOption,
  outputOption,
  repeated,
  safeCsvOption,
  seedOption,
  sourceArgument,
  threadsOption,
} from "../shared/options.js";

export function forecastCommand(done: (code: number) => void): Command {
  const command = new Command("forecast")
    .description("fit models to a table of dated values and forecast what comes next")
    .addArgument(sourceArgument())
    .option("-m, --model <spec>", "model and its options, repeatable (default: auto)", repeated)
    .option("--from <file>", "use the model that foretell train saved, on its data or on source")
    .addOption(learnOption())
    .addOption(horizonOption("steps ahead (default: a season or two)"));
  addFutureFileOption(addJoinOption(addDataOptions(addFeatureOption(command))));
  return addLimitOptions(addDistributionOptions(addIntervalOptions(command)))
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(safeCsvOption())
    .addOption(outputOption(".csv, .svg, .png, .html, .xlsx, .md and others choose"))
    .option("--gradients", "show a network's gradient flow, also beside csv and json (on stderr)")
    .option("--no-gradients", "leave it out of the table")
    .option("--diagnostics", "show estimates and residual tests of arima, ets and theta")
    .option("--explain", "tabulate what auto weighed: candidates, errors, weights and seconds")
    .addHelpText("after", EXAMPLES)
    .action(async (source: string | undefined, _options, self: Command) => {
      const given = self.optsWithGlobals<ForecastOptions>();
      const told = self.getOptionValueSource("level") !== "default";
      const options = given.quantiles && !told ? { ...given, level: [] } : given;
      const named = self.parent?.args[0] === "forecast";
      if (self.args.length > 1) {
        const { refuseMore } = await import("../run/forecast.js");
        refuseMore(self.args, named);
      }
      if (options.from !== undefined) {
        const { forecastFrom } = await import("../run/index.js");
        const isExplicit = (option: string) => self.getOptionValueSource(option) === "cli";
        return done(await forecastFrom(source, options.from, isExplicit, options));
      }
      const { forecast } = await import("../run/forecast.js");
      done(await forecast(source, named, options));
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
  foretell forecast nottem -H 12 --quantiles 0.1,0.5,0.9 --samples 100 -o paths.json
  foretell forecast us-acc-deaths --min 0 --integer`;
