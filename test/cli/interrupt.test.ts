import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { binary, folder } from "./foretell.js";
import { hasTerminal, onTerminal } from "./terminal.js";

/** Says on stderr which models are fitted on other threads, and when a part of a panel is done. */
const watch = `import { isMainThread } from "node:worker_threads";
if (isMainThread) {
  process.on("worker", (worker) => {
    const { postMessage } = worker;
    worker.postMessage = (order, ...rest) => {
      console.error("fits", order.spec);
      return postMessage.call(worker, order, ...rest);
    };
    worker.on("message", ({ state }) => state && console.error("fitted a part"));
  });
}
`;

/** Runs the executable, with Ctrl-C at the moment that its watched threads show. */
function interrupted(
  args: readonly string[],
  cwd: string,
  moment: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const url = pathToFileURL(join(cwd, "watch.mjs")).href;
  const child = spawn(process.execPath, [binary, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: `--import=${url}` },
  });
  const heard = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    heard.stdout += text;
  });
  let sent = false;
  child.stderr.setEncoding("utf8").on("data", (text) => {
    heard.stderr += text;
    if (sent || !heard.stderr.includes(moment)) return;
    sent = true;
    child.kill("SIGINT");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...heard }));
  });
}

/** Many short series. */
function panel(count: number): string {
  const rows = ["id,ds,y"];
  for (let s = 0; s < count; s++) {
    for (let t = 0; t < 120; t++) {
      const y = 20 + ((t * t * 7 + s * 13) % 19) + (t % 40 < 20 ? 0 : 25);
      rows.push(`s${s},${t},${y}`);
    }
  }
  return `${rows.join("\n")}\n`;
}

const slow = "hmm:states=3";

it("Ctrl-C amid a panel prints the series that were fitted", async () => {
  const cwd = folder({ "panel.csv": panel(2000), "watch.mjs": watch });
  const args = ["panel.csv", "-H", "1", "-m", slow, "--intervals", "none"];
  const { code, stdout, stderr } = await interrupted(args, cwd, "fitted a part");
  expect(stderr).toContain("foretell: stopping with the best so far");
  const said = /interrupted: hmm forecasts the first (\d+) of 2000 series/.exec(stderr);
  expect(stderr).toMatch(/interrupted: hmm forecasts/);
  const rows = stdout.trim().split("\n").slice(1);
  expect(rows).toHaveLength(Number(said![1]));
  expect(rows.every((row) => Number.isFinite(Number(row.split(",")[2])))).toBe(true);
  expect(rows.length).toBeLessThan(2000);
  expect(code).toBe(130);
});

it("Ctrl-C amid the panel of a second model keeps the first one whole", async () => {
  const cwd = folder({ "panel.csv": panel(2000), "watch.mjs": watch });
  const args = ["panel.csv", "-H", "1", "-m", "naive", "-m", slow, "--intervals", "none"];
  const { code, stdout, stderr } = await interrupted(args, cwd, `fits ${slow}`);
  expect(stderr).toContain("interrupted: no forecast of hmm");
  expect(stdout).toMatch(/^unique_id,ds,naive\n/);
  expect(stdout.trim().split("\n")).toHaveLength(2001);
  expect(code).toBe(130);
});

/** Hours by the clock, more than any of the models below fits in seconds. */
function longSeries(): string {
  const rows = ["ds,y"];
  for (let t = 0; t < 200_000; t++) rows.push(`${t},${50 + ((t * t * 7) % 19) + (t % 24)}`);
  return `${rows.join("\n")}\n`;
}

/** Time until Ctrl-C: the table is read, and a slow fit goes on. */
const INTERRUPTED_AFTER_MS = 4000;
/** Far beyond the second that it should take, so that a busy machine passes. */
const KILLED_AFTER_MS = 60_000;

/**
 * Runs the executable with Ctrl-C once it has computed for a while.
 *
 * @returns its exit code, or the signal that ended it: SIGINT where it was still reading, as then there is
 *   nothing to keep, and SIGKILL where it did not hear
 */
function stopped(args: readonly string[], cwd: string): Promise<number | NodeJS.Signals | null> {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const busy = setTimeout(() => child.kill("SIGINT"), INTERRUPTED_AFTER_MS);
  const late = setTimeout(() => child.kill("SIGKILL"), INTERRUPTED_AFTER_MS + KILLED_AFTER_MS);
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearTimeout(busy);
      clearTimeout(late);
      resolve(code ?? signal);
    });
  });
}

describe("Ctrl-C amid a fit that computes without pause", () => {
  it.each([
    ...["auto", "ets", "arima", "hmm", "fft", "lag-regression", "boosted-trees", "dtw"],
    ...[
      "lstm:learn=rtrl,hidden=32",
      "gru:learn=snap1,hidden=64",
      "ensemble:members=theta-ets-arima",
    ],
  ])("ends %s", async (spec) => {
    const cwd = folder({ "long.csv": longSeries() });
    const args = ["long.csv", "--season", "24", "-H", "4", "-m", spec, "--intervals", "none"];
    // A fast machine may be done before Ctrl-C.
    expect([0, 130, "SIGINT"]).toContain(await stopped(args, cwd));
  });

  it.each([
    ["lab", "adding", "--length", "1000", "--cell", "lstm", "--rule", "rtrl"],
    ["forecast", "long.csv", "-m", "transformer:context=400,layers=3", "-H", "4"],
    ["gradients", "long.csv", "-m", "lstm:hidden=64,context=400"],
  ])("ends foretell %s %s", async (...args) => {
    const cwd = folder({ "long.csv": longSeries() });
    expect([130, "SIGINT"]).toContain(await stopped(args, cwd));
  });
});

describe.skipIf(!hasTerminal)("on a terminal (needs script of util-linux)", () => {
  const command = `${process.execPath} ${binary}`;

  /** Types Ctrl-C each time that the next of these is seen. */
  function interruptedAt(args: string, ...moments: RegExp[]) {
    let from = 0;
    return onTerminal(`${command} ${args}`, {}, (seen, type) => {
      if (moments[0]?.test(seen.slice(from)) !== true) return;
      moments.shift();
      from = seen.length;
      type("\x03");
    });
  }

  it.each([1, 2])(
    "Ctrl-C amid folds prints those that are finished, on %i threads",
    async (threads) => {
      const cwd = folder({ "panel.csv": panel(24) });
      const folds = "-H 1 --folds 20 --step 1 -m naive -m hmm:states=2,log=yes --threads";
      const files = `-o ${cwd}/scores.json --forecasts ${cwd}/folds.csv`;
      const args = `backtest ${cwd}/panel.csv ${folds} ${threads} ${files}`;
      const { code, seen } = await interruptedAt(args, /hmm.*fold 3\/20/);
      const { models, interrupted, scores, comparison } = JSON.parse(
        readFileSync(`${cwd}/scores.json`, "utf8"),
      );
      expect(models).toEqual(["naive", "hmm"]);
      expect(interrupted.model).toBe("hmm");
      expect(interrupted.folds).toBeGreaterThanOrEqual(1);
      expect(interrupted.folds).toBeLessThan(20);
      expect(seen).toContain(`hmm is scored on the first ${interrupted.folds} of 20 folds`);
      expect(scores).toMatchObject([{ model: "naive" }, { model: "hmm", n: 24 }]);
      expect(scores[1].mase).toBeGreaterThan(0);
      expect(comparison).toBeUndefined();
      const [, ...rows] = readFileSync(`${cwd}/folds.csv`, "utf8").trim().split("\n");
      expect(rows).toHaveLength(24 * 20);
      expect(rows.filter((row) => /\d$/.test(row))).toHaveLength(24 * interrupted.folds);
      expect(code).toBe(130);
    },
  );

  it("Ctrl-C amid a training ends a check", async () => {
    const baseline = `${folder()}/baseline.json`;
    const args = "check co2 -m lstm:epochs=1000000,patience=1000000 --update --baseline";
    const { code, seen } = await interruptedAt(`${args} ${baseline}`, /epoch \d+/);
    expect(seen).toContain("interrupted before everything was compared");
    expect(code).toBe(130);
  });

  it("a second Ctrl-C quits at once, whatever is waited for", async () => {
    const pipe = `${folder()}/never-ending`;
    spawnSync("mkfifo", [pipe]);
    const check = `check - -m naive --update --baseline ${pipe}.json <>${pipe}`;
    const { code, seen } = await interruptedAt(check, /reading -/, /again quits at once/);
    expect(seen).toContain("again quits at once");
    expect(code).toBe(130);
  });
});
