import { describe, expect, it } from "vitest";
import { binary, folder, foretell } from "./foretell.js";
import { hasTerminal, onTerminal } from "./terminal.js";

/** Series that keep hmm busy for longer than threads need to start. */
const rows = ["id,ds,y"];
for (let s = 0; s < 36; s++) {
  for (let t = 0; t < 120; t++) {
    rows.push(`s${s},${t},${20 + ((t * t * 7 + s * 13) % 19) + (t % 40 < 20 ? 0 : 25)}`);
  }
}
const panel = `${rows.join("\n")}\n`;

describe.skipIf(!hasTerminal)("on a terminal (needs script of util-linux)", () => {
  it.each([1, 2])("counts the series that are fitted, on %i threads", async (threads) => {
    const file = `${folder({ "panel.csv": panel })}/panel.csv`;
    const args = `${file} -H 2 -m hmm:states=2,log=yes --threads ${threads} -o /dev/null`;
    const { code, seen } = await onTerminal(`${process.execPath} ${binary} ${args}`);
    const counts = Array.from(seen.matchAll(/fitting hmm {2}series (\d+)\/36/g), ([, n]) =>
      Number(n),
    );
    // The first eight are fitted before there are threads.
    expect(counts.some((count) => count > 8)).toBe(true);
    expect(counts).toEqual(counts.slice().sort((a, b) => a - b));
    expect(code).toBe(0);
  });

  it("counts the folds of a backtest, and the epochs of each", async () => {
    const args = "backtest nile -H 2 --folds 2 -m lstm:epochs=200,patience=200 --intervals none";
    const { code, seen } = await onTerminal(`${process.execPath} ${binary} ${args}`);
    for (const fold of [1, 2]) {
      expect(seen).toMatch(new RegExp(`fitting lstm {2}fold ${fold}/2 {2}epoch \\d+/200 {2}loss `));
    }
    expect(code).toBe(0);
  });

  it("names the stages of a forecast, and moves within the first epoch", async () => {
    const args = "nottem -H 12 -m lstm:epochs=2,batch=1,hidden=128 -o /dev/null";
    const { code, seen } = await onTerminal(`${process.execPath} ${binary} ${args}`);
    expect(seen).toMatch(/[123] of 4 [a-z ]+ lstm {2}epoch 1\/2 {2}\d+ %/);
    expect(seen).toMatch(/2 of 4 intervals of lstm/);
    expect(seen).toMatch(/3 of 4 hold-out of lstm/);
    expect(code).toBe(0);
  });

  it("tells how much of the work of auto is done, not how often it begins anew", async () => {
    const file = `${folder({ "panel.csv": panel })}/panel.csv`;
    const spec = "auto:candidates=theta+ets+ar+fft";
    const args = `${file} -H 6 -m ${spec} --intervals none -o /dev/null`;
    const { code, seen } = await onTerminal(`${process.execPath} ${binary} ${args}`);
    const shares = [...seen.matchAll(/1 of \d fitting auto {2}(\d+) %/g)].map(([, n]) => Number(n));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(seen).not.toMatch(/auto {2}series/);
    expect(code).toBe(0);
  });

  it("counts the models of a check", async () => {
    const args = `check nile -m naive -m drift --update --baseline ${folder()}/baseline.json`;
    const { code, seen } = await onTerminal(`${process.execPath} ${binary} ${args}`);
    expect(seen).toMatch(/2 of 2 nile: drift/);
    expect(code).toBe(0);
  });
});

it("says how long each stage took with --verbose, in a pipe too", async () => {
  const { stderr } = await foretell(["nile", "-m", "naive", "--format", "table", "--verbose"]);
  for (const stage of ["starting and reading", "fitting naive", "hold-out of naive"]) {
    expect(stderr).toMatch(new RegExp(`^foretell: ${stage} took \\d+\\.\\d\\d s$`, "m"));
  }
});

it("says nothing of it in a pipe", async () => {
  const args = ["backtest", "nile", "-H", "2", "--folds", "3", "-m", "lstm:epochs=9,hidden=2"];
  const { code, stdout, stderr } = await foretell([...args, "--intervals", "none"]);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^model,unique_id,n,.*\nlstm,/);
  expect(code).toBe(0);
});
