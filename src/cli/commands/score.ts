import { Command } from "commander";
import type { ScoreOptions } from "../run/score.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import { below } from "../shared/help.js";
import { metricsOption, rankOption } from "../shared/metric-options.js";
import {
  addReadingOptions,
  columns,
  formatOption,
  outputOption,
  safeCsvOption,
} from "../shared/options.js";

export function scoreCommand(done: (code: number) => void): Command {
  const command = new Command("score")
    .description("score earlier forecasts now that the actuals are known")
    .argument("<forecasts>", "table of forecasts, as foretell forecast writes them")
    .argument("<actuals>", "table of observations; earlier ones serve as history")
    .option("--history <file>", "earlier observations, to scale MASE and RMSSE")
    .option(
      "--columns <names>",
      "columns that hold forecasts (default: all numbers but those of intervals)",
      columns("--columns", "theta,ets"),
    )
    .addOption(metricsOption())
    .addOption(rankOption("WAPE"))
    .option("--per-series", "show the scores of each series")
    .option("--per-step", "show the scores at each step ahead");
  addReadingOptions(command, ["columns", "grid", "cleaning", "dialect", "source", "sheet"]);
  return addReadingOptions(command, ["dates", "zone"])
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(safeCsvOption())
    .addOption(outputOption(".csv, .png, .html, .xlsx and others choose"))
    .addHelpText("after", below(NOTES))
    .action(async (forecasts: string, actuals: string, _options, self: Command) => {
      const { score } = await import("../run/index.js");
      done(await score(forecasts, actuals, self.optsWithGlobals<ScoreOptions>()));
    });
}

const NOTES = `
Forecasts are matched to observations by series and date; --time and --id name the columns of both
files, --target those of the observations. WAPE covers all observations together; other scores are means
over series. Dates in only one of the files are counted and named.

Examples:
  foretell forecast sales.csv -m theta -m ets -o forecasts.csv     a month ago
  foretell score forecasts.csv sales.csv                           now
  foretell score forecasts.csv actuals.csv --history sales.csv --rank rmsse --per-series`;
