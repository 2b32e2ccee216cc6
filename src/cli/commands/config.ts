import { Command } from "commander";
import type { ConfigOptions } from "../run/setup/config.js";
import { below } from "../shared/help.js";
import { formatOption } from "../shared/options.js";

export function configCommand(done: (code: number) => void): Command {
  return new Command("config")
    .description("show which settings are in force, and why")
    .argument("[command]", "the command whose settings to show", "forecast")
    .option("--schema", "print the JSON Schema of foretell.config.json")
    .addOption(formatOption())
    .addHelpText("after", below(EXAMPLES))
    .action(async (name: string, _options, self: Command) => {
      const { showConfig } = await import("../run/index.js");
      await showConfig(self.parent!, name, self.optsWithGlobals<ConfigOptions>());
      done(0);
    });
}

const EXAMPLES = `
Examples:
  foretell config
  foretell config backtest
  foretell config --schema`;
