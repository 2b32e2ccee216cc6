import { spawnSync } from "node:child_process";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { binary, folder, foretell, monthly } from "./foretell.js";

const VALUES = Array.from({ length: 40 }, (_, t) => 10 + t + 3 * (t % 12));
const TABLE = monthly(VALUES);
/** So that work that should not begin is seen to begin. */
const SLOW = ["-m", "lstm:epochs=100000,patience=100000"];

/** Expects exit code 2, within a message, and no byte of the folder's files changed. */
async function refused(cwd: string, args: readonly string[], saying: string | RegExp) {
  const before = contents(cwd);
  const { code, stdout, stderr } = await foretell(args, { cwd });
  expect(stderr).toMatch(saying);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(contents(cwd)).toEqual(before);
}

const contents = (path: string) =>
  readdirSync(path).map((name) => {
    const file = join(path, name);
    return [name, lstatSync(file).isFile() ? readFileSync(file, "utf8") : ""];
  });

describe("an output that is an input is refused before any work", () => {
  it.each([
    [["in.csv", "-o", "in.csv"], /the data and --output are the same file, in\.csv/],
    [["in.csv", "-o", "./sub/../in.csv"], /same file/],
    [["in.csv", "-o", "missing/../in.csv"], /missing\/\.\.\/in\.csv: there is no such folder/],
    [["in.csv", "-o", "new/"], /it names a folder/],
    [["in.csv", "-o", "link.csv"], /same file, link\.csv/],
    [["link.csv", "-o", "in.csv"], /same file/],
    [["in.csv", "-o", "hard.csv"], /same file/],
    [["train", "in.csv", "-o", "in.csv"], /the data and --output/],
    [["features", "in.csv", "-o", "in.csv"], /the data and --output/],
    [["inspect", "in.csv", "-o", "in.csv"], /the data and --output/],
    [["gradients", "in.csv", "-o", "in.csv"], /the data and --output/],
    [["in.csv", "--join", "other.csv", "-o", "other.csv"], /--join and --output/],
    [["in.csv", "--future-file", "other.csv", "-o", "other.csv"], /--future-file and --output/],
    [["backtest", "in.csv", "--test", "other.csv", "-o", "other.csv"], /--test and --output/],
    [["backtest", "in.csv", "--forecasts", "in.csv"], /the data and --forecasts/],
    [
      ["backtest", "in.csv", "-o", "x.csv", "--forecasts", "sub/../x.csv"],
      /--output and --forecasts/,
    ],
    [["in.csv", "-o", "a.csv", "-o", "b.png"], /--output is given twice, with a\.csv and b\.png/],
    [["in.csv", "-o", "a.csv", "--output=a.csv"], /--output is given twice/],
    [
      ["backtest", "in.csv", "--forecasts", "a.csv", "--forecasts", "b.csv"],
      /--forecasts is given twice/,
    ],
    [["train", "in.csv", "-m", "naive,mean", "-o", "in.csv"], /the data and --output/],
    [["stream", "in.csv", "--save", "in.csv"], /the data and --save/],
    [["stream", "in.csv", "--warmup", "other.csv", "--save", "other.csv"], /--warmup and --save/],
    [
      [
        "benchmark",
        "ltsf",
        "in.csv",
        "-m",
        "naive",
        "-o",
        "in.csv",
        "--split",
        "20,10,10",
        "--horizons",
        "2",
      ],
      /the data and --output/,
    ],
  ] as const)("foretell %j", async (args, saying) => {
    const cwd = folder({ "in.csv": TABLE, "other.csv": TABLE });
    mkdirSync(join(cwd, "sub"));
    symlinkSync("in.csv", join(cwd, "link.csv"));
    linkSync(join(cwd, "in.csv"), join(cwd, "hard.csv"));
    await refused(cwd, args, saying);
  });

  it("also where stdin is that file", () => {
    const cwd = folder({ "in.csv": TABLE });
    const command = `'${process.execPath}' '${binary}' forecast - -m naive -o in.csv < in.csv`;
    const { status, stderr } = spawnSync("sh", ["-c", command], { cwd, encoding: "utf8" });
    expect(stderr).toContain("the data and --output are the same file, in.csv");
    expect(status).toBe(2);
    expect(readFileSync(join(cwd, "in.csv"), "utf8")).toBe(TABLE);
  });

  it("also where it is the model of --from", async () => {
    const cwd = folder({ "in.csv": TABLE });
    await foretell(["train", "in.csv", "-m", "naive", "-o", "m"], { cwd });
    await refused(cwd, ["forecast", "--from", "m", "-o", "m"], /--from and --output/);
  });

  it("also where a report is the baseline, by a link, the data, or another report", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const check = ["check", "in.csv", "-m", "naive", "--baseline", "b.json"];
    await foretell([...check, "--update"], { cwd });
    symlinkSync("b.json", join(cwd, "link.json"));
    await refused(cwd, [...check, "--report", "json=link.json"], /the baseline and report json/);
    await refused(
      cwd,
      [...check, "--update", "--report", "json=b.json"],
      /the baseline and report/,
    );
    await refused(cwd, [...check, "--report", "md=in.csv"], /the data and report md/);
    await refused(cwd, [...check, "--report", "json=r,md=r"], /report json and report md/);
    const overData = ["check", "in.csv", "-m", "naive", "--baseline", "in.csv", "--update"];
    expect((await foretell(overData, { cwd })).code).toBe(3);
    expect(readFileSync(join(cwd, "in.csv"), "utf8")).toBe(TABLE);
  });

  it("but --save may write what --resume read, and --update its baseline", async () => {
    const cwd = folder({ "in.csv": TABLE });
    expect((await foretell(["stream", "in.csv", "--save", "s"], { cwd })).code).toBe(0);
    const again = ["stream", "in.csv", "--resume", "s", "--save", "s"];
    expect((await foretell(again, { cwd })).code).toBe(0);
    const check = ["check", "in.csv", "-m", "naive", "--baseline", "b.json", "--update"];
    expect((await foretell(check, { cwd })).code).toBe(0);
    expect((await foretell(check, { cwd })).code).toBe(0);
  });
});

describe("a file that cannot be written is refused before the fit", () => {
  it.each([
    ["in.csv/x.csv", /its folder is a file/],
    ["nowhere/x.csv", /there is no such folder/],
    ["sub", /it is a directory/],
    ["", /needs the name of a file/],
    [`${"x".repeat(300)}.csv`, /the name is too long/],
    ["circle", /circle/],
  ])("-o %s", async (path, saying) => {
    const cwd = folder({ "in.csv": TABLE });
    mkdirSync(join(cwd, "sub"));
    symlinkSync("circle", join(cwd, "circle"));
    await refused(cwd, ["in.csv", ...SLOW, "-o", path], saying);
  });

  // Rights mean nothing to root, who gives them up here.
  it.skipIf(process.platform === "win32")("in a folder without rights", () => {
    const cwd = folder({ "in.csv": TABLE });
    mkdirSync(join(cwd, "closed"));
    writeFileSync(join(cwd, "closed/there.csv"), "kept", { mode: 0o666 });
    chmodSync(join(cwd, "closed/there.csv"), 0o666);
    chmodSync(join(cwd, "closed"), 0o555);
    chmodSync(cwd, 0o755);
    const user = process.getuid!() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    for (const name of ["new.csv", "there.csv"]) {
      const args = [binary, "in.csv", ...SLOW, "-o", `closed/${name}`];
      const options = { cwd, encoding: "utf8", ...user } as const;
      const { status, stderr } = spawnSync(process.execPath, args, options);
      expect(stderr).toContain("permission denied");
      expect(status).toBe(2);
    }
    expect(readFileSync(join(cwd, "closed/there.csv"), "utf8")).toBe("kept");
    chmodSync(join(cwd, "closed"), 0o755);
  });
});

describe("a file that is written", () => {
  const forecast = ["in.csv", "-m", "naive", "-H", "2"];

  it("may have a name of 255 bytes", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const name = `${"x".repeat(251)}.csv`;
    expect((await foretell([...forecast, "-o", name], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, name), "utf8")).toMatch(/^unique_id,ds,naive/);
  });

  it.skipIf(process.platform === "win32")("keeps its mode", async () => {
    const cwd = folder({ "in.csv": TABLE, "out.csv": "before" });
    for (const mode of [0o600, 0o640, 0o755]) {
      chmodSync(join(cwd, "out.csv"), mode);
      await foretell([...forecast, "-o", "out.csv"], { cwd });
      expect(statSync(join(cwd, "out.csv")).mode & 0o777).toBe(mode);
    }
  });

  it("is written at the end of links, which stay, also where nothing was there", async () => {
    const cwd = folder({ "in.csv": TABLE, "old.csv": "before" });
    mkdirSync(join(cwd, "sub"));
    symlinkSync("old.csv", join(cwd, "to-old"));
    symlinkSync("sub/new.csv", join(cwd, "to-new"));
    symlinkSync("to-new", join(cwd, "to-link"));
    for (const [link, file] of [
      ["to-old", "old.csv"],
      ["to-link", "sub/new.csv"],
    ]) {
      expect((await foretell([...forecast, "-o", link], { cwd })).code).toBe(0);
      expect(lstatSync(join(cwd, link)).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(cwd, file), "utf8")).toMatch(/^unique_id,ds,naive/);
    }
  });

  it("is not held up by what a killed process left, which is nobody else's to remove", async () => {
    const left = { ".out.csv.1.tmp": "left", ".foretell-0.tmp": "left" };
    const cwd = folder({ "in.csv": TABLE, ...left });
    expect((await foretell([...forecast, "-o", "out.csv"], { cwd })).code).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual([...Object.keys(left), "in.csv", "out.csv"].sort());
  });

  it("leaves nothing beside it when it is refused or done", async () => {
    const cwd = folder({ "in.csv": TABLE });
    await foretell([...forecast, "-o", "out.csv"], { cwd });
    await foretell(["in.csv", "-m", "naive", "-H", "999999", "-o", "no/out.csv"], { cwd });
    expect(readdirSync(cwd).sort()).toEqual(["in.csv", "out.csv"]);
  });
});

describe("-o -", () => {
  it("is stdout", async () => {
    const cwd = folder({ "in.csv": TABLE });
    for (const args of [
      ["in.csv", "-m", "naive", "-H", "2", "--format", "json"],
      ["backtest", "in.csv", "-m", "naive", "-H", "2"],
      ["features", "in.csv"],
      ["inspect", "in.csv"],
    ]) {
      const { stdout } = await foretell(args, { cwd });
      expect(await foretell([...args, "-o", "-"], { cwd })).toMatchObject({ code: 0, stdout });
    }
    expect(readdirSync(cwd)).toEqual(["in.csv"]);
  });

  it("is stdout for a model too, and --save - is none", async () => {
    const cwd = folder({ "in.csv": TABLE });
    const train = "train in.csv -m naive -H 2 -o";
    const command = (line: string) => `'${process.execPath}' '${binary}' ${line}`;
    spawnSync("sh", ["-c", `${command(`${train} -`)} > a.foretell`], { cwd });
    spawnSync("sh", ["-c", command(`${train} b.foretell`)], { cwd });
    expect(readFileSync(join(cwd, "a.foretell"))).toEqual(readFileSync(join(cwd, "b.foretell")));
    const { code, stderr } = await foretell(["stream", "in.csv", "--save", "-"], { cwd });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: /--save needs a file/ });
  });
});

describe("--safe-csv", () => {
  const DANGEROUS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1+1",
    "＋1",
    "－1",
    "＠1",
  ];
  const rows = DANGEROUS.flatMap((id) =>
    VALUES.map((y, t) => `"${id}",${new Date(Date.UTC(2020, t, 1)).toISOString()},${y},${t % 3}`),
  );
  const table = `id,ds,y,=cmd()\n${rows.join("\n")}\n`;
  const reading = ["in.csv", "--id", "id", "--time", "ds", "--target", "y"];

  /** Cells of CSV that a spreadsheet would run, signs of numbers left out. */
  function formulas(csv: string): string[] {
    const cells = [...csv.matchAll(/("(?:[^"]|"")*"|[^",\n]*)(?:,|\n|$)/g)].map(([, cell]) =>
      cell.replace(/^"|"$/g, ""),
    );
    return cells.filter(
      (cell) => /^[\s]*[=+\-@＝＋－＠]/.test(cell) && !/^-?[\d.]+(e[+-]?\d+)?$/.test(cell),
    );
  }

  it.each([
    [["forecast", ...reading, "-m", "naive", "-H", "2"]],
    [["backtest", ...reading, "-m", "naive", "-H", "2", "--per-series"]],
    [["features", ...reading, "-f", "lag:1", "--past", "=cmd()"]],
    [["features", ...reading, "--dtw-matrix"]],
    [["stream", ...reading]],
  ])("%j writes no formula", async (args) => {
    const cwd = folder({ "in.csv": table });
    if (args[0] !== "stream") {
      const { stdout } = await foretell([...args, "--format", "csv"], { cwd });
      expect(new Set(formulas(stdout)).size).toBeGreaterThanOrEqual(DANGEROUS.length);
    }
    const safe = await foretell([...args, "--format", "csv", "--safe-csv"], { cwd });
    expect(safe.code).toBe(0);
    expect(formulas(safe.stdout)).toEqual([]);
  });

  it("of the forecasts of every fold writes no formula either", async () => {
    const cwd = folder({ "in.csv": table });
    const args = ["backtest", ...reading, "-m", "naive", "-H", "2", "--forecasts", "f.csv"];
    await foretell([...args, "--safe-csv"], { cwd });
    expect(formulas(readFileSync(join(cwd, "f.csv"), "utf8"))).toEqual([]);
  });
});

it.each([
  [["forecast", "nottem", "-o", "x.foretell"], "foretell train SOURCE -o x.foretell"],
  [["check", "nottem", "-m", "naive"], "--baseline baseline.json --update"],
  [["backtest", "nottem", "--series", "A"], "--where chooses series"],
])("%j says which command or option does it", async (args, hint) => {
  const { code, stderr } = await foretell(args, { cwd: folder({}) });
  expect(code).toBe(2);
  expect(stderr).toContain(hint);
});
