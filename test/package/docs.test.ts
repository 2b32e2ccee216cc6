import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMAND_NAMES, type CommandName } from "../../src/cli/shared/command-names.js";
import { addGlobalOptions } from "../../src/cli/shared/options.js";
import { createModel, models } from "../../src/models/index.js";
import { binary, foretell } from "../cli/foretell.js";
import { hasTerminal, onTerminal } from "../cli/terminal.js";
import { tables } from "../tables/index.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Page {
  /** Where it is from the root, such as docs/data.md. */
  readonly path: string;
  readonly text: string;
  /** Its fenced blocks, each with the language it is said to be in. */
  readonly blocks: readonly { readonly language: string; readonly text: string }[];
}

function page(path: string): Page {
  const text = readFileSync(join(root, path), "utf8");
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, block]) => ({
    language,
    text: block,
  }));
  return { path, text, blocks };
}

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
].map(page);
/** Those for people who use foretell; the others are for those who change it. */
const manual = pages.filter(({ path }) => !/architecture|contributing/.test(path));
const manualText = manual.map(({ text }) => text).join("\n");

/** A long option, not the rule of a table. */
const OPTION = /(?<![\w-])--[a-z][a-z-]*/g;
/** `--all` goes with `--help`, whose layout reads it; `--yes` and `--package` are of npx, the last of node. */
const OTHERS = ["--all", "--yes", "--package", "--experimental-require-module"];

/** What a block of a page says that a command prints. */
function shown(path: string, command: string): string {
  const block = page(path).blocks.find(({ text }) => text.startsWith(`$ ${command}\n`));
  return block!.text.slice(command.length + 3);
}

/** Each line of a shell block that runs foretell. */
function commandsOf(page: Page): string[] {
  return linesOf(page).filter((line) => !line.startsWith("awk "));
}

/** The same with those that make a table of another, backslashes at ends of lines joined. */
function linesOf({ blocks }: Page): string[] {
  return blocks
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.replaceAll("\\\n", " ").split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .filter((line) => /^awk |(^|\| )(npx )?foretell\b/.test(line));
}

/** The arguments that foretell gets in such a line. */
function argumentsOf(line: string): string[] {
  const [, rest] = /(?:^|\| )(?:npx )?foretell\b([^|>]*)/.exec(line)!;
  return [...rest.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare,
  );
}

/** Parses arguments as foretell does, and runs nothing. */
async function parse(args: readonly string[]): Promise<string[]> {
  const name = COMMAND_NAMES.find((command) => command === args[0]) ?? "forecast";
  const command = (await commandOf(name)).action(() => {});
  const program = addGlobalOptions(new Command("foretell")).exitOverride();
  program.addCommand(command.copyInheritedSettings(program).allowExcessArguments(false));
  await program.parseAsync(args[0] === name ? args : [name, ...args], { from: "user" });
  return command.opts().model ?? [];
}

async function commandOf(name: CommandName): Promise<Command> {
  const module: Record<string, (done: () => void) => Command> = await import(
    `../../src/cli/commands/${name}.ts`
  );
  return module[`${name}Command`](() => {});
}

describe("the manual", () => {
  it("names the options there are, each of them, and no others", async () => {
    const helps = await Promise.all(
      COMMAND_NAMES.map((name) => foretell([name, "--help", "--all"])),
    );
    const offered = new Set(
      helps.flatMap(({ stdout }) =>
        [...stdout.matchAll(/^ {2}(?:-\w, | {4})?(--[a-z-]+)/gm)].map(([, option]) => option),
      ),
    );
    const prose = manualText.replace(/^npm .*$|`npm [^`]*`/gm, "");
    const told = new Set(prose.match(OPTION));
    expect([...offered].filter((option) => !told.has(option))).toEqual([]);
    expect([...told].filter((option) => !offered.has(option))).toEqual(OTHERS);
  });

  it("names every model, on its page and in the README", () => {
    for (const path of ["docs/models.md", "README.md"]) {
      const { text } = page(path);
      const missing = models.filter(({ name }) => !text.includes(`\`${name}\``));
      expect(missing.map(({ name }) => name)).toEqual([]);
    }
  });

  it("is linked from the README, page by page", () => {
    const { text } = page("README.md");
    const paths = pages.map(({ path }) => path).filter((path) => path !== "README.md");
    expect(paths.filter((path) => !text.includes(`](${path}`))).toEqual([]);
  });

  it("has a README of at most 250 lines", () => {
    expect(page("README.md").text.split("\n").length).toBeLessThanOrEqual(250);
  });
});

describe.each(pages)("$path", ({ path, text }) => {
  it("links to files and headings that there are", () => {
    const anchorsOf = (target: string) =>
      [...readFileSync(target, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N} -]/gu, "")
          .replaceAll(" ", "-"),
      );
    const links = [...text.matchAll(/\]\(((?!https?:)[^)]+)\)/g)].map(([, link]) => link);
    const broken = links.filter((link) => {
      const [file, anchor] = link.split("#");
      const target = file === "" ? join(root, path) : join(root, path, "..", file);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

/** What waits for ever, takes minutes, or needs data that are not in the package. */
const NOT_RUN =
  /tail -f|--follow|--on |foretell worker|foretell lab .*--|^foretell gradients|benchmark m[134]|ETTh1|m[34]-\w+-train|https:\/\//;

const START = Date.UTC(2020, 0, 1);

function table(header: string, rows: number, row: (t: number) => string | string[]): string {
  return `${header}\n${Array.from({ length: rows }, (_, t) => row(t))
    .flat()
    .join("\n")}\n`;
}

/** Two series, five years of months each. */
function sales(from: number, to: number): string {
  return table("unique_id,store,region,ds,amount", to - from, (row) => {
    const t = from + row;
    const ds = new Date(Date.UTC(2020, t, 1)).toISOString().slice(0, 10);
    return ["tea", "coffee"].map((id, s) => {
      const amount = 50 + 20 * s + t + ((t * (7 - s)) % 12);
      return `${id},${id} shop,${["north", "south"][s]},${ds},${amount}`;
    });
  });
}

/** What the manual's commands read. */
const FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(tables).map(([name, made]) => [name, made()])),
  "sales.csv": sales(0, 60),
  "newer.csv": sales(0, 66),
  "sales-2023.csv": sales(36, 48),
  "sales-2024.csv": sales(48, 60),
  ...Object.fromEntries(
    [1, 2].map((k) => [
      `${["berlin", "paris"][k - 1]}.csv`,
      table(
        "ds,amount",
        40,
        (t) => `${new Date(Date.UTC(2020, t, 1)).toISOString()},${k * (50 + t)}`,
      ),
    ]),
  ),
  "train.csv": sales(0, 48),
  "test.csv": sales(48, 60),
  "hourly.csv": table("ds,y", 24 * 28, (t) => {
    const wave = 5 * Math.sin((2 * Math.PI * t) / 24) + 3 * Math.sin((2 * Math.PI * t) / 168);
    return `${new Date(START + t * 3_600_000).toISOString()},${20 + wave + (t % 5)}`;
  }),
  "sensor.csv": table("ds,value", 60, (t) => {
    const time = START + 60_000 * (t + 0.4 * Math.sin(t * t));
    return `${new Date(time).toISOString()},${10 * Math.sin(time / 60_000 / 5)}`;
  }),
  "when.csv": table("ds", 5, (t) => `${new Date(START + 60_000 * (62 + 1.5 * t)).toISOString()}`),
};

/** Pages share their files, as a reader's would, and what several of them show runs once. */
const ran = new Set<string>();
let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "foretell-manual-"));
  mkdirSync(join(cwd, "data"));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, name), text);
  writeFileSync(join(cwd, "data/sales.csv"), FILES["sales.csv"]);
  const shim = `#!/bin/sh\nexec '${process.execPath}' '${binary}' "$@"\n`;
  writeFileSync(join(cwd, "foretell"), shim, { mode: 0o755 });
});

afterAll(() => rmSync(cwd, { recursive: true }));

/** Runs a line of the manual in a shell; gives what it wrote to stderr if it failed. */
function runLine(line: string): Promise<string | undefined> {
  const command = line
    // jq need not be there, and npx would look for foretell in a registry.
    .replace(/\| jq .*/, "")
    .replace(/^npx /, "")
    // That networks learn well is for other tests to say.
    .replace(/-m (\S+)/g, (option, spec: string) => {
      const networks = models.filter(({ options }) => options.epochs !== undefined);
      const [name] = spec.split(":");
      if (!networks.some((network) => network.name === name) || /learn=|--learn/.test(line)) {
        return option;
      }
      return `-m ${spec}${spec.includes(":") ? "," : ":"}epochs=2`;
    });
  const env = { ...process.env, PATH: `${cwd}:${process.env.PATH}` };
  return new Promise((resolve) => {
    const child = execFile("sh", ["-c", command], { cwd, env }, (error, _, stderr) => {
      resolve(error === null ? undefined : `${error.message}\n${stderr}`);
    });
    // A command that names no source waits for none.
    child.stdin?.end();
  });
}

describe.each(manual.filter((each) => commandsOf(each).length > 0))("commands of $path", (each) => {
  it("are understood, and their specs are valid", async () => {
    for (const line of commandsOf(each)) {
      const args = argumentsOf(line);
      const specs = await parse(args).catch((error) => expect.fail(`${line}: ${error.message}`));
      // The stream has a model of its own, with options of its own.
      if (args[0] === "stream") continue;
      for (const spec of specs) expect(() => createModel(spec), line).not.toThrow();
    }
  });

  it("run, one after the other, on data of the kind they speak of", async () => {
    const lines = linesOf(each).filter((line) => !NOT_RUN.test(line) && !ran.has(line));
    for (const line of lines) {
      ran.add(line);
      const failed = await runLine(line);
      expect(failed, line).toBeUndefined();
    }
    // Settings that a page writes are not for the others.
    rmSync(join(cwd, "foretell.config.json"), { force: true });
  }, 600_000);
});

describe("what the manual shows", () => {
  it.skipIf(!hasTerminal)("is the first forecast as a terminal shows it", async () => {
    const command = `${process.execPath} ${binary} --no-color air-passengers 2>/dev/null`;
    const { seen } = await onTerminal(command, { size: "stty cols 80 rows 24;" });
    const printed = seen.replaceAll("\r", "").trimEnd();
    expect(printed).toBe(shown("README.md", "foretell air-passengers").trimEnd());
  });

  it("is the spectrum as it is printed", async () => {
    const { stdout } = await foretell(["inspect", "air-passengers", "--full", "--plain"]);
    const { blocks } = page("docs/data.md");
    const spectrum = blocks.find(({ text }) => text.startsWith("spectrum without the trend"));
    expect(stdout).toContain(spectrum!.text);
  });
});
