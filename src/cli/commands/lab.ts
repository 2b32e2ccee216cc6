import { Command, Option } from "commander";
import type { LabOptions } from "../run/lab.js";
import { below } from "../shared/help.js";
import { formatOption, outputOption, safeCsvOption, seedOption, whole } from "../shared/options.js";

export function labCommand(done: (code: number) => void): Command {
  return new Command("lab")
    .description("repeat the experiments of the 1997 and 2000 LSTM papers")
    .argument("[experiment]", "such as adding or reber; leave it out for a list")
    .option(
      "--length <n>",
      "length of the shortest sequences (default: the paper's)",
      whole("length", 1, 10_000),
    )
    .addOption(
      new Option("--cell <names>", "rnn, lstm97, lstm and gru, separated by commas")
        .argParser(list)
        .default(["rnn", "lstm97"], "rnn,lstm97"),
    )
    .addOption(
      new Option(
        "--rule <name>",
        "how networks learn (default: hybrid; rtrl for rnn and gru)",
      ).choices(["rtrl", "hybrid", "snap1", "immediate", "tbptt"]),
    )
    .addOption(
      new Option(
        "--squash <range>",
        "lstm97's output squash: narrow (tanh(c/2)) or wide (2·tanh(c/2))",
      )
        .choices(["narrow", "wide"])
        .default("narrow"),
    )
    .addOption(
      new Option("--out <kind>", "the network's output (default: the experiment's)").choices([
        "linear",
        "sigmoid",
      ]),
    )
    .addOption(
      new Option("--trials <n>", "networks to train, each with its own seed")
        .argParser(whole("trials", 1, 1000))
        .default(1),
    )
    .addOption(
      new Option("--limit <n>", "sequences after which a trial counts as failed")
        .argParser(whole("the limit", 1, 1e9))
        .default(200_000),
    )
    .addOption(seedOption())
    .addOption(formatOption())
    .addOption(safeCsvOption())
    .addOption(outputOption())
    .addHelpText("after", below(NOTES))
    .action(async (experiment: string | undefined, _options, self: Command) => {
      const { lab } = await import("../run/index.js");
      done(await lab(experiment, self.optsWithGlobals<LabOptions>()));
    });
}

function list(text: string): string[] {
  return text.split(",").map((name) => name.trim());
}

const NOTES = `
Sequences are counted until the paper's criterion is met; wrong is of 2,560 new sequences. Plain
gradient descent, one update per answer, the paper's sizes, rates and biases. Where our set-up is not
the paper's, a line below the table says so.

Examples:
  foretell lab adding --length 100
  foretell lab temporal --cell lstm97 --trials 10
  foretell lab reber --cell rnn,lstm97,lstm,gru
  foretell lab continual-reber --cell lstm97,lstm
  foretell lab adding --cell lstm97 --rule snap1 --format json`;
