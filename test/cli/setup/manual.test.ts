import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { COMMAND_NAMES } from "../../../src/cli/shared/command-names.js";
import { manualText, sectionsOf } from "../../../src/report/manual/terminal.js";
import { binary, foretell } from "../foretell.js";
import { hasTerminal, onTerminal } from "../terminal.js";

const docs = fileURLToPath(new URL("../../../docs/", import.meta.url));
const pages = readdirSync(docs)
  .filter((name) => name.endsWith(".md"))
  .map((name) => name.replace(".md", ""));

describe("foretell help", () => {
  it.each(pages)("%s shows the page of that name at any width", (name) => {
    const [page] = sectionsOf(readFileSync(`${docs}${name}.md`, "utf8"));
    for (const width of [40, 80, 200]) {
      const text = manualText(page.tokens, { width, plain: false, color: false });
      const lines = text.split("\n");
      expect(text).not.toMatch(/\]\([\w#./-]+\)|&lt;|&amp;/);
      // Code, and words that are longer, stay as they are.
      const long = lines.filter(
        (line) => line.length > Math.min(width, 100) && !/^ {4}/.test(line),
      );
      expect(long.filter((line) => /^(?:• )?\S+ \S/.test(line.trim()) && width > 40)).toEqual([]);
    }
  });

  it("shows a page, or the section whose heading has the words", async () => {
    const page = await foretell(["help", "settings"]);
    expect(page.code).toBe(0);
    expect(page.stdout).toMatch(/^SETTINGS\n/);
    expect(page.stdout).toContain("    foretell init sales.csv");
    const section = await foretell(["help", "data", "several", "files"]);
    expect(section.stdout).toMatch(/^Several files\n/);
    expect(section.stdout).not.toContain("The season\n");
    const none = await foretell(["help", "data", "weather"]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('the page data has no section "weather"');
  });

  it("breaks commands and remarks between words where the terminal is narrow", async () => {
    const { stdout } = await foretell(["help", "models", "saved", "models"], {
      env: { COLUMNS: "50" },
    });
    const narrow = stdout.split("\n");
    expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(50);
    expect(stdout).toMatch(/^ {4}# \S+.*\n {4}foretell /m);
  });

  it("lists the pages, and knows commands from pages", async () => {
    const { stdout } = await foretell(["help", "topics"]);
    for (const name of pages) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    expect((await foretell(["help", "train"])).stdout).toMatch(/^Usage: foretell train/);
    expect((await foretell(["help", "gradients"])).stdout).toContain("foretell gradients --help");
    const { code, stderr } = await foretell(["help", "dta"]);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "data"?');
  });

  it.skipIf(!hasTerminal)("shows what is longer than the screen in a pager", async () => {
    const command = `${process.execPath} ${binary} help data`;
    const paged = await onTerminal(command, { FORETELL_PAGER: "sed s/^/PAGED:/" });
    expect(paged.seen).toContain("PAGED:DATA");
    const without = await onTerminal(command, { FORETELL_PAGER: "no-such-pager-there-is" });
    expect(stripVTControlCharacters(without.seen)).toContain("DATA\r\n");
  });
});

describe("the man page", () => {
  it("has every command with its options, and no sign that roff would take for its own", async () => {
    const shipped = readFileSync(new URL("../../../dist/foretell.1", import.meta.url), "utf8");
    expect((await foretell(["help", "man"])).stdout).toBe(shipped);
    for (const name of COMMAND_NAMES) expect(shipped).toContain(`.SS foretell ${name}`);
    expect(shipped).toContain(".B \\-H, \\-\\-horizon <n>");
    const requests = shipped.split("\n").filter((line) => /^[.']/.test(line));
    expect(requests.filter((line) => !/^\.(TH|SH|SS|TP|B|I)\b/.test(line))).toEqual([]);
  });
});

describe("foretell doctor", () => {
  it("finds nothing to mend here, in words and as data", async () => {
    const { code, stdout } = await foretell(["doctor"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Node.js: ${process.version}`);
    expect(stdout).toContain("foretell has all it needs.");
    const json = JSON.parse((await foretell(["doctor", "--format", "json"])).stdout);
    expect(json.schema).toBe("foretell/doctor@1");
    expect(json.doctor.map(({ what }: { what: string }) => what)).toContain("WebAssembly");
  });

  it("says what is missing and what to do, and exits with 1", async () => {
    const { code, stdout } = await foretell(["doctor"], { env: { TMPDIR: "/no/such/folder" } });
    expect(code).toBe(1);
    expect(stdout).toContain("/no/such/folder cannot be written to");
    expect(stdout).toContain("Set TMPDIR");
    expect(stdout).toContain("1 of these need fixing.");
  });
});
