import { Command } from "commander";
import type { GradientsOptions } from "../run/gradient-models.js";
import { REPORT_FORMATS } from "../shared/formats/file-format.js";
import { below } from "../shared/help.js";
import {
  addDataOptions,
  formatOption,
  horizonOption,
  outputOption,
  repeated,
  safeCsvOption,
  seedOption,
  sourceArgument,
  wholes,
} from "../shared/options.js";

export function gradientsCommand(done: (code: number) => void): Command {
  const command = new Command("gradients")
    .description("show whether gradients vanish or explode, network by network")
    .addArgument(sourceArgument("a long-lag task"))
    .option(
      "-m, --model <spec>",
      "network and options, repeatable (default: rnn, lstm97, lstm, gru)",
      repeated,
    )
    .option(
      "--steps <lengths>",
      "window lengths to compare, such as 10,25,50,100,200",
      wholes("--steps", 2, 100_000),
    )
    .option("--activations", "compare activations by their derivative and their flow")
    .option("--residual", "compare stacked layers with and without residual connections")
    .option("--highway", "compare stacked layers with and without highway connections")
    .option("--gates", "show the gates of the cells over time")
    .addOption(horizonOption("steps ahead to learn (default: a season or two)"));
  return addDataOptions(command)
    .addOption(seedOption())
    .addOption(formatOption(REPORT_FORMATS))
    .addOption(safeCsvOption())
    .addOption(outputOption(".csv, .png, .html, .xlsx and others choose"))
    .addHelpText("after", below(NOTES))
    .action(async (source: string | undefined, _options, self: Command) => {
      const { gradients } = await import("../run/index.js");
      done(await gradients(source, self.optsWithGlobals<GradientsOptions>()));
    });
}

const NOTES = `
Without a source (and nothing piped in) networks learn a long-lag task: the first of --steps steps
(default 50) shows a number that must be named after the last, with noise between. With one they are
trained as for a forecast, and --steps is the input window.

Networks without states (cnn, tcn, transformer, linear) are read at their inputs, dL/dx for each step;
in the task they have no linear path beside them, which would do it alone.

  decay       mean factor of the norm of dL/dh for one step back, half-life the steps until it halves
  reach       steps back until less than 1/1000 of the last step's norm is left; of inputs, back to the
              oldest one with 1/1000 of the largest norm
  growth      largest norm over the last step's; above 100 the gradient of states explodes, that of
              other networks where it is 100 times as large at the lowest layer as at the top one
  rho(J)      spectral radius of the recurrent Jacobian in the middle of the window
  saturated   share of gates (of a plain layer's units) within a tenth of either end of their range

Examples:
  foretell gradients
  foretell gradients -m rnn -m lstm --steps 10,25,50,100,200
  foretell gradients air-passengers -m gru --gates
  foretell gradients --activations
  foretell gradients -m tcn -m lstm
  foretell gradients -m cnn:activation=sigmoid,pool=none --residual
  foretell gradients -m lstm:layers=8 --residual --highway --format json`;
