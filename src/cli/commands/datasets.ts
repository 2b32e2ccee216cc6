import { Command } from "commander";
import type { DatasetsOptions } from "../run/datasets.js";
import { below } from "../shared/help.js";
import { formatOption } from "../shared/options.js";

export function datasetsCommand(done: (code: number) => void): Command {
  return new Command("datasets")
    .description("list the bundled datasets, or print one as CSV")
    .argument("[name]", "a dataset")
    .option("--describe", "statistics of its columns instead of the data")
    .addOption(formatOption())
    .addHelpText("after", below(EXAMPLES))
    .action(async (name: string | undefined, _options, self: Command) => {
      const { listDatasets } = await import("../run/index.js");
      await listDatasets(name, self.optsWithGlobals<DatasetsOptions>());
      done(0);
    });
}

const EXAMPLES = `
Examples:
  foretell datasets
  foretell datasets seatbelts > seatbelts.csv
  foretell datasets nottem --describe`;
