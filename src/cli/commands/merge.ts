import { Command } from "commander";
import type { MergeOptions } from "../run/parts/merge.js";
import { below } from "../shared/help.js";
import { once } from "../shared/options.js";

export function mergeCommand(done: (code: number) => void): Command {
  return new Command("merge")
    .description("join the shards of a forecast into one table")
    .argument("<shards...>", "files of foretell forecast --shard, in any order")
    .option(
      "-o, --output <file>",
      "file to write, compressed as .gz (default: stdout)",
      once("--output"),
    )
    .addHelpText("after", below(NOTES))
    .action(async (files: string[], _options, self: Command) => {
      const { merge } = await import("../run/index.js");
      done(await merge(files, self.optsWithGlobals<MergeOptions>()));
    });
}

const NOTES = `
Each shard must be there once and complete, all from one version, seed, plan and data. What is written
is what one process would have written for the whole panel, in the format of the shards: CSV, NDJSON or Parquet.

Examples:
  foretell forecast panel.csv -m theta -H 12 --shard 1/2 -o part-1.csv
  foretell forecast panel.csv -m theta -H 12 --shard 2/2 -o part-2.csv
  foretell merge part-*.csv -o forecast.csv`;
