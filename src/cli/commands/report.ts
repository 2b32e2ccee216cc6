import { Command, Option } from "commander";
import type { ReportOptions } from "../run/report.js";
import { below } from "../shared/help.js";
import {
  addDataOptions,
  addIntervalOptions,
  addLimitOptions,
  fastMathOption,
  foldsOption,
  horizonOption,
  modelSpecs,
  once,
  seedOption,
  sourceArgument,
  threadsOption,
} from "../shared/options.js";

export function reportCommand(done: (code: number) => void): Command {
  const command = new Command("report")
    .description("write one page with the data, the forecast and its backtest")
    .addArgument(sourceArgument())
    .option(
      "-m, --model <spec>",
      "models, repeatable (default: auto, ets, seasonal-naive)",
      modelSpecs,
    )
    .addOption(horizonOption("steps ahead (default: a season or two)"))
    .addOption(foldsOption().default(3));
  return addLimitOptions(addIntervalOptions(addDataOptions(command)))
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(fastMathOption())
    .addOption(
      new Option("-o, --output <file.html>", "file to write (default: stdout)").argParser(
        once("--output"),
      ),
    )
    .addHelpText("after", below(EXAMPLES))
    .action(async (source: string | undefined, _options, self: Command) => {
      const { report } = await import("../run/index.js");
      const given = process.argv.slice(2);
      done(await report(source, given, self.optsWithGlobals<ReportOptions>()));
    });
}

const EXAMPLES = `
Examples:
  foretell report nottem -o report.html
  foretell report sales.csv -m theta -m lstm -H 12 -o report.html`;
