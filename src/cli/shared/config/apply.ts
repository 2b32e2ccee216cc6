import { type Command, CommanderError, type Option } from "commander";
import { ExitCode, ForetellError } from "../../../errors.js";
import { COMMAND_NAMES, type CommandName } from "../command-names.js";
import { modelSpecs, repeated } from "../options.js";
import { type Config, type readConfig, type Setting, settingsFor } from "./read.js";

/** The name of an option in a file of settings: its long flag without dashes and `no`. */
export function settingName(option: Option): string {
  return option.long?.replace(/^--(no-)?/, "") ?? "";
}

/** Whether an option has a value rather than being on or off. */
export function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

/** Names of the options of a command. */
export function settingNames(command: Command): Set<string> {
  return new Set(command.options.map(settingName).filter((name) => name !== "config"));
}

/** The options of each command, for {@link readConfig}. */
export function knownOptions(program: Command): Parameters<typeof readConfig>[1] {
  const global = settingNames(program);
  return new Map(
    program.commands.flatMap((command) => {
      const name = COMMAND_NAMES.find((one) => one === command.name());
      return name ? [[name, new Set([...settingNames(command), ...global])] as const] : [];
    }),
  );
}

/**
 * Gives a command the values of a file of settings for the options that are not on the command line.
 *
 * @param probe the same command again, which reads the command line to know what is on it
 * @throws ForetellError with the line of a value that its option does not take
 */
export function applyConfig(
  command: Command,
  probe: Command,
  argv: readonly string[],
  config: Config,
  name: CommandName,
): void {
  try {
    probe.exitOverride().parseOptions([...argv]);
  } catch {
    // The command itself will say what is wrong.
  }
  for (const [key, setting] of settingsFor(config, name)) {
    const own = command.options.filter((option) => settingName(option) === key);
    if (own.length === 0) continue;
    const attribute = own[0].attributeName();
    if (probe.getOptionValueSource(attribute) === "cli") continue;
    command.setOptionValueWithSource(attribute, parsedValue(own, key, setting), "config");
  }
}

function parsedValue(options: readonly Option[], key: string, setting: Setting): unknown {
  const { value, location } = setting;
  const taking = options.find(takesValue);
  if (typeof value === "boolean") {
    if (options.some((option) => option.isBoolean() || option.negate)) return value;
    throw wrong(`"${key}" needs a value, not ${value}`, setting);
  }
  if (taking === undefined) throw wrong(`"${key}" must be true or false`, setting);
  const { parseArg } = taking;
  const isList = Array.isArray(value);
  // An option that may be repeated takes each on its own, others take a list with commas.
  const repeats = parseArg === modelSpecs || parseArg === repeated;
  const texts = isList && !repeats ? [value.join(",")] : [value].flat();
  try {
    let parsed: unknown;
    for (const text of texts) {
      parsed = parseArg === undefined ? String(text) : parseArg(String(text), parsed as never);
    }
    return parsed;
  } catch (error) {
    if (error instanceof ForetellError) {
      const { message, hint, exitCode } = error;
      throw new ForetellError(exitCode, message, { hint, location });
    }
    if (error instanceof CommanderError || error instanceof Error) {
      throw wrong(`"${key}" cannot be ${texts.join(", ")}: ${error.message}`, setting);
    }
    throw error;
  }
}

function wrong(message: string, { location }: Setting): ForetellError {
  return new ForetellError(ExitCode.usage, message, { location });
}
