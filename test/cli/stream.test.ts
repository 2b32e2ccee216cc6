import {
  type ChildProcessWithoutNullStreams,
  execFileSync,
  spawn,
  spawnSync,
} from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { binary, folder, foretell } from "./foretell.js";
import { hasTerminal, onTerminal } from "./terminal.js";

/** A process that is fed and listened to piece by piece. */
class Running {
  readonly child: ChildProcessWithoutNullStreams;
  stdout = "";
  stderr = "";
  private heard: (() => void) | undefined;
  readonly closed: Promise<number | null>;

  constructor(args: readonly string[], cwd?: string) {
    this.child = spawn(process.execPath, [binary, "stream", ...args], { cwd });
    onTestFinished(() => void this.child.kill("SIGKILL"));
    this.child.stdin.on("error", () => {});
    for (const name of ["stdout", "stderr"] as const) {
      this.child[name].setEncoding("utf8").on("data", (text) => {
        this[name] += text;
        this.heard?.();
      });
    }
    this.closed = new Promise((resolve) => this.child.on("close", resolve));
  }

  /** Waits until something has been said, however long that takes. */
  async until(said: () => boolean): Promise<void> {
    while (!said()) {
      await new Promise<void>((resolve) => {
        this.heard = resolve;
      });
    }
  }

  get lines(): string[] {
    return this.stdout.split("\n").slice(0, -1);
  }
}

const wave = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, k) => ((from + k) * (from + k)) % 17);
const dated = (from: number, to: number) =>
  wave(from, to)
    .map((y, k) => `${from + k},${y}\n`)
    .join("");

describe("foretell stream", () => {
  it("writes a row of errors and forecasts for each observation", async () => {
    const { stdout, stderr, code } = await foretell(["stream", "-H", "2"], {
      stdin: "ds,y\r\n2024-01-01,5\r\n2024-01-02,7",
    });
    const lines = stdout.split("\n");
    expect(lines[0]).toBe("n,ds,y,error,mae,rmse,mase,lstm-1,lstm-2");
    expect(lines[1]).toBe("1,2024-01-01,5,,,,,5,5");
    expect(lines[2]).toMatch(/^2,2024-01-02,7,-2,2,2,1,[\d.]+,[\d.]+$/);
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });

  it("answers an observation before the next one comes, though it comes in pieces", async () => {
    const running = new Running([]);
    running.child.stdin.write("1");
    running.child.stdin.write("2\n3");
    await running.until(() => running.lines.length === 2);
    expect(running.lines[1]).toBe("1,12,,,,,12");
    running.child.stdin.write("\n");
    await running.until(() => running.lines.length === 3);
    expect(running.lines[2]).toMatch(/^2,3,9,/);
    running.child.stdin.end("4");
    expect(await running.closed).toBe(0);
    expect(running.lines[3]).toMatch(/^3,4,/);
  });

  it("takes objects and gives them", async () => {
    const stdin = '{"t":"2024-01-01","load":1,"y":9}\n{"t":"2024-01-02","load":2}\n';
    const flags = ["--format", "json", "--target", "load", "-m", "gru"];
    const { stdout } = await foretell(["stream", ...flags], { stdin });
    const [first, second] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(first).toEqual({
      ...{ schema: "foretell/stream@1", n: 1, ds: "2024-01-01", y: 1, error: null, mae: null },
      ...{ rmse: null, mase: null, forecast: [1] },
    });
    expect(second).toMatchObject({ n: 2, y: 2, error: -1, mase: 1 });
  });

  it.skipIf(process.platform === "win32")(
    "reads a pipe that has a name, but cannot follow it",
    async () => {
      const cwd = folder();
      execFileSync("mkfifo", [join(cwd, "pipe")]);
      const [{ stdout }] = await Promise.all([
        foretell(["stream", "pipe"], { cwd }),
        writeFile(join(cwd, "pipe"), "1\n"),
      ]);
      expect(stdout).toContain("\n1,1,,,,,1\n");
      const { code, stderr } = await foretell(["stream", "pipe", "--follow"], { cwd });
      expect(stderr).toContain("pipe: only a file can be followed");
      expect(code).toBe(3);
    },
  );

  it("tells of malformed lines and goes on, or stops with --strict", async () => {
    const stdin = "1\n2\nabc\n4\n";
    const lenient = await foretell(["stream"], { stdin });
    expect(lenient.stderr).toBe(
      'foretell: stdin:3: column "column1" holds "abc" where a number was expected: skipped\n',
    );
    expect(lenient.stdout.split("\n")[3]).toMatch(/^3,4,/);
    expect(lenient.code).toBe(0);
    const strict = await foretell(["stream", "--strict"], { stdin });
    expect(strict.stderr).toMatch(/stdin:3: column .*\n {2}3 \| abc\n {6}\^\^\^\n/);
    expect(strict.stdout.trim().split("\n")).toHaveLength(3);
    expect(strict.code).toBe(3);
  });

  it("shows each n-th observation and learns from all", async () => {
    const stdin = dated(0, 60);
    const all = (await foretell(["stream"], { stdin })).stdout.split("\n");
    const some = (await foretell(["stream", "--every", "20"], { stdin })).stdout.split("\n");
    expect(some).toEqual([all[0], all[20], all[40], all[60], ""]);
  });

  it("goes on from a saved state with the bytes of a run that never stopped", async () => {
    const cwd = folder();
    const run = (stdin: string, ...flags: string[]) =>
      foretell(["stream", ...flags], { stdin, cwd }).then(({ stdout }) => stdout);
    const flags = ["-H", "3", "-m", "lstm:hidden=6", "--learn", "rtrl", "--season", "17"];
    const whole = await run(`ds,y\n${dated(0, 120)}`, ...flags);
    const first = await run(`ds,y\n${dated(0, 70)}`, ...flags, "--save", "state");
    const second = await run(dated(70, 120), "--resume", "state");
    expect(first + second).toBe(whole);
  });

  it("goes on within a file where it had stopped", async () => {
    const cwd = folder({ "log.csv": `ds,y\n${dated(0, 40)}` });
    const whole = await foretell(["stream"], { stdin: `ds,y\n${dated(0, 60)}` });
    const first = await foretell(["stream", "log.csv", "--save", "state"], { cwd });
    appendFileSync(join(cwd, "log.csv"), dated(40, 60));
    const second = await foretell(["stream", "log.csv", "--resume", "state"], { cwd });
    expect(second.stderr).toBe("foretell: log.csv: going on after line 41\n");
    expect(first.stdout + second.stdout).toBe(whole.stdout);
  });

  it("learns from --warmup without a word and counts from the stream on", async () => {
    const cwd = folder({ "past.csv": `ds,y\n${dated(0, 200)}` });
    const flags = ["--warmup", "past.csv"];
    const { stdout } = await foretell(["stream", ...flags], { stdin: dated(200, 203), cwd });
    const cold = await foretell(["stream"], { stdin: dated(200, 203) });
    const rows = (text: string) => text.trim().split("\n").slice(1);
    expect(rows(stdout)).toHaveLength(3);
    expect(rows(stdout)[0]).toMatch(/^1,200,16,-?[\d.]+,/);
    expect(rows(stdout)[2]).not.toBe(rows(cold.stdout)[2]);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("saves all that was learned at %s", async (signal) => {
    const cwd = folder();
    const running = new Running(["--save", "state"], cwd);
    running.child.stdin.write(`ds,y\n${dated(0, 50)}50,`);
    await running.until(() => running.lines.length === 51);
    running.child.kill(signal);
    expect(await running.closed).toBe(130);
    const rest = await foretell(["stream", "--resume", "state"], { stdin: dated(50, 60), cwd });
    const whole = await foretell(["stream"], { stdin: `ds,y\n${dated(0, 60)}` });
    expect(running.stdout + rest.stdout).toBe(whole.stdout);
  });

  it("follows a file that grows, is replaced and is cut off", async () => {
    const cwd = folder({ "log.csv": "ds,y\n1,1\n" });
    const file = join(cwd, "log.csv");
    const running = new Running(["log.csv", "--follow"], cwd);
    await running.until(() => running.lines.length === 2);
    appendFileSync(file, "2,2\n3,");
    await running.until(() => running.lines.length === 3);
    appendFileSync(file, "3\n");
    await running.until(() => running.lines.length === 4);
    renameSync(file, join(cwd, "log.1"));
    appendFileSync(join(cwd, "log.1"), "4,4\n");
    writeFileSync(file, "ds,y\n5,5\n");
    await running.until(() => running.lines.length === 6);
    writeFileSync(file, "6,6\n");
    await running.until(() => running.lines.length === 7);
    running.child.kill("SIGTERM");
    await running.closed;
    expect(running.lines.slice(1).map((line) => line.split(",")[2])).toEqual([..."123456"]);
    expect(running.stderr).toContain("log.csv: another file has its name, read from its beginning");
    expect(running.stderr).toContain("log.csv: it was cut off, read from its beginning");
  });

  it("ends quietly, and saves, when nobody reads on", async () => {
    const cwd = folder();
    const running = new Running(["--save", "state"], cwd);
    running.child.stdin.write("1\n");
    await running.until(() => running.lines.length === 2);
    running.child.stdout.destroy();
    const feed = () => running.child.stdin.write("2\n".repeat(1000), (error) => !error && feed());
    feed();
    expect(await running.closed).toBe(0);
    expect(running.stderr).toBe("");
    expect(existsSync(join(cwd, "state"))).toBe(true);
  });

  it("saves and ends at SIGTERM while its reader has stalled", async () => {
    const cwd = folder();
    const running = new Running(["--save", "state"], cwd);
    const { child } = running;
    child.stdout.removeAllListeners("data").pause();
    // More lines than pipes hold: the stream waits for its reader.
    child.stdin.write("1\n2\n".repeat(4_000_000));
    await once(child.stdout, "readable");
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect(await ended).toEqual([130, null]);
    expect(existsSync(join(cwd, "state"))).toBe(true);
  });

  it.each(["folder", "pipe"])("ends when a %s takes the name that it follows", async (kind) => {
    const cwd = folder({ "log.csv": "ds,y\n1,1\n" });
    const file = join(cwd, "log.csv");
    const running = new Running(["log.csv", "--follow", "--save", "state"], cwd);
    await running.until(() => running.lines.length === 2);
    rmSync(file);
    if (kind === "folder") mkdirSync(file);
    else spawnSync("mkfifo", [file]);
    expect(await running.closed).toBe(3);
    expect(running.stderr).toContain("something that is not a file has taken its name");
    expect(existsSync(join(cwd, "state"))).toBe(true);
  });

  it("gives notice of drift, with its line", async () => {
    const calm = Array.from({ length: 400 }, (_, t) => `${(t % 3) + (t % 7) / 7}\n`);
    const wild = Array.from({ length: 60 }, (_, t) => `${((t * t) % 23) * 9}\n`);
    const { stderr } = await foretell(["stream"], { stdin: [...calm, ...wild].join("") });
    expect(stderr).toMatch(/^foretell: stdin:4\d\d: drift: errors have become larger/);
  });

  it("answers what cannot be", async () => {
    const wrong = async (args: string[], stdin = "1\n2\n") => {
      const { code, stderr } = await foretell(["stream", ...args], { stdin });
      return `${code} ${stderr}`;
    };
    expect(await wrong(["-m", "arima"])).toMatch(/^2 foretell: "arima" does not learn online/);
    expect(await wrong(["-m", "lstm:hidde=3"])).toMatch(/^2 .*\n.*\n.*\nDid you mean "hidden"/);
    expect(await wrong(["--learn", "snap"])).toMatch(
      /^2 .*no learning rule "snap".*\nDid you mean "snap1"/,
    );
    expect(await wrong(["--learn", "rtrl:4"])).toMatch(
      /^2 foretell: "rtrl:4" is not a learning rule/,
    );
    expect(await wrong(["-m", "lstm:hidden=512", "--learn", "rtrl"])).toMatch(
      /^2 .* needs \d+ MiB/,
    );
    expect(await wrong(["--follow"])).toMatch(/^2 foretell: --follow needs a file/);
    expect(await wrong(["--resume", "nothing"])).toMatch(/^3 foretell: nothing: no such file/);
    expect(await wrong(["nowhere.csv"])).toMatch(/^3 foretell: nowhere.csv: no such file/);
    expect(await wrong([], "")).toMatch(/^3 foretell: stdin is empty/);
    expect(await wrong(["--resume", "x", "-m", "gru"])).toMatch(/^2 foretell: --model cannot/);
    expect(await wrong(["--target", "lod"], "ds,load\n2024-01-01,1\n")).toMatch(/^[23] .*"lod"/);
  });

  it("does not write a state when nothing was learned", async () => {
    const cwd = folder({ state: "precious" });
    await foretell(["stream", "--save", "state"], { stdin: "", cwd });
    expect(readFileSync(join(cwd, "state"), "utf8")).toBe("precious");
  });

  it("needs no more heap for 80 000 lines than there is for a few", async () => {
    const stdin = dated(0, 80_000);
    const args = ["--max-old-space-size=16", binary, "stream", "-m", "rnn:hidden=2,lags=2"];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "ignore"] });
    let lines = 0;
    child.stdout.on("data", (piece: Uint8Array) => {
      for (const byte of piece) if (byte === 10) lines++;
    });
    child.stdin.on("error", () => {});
    child.stdin.end(stdin);
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(lines).toBe(80_001);
    expect(code).toBe(0);
  });

  it.skipIf(!hasTerminal)("draws the last observations on a terminal", async () => {
    const { seen, code } = await onTerminal(`${process.execPath} ${binary} stream sunspot-year`);
    expect(seen).toContain("┤");
    expect(seen).toMatch(/289 {2}1988-01-01.*MASE 0\.\d/);
    expect(code).toBe(0);
  });
});
