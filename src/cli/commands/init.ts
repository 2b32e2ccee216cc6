import { Command } from "commander";
import type { InitOptions } from "../run/setup/init.js";
import { below } from "../shared/help.js";
import { addDataOptions, addJoinOption, horizonOption, modelSpecs } from "../shared/options.js";

export function initCommand(done: (code: number) => void): Command {
  const command = new Command("init")
    .description("write foretell.config.json after a look at a table")
    .argument("[source]", "a file, pattern or URL (default: the only table here)")
    .option("-m, --model <spec>", "models to write, repeatable (default: none)", modelSpecs)
    .addOption(horizonOption("steps ahead to write (default: a season or two)"))
    .option("--force", "replace a foretell.config.json that is there");
  return addDataOptions(addJoinOption(command))
    .addHelpText("after", below(EXAMPLES))
    .action(async (source: string | undefined, _options, self: Command) => {
      const { init } = await import("../run/index.js");
      await init(source, self.optsWithGlobals<InitOptions>());
      done(0);
    });
}

const EXAMPLES = `
Examples:
  foretell init sales.csv
  foretell init sales.csv --target units --id store -H 28
  foretell config`;
