import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { DataError, UsageError } from "../../../errors.js";
import { manualText, plainText, sectionsOf } from "../../../report/manual/terminal.js";
import { wrap } from "../../../report/text/wrap.js";
import { suggestion } from "../../../suggest.js";
import { firstFew } from "../../../wording.js";
import { appearanceOf } from "../../shared/appearance.js";
import { COMMAND_NAMES } from "../../shared/command-names.js";
import type { GlobalOptions } from "../../shared/options.js";
import { writeStdout } from "../../shared/terminal.js";
import { manualFolder, topicNames } from "./topics.js";

/** What `foretell help` calls the list of its pages. */
const TOPICS = "topics";

/**
 * `foretell help <topic> [section]`: a page of the manual, or the part of it whose heading has these words.
 *
 * @throws UsageError where there is no such page or section
 */
export async function showTopic(
  topic: string,
  words: readonly string[],
  options: GlobalOptions,
): Promise<void> {
  const appearance = appearanceOf(process.stdout, options);
  if (topic === TOPICS) return show(listing(appearance.width));
  const names = topicNames();
  if (!names.includes(topic)) {
    throw new UsageError(
      `there is no command or page "${topic}"`,
      suggestion(topic, [...names, ...COMMAND_NAMES]) ?? "foretell help topics lists the pages.",
    );
  }
  const sections = sectionsOf(pageText(topic));
  if (words.length === 0) {
    const isCommand = COMMAND_NAMES.some((name) => name === topic);
    const note = isCommand ? `Options of the command: foretell ${topic} --help\n\n` : "";
    return show(note + manualText(sections[0].tokens, appearance));
  }
  const wanted = words.join(" ").toLowerCase();
  const found = sections
    .slice(1)
    .find(({ heading }) => heading.toLowerCase().replaceAll("`", "").includes(wanted));
  if (found === undefined) {
    const headings = sections.slice(1).map(({ heading }) => heading);
    throw new UsageError(
      `the page ${topic} has no section "${words.join(" ")}"`,
      `Its sections: ${firstFew(headings, 20)}.`,
    );
  }
  await show(manualText(found.tokens, appearance));
}

/** The pages and how each begins. */
export function topicSummaries(): { name: string; summary: string }[] {
  return topicNames().map((name) => {
    const [{ tokens }] = sectionsOf(pageText(name));
    const first = tokens.find(({ type }) => type === "paragraph");
    const text = first && "tokens" in first && first.tokens ? plainText(first.tokens) : "";
    return { name, summary: /^.*?[.:](?=\s|$)/s.exec(text)?.[0].replace(/:$/, ".") ?? text };
  });
}

function listing(width: number): string {
  const pages = topicSummaries();
  const widest = Math.max(...pages.map(({ name }) => name.length)) + 2;
  const lines = pages.map(({ name, summary }) => {
    const [first, ...rest] = wrap(summary, width - widest - 2).split("\n");
    const more = rest.map((line) => `\n${" ".repeat(widest + 2)}${line}`).join("");
    return `  ${name.padEnd(widest)}${first}${more}`;
  });
  const how = wrap("foretell help data, or a section: foretell help data season", width);
  return `Pages of the manual:\n${lines.join("\n")}\n\n${how}\n`;
}

function pageText(name: string): string {
  const folder = manualFolder();
  if (folder === undefined) {
    throw new DataError("the manual is missing from the installation", {
      hint: "Install foretell again.",
    });
  }
  return readFileSync(join(folder, `${name}.md`), "utf8");
}

/** Prints a text, through a pager where it is longer than the screen. */
async function show(text: string): Promise<void> {
  const { isTTY, rows = 24 } = process.stdout;
  if (!isTTY || text.split("\n").length <= rows || !(await paged(text))) {
    await writeStdout(text, true);
  }
}

/** @returns false where there is no pager */
function paged(text: string): Promise<boolean> {
  const pager = process.env.FORETELL_PAGER ?? process.env.PAGER ?? "less";
  if (pager === "" || pager === "cat") return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(pager, {
      shell: true,
      stdio: ["pipe", "inherit", "inherit"],
      // Colours, and nothing left behind of a short text.
      env: { ...process.env, LESS: process.env.LESS ?? "FRX" },
    });
    // The shell says 127 where there is no such program, 126 where it cannot be run.
    child.on("close", (code) => resolve(code !== 127 && code !== 126));
    child.on("error", () => resolve(false));
    child.stdin.on("error", () => {});
    child.stdin.end(/\bless\b/.test(pager) ? text : stripVTControlCharacters(text));
  });
}
