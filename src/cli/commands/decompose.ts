import { Command, Option } from "commander";
import type { DecomposeOptions } from "../run/analyses/decompose.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import { below } from "../shared/help.js";
import {
  addTableOptions,
  formatOption,
  outputOption,
  safeCsvOption,
  seriesOption,
  sourceArgument,
  whole,
  wholes,
} from "../shared/options.js";

export function decomposeCommand(done: (code: number) => void): Command {
  const command = new Command("decompose")
    .description("split series into trend, seasons and remainder")
    .addArgument(sourceArgument());
  return addTableOptions(command)
    .addOption(
      new Option("--seasons <lengths>", "several seasons, such as 24,168").argParser(
        wholes("--seasons", 2, 1_000_000),
      ),
    )
    .addOption(
      new Option("--window <n>", "seasons over which each season is smoothed, 0 for all")
        .argParser(whole("--window", 0, 10_001))
        .default(11),
    )
    .addOption(
      new Option(
        "--trend-window <n>",
        "observations over which the trend is smoothed (default: 1.5 seasons)",
      ).argParser(whole("--trend-window", 3, 1_000_000)),
    )
    .addOption(seriesOption("series to show and to write, instead of all"))
    .option("--robust", "give outliers little weight")
    .option("--multiplicative", "multiply the parts instead of adding them")
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(safeCsvOption())
    .addOption(outputOption(".csv, .png, .html, .xlsx and others choose"))
    .addHelpText("after", below(EXAMPLES))
    .action(async (source: string | undefined, _options, self: Command) => {
      const { decompose } = await import("../run/index.js");
      done(await decompose(source, self.optsWithGlobals<DecomposeOptions>()));
    });
}

const EXAMPLES = `
Examples:
  foretell decompose nottem
  foretell decompose air-passengers --multiplicative -o parts.html
  foretell decompose hourly.csv --seasons 24,168 --robust -o parts.csv`;
