import { Command } from "commander";
import type { TrainOptions } from "../run/train.js";
import { below } from "../shared/help.js";
import {
  addDataOptions,
  addFeatureOption,
  addFutureFileOption,
  addIntervalOptions,
  addJoinOption,
  fastMathOption,
  horizonOption,
  learnOption,
  modelSpecs,
  once,
  seedOption,
  sourceArgument,
  threadsOption,
} from "../shared/options.js";

export function trainCommand(done: (code: number) => void): Command {
  const command = new Command("train")
    .description("fit models and save them for foretell forecast --from")
    .addArgument(sourceArgument())
    .requiredOption("-o, --output <file>", "model file to write", once("--output"))
    .option("-m, --model <spec>", "model and options, repeatable (default: auto)", modelSpecs)
    .addOption(learnOption())
    .addOption(horizonOption("steps ahead (default: a season or two)"));
  addFutureFileOption(addJoinOption(addDataOptions(addFeatureOption(command))));
  return addIntervalOptions(command)
    .addOption(seedOption())
    .addOption(threadsOption())
    .addOption(fastMathOption())
    .option("--gradients", "show the gradient flow of networks, also in a pipe")
    .option("--no-gradients", "do not show it")
    .addHelpText("after", below(EXAMPLES))
    .action(async (source: string | undefined, _options, self: Command) => {
      const { train } = await import("../run/index.js");
      done(await train(source, self.optsWithGlobals<TrainOptions>()));
    });
}

const EXAMPLES = `
The file holds weights, options and the data learned from: safetensors with a checksum.
Of several models in it, forecast --from prints all, and -m chooses.

Examples:
  foretell train nottem -m lstm:hidden=32 -H 12 -o nottem.foretell
  foretell forecast --from nottem.foretell
  foretell train nottem -m theta -m ets -o both.foretell
  foretell forecast --from both.foretell -m theta
  foretell forecast newer.csv --from nottem.foretell --format csv`;
