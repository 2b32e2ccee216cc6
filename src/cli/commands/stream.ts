import { Command, Option } from "commander";
import type { StreamOptions } from "../run/stream.js";
import {
  addReadingOptions,
  formatOption,
  horizonOption,
  safeCsvOption,
  seedOption,
  sourceArgument,
  whole,
} from "../shared/options.js";

export function streamCommand(done: (code: number) => void): Command {
  const command = new Command("stream")
    .description("learn and forecast line by line, with no training phase")
    .addArgument(sourceArgument())
    .option("-m, --model <spec>", "rnn, lstm97, lstm or gru, and options", "lstm:hidden=16")
    .option("--learn <rule>", "snap1, hybrid, rtrl, immediate or tbptt:k", "snap1")
    .addOption(horizonOption("steps ahead (default: 1)"))
    .option("--follow", "wait for more at the end of a file, also when it is cut off or replaced")
    .option("--warmup <file>", "learn from that file first, without a word")
    .option("--save <file>", "write all that was learned there at the end, also at Ctrl-C")
    .option("--resume <file>", "go on with what --save wrote, as if nothing had happened")
    .addOption(
      new Option("--every <n>", "show each n-th observation")
        .argParser(whole("--every", 1, 1e9))
        .default(1),
    )
    .addOption(
      new Option("--window <n>", "observations over which errors fade")
        .argParser(whole("the window", 2, 1e9))
        .default(100),
    )
    .option("--strict", "stop at a malformed line instead of skipping it");
  addReadingOptions(command, ["columns"]).option(
    "--season <n>",
    "observations a season, to look at the last one too",
    whole("the season", 1, 1e6),
  );
  return addReadingOptions(command, ["dialect"])
    .addOption(seedOption())
    .addOption(
      formatOption(undefined, "how to print (default: a live chart on a terminal, csv in a pipe)"),
    )
    .addOption(safeCsvOption())
    .addHelpText("after", NOTES)
    .action(async (source: string | undefined, _options, self: Command) => {
      const { stream } = await import("../run/stream.js");
      const isExplicit = (option: string) => self.getOptionValueSource(option) === "cli";
      done(await stream(source, isExplicit, self.optsWithGlobals<StreamOptions>()));
    });
}

const NOTES = `
A line is a row of CSV, with or without names above, an object (NDJSON) or a bare number. For each there
are the error of the last forecast, the mean absolute, root mean squared and scaled error (of the last
observation as forecast) over a fading window, and the forecast of what comes next.

Examples:
  foretell stream sunspot-year
  tail -n +1 -f sensor.log | foretell stream - -H 3 --format json
  foretell stream metrics.csv --follow --target load --warmup last-week.csv --save load.state
  foretell stream metrics.csv --follow --resume load.state --save load.state`;
