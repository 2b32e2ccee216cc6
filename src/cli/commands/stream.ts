import { Command, Option } from "commander";
import type { StreamOptions } from "../run/stream.js";
import { below } from "../shared/help.js";
import {
  addReadingOptions,
  formatOption,
  horizonOption,
  safeCsvOption,
  seedOption,
  streamArgument,
  whole,
} from "../shared/options.js";

export function streamCommand(done: (code: number) => void): Command {
  const command = new Command("stream")
    .description("forecast line by line while learning")
    .addArgument(streamArgument())
    .option("-m, --model <spec>", "rnn, lstm97, lstm or gru, and options", "lstm:hidden=16")
    .option("--learn <rule>", "snap1, hybrid, rtrl, immediate or tbptt:k", "snap1")
    .addOption(horizonOption("steps ahead (default: 1)"))
    .option("--follow", "keep waiting for new lines, as tail -F does")
    .option("--warmup <file>", "learn from this file first, without printing")
    .option("--save <file>", "save what was learned to this file, at the end or at Ctrl-C")
    .option("--resume <file>", "continue from a file that --save wrote")
    .addOption(
      new Option("--every <n>", "show every n-th row")
        .argParser(whole("--every", 1, 1e9))
        .default(1),
    )
    .addOption(
      new Option("--window <n>", "rows over which past errors are averaged")
        .argParser(whole("the window", 2, 1e9))
        .default(100),
    )
    .option("--strict", "stop at a malformed line instead of skipping it");
  addReadingOptions(command, ["columns"]).option(
    "--season <n>",
    "observations per season, to look back one season as well",
    whole("the season", 1, 1e6),
  );
  return addReadingOptions(command, ["dialect"])
    .addOption(seedOption())
    .addOption(
      formatOption(undefined, "how to print (default: a live chart on a terminal, csv in a pipe)"),
    )
    .addOption(safeCsvOption())
    .addHelpText("after", below(NOTES))
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
