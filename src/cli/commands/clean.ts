import { Command, Option } from "commander";
import type { CleanOptions } from "../run/analyses/clean.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import { below } from "../shared/help.js";
import {
  addTableOptions,
  formatOption,
  outputOption,
  safeCsvOption,
  sourceArgument,
} from "../shared/options.js";

export function cleanCommand(done: (code: number) => void): Command {
  const command = new Command("clean")
    .description("replace outliers and fill gaps, and say which and why")
    .addArgument(sourceArgument());
  return addTableOptions(command, "along the season")
    .addOption(
      new Option("--only <what>", "change gaps or outliers only").choices(["gaps", "outliers"]),
    )
    .option("--marked", "add columns that say what was changed, and why")
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(safeCsvOption())
    .addOption(outputOption(".csv, .png, .html, .xlsx and others choose"))
    .addHelpText("after", below(EXAMPLES))
    .action(async (source: string | undefined, _options, self: Command) => {
      const { clean } = await import("../run/index.js");
      done(await clean(source, self.optsWithGlobals<CleanOptions>()));
    });
}

const EXAMPLES = `
Examples:
  foretell clean presidents
  foretell clean sales.csv -o clean.csv
  foretell clean sales.csv --only outliers --marked -o marked.xlsx`;
