import { Command, Option } from "commander";
import type { CheckOptions } from "../run/check.js";
import { below } from "../shared/help.js";
import {
  addDataOptions,
  addFeatureOption,
  addIntervalOptions,
  addJoinOption,
  foldsOption,
  horizonOption,
  modelSpecs,
  repeated,
  seedOption,
  stepOption,
  threadsOption,
} from "../shared/options.js";

export function checkCommand(done: (code: number) => void): Command {
  const command = new Command("check")
    .description("compare models with a committed baseline, for CI")
    .argument("[sources...]", "files or bundled datasets (default: those of the baseline)")
    .option("--baseline <file>", "JSON file to compare with")
    .option("--update", "write the baseline (nothing is written without it)")
    .option("--accept-data", "update even if the data have changed")
    .option("--moving", "let the data grow: compare scores on the newest folds, by --tolerance")
    .option("--only", "leave the other sources of the baseline alone")
    .option("-m, --model <spec>", "models, repeatable (default: those of the baseline)", modelSpecs)
    .option("--tolerance <rules>", "largest acceptable loss: mase=2%,rmse=0.5")
    .option("--warn <rules>", "loss that gives a warning: mase=1%")
    .option(
      "--require <rule>",
      "limit that must always hold, repeatable: 'lstm/mase<=1.05'",
      repeated,
    )
    .option("--per-series", "apply tolerances to each series, not only to the mean")
    .option("--exact", "require forecasts that are the same to the last bit")
    .option("--leak", "test for leaks: changes after the cutoff must change no forecast")
    .option("--time-budget <rules>", "longest time allowed, as a multiple of Naive2's: lstm=5000x")
    .option(
      "--report <kinds>",
      "also junit=FILE, json=FILE, md=FILE or github, repeatable",
      repeated,
    )
    .addOption(horizonOption("rows to hold back (default: a season or two)"))
    .addOption(foldsOption().default(1, "as in the baseline, else 1"))
    .addOption(stepOption());
  addJoinOption(addDataOptions(addFeatureOption(command)));
  return addIntervalOptions(command, "native")
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(
      new Option("--format <format>", "how to print").choices(["table", "json"]).default("table"),
    )
    .addHelpText("after", below(NOTES))
    .action(async (sources: string[], _options, self: Command) => {
      const { check } = await import("../run/index.js");
      const isExplicit = (option: string) => self.getOptionValueSource(option) === "cli";
      done(await check(sources, isExplicit, self.optsWithGlobals<CheckOptions>()));
    });
}

const NOTES = `
A rule applies to the mean over series of each model; model/metric and metric@series narrow it. Rules,
sources, models, horizon, folds, intervals, levels and seed given with --update are kept in the
baseline.
Exit codes: 0 nothing is worse, 1 something is, or is not in the baseline, 2 wrong usage or a rule
that matches nothing, 3 bad data or no baseline, 4 a model could not be fitted.

Examples:
  foretell check nottem uk-gas -m naive2 -m lstm --baseline forecasts.json --update
  foretell check seatbelts --only --target front -m lstm --baseline forecasts.json --update
  foretell check --baseline forecasts.json --tolerance mase=2% --report junit=check.xml
  foretell check --baseline forecasts.json --require 'lstm/mase<=1.05' --leak
  foretell check nottem -m ets --folds 5 --step 12 --intervals conformal --level 80 \\
    --require 'coverage-80 in 0.7..0.9' --baseline forecasts.json --update`;
