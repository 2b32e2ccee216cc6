import { Command } from "commander";
import type { ModelsOptions } from "../run/models.js";
import { below } from "../shared/help.js";
import { formatOption } from "../shared/options.js";

export function modelsCommand(done: (code: number) => void): Command {
  return new Command("models")
    .description("list the models, or one model's options")
    .argument("[name]", "a model")
    .addOption(formatOption())
    .addHelpText("after", below(EXAMPLES))
    .action(async (name: string | undefined, _options, self: Command) => {
      const { listModels } = await import("../run/index.js");
      await listModels(name, self.optsWithGlobals<ModelsOptions>());
      done(0);
    });
}

const EXAMPLES = `
Examples:
  foretell models
  foretell models lstm
  foretell nottem -m lstm:hidden=32 -m naive`;
