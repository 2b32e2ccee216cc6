import { Command } from "commander";
import { below } from "../shared/help.js";

export function completionCommand(done: (code: number) => void): Command {
  return new Command("completion")
    .description("print a script that completes command lines in a shell")
    .argument("<shell>", "bash, zsh or fish")
    .addHelpText("after", below(EXAMPLES))
    .action(async (shell: string) => {
      const { printCompletion } = await import("../run/index.js");
      await printCompletion(shell);
      done(0);
    });
}

const EXAMPLES = `
Examples:
  eval "$(foretell completion bash)"
  foretell completion zsh > ~/.zfunc/_foretell
  foretell completion fish > ~/.config/fish/completions/foretell.fish`;
