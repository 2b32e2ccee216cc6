import type { Command, Help, Option } from "commander";
import { wrap, wrapCommand } from "../../report/text/wrap.js";
import { widthOfStdout } from "./appearance.js";
import type { CommandName } from "./command-names.js";

/** What an option is about, by the headings of help. */
const HEADINGS = ["Input", "Model", "Output"] as const;

/** Options that say what goes in and what comes out; all others are about the model. */
const INPUT = [
  ...["time", "target", "id", "past", "future", "exogenous", "static", "freq", "season"],
  ...["aggregate", "duplicates", "missing", "delimiter", "decimal", "encoding", "sheet"],
  ...[
    "records",
    "header",
    "na",
    "date-format",
    "tz",
    "max-bytes",
    "timeout",
    "files",
    "join",
    "future-file",
  ],
  ...[
    "from",
    "test",
    "data",
    "follow",
    "warmup",
    "resume",
    "baseline",
    "history",
    "columns",
    "where",
    "hierarchy",
    "since",
    "until",
  ],
];
const OUTPUT = [
  ...["format", "safe-csv", "output", "gradients", "diagnostics", "explain", "quantiles"],
  ...["samples", "min", "max", "integer", "per-series", "per-step", "forecasts", "metrics"],
  ...[
    "series",
    "report",
    "describe",
    "by",
    "full",
    "save",
    "every",
    "update",
    "rank",
    "total",
    "names",
  ],
  ...["last", "fail", "marked", "errors", "strict", "shard"],
];

/** The options that most people use, of the commands that have many; `--help --all` shows the others. */
const COMMON: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
  forecast: [
    ...["time", "target", "id", "exogenous"],
    ...["model", "horizon", "level"],
    ...["format", "output", "explain"],
  ],
  backtest: [
    ...["target", "id", "test"],
    ...["model", "horizon", "folds"],
    ...["metrics", "per-series", "format", "output"],
  ],
  score: ["history", "target", "id", "metrics", "rank", "per-series", "format", "output"],
  report: ["time", "target", "id", "exogenous", "model", "horizon", "folds", "level", "output"],
  decompose: [
    ...["time", "target", "id", "season"],
    ...["seasons", "robust", "multiplicative"],
    ...["format", "output"],
  ],
  anomalies: [
    ...["time", "target", "id", "exogenous"],
    ...["model", "level", "last"],
    ...["fail", "format", "output"],
  ],
  clean: ["time", "target", "id", "missing", "only", "marked", "format", "output"],
  inspect: ["time", "target", "id", "freq", "season", "series", "full", "describe", "output"],
  check: [
    ...["baseline", "target"],
    ...["model", "horizon", "tolerance", "require"],
    ...["update", "report"],
  ],
  init: [...["time", "target", "id", "where", "freq", "season"], ...["model", "horizon", "force"]],
  train: ["time", "target", "id", "exogenous", "model", "horizon", "level", "output"],
  stream: ["time", "target", "follow", "resume", "model", "horizon", "save", "format"],
  features: ["time", "target", "id", "feature", "horizon", "format", "output"],
  benchmark: ["data", "model", "horizons", "split", "format", "output"],
  lab: ["length", "cell", "rule", "trials", "format", "output"],
  gradients: [
    ...["target"],
    ...["model", "steps", "activations", "residual"],
    ...["format", "output"],
  ],
};

/** Commands with so few options of their own that the first screen has all of them, and the notes below. */
const SHORT: readonly CommandName[] = [
  ...(["merge", "models", "datasets", "config", "doctor", "mcp", "worker", "completion"] as const),
];

/** Examples on the first screen, and the columns each may take. */
const FIRST_EXAMPLES = 2;
const EXAMPLE_WIDTH = 80;
/** Columns of the gap between a term and its meaning, and before the term. */
const GAP = 2;
const INDENT = 2;
/** Columns that a meaning needs beside its term. */
const MIN_MEANING = 24;

/**
 * How help looks: a first screen with what most people use, options grouped by what they are about;
 * `--all` adds the rest.
 */
export const helpLayout: Partial<Help> & { readonly showGlobalOptions: boolean } = {
  showGlobalOptions: true,
  formatHelp(command, helper) {
    const width = helper.helpWidth ?? 80;
    const groups = [
      ...commandGroups(command, helper),
      ...optionGroups(command, helper, showsAll(command)),
    ];
    const terms = groups.flatMap(({ items }) => items.map(({ term }) => term.length));
    const widest = Math.max(0, ...terms) + GAP;
    const usage = wrap(`Usage: ${helper.commandUsage(command)}`, width, INDENT);
    const lines = [usage, "", ...intro(command, helper, width)];
    for (const [g, { heading, items }] of groups.entries()) {
      lines.push(...(g === 0 || !isHeading(heading) ? [""] : []), `${heading}:`);
      for (const { term, meaning } of items) {
        lines.push(item(term, meaning, widest, width));
      }
    }
    const others = otherCommands(command, helper);
    if (others.length > 0) lines.push(wrap(`Also: ${others.join(", ")}`, width, INDENT));
    return `${lines.join("\n")}\n`;
  },
};

interface Group {
  readonly heading: string;
  readonly items: readonly { readonly term: string; readonly meaning: string }[];
}

function isHeading(text: string): boolean {
  return text === "Options" || HEADINGS.some((heading) => heading === text);
}

/** What the command does, and what each of its arguments is. */
function intro(command: Command, helper: Help, width: number): string[] {
  const description = helper.commandDescription(command);
  const sentence = `${description.charAt(0).toUpperCase()}${description.slice(1)}`;
  const told = helper
    .visibleArguments(command)
    .map((argument) => `${argument.name()}: ${helper.argumentDescription(argument)}`);
  const ended = sentence.endsWith(".") ? sentence : `${sentence}.`;
  return [ended, ...told].map((text) => wrap(text, width));
}

/** A term and its meaning beside it, or below it on a terminal that is too narrow for both. */
function item(term: string, meaning: string, widest: number, width: number): string {
  const left = INDENT + widest;
  if (width - left < MIN_MEANING) {
    const below = wrap(`${" ".repeat(4 * INDENT)}${meaning}`, width);
    return `${" ".repeat(INDENT)}${term.trimStart()}\n${below}`;
  }
  const [first, ...more] = wrap(meaning, width - left).split("\n");
  const rest = more.map((line) => `\n${" ".repeat(left)}${line}`).join("");
  return `${" ".repeat(INDENT)}${term.padEnd(widest)}${first}${rest}`;
}

/** The commands that the first screen explains; it names the others. */
const FIRST_COMMANDS: readonly CommandName[] = [
  ...(["forecast", "backtest", "inspect", "report", "decompose", "anomalies", "check"] as const),
  ...(["train", "models", "datasets", "init"] as const),
];

/** The names of the commands that the first screen does not explain. */
function otherCommands(command: Command, helper: Help): string[] {
  if (command.parent || showsAll(command)) return [];
  return helper
    .visibleCommands(command)
    .map((one) => one.name())
    .filter((name) => name !== "help" && !FIRST_COMMANDS.some((first) => first === name));
}

function commandGroups(command: Command, helper: Help): Group[] {
  const others = otherCommands(command, helper);
  const named = helper
    .visibleCommands(command)
    .filter((one) => one.name() !== "help" && !others.includes(one.name()));
  const items = named.map((one) => ({
    term: one.name(),
    meaning: helper.subcommandDescription(one),
  }));
  return items.length > 0 ? [{ heading: "Commands", items }] : [];
}

function optionGroups(command: Command, helper: Help, all: boolean): Group[] {
  const own = helper.visibleOptions(command);
  const common = COMMON[command.name() as CommandName];
  const isFirst = !all && hasFirstScreen(command);
  const meaningOf = (option: Option) =>
    isFirst ? shortMeaning(option) : helper.optionDescription(option);
  const itemsOf = (options: readonly Option[]) =>
    options.map((option) => ({
      term: helper.optionTerm(option).replace(/^--/, command.parent ? "    --" : "--"),
      meaning: meaningOf(option),
    }));
  if (!command.parent) return all ? [{ heading: "Everywhere", items: itemsOf(own) }] : [];
  const shown = own.filter(
    (option) => all || !common || common.includes(option.long?.replace(/^--/, "") ?? ""),
  );
  const help = shown.filter(({ long }) => long === "--help");
  const about = own.some(({ long }) => long === "--model") ? "Model" : "Options";
  const groups = HEADINGS.map((heading) => ({
    heading: heading === "Model" ? about : heading,
    items: itemsOf(
      shown.filter((option) => headingOf(option) === heading && !help.includes(option)),
    ),
  })).filter(({ items }) => items.length > 0);
  if (isFirst) return groups;
  return [
    ...groups,
    {
      heading: "Everywhere",
      items: itemsOf([...helper.visibleGlobalOptions(command), ...help]),
    },
  ];
}

/** The description and the default; what the choices are, the description says or `--all`. */
function shortMeaning({ description, defaultValue, defaultValueDescription }: Option): string {
  if (defaultValue === undefined) return description;
  return `${description} (default: ${defaultValueDescription ?? defaultValue})`;
}

function headingOf(option: Option): (typeof HEADINGS)[number] {
  const name = option.long?.replace(/^--(no-)?/, "") ?? "";
  if (INPUT.includes(name)) return "Input";
  return OUTPUT.includes(name) ? "Output" : "Model";
}

/** Whether a command's help has a first screen, and `--all` the rest. */
function hasFirstScreen(command: Command): boolean {
  const name = command.name() as CommandName;
  return COMMON[name] !== undefined || SHORT.includes(name);
}

/** Whether `--all` stands on the command line. */
function showsAll(command: Command): boolean {
  const { rawArgs } = (command.parent ?? command) as Command & { rawArgs?: readonly string[] };
  return rawArgs?.includes("--all") === true;
}

/**
 * What stands below a command's options: all of it with `--all`, or where nothing was left out; else the
 * first examples, and where the rest is. The notes stay where options are few.
 *
 * @param text notes, and then `Examples:` with a line each
 */
export function below(text: string): (context: { readonly command: Command }) => string {
  return ({ command }) => {
    const width = widthOfStdout();
    const [notes, examples = ""] = text.split("Examples:\n");
    const lines = examples
      .replace(/ \\\n */g, " ")
      .split("\n")
      .filter((line) => line !== "");
    if (showsAll(command) || !hasFirstScreen(command)) {
      return `${flow(notes, width)}Examples:\n${written(lines, width)}`;
    }
    const short = lines.filter(({ length }) => length <= EXAMPLE_WIDTH).slice(0, FIRST_EXAMPLES);
    const more = `  foretell ${command.name()} --help --all     all options and examples`;
    const above = SHORT.includes(command.name() as CommandName) ? flow(notes, width) : "\n";
    return `${above}Examples:\n${written([...short, more], width)}`;
  };
}

/** Notes at a width of one's own: sentences, and terms with their meanings in lines that are indented. */
function flow(notes: string, width: number): string {
  const shown: (string | { term: string; meaning: string })[] = [];
  for (const line of notes.split("\n")) {
    const last = shown.at(-1);
    const [, term, meaning] = /^ {2}(\S.*?)(?: {2,}(.*))?$/.exec(line) ?? [];
    if (term !== undefined) {
      shown.push({ term, meaning: meaning ?? "" });
    } else if (typeof last === "object" && line.startsWith("   ")) {
      last.meaning = `${last.meaning} ${line.trim()}`.trim();
    } else if (typeof last === "string" && last !== "" && line !== "" && !/[.:]$/.test(last)) {
      shown[shown.length - 1] = `${last} ${line}`;
    } else {
      shown.push(line);
    }
  }
  const terms = shown.flatMap((one) => (typeof one === "string" ? [] : [one.term.length]));
  const widest = terms.reduce((most, length) => Math.max(most, length), 0) + GAP;
  return shown
    .map((one) =>
      typeof one === "string" ? wrap(one, width) : item(one.term, one.meaning, widest, width),
    )
    .join("\n");
}

/** Commands, each with its meaning below it where both do not fit a line. */
export function written(lines: readonly string[], width: number): string {
  return lines
    .map((line) => {
      const [, command, meaning = ""] = /^(.*?)(?: {3,}(.*))?$/.exec(line)!;
      if (line.length <= width) return line;
      const below = meaning && `\n${wrap(`${" ".repeat(3 * INDENT)}${meaning}`, width)}`;
      return `${wrapCommand(command, width, INDENT)}${below}`;
    })
    .join("\n");
}
