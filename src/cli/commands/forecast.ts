import { Command } from "commander";
import {
  addDataOptions,
  addIntervalOptions,
  type DataOptions,
  type Format,
  formatOption,
  type GlobalOptions,
  horizonOption,
  type IntervalOptions,
  repeated,
  seedOption,
} from "../options.js";

export interface ForecastOptions extends DataOptions, IntervalOptions, GlobalOptions {
  readonly model?: string[];
  readonly horizon?: number;
  readonly futureFile?: string;
  readonly safeCsv?: boolean;
  readonly seed: number;
  readonly format?: Format;
  readonly output?: string;
}

export function forecastCommand(done: (code: number) => void): Command {
  const command = new Command("forecast")
    .description("fit models to a table of dated values and forecast what comes next")
    .argument("[source]", "a file, - for stdin, or a bundled dataset (default: air-passengers)")
    .option("-m, --model <spec>", "model and its options, repeatable (default: lstm)", repeated)
    .addOption(horizonOption("steps ahead (default: a season or two)"));
  addDataOptions(command).option(
    "--future-file <file>",
    "table with more rows of the --future columns",
  );
  return addIntervalOptions(command)
    .addOption(seedOption())
    .addOption(formatOption())
    .option("--safe-csv", "no id in CSV that a spreadsheet would run as a formula")
    .option("-o, --output <file>", "write there; .csv, .json and .txt choose the format")
    .addHelpText("after", EXAMPLES)
    .action(async (source: string | undefined, _options, self: Command) => {
      const { forecast } = await import("../forecast.js");
      const named = self.parent?.args[0] === "forecast";
      done(await forecast(source, named, self.optsWithGlobals<ForecastOptions>()));
    });
}

const EXAMPLES = `
Examples:
  foretell forecast nottem -H 12
  foretell forecast seatbelts --target drivers,front -m seasonal-naive --format csv
  foretell datasets co2 | foretell forecast - -m lstm:hidden=32 -o next.json`;
