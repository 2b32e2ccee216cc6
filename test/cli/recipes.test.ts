import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { tables } from "../tables/index.js";
import { binary, folder } from "./foretell.js";
import { hasTerminal, onTerminal } from "./terminal.js";

const page = readFileSync(new URL("../../docs/recipes.md", import.meta.url), "utf8");

/** The commands of each recipe, in order. */
const recipes = page
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    name: section.slice(0, section.indexOf("\n")),
    lines: [...section.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) =>
      block!.trim().split("\n"),
    ),
  }));

const ROWS = 23;

/** What a person gets of a command whose output is not written to a file; the shell's prompt takes a row. */
const isShown = (line: string) => line.startsWith("foretell ") && !/ -o /.test(line);

describe.skipIf(!hasTerminal)(
  "a recipe on a terminal of 80×24 (needs script of util-linux)",
  () => {
    it("there is one for each of the generated tables", () => {
      const text = recipes.flatMap(({ lines }) => lines).join("\n");
      for (const name of Object.keys(tables)) expect(text).toContain(name);
    });

    it.each(recipes)(
      "$name: what each command shows is read without scrolling back",
      async ({ lines }) => {
        const cwd = folder(
          Object.fromEntries(Object.entries(tables).map(([name, made]) => [name, made()])),
        );
        const shown = lines.filter(isShown);
        expect(shown.length).toBeGreaterThan(2);
        for (const line of lines) {
          const command = line.replace(/^foretell/, `${process.execPath} ${binary}`);
          // A model that a later command reads, and plans made of the table.
          if (/^awk |^foretell train /.test(line))
            execFileSync("sh", ["-c", command], { cwd, stdio: "ignore" });
          if (!isShown(line)) continue;
          const size = "stty cols 80 rows 24;";
          const { code, seen } = await onTerminal(`cd ${cwd} && ${command} 2>/dev/null`, { size });
          expect(code, line).toBe(0);
          const screen = stripVTControlCharacters(seen).replaceAll("\r", "").trimEnd().split("\n");
          for (const row of screen) expect(row.length, line).toBeLessThanOrEqual(80);
          // How good past forecasts were stands above a forecast, all else is one screen.
          const first = screen.findIndex((row) => /^[\w-]+\.csv: \d/.test(row));
          expect(screen.length - Math.max(0, first), line).toBeLessThanOrEqual(ROWS);
          if (!/^foretell (check|forecast)/.test(line))
            expect(first, line).toBeGreaterThanOrEqual(0);
        }
      },
      300_000,
    );
  },
);
