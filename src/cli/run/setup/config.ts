import type { Command, Option } from "commander";
import { UsageError } from "../../../errors.js";
import { printable } from "../../../report/text/printable.js";
import { table } from "../../../report/text/table.js";
import { wrap } from "../../../report/text/wrap.js";
import { suggestion } from "../../../suggest.js";
import { listed } from "../../../wording.js";
import { appearanceOf } from "../../shared/appearance.js";
import { COMMAND_NAMES } from "../../shared/command-names.js";
import { knownOptions, settingName, settingNames } from "../../shared/config/apply.js";
import { CONFIG_NAME, findConfig } from "../../shared/config/find.js";
import { type Config, readConfig, settingsFor } from "../../shared/config/read.js";
import { configSchema } from "../../shared/config/schema.js";
import { writeListing } from "../../shared/listing.js";
import type { Format, GlobalOptions } from "../../shared/options.js";
import { writeStdout } from "../../shared/terminal.js";

export interface ConfigOptions extends GlobalOptions {
  readonly format?: Format;
  readonly schema?: boolean;
}

/** An option, its value, and who says so. */
type Row = Record<"option" | "value" | "from", string>;

/**
 * `foretell config [command]`.
 *
 * @param program with all commands, which have the values of the settings already
 */
export async function showConfig(
  program: Command,
  name: string,
  options: ConfigOptions,
): Promise<void> {
  if (options.schema)
    return writeStdout(`${JSON.stringify(configSchema(program), undefined, 2)}\n`);
  const known = COMMAND_NAMES.find((one) => one === name);
  const command = program.commands.find((one) => one.name() === known);
  if (known === undefined || command === undefined) {
    throw new UsageError(
      `there is no command "${name}"`,
      suggestion(name, COMMAND_NAMES) ?? `The commands are ${listed(COMMAND_NAMES)}.`,
    );
  }
  const path = findConfig(process.argv.slice(2));
  const config = path === undefined ? undefined : readConfig(path, knownOptions(program));
  const rows = [
    ...sourceRows(command, config),
    ...[...command.options, ...program.options].flatMap((option) =>
      rowOf(command.options.includes(option) ? command : program, option, config),
    ),
  ];
  // What was chosen before what is by default.
  const sorted = [
    ...rows.filter(({ from }) => from !== "default"),
    ...rows.filter(({ from }) => from === "default"),
  ];
  const keys = ["option", "value", "from"] as const;
  if ((options.format ?? "table") !== "table") {
    return writeListing("config", keys, sorted, options);
  }
  const appearance = appearanceOf(process.stdout, options);
  const unused = config === undefined ? [] : unusedBy(command, program, config);
  const said = [
    config === undefined
      ? `There is no ${CONFIG_NAME} here or in a folder above: foretell ${name} runs with the options on the command line and these defaults. foretell init writes one.`
      : `foretell ${name} runs with these settings; options on the command line win.`,
    ...(unused.length > 0 ? [`foretell ${name} has no ${listed(unused)}.`] : []),
  ];
  const cells = sorted.map((row) => keys.map((key) => printable(row[key])));
  const columns = keys.map((title) => ({ title }));
  const lines = [
    ...said.map((text) => wrap(text, appearance.width)),
    "",
    table(columns, cells, appearance),
  ];
  await writeStdout(`${lines.join("\n")}\n`, true);
}

function sourceRows(command: Command, config: Config | undefined): Row[] {
  if (config === undefined || command.registeredArguments.length === 0) return [];
  const name = COMMAND_NAMES.find((one) => one === command.name())!;
  const setting = settingsFor(config, name).get("source");
  if (setting === undefined) return [];
  return [{ option: "source", value: String(setting.value), from: placeOf(setting) }];
}

function rowOf(command: Command, option: Option, config: Config | undefined): Row[] {
  const name = settingName(option);
  const attribute = option.attributeName();
  const value = command.getOptionValue(attribute);
  if (["config", "version"].includes(name) || value === undefined) return [];
  const fromFile = command.getOptionValueSource(attribute) === "config";
  if (!fromFile && option.negate) return [];
  const section = COMMAND_NAMES.find((one) => one === command.name());
  const setting =
    config && (section ? settingsFor(config, section).get(name) : config.all.get(name));
  // A flag and its opposite are one option.
  if (fromFile && option.negate && value !== false) return [];
  if (fromFile && !option.negate && value === false) return [];
  return [
    {
      option: option.long ?? name,
      value: shown(fromFile && setting ? setting.value : (option.defaultValueDescription ?? value)),
      from: fromFile && setting ? placeOf(setting) : "default",
    },
  ];
}

function placeOf({
  location: { file, line },
  section,
}: {
  location: { file: string; line: number };
  section?: string;
}): string {
  return `${file}:${line}${section ? `, ${section}` : ""}`;
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** Settings that a command has no option for. */
function unusedBy(command: Command, program: Command, config: Config): string[] {
  const names = new Set([...settingNames(command), ...settingNames(program), "source"]);
  return [...config.all.keys()].filter((key) => !names.has(key)).map((key) => `--${key}`);
}
