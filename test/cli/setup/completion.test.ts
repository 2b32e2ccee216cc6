import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMAND_NAMES } from "../../../src/cli/shared/command-names.js";
import { typedWords } from "../../../src/cli/shared/completion/words.js";
import { models } from "../../../src/models/index.js";
import { binary, folder, foretell } from "../foretell.js";
import { hasTerminal, onTerminal } from "../terminal.js";

const TABLE = "shop,day,units sold,promo\nA,2024-01-01,5,0\nA,2024-01-02,6,1\n";

const SHOPS = `shop,day,units sold\n${["01", "02", "03"].map((day) => `Berlin Mitte,2024-01-${day},5\nUlm,2024-01-${day},6\n`).join("")}`;

/** What is offered at the end of a line, without meanings. */
async function offered(line: string, cwd = folder()): Promise<string[]> {
  const { code, stdout, stderr } = await foretell(["complete", "zsh", line], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  return stdout
    .split("\n")
    .filter((text) => text !== "")
    .map((text) => text.split("\t")[0]);
}

describe("foretell complete", () => {
  it("offers columns and their values for --where, and series for --series", async () => {
    const cwd = folder({ "sales.csv": SHOPS });
    expect(await offered("foretell sales.csv --where sh", cwd)).toEqual(["shop="]);
    expect(await offered("foretell sales.csv --where shop=", cwd)).toEqual([
      ...["shop=Berlin Mitte", "shop=Ulm"],
    ]);
    expect(await offered("foretell sales.csv --where=shop=U", cwd)).toEqual(["--where=shop=Ulm"]);
    expect(await offered("foretell sales.csv --where shop=Ulm,", cwd)).toEqual([
      "shop=Ulm,Berlin Mitte",
    ]);
    expect(await offered("foretell sales.csv --id shop --series ", cwd)).toEqual([
      ...["Berlin Mitte", "Ulm"],
    ]);
    expect(await offered("foretell store-sales --series B")).toEqual(["Berlin"]);
    expect(await offered("foretell no.csv --series ", cwd)).toEqual([]);
  });

  it("offers saved models for --from, other files where none begins so", async () => {
    const cwd = folder({ "sales.csv": TABLE, "sales.foretell": "", "model.bin": "" });
    expect(await offered("foretell forecast --from ", cwd)).toEqual(["sales.foretell"]);
    expect(await offered("foretell forecast --from mod", cwd)).toEqual(["model.bin"]);
  });

  it("offers commands, datasets and files where a command or source may stand", async () => {
    const cwd = folder({ "sales.csv": TABLE });
    const all = await offered("foretell ", cwd);
    for (const name of COMMAND_NAMES) expect(all).toContain(name);
    expect(all).toContain("nottem");
    expect(all).toContain("sales.csv");
    expect(await offered("foretell insp", cwd)).toEqual(["inspect"]);
    expect(await offered("foretell backtest sal", cwd)).toEqual(["sales.csv"]);
    expect(await offered("foretell datasets store", cwd)).toEqual(["store-sales"]);
  });

  it("offers options of the command, and what those with choices take", async () => {
    expect(await offered("foretell backtest --fo")).toEqual(["--folds", "--forecasts", "--format"]);
    expect(await offered("foretell --format c")).toEqual(["csv"]);
    expect(await offered("foretell --format=c")).toEqual(["--format=csv"]);
    expect(await offered("foretell backtest --metrics mae,ma")).toEqual(
      expect.arrayContaining(["mae,mase", "mae,mape"]),
    );
  });

  it("offers models, their options and the words these take", async () => {
    const names = models.map(({ name }) => name);
    expect(await offered("foretell -m ")).toEqual(names);
    expect(await offered("foretell -m theta,dr")).toEqual(["theta,drift"]);
    expect(await offered("foretell -m lstm:hid")).toEqual(["lstm:hidden="]);
    expect(await offered("foretell -m lstm:hidden=8,hid")).toEqual([]);
    expect(await offered("foretell models ar")).toEqual(["arima", "ar"]);
  });

  it("offers the columns of the table that is named", async () => {
    const cwd = folder({ "sales.csv": TABLE });
    expect(await offered("foretell inspect sales.csv --by ", cwd)).toEqual([
      ...["shop", "day", "units sold", "promo"],
    ]);
    expect(await offered("foretell sales.csv --target ", cwd)).toEqual(["units sold", "promo"]);
    expect(await offered("foretell sales.csv --time ", cwd)).toEqual(["day"]);
    expect(await offered("foretell sales.csv --exogenous p", cwd)).toEqual(["promo"]);
    expect(await offered("foretell sales.csv --id shop --static ", cwd)).not.toContain("shop");
    expect(await offered("foretell sales.csv --target promo --exogenous units", cwd)).toEqual([
      "units sold",
    ]);
    expect(await offered("foretell inspect store-sales --id s")).toEqual(["store"]);
    expect(await offered("foretell no.csv --id s")).toEqual([]);
  });

  it("runs nothing that stands on the line", async () => {
    const cwd = folder();
    await offered('foretell "$(touch made)" `touch made` --target ', cwd);
    expect(spawnSync("ls", { cwd }).stdout.toString()).toBe("");
  });

  it("splits a line as a shell does", () => {
    expect(typedWords(`foretell 'my file.csv' --id "a b" c\\ d --x=`)).toEqual({
      before: ["my file.csv", "--id", "a b", "c d"],
      current: "--x=",
    });
    expect(typedWords("foretell ")).toEqual({ before: [], current: "" });
  });

  it("has a script for three shells, and says so of others", async () => {
    const { code, stderr } = await foretell(["completion", "tcsh"]);
    expect(code).toBe(2);
    expect(stderr).toContain("bash, zsh, fish");
  });
});

/** A folder for PATH, in which foretell is ours, with a table. */
function ours(): { cwd: string; env: Record<string, string> } {
  const cwd = folder({ "my sales.csv": TABLE, "sales.csv": TABLE });
  const shim = `#!/bin/sh\nexec '${process.execPath}' '${binary}' "$@"\n`;
  writeFileSync(join(cwd, "foretell"), shim, { mode: 0o755 });
  return {
    cwd,
    env: { ...process.env, PATH: `${cwd}:${process.env.PATH}` } as Record<string, string>,
  };
}

function has(shell: string): boolean {
  return spawnSync(shell, ["-c", "exit 0"]).status === 0;
}

describe("in a shell", () => {
  it.skipIf(!has("bash"))("bash completes words, also behind colons and equals signs", () => {
    const { cwd, env } = ours();
    const replies = (line: string) => {
      const script = `eval "$(foretell completion bash)"; COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; _foretell; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return spawnSync("bash", ["--norc", "-c", script], { cwd, env }).stdout.toString().trim();
    };
    expect(replies("foretell backtest -m lag")).toBe("lag-regression");
    expect(replies("foretell -m lstm:hid")).toBe("hidden=");
    expect(replies("foretell --format=cs")).toBe("csv");
    expect(replies("foretell my")).toBe("my\\ sales.csv");
    expect(replies("foretell sales.csv --target uni")).toBe("units\\ sold");
  });

  it.skipIf(!has("bash") || !hasTerminal)(
    "bash completes a command line that is typed",
    async () => {
      const { cwd, env } = ours();
      let typed = false;
      let entered = false;
      const setup = `cd '${cwd}'; exec env PS1='ready> ' bash --norc --noprofile -i`;
      const { seen } = await onTerminal(`sh -c "${setup}"`, env, (text, type) => {
        if (!typed && text.includes("ready> ")) {
          typed = true;
          type(`eval "$(foretell completion bash)"; echo loa""ded\n`);
        } else if (!entered && text.includes("loaded\r\n")) {
          entered = true;
          type("foretell datasets grid\t --describe --for\tcsv\nexit\n");
        }
      });
      expect(seen).toContain("foretell datasets grid-load  --describe --format csv");
      expect(seen).toContain("temperature,");
    },
  );

  it.skipIf(!has("fish"))("fish completes words and shows what they mean", () => {
    const { cwd, env } = ours();
    const complete = (line: string) => {
      const script = `foretell completion fish | source; complete -C '${line}'`;
      return spawnSync("fish", ["--no-config", "-c", script], { cwd, env })
        .stdout.toString()
        .trim();
    };
    expect(complete("foretell backtest -m lag")).toMatch(/^lag-regression\tridge/);
    expect(complete("foretell -m lstm:hid")).toMatch(/^lstm:hidden=\t/);
    expect(complete("foretell sales.csv --target pro")).toBe("promo\tnumbers");
  });

  it.skipIf(!has("zsh") || !hasTerminal)("zsh completes a command line that is typed", async () => {
    const { cwd, env } = ours();
    let typed = false;
    let entered = false;
    const setup = `cd '${cwd}'; exec env PS1='ready> ' zsh -f -i`;
    const { seen } = await onTerminal(`sh -c "${setup}"`, env, (text, type) => {
      if (!typed && text.includes("ready> ")) {
        typed = true;
        type(
          `autoload -Uz compinit; compinit -D; eval "$(foretell completion zsh)"; echo loa""ded\n`,
        );
      } else if (!entered && text.includes("loaded\r\n")) {
        entered = true;
        type("foretell datasets grid\t --describe --form\tcsv\nexit\n");
      }
    });
    expect(seen).toContain("temperature,");
  });
});
