import { existsSync } from "node:fs";
import { Command } from "commander";
import { version } from "../../package.json";
import { findDataset } from "../data/source/catalog.js";
import { filesOfSource } from "../data/source/file-list.js";
import { READING_NAMES } from "../data/source/reading-options.js";
import { UsageError } from "../errors.js";
import { forecastCommand } from "./commands/forecast.js";
import type { Declare } from "./commands/index.js";
import { widthOfStdout } from "./shared/appearance.js";
import { cannotWrite } from "./shared/cannot-write.js";
import { stdinIsPiped } from "./shared/choose-source.js";
import { COMMAND_NAMES, type CommandName } from "./shared/command-names.js";
import { SHELLS } from "./shared/completion/scripts.js";
import { findConfig } from "./shared/config/find.js";
import { describeError } from "./shared/describe-error.js";
import { helpLayout, written } from "./shared/help.js";
import { asksForPrograms, errorMessage, isForPrograms, messageLine } from "./shared/messages.js";
import { addGlobalOptions, type GlobalOptions } from "./shared/options.js";
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
  let forPrograms = asksForPrograms(argv);
  const fail = (error: unknown) => {
    const { isTTY, columns } = process.stderr;
    const { text, code } = describeError(error, debug, isTTY && columns > 0 ? columns : undefined);
    if (text !== "") writeStderr(forPrograms ? messageLine(errorMessage(error, debug)) : text);
    return code;
  };
  leaveQuietlyWhenReadersGo();
  process.on("uncaughtException", (error) => process.exit(fail(error)));

  let code = 0;
  try {
    if (await answers(argv)) return code;
    const program = await createProgram(argv, (result) => {
      code = result;
    });
    // Settings may choose the format too.
    program.hook("preAction", (_, command) => {
      forPrograms = isForPrograms(command.getOptionValue("format"));
    });
    if (!asksForHelp(argv)) await takeSettings(program, argv);
    await program.parseAsync(asksForVersion(argv) ? ["--version"] : [...argv], { from: "user" });
    return code;
  } catch (error) {
    return fail(error);
  }
}

/** Gives the commands of a program the values of the nearest file of settings, if there is one. */
async function takeSettings(program: Command, argv: readonly string[]): Promise<void> {
  const path = findConfig(argv);
  if (path === undefined) return;
  const [{ readConfig, settingsFor }, { applyConfig, knownOptions }] = await Promise.all([
    import("./shared/config/read.js"),
    import("./shared/config/apply.js"),
  ]);
  const commands = await allCommands();
  const config = readConfig(path, knownOptions(await wholeProgram()));
  for (const name of COMMAND_NAMES) {
    const command = program.commands.find((one) => one.name() === name);
    if (command === undefined) continue;
    applyConfig(
      command,
      commands[name](() => {}),
      argv,
      config,
      name,
    );
    const source = settingsFor(config, name).get("source")?.value;
    command.hook("preAction", () => defaultSource(command, source));
  }
  const globals = addGlobalOptions(new Command());
  applyConfig(program, globals, argv, config, "forecast");
}

/** Reads what the settings name where the command line names nothing. */
function defaultSource(command: Command, source: unknown): void {
  const [given] = command.processedArgs;
  if (typeof given === "string") {
    // A bundled dataset has columns of its own.
    if (existsSync(given) || findDataset(given) === undefined) return;
    for (const name of READING_NAMES) {
      if (command.getOptionValueSource(name) !== "config") continue;
      command.setOptionValueWithSource(name, undefined, "default");
    }
    return;
  }
  const takes =
    command.registeredArguments[0]?.name() === "source" && command.name() !== "gradients";
  const named = command.name() === "init" || command.getOptionValue("from") !== undefined;
  if (!takes || named || source === undefined) return;
  if (stdinIsPiped() && !command.optsWithGlobals<GlobalOptions>().quiet) {
    const message = "stdin is ignored: name - as the source to read it";
    const forPrograms = isForPrograms(command.getOptionValue("format"));
    writeStderr(
      forPrograms ? messageLine({ warning: { message } }) : `foretell: warning: ${message}\n`,
    );
  }
  command.processedArgs[0] = String(source);
}

interface Arithmetic {
  readonly on?: unknown;
  readonly format?: unknown;
}

/**
 * Does what `--fast-math` asks for, or says that this machine cannot.
 *
 * @throws UsageError where other machines compute
 */
async function allowFastMath({ on, quiet, format }: GlobalOptions & Arithmetic): Promise<void> {
  if (on !== undefined) {
    throw new UsageError(
      "--fast-math cannot be used with --on: workers compute on machines of their own",
      "Leave one of them out.",
    );
  }
  const { fastMath } = await import("../engine/fast-math.js");
  if ((await fastMath()) || quiet) return;
  const message = "this Node has no fused multiply-add: --fast-math changes nothing";
  writeStderr(
    isForPrograms(format) ? messageLine({ warning: { message } }) : `foretell: ${message}\n`,
  );
}

/**
 * Node 20 optimises functions so early that up to a third of a short forecast is compiling. Four times its
 * budget was best of those measured; later versions decide otherwise and gain nothing. Modules of Node that
 * are loaded after this are compiled anew: help and versions do without.
 */
async function compileLater(): Promise<void> {
  if (!process.versions.node.startsWith("20.")) return;
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--interrupt-budget=264000");
}

/** Settles what a command was given before it runs. */
async function prepareAction(command: Command): Promise<void> {
  await compileLater();
  // -o - is stdout, as is no -o.
  if (command.getOptionValue("output") === "-") command.setOptionValue("output", undefined);
  const [source] = command.processedArgs;
  // No files at all are an empty list to commander.
  const combines = command.registeredArguments[0]?.parseArg !== undefined;
  if (combines && Array.isArray(source)) command.processedArgs[0] = undefined;
  if (command.getOptionValue("fastMath") === true) {
    await allowFastMath(command.optsWithGlobals<GlobalOptions & Arithmetic>());
  }
  // What patterns match is known before outputs are claimed.
  for (const one of [source].flat()) if (typeof one === "string") await filesOfSource(one);
}

function asksForHelp(argv: readonly string[]): boolean {
  return ["help", "--help", "-h"].some((word) => argv.includes(word));
}

/** Answers what is no command of its own: a page of the manual, and what the scripts of shells ask. */
async function answers(argv: readonly string[]): Promise<boolean> {
  const [word, second, ...rest] = argv;
  const shell = word === "complete" ? SHELLS.find((one) => one === second) : undefined;
  if (word !== "help" && shell === undefined) return false;
  if (shell !== undefined) {
    const { complete } = await import("./run/index.js");
    await complete(await wholeProgram(), shell, rest[0] ?? "");
    return true;
  }
  const globals = addGlobalOptions(new Command()).exitOverride();
  const { operands } = globals.parseOptions([...argv]);
  const [, topic, ...words] = operands;
  if (topic === undefined) return false;
  const { printManPage, showTopic, topicNames } = await import("./run/index.js");
  if (topic === "man") {
    await printManPage(await wholeProgram());
    return true;
  }
  const isCommand = COMMAND_NAMES.some((name) => name === topic);
  if (isCommand && !topicNames().includes(topic)) return false;
  await showTopic(topic, words, globals.opts<GlobalOptions>());
  return true;
}

/** `foretell version` and `foretell -v`, as other programs have it. */
function asksForVersion(argv: readonly string[]): boolean {
  return argv.length === 1 && (argv[0] === "version" || argv[0] === "-v");
}

/** Every command's declaration. */
async function allCommands(): Promise<Readonly<Record<CommandName, Declare>>> {
  const { otherCommands } = await import("./commands/index.js");
  return { forecast: forecastCommand, ...otherCommands };
}

/** The program with all of its commands, to look at. */
function wholeProgram(): Promise<Command> {
  return createProgram(["help"], () => {});
}

async function createProgram(
  argv: readonly string[],
  done: (code: number) => void,
): Promise<Command> {
  const program = new Command("foretell")
    .description("Time-series forecasts from the command line. Without a command: forecast.")
    .version(version, "-V, --version", "print the version")
    .usage("[command] [source] [options]")
    .exitOverride()
    .configureOutput({
      outputError: () => {},
      getOutHelpWidth: widthOfStdout,
    })
    .configureHelp(helpLayout)
    .addHelpText(
      "after",
      () => `
Examples:
${written(EXAMPLES, widthOfStdout())}`,
    )
    .hook("preAction", (_, command) => prepareAction(command));
  addGlobalOptions(program);
  const namesOne = COMMAND_NAMES.some((name) => name === argv[0]);
  const needsAll = (asksForHelp(argv) && !namesOne) || argv.includes("config");
  // To declare them all takes as long as to read a table, and only help speaks of the others.
  const named = needsAll ? COMMAND_NAMES : COMMAND_NAMES.filter((name) => argv.includes(name));
  const others = named.some((name) => name !== "forecast") ? await allCommands() : undefined;
  for (const name of COMMAND_NAMES) {
    // A command that is not named is a source for forecast.
    const isDefault = name === "forecast";
    if (!isDefault && !named.includes(name)) continue;
    const declare = isDefault ? forecastCommand : others![name];
    const command = declare(done).copyInheritedSettings(program);
    program.addCommand(command.allowExcessArguments(false), { isDefault });
  }
  return program;
}

const EXAMPLES = [
  "  foretell sales.csv -H 12 -o next.csv     forecast a table, 12 steps ahead",
  "  foretell forecast --help                 options of a command",
  "  foretell help topics                     pages of the manual",
  "  foretell --help --all                    all commands, and options of each",
];

/** A reader that has seen enough, such as head, is no error; a full disk is one, and no bug. */
function leaveQuietlyWhenReadersGo(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw cannotWrite("to stdout", error);
  });
  process.stderr.on("error", () => {});
}
