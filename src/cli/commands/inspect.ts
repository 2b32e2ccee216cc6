import { Command } from "commander";
import type { InspectOptions } from "../run/inspect.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import {
  addDataOptions,
  addFutureFileOption,
  addJoinOption,
  columns,
  formatOption,
  outputOption,
  seedOption,
  sourceArgument,
} from "../shared/options.js";

export function inspectCommand(done: (code: number) => void): Command {
  const command = new Command("inspect")
    .description("say what the data are and how they are read, before forecasting them")
    .addArgument(sourceArgument());
  return addFutureFileOption(addJoinOption(addDataOptions(command)))
    .addOption(formatOption(REPORT_FORMATS, "how to print (default: table)"))
    .option("--describe", "statistics of each column, and of each series in it")
    .option(
      "--by <columns>",
      "describe by the values of these columns instead of by series",
      columns("--by", "region,size"),
    )
    .option("--regimes", "states of a hidden Markov model under the first series")
    .option("--neighbours <id>", "the series nearest to this one under dynamic time warping")
    .addOption(seedOption())
    .addOption(outputOption(".csv, .svg, .png, .html, .xlsx, .md and others choose"))
    .addHelpText("after", EXAMPLES)
    .action(async (source: string | undefined, _options, self: Command) => {
      const { inspect } = await import("../run/index.js");
      done(await inspect(source, self.optsWithGlobals<InspectOptions>()));
    });
}

const EXAMPLES = `
Examples:
  foretell inspect nottem
  foretell inspect seatbelts --target drivers --format json
  foretell inspect nile --regimes
  foretell inspect sales.csv --describe --by region
  foretell inspect co2 --freq YS --aggregate mean --describe
  foretell inspect seatbelts --target drivers,front,rear --neighbours front
  foretell datasets co2 | foretell inspect -`;
