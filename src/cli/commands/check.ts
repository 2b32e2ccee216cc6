import { Command, Option } from "commander";
import type { CheckOptions } from "../run/check-plan.js";
import {
  addDataOptions,
  addFeatureOption,
  addIntervalOptions,
  addJoinOption,
  foldsOption,
  horizonOption,
  repeated,
  seedOption,
  stepOption,
  threadsOption,
} from "../shared/options.js";

export function checkCommand(done: (code: number) => void): Command {
  const command = new Command("check")
    .description("compare models with a committed baseline: what continuous integration runs")
    .argument("[sources...]", "files or bundled datasets (default: those of the baseline)")
    .requiredOption("--baseline <file>", "what to compare with, a JSON file to commit")
    .option("--update", "write the baseline; without it nothing is ever written")
    .option("--accept-data", "update although the data are not those of the baseline")
    .option("--only", "leave sources of the baseline that are not named here as they are")
    .option(
      "-m, --model <spec>",
      "model and its options, repeatable (default: those of the baseline)",
      repeated,
    )
    .option("--tolerance <rules>", "how much worse is not too much: mase=2%,rmse=0.5 (default: 0)")
    .option("--warn <rules>", "how much worse is worth a warning: mase=1%")
    .option("--require <rule>", "what must hold anyway, repeatable: 'lstm/mase<=1.05'", repeated)
    .option("--per-series", "tolerances hold for each series, not only for the mean")
    .option("--exact", "forecasts must be the same to the last bit")
    .option("--leak", "change what comes after the cutoff and expect the same forecasts")
    .option(
      "--time-budget <rules>",
      "times as long as Naive2 that models may take, in the same run: lstm=5000x",
    )
    .option("--report <kinds>", "also junit=FILE,json=FILE,md=FILE,github", repeated)
    .addOption(horizonOption("observations held back (default: a season or two)"))
    .addOption(foldsOption().default(1, "as in the baseline, else 1"))
    .addOption(stepOption());
  addJoinOption(addDataOptions(addFeatureOption(command)));
  return addIntervalOptions(command, "native")
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(
      new Option("--format <format>", "how to print").choices(["table", "json"]).default("table"),
    )
    .addHelpText("after", NOTES)
    .action(async (sources: string[], _options, self: Command) => {
      const { check } = await import("../run/index.js");
      const isExplicit = (option: string) => self.getOptionValueSource(option) === "cli";
      done(await check(sources, isExplicit, self.optsWithGlobals<CheckOptions>()));
    });
}

const NOTES = `
A rule is about the mean over series of every model; model/metric and metric@series choose. Rules,
sources, models, horizon, folds, intervals, levels and seed given with --update are kept in the
baseline.
Exit codes: 0 nothing is worse, 1 something is, or is not in the baseline, 2 wrong usage or a rule
about nothing, 3 bad data or no baseline, 4 a model could not be fitted.

Examples:
  foretell check nottem uk-gas -m naive2 -m lstm --baseline forecasts.json --update
  foretell check seatbelts --only --target front -m lstm --baseline forecasts.json --update
  foretell check --baseline forecasts.json --tolerance mase=2% --report junit=check.xml
  foretell check --baseline forecasts.json --require 'lstm/mase<=1.05' --leak
  foretell check nottem -m ets --folds 5 --step 12 --intervals conformal --level 80 \\
    --require 'coverage-80 in 0.7..0.9' --baseline forecasts.json --update`;
