import { Command } from "commander";
import type { InspectOptions } from "../run/inspect.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import { below } from "../shared/help.js";
import {
  addDataOptions,
  addFutureFileOption,
  addJoinOption,
  columns,
  formatOption,
  outputOption,
  seedOption,
  seriesOption,
  sourceArgument,
} from "../shared/options.js";

export function inspectCommand(done: (code: number) => void): Command {
  const command = new Command("inspect")
    .description("show what a table holds and how it is read")
    .addArgument(sourceArgument());
  return addFutureFileOption(addJoinOption(addDataOptions(command)))
    .addOption(formatOption(REPORT_FORMATS, "how to print (default: table)"))
    .option("--full", "show all that was found, series by series")
    .addOption(seriesOption("series to look at, instead of the first"))
    .option("--describe", "show statistics of each column and series")
    .option(
      "--by <columns>",
      "show statistics by the values of these columns",
      columns("--by", "region,size"),
    )
    .option("--regimes", "show the hidden states of the first series")
    .option("--neighbours <id>", "show the series most like this one, by dynamic time warping")
    .addOption(seedOption())
    .addOption(outputOption(".csv, .png, .html, .xlsx and others choose"))
    .addHelpText("after", below(EXAMPLES))
    .action(async (source: string | undefined, _options, self: Command) => {
      const { inspect } = await import("../run/index.js");
      done(await inspect(source, self.optsWithGlobals<InspectOptions>()));
    });
}

const EXAMPLES = `
Examples:
  foretell inspect nottem
  foretell inspect nottem --full
  foretell inspect seatbelts --target drivers --format json
  foretell inspect nile --regimes
  foretell inspect sales.csv --describe --by region
  foretell inspect co2 --freq YS --aggregate mean --describe
  foretell inspect seatbelts --target drivers,front,rear --neighbours front
  foretell datasets co2 | foretell inspect -`;
