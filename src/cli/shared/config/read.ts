import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { jsonFault } from "../../../data/format/json-error.js";
import { findDataset } from "../../../data/source/catalog.js";
import { isPattern, namesOfList } from "../../../data/source/file-list.js";
import { isUrl } from "../../../data/source/url.js";
import { ExitCode, ForetellError, type SourceLocation } from "../../../errors.js";
import { suggestion } from "../../../suggest.js";
import { dashed } from "../../../wording.js";
import { COMMAND_NAMES, type CommandName } from "../command-names.js";

/** One option's value in a file of settings, and where it stands. */
export interface Setting {
  readonly value: unknown;
  readonly location: SourceLocation & { readonly line: number };
  /** The command whose section it stands in; undefined where it is for all commands. */
  readonly section?: CommandName;
}

/** A file of settings. */
export interface Config {
  /** Its path from the working directory. */
  readonly file: string;
  /** By the name of the option, without dashes before it. */
  readonly all: ReadonlyMap<string, Setting>;
  readonly sections: ReadonlyMap<CommandName, ReadonlyMap<string, Setting>>;
}

/** Keys that are no options. */
const SOURCE = "source";
const SCHEMA = "$schema";

/** Options whose values are paths, which count from the file's folder. */
const PATHS: readonly string[] = [
  ...[SOURCE, "join", "future-file", "from", "test", "baseline", "history"],
  ...["warmup", "resume", "save", "output", "forecasts", "errors"],
];

/**
 * Reads a file of settings.
 *
 * @param known options of each command, without dashes
 * @throws ForetellError with the line of a key that no command has, and the nearest name
 */
export function readConfig(
  path: string,
  known: ReadonlyMap<CommandName, ReadonlySet<string>>,
): Config {
  const file = relative(process.cwd(), resolve(path)) || path;
  const text = readText(file);
  const fault = jsonFault(new TextEncoder().encode(text), file);
  if (fault) throw wrong(`it is not JSON: ${fault.reason}`, fault.location);
  const root: unknown = JSON.parse(text);
  if (!isObject(root)) throw wrong("it must hold an object, { … }", { file, line: 1 });

  const folder = dirname(resolve(file));
  const keys = new Set([...known.values()].flatMap((names) => [...names]));
  const all = new Map<string, Setting>();
  const sections = new Map<CommandName, Map<string, Setting>>();
  for (const [key, value] of Object.entries(root)) {
    if (key === SCHEMA) continue;
    const location = locationOf(text, file, key);
    const command = COMMAND_NAMES.find((name) => name === key);
    if (command !== undefined && isObject(value)) {
      const section = new Map<string, Setting>();
      for (const [name, one] of Object.entries(value)) {
        const at = locationOf(text, file, name, location.line);
        requireKnown(
          name,
          new Set([...known.get(command)!, SOURCE]),
          at,
          ` of foretell ${command}`,
        );
        section.set(name, settingOf(name, one, at, folder, command));
      }
      sections.set(command, section);
      continue;
    }
    requireKnown(key, new Set([...keys, SOURCE, ...COMMAND_NAMES]), location, "");
    all.set(key, settingOf(key, value, location, folder));
  }
  return { file, all, sections };
}

/** The settings of a command: those of its section before those of all. */
export function settingsFor(config: Config, command: CommandName): Map<string, Setting> {
  return new Map([...config.all, ...(config.sections.get(command) ?? [])]);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : message;
    throw wrong(`the settings cannot be read: ${why}`, { file });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function requireKnown(
  name: string,
  known: ReadonlySet<string>,
  location: SourceLocation,
  where: string,
): void {
  if (known.has(name)) return;
  const kebab = dashed(name.replace(/^--?/, "")).replace(/^no-/, "");
  const hint = known.has(kebab)
    ? `Write "${kebab}", as on the command line but without dashes before it.`
    : (suggestion(name, known) ??
      "The keys are the options of the command line, without dashes before them; foretell config lists them.");
  throw wrong(`there is no option "${name}"${where}`, location, hint);
}

function settingOf(
  name: string,
  value: unknown,
  location: Setting["location"],
  folder: string,
  section?: CommandName,
): Setting {
  const items = Array.isArray(value) ? value : [value];
  if (
    items.length === 0 ||
    !items.every((item) => ["string", "number", "boolean"].includes(typeof item))
  ) {
    throw wrong(
      `"${name}" must be a text, a number, true, false or a list of them`,
      location,
      'For example "horizon": 12, "target": "units" or "model": ["auto", "ets"].',
    );
  }
  const placed =
    PATHS.includes(name) && typeof value === "string" ? fromHere(value, folder) : value;
  return { value: placed, location, ...(section && { section }) };
}

/** A path that counts from a folder, from the working directory; what is no path stays. */
function fromHere(value: string, folder: string): string {
  const names = namesOfList(value);
  if (names) return `{${names.map((name) => fromHere(name, folder)).join(",")}}`;
  if (value === "-" || isUrl(value) || isAbsolute(value)) return value;
  const path = join(folder, value);
  if (!existsSync(path) && !isPattern(path) && findDataset(value) !== undefined) return value;
  return relative(process.cwd(), path) || ".";
}

/** Where a key stands, from a line on. */
function locationOf(text: string, file: string, key: string, from = 1): Setting["location"] {
  const lines = text.split("\n");
  const quoted = JSON.stringify(key);
  const index = lines.findIndex((line, i) => i + 1 >= from && line.includes(quoted));
  const line = Math.max(index, 0) + 1;
  const column = (lines[line - 1]?.indexOf(quoted) ?? 0) + 1;
  return { file, line, text: lines[line - 1] ?? "", column, width: quoted.length };
}

function wrong(message: string, location: SourceLocation, hint?: string): ForetellError {
  return new ForetellError(ExitCode.usage, message, { location, hint });
}
