import { Command } from "commander";
import type { DoctorOptions } from "../run/setup/doctor.js";
import { below } from "../shared/help.js";
import { formatOption } from "../shared/options.js";

export function doctorCommand(done: (code: number) => void): Command {
  return new Command("doctor")
    .description("check what foretell needs on this machine")
    .addOption(formatOption())
    .addHelpText("after", below(EXAMPLES))
    .action(async (_options, self: Command) => {
      const { doctor } = await import("../run/index.js");
      done(await doctor(self.optsWithGlobals<DoctorOptions>()));
    });
}

const EXAMPLES = `
Exit code 1 when something is missing that foretell cannot do without.

Examples:
  foretell doctor
  foretell doctor --format json`;
