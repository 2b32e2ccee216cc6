import { Command, Option } from "commander";
import type { AnomaliesOptions } from "../run/analyses/anomalies.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import { below } from "../shared/help.js";
import {
  addDataOptions,
  addJoinOption,
  formatOption,
  modelSpecs,
  outputOption,
  percent,
  safeCsvOption,
  seedOption,
  seriesOption,
  sourceArgument,
  threadsOption,
  whole,
} from "../shared/options.js";

export function anomaliesCommand(done: (code: number) => void): Command {
  const command = new Command("anomalies")
    .description("find observations that a model did not expect")
    .addArgument(sourceArgument())
    .option("-m, --model <spec>", "model and options (default: ets or mstl)", modelSpecs);
  return addJoinOption(addDataOptions(command))
    .addOption(
      new Option("--level <percent>", "level of the interval")
        .argParser(percent("--level"))
        .default(99.9),
    )
    .addOption(
      new Option("--last <n>", "report on the last n rows of each series only").argParser(
        whole("--last", 1, 1_000_000_000),
      ),
    )
    .addOption(seriesOption("series to show and to write, instead of all"))
    .option("--full", "write every observation, not anomalies alone")
    .option("--fail", "exit with code 1 when there are anomalies")
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(safeCsvOption())
    .addOption(outputOption(".csv, .png, .html, .xlsx and others choose"))
    .addHelpText("after", below(EXAMPLES))
    .action(async (source: string | undefined, _options, self: Command) => {
      const { anomalies } = await import("../run/index.js");
      done(await anomalies(source, self.optsWithGlobals<AnomaliesOptions>()));
    });
}

const EXAMPLES = `
Examples:
  foretell anomalies us-acc-deaths
  foretell anomalies sales.csv --last 7 --fail
  foretell anomalies sales.csv --exogenous auto -m arima --level 99 -o anomalies.html`;
