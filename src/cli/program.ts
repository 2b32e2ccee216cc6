import { Command } from "commander";
import { version } from "../../package.json";
import { filesOfSource } from "../data/source/file-list.js";
import { anomaliesCommand } from "./commands/anomalies.js";
import { backtestCommand } from "./commands/backtest.js";
import { benchmarkCommand } from "./commands/benchmark.js";
import { checkCommand } from "./commands/check.js";
import { cleanCommand } from "./commands/clean.js";
import { datasetsCommand } from "./commands/datasets.js";
import { decomposeCommand } from "./commands/decompose.js";
import { featuresCommand } from "./commands/features.js";
import { forecastCommand } from "./commands/forecast.js";
import { gradientsCommand } from "./commands/gradients.js";
import { inspectCommand } from "./commands/inspect.js";
import { labCommand } from "./commands/lab.js";
import { mergeCommand } from "./commands/merge.js";
import { modelsCommand } from "./commands/models.js";
import { reportCommand } from "./commands/report.js";
import { scoreCommand } from "./commands/score.js";
import { streamCommand } from "./commands/stream.js";
import { trainCommand } from "./commands/train.js";
import { workerCommand } from "./commands/worker.js";
import { appearanceOf } from "./shared/appearance.js";
import { cannotWrite } from "./shared/cannot-write.js";
import { COMMAND_NAMES, type CommandName } from "./shared/command-names.js";
import { describeError } from "./shared/describe-error.js";
import { helpLayout, written } from "./shared/help.js";
import { addGlobalOptions } from "./shared/options.js";
import { writeStderr } from "./shared/terminal.js";

/**
 * Runs one command line. Data go to stdout, everything else to stderr.
 *
 * Only what `--help` needs is imported here; commands load the rest when they run.
 *
 * @param argv without the executable and script
 * @returns the exit code
 */
export async function run(argv: readonly string[]): Promise<number> {
  const debug = argv.includes("--debug");
  const fail = (error: unknown) => {
    const { isTTY, columns } = process.stderr;
    const { text, code } = describeError(error, debug, isTTY && columns > 0 ? columns : undefined);
    writeStderr(text);
    return code;
  };
  leaveQuietlyWhenReadersGo();
  process.on("uncaughtException", (error) => process.exit(fail(error)));

  let code = 0;
  const program = createProgram(argv, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(asksForVersion(argv) ? ["--version"] : [...argv], { from: "user" });
    return code;
  } catch (error) {
    return fail(error);
  }
}

/** Settles what a command was given before it runs. */
async function prepareAction(command: Command): Promise<void> {
  // -o - is stdout, as is no -o.
  if (command.getOptionValue("output") === "-") command.setOptionValue("output", undefined);
  const [source] = command.processedArgs;
  // No files at all are an empty list to commander.
  const combines = command.registeredArguments[0]?.parseArg !== undefined;
  if (combines && Array.isArray(source)) command.processedArgs[0] = undefined;
  // What patterns match is known before outputs are claimed.
  for (const one of [source].flat()) if (typeof one === "string") await filesOfSource(one);
}

/** `foretell version` and `foretell -v`, as other programs have it. */
function asksForVersion(argv: readonly string[]): boolean {
  return argv.length === 1 && (argv[0] === "version" || argv[0] === "-v");
}

const COMMANDS: Readonly<Record<CommandName, (done: (code: number) => void) => Command>> = {
  forecast: forecastCommand,
  backtest: backtestCommand,
  inspect: inspectCommand,
  report: reportCommand,
  decompose: decomposeCommand,
  anomalies: anomaliesCommand,
  clean: cleanCommand,
  score: scoreCommand,
  benchmark: benchmarkCommand,
  check: checkCommand,
  train: trainCommand,
  stream: streamCommand,
  merge: mergeCommand,
  features: featuresCommand,
  gradients: gradientsCommand,
  lab: labCommand,
  models: modelsCommand,
  datasets: datasetsCommand,
  worker: workerCommand,
};

function createProgram(argv: readonly string[], done: (code: number) => void): Command {
  const program = new Command("foretell")
    .description("Time-series forecasts from the command line. Without a command: forecast.")
    .version(version, "-V, --version", "print the version")
    .usage("[command] [source] [options]")
    .exitOverride()
    .configureOutput({
      outputError: () => {},
      getOutHelpWidth: widthOfHelp,
    })
    .configureHelp(helpLayout)
    .addHelpText(
      "after",
      () => `
Examples:
${written(EXAMPLES, widthOfHelp())}`,
    )
    .hook("preAction", (_, command) => prepareAction(command));
  addGlobalOptions(program);
  const helps = ["help", "--help", "-h"].some((word) => argv.includes(word));
  for (const name of COMMAND_NAMES) {
    // A command that is not named is a source for forecast.
    const isDefault = name === "forecast";
    // To declare them all takes as long as to read a table, and only help speaks of the others.
    if (!isDefault && !helps && !argv.includes(name)) continue;
    const command = COMMANDS[name](done).copyInheritedSettings(program);
    program.addCommand(command.allowExcessArguments(false), { isDefault });
  }
  return program;
}

function widthOfHelp(): number {
  return appearanceOf(process.stdout, {}).width;
}

const EXAMPLES = [
  "  foretell sales.csv                       forecast a table",
  "  foretell sales.csv -H 12 -o next.csv     write 12 steps to a file",
  "  foretell backtest sales.csv -m ets -m lstm",
  "  foretell forecast --help                 options of a command",
  "  foretell --help --all                    options that all commands take",
];

/** A reader that has seen enough, such as head, is no error; a full disk is one, and no bug. */
function leaveQuietlyWhenReadersGo(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw cannotWrite("to stdout", error);
  });
  process.stderr.on("error", () => {});
}
