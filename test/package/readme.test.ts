import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMAND_NAMES } from "../../src/cli/shared/command-names.js";
import { createModel, models } from "../../src/models/index.js";
import { foretell } from "../cli/foretell.js";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
/** Each fenced block, by what it is said to be in. */
const blocks = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, text]) => ({
  language,
  text: text,
}));
/** A long option, not the rule of a table. */
const OPTION = /(?<![\w-])--[a-z][a-z-]*/g;
/** Of npx, not ours. */
const OTHERS = ["--yes"];

/** What a block says that a command prints. */
function shown(command: string): string[] {
  const block = blocks.find(({ text }) => text.startsWith(`$ ${command}\n`));
  return block!.text.split("\n").slice(1);
}

describe("README.md", () => {
  it("names the options there are, each of them, and no others", async () => {
    const helps = await Promise.all(COMMAND_NAMES.map((name) => foretell([name, "--help"])));
    const offered = new Set(
      helps.flatMap(({ stdout }) =>
        [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option),
      ),
    );
    const told = new Set(readme.match(OPTION));
    expect([...offered].filter((option) => !told.has(option))).toEqual([]);
    expect([...told].filter((option) => !offered.has(option))).toEqual(OTHERS);
  });

  it("names every model", () => {
    expect(
      models.map(({ name }) => name).filter((name) => !readme.includes(`\`${name}\``)),
    ).toEqual([]);
  });

  it("shows specs that are valid", () => {
    const specs = blocks
      .filter(({ language }) => language === "sh")
      .flatMap(({ text }) => [...text.matchAll(/ -m (\S+)/g)].map(([, spec]) => spec));
    expect(specs.length).toBeGreaterThan(20);
    for (const spec of specs) expect(() => createModel(spec), spec).not.toThrow();
  });

  it("has a heading for every link within", () => {
    const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, "")
        .replaceAll(" ", "-"),
    );
    const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
  });

  it("shows the first forecast as it is printed", async () => {
    const { stdout } = await foretell(["air-passengers", "--format", "table"]);
    const [heading, ...rest] = shown("foretell air-passengers");
    expect(stdout.startsWith(`${heading}\n`)).toBe(true);
    expect(stdout.endsWith(rest.join("\n"))).toBe(true);
  });

  it("shows the spectrum as it is printed", async () => {
    const { stdout } = await foretell(["inspect", "air-passengers", "--plain"]);
    const spectrum = blocks.find(({ text }) => text.startsWith("spectrum without the trend"));
    expect(stdout).toContain(spectrum!.text);
  });
});
