import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { binary, folder, foretell, monthly } from "./foretell.js";

const year = [10, 12, 15, 13, 18, 20, 24, 23, 19, 16, 12, 11];
const values = [...year, ...year.map((y) => y + 3), ...year.map((y) => y + 5)];

/** A folder with a baseline of two quick models. */
async function checked(...args: string[]) {
  const cwd = folder({ "sales.csv": monthly(values) });
  const check = (...more: string[]) =>
    foretell(["check", "--baseline", "b.json", ...more], { cwd });
  const { code, stderr } = await check(
    ...["sales.csv", "-m", "naive", "-m", "lstm:hidden=4,epochs=2", "-H", "6", "--update", ...args],
  );
  expect(code).toBe(0);
  expect(stderr).toContain("foretell: b.json is written: 2 entries\n");
  const path = join(cwd, "b.json");
  const baseline = () => readFileSync(path, "utf8");
  /** Makes the baseline say something else. */
  const edit = (from: string | RegExp, to: string) => {
    expect(baseline()).toMatch(from);
    writeFileSync(path, baseline().replace(from, to));
  };
  return { cwd, check, baseline, edit };
}

describe("foretell check", () => {
  it("without a baseline says how to write one, of the file and the models given", async () => {
    const cwd = folder({ "visits.csv": monthly(values) });
    const { code, stderr } = await foretell(["check", "visits.csv", "-m", "ets"], { cwd });
    expect(stderr).toContain("foretell check visits.csv -m ets --baseline baseline.json --update");
    expect(code).toBe(2);
    const { stderr: told } = await foretell(["check", "visits.csv", "--hierarchy", "a,b"], { cwd });
    expect(told).toContain("Only forecast and backtest take it");
  });

  it("finds everything the same with nothing but the baseline, and writes nothing", async () => {
    const { check, cwd, baseline } = await checked();
    const before = baseline();
    const { code, stdout, stderr } = await check("--exact", "--leak");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/2 entries against b\.json: 2 the same\n$/);
    expect(code).toBe(0);
    expect(baseline()).toBe(before);
    expect(readdirSync(cwd).sort()).toEqual(["b.json", "sales.csv"]);
  });

  it("fails when a metric got worse, unless that is tolerated, and passes when it got better", async () => {
    const { check, edit } = await checked();
    edit(/("naive",.*"mase":)[\d.]+/, "$10.001");
    edit(/("lstm:hidden=4,epochs=2",.*"mae":)[\d.]+/, "$1999");
    const failed = await check();
    expect(failed.stdout).toMatch(/naive +│ fail +│ mase 0\.001 → /);
    expect(failed.stdout).toMatch(/lstm:hidden=4,epochs=2 │ improved │ mae 999 → /);
    expect(failed.stdout).toMatch(/1 failed, 1 improved\n$/);
    expect(failed.code).toBe(1);
    const tolerated = await check("--tolerance", "naive/mase=1000", "--warn", "mase=1%");
    expect(tolerated.stdout).toMatch(/1 with warnings, 1 improved\n$/);
    expect(tolerated.code).toBe(0);
  });

  it("fails when a metric was lost from the baseline, and --update brings it back", async () => {
    const { check, edit, baseline } = await checked();
    const before = baseline();
    edit(/("naive",.*?)"mase":[\d.]+,/, "$1");
    const lost = await check();
    expect(lost.stdout).toContain("mase is not in the baseline:");
    expect(lost.code).toBe(1);
    expect((await check("--update")).code).toBe(0);
    expect(baseline()).toBe(before);
  });

  it("says why a metric is not defined", async () => {
    const cwd = folder({ "flat.csv": monthly(new Array(40).fill(5)) });
    const args = [
      "check",
      "flat.csv",
      "-m",
      "naive",
      "-H",
      "6",
      "--baseline",
      "b.json",
      "--update",
    ];
    await foretell(args, { cwd });
    const { code, stdout } = await foretell([...args.slice(0, -1), "--format", "json"], { cwd });
    const [{ metrics, ...model }] = JSON.parse(stdout).models;
    expect(metrics.mase).toBeNull();
    expect(model.undefined.mase).toBe(
      "the training part never changes from one season to the next",
    );
    expect(code).toBe(0);
  });

  it("reads the table again as it was read", async () => {
    // A date twice and an order of days and months that nothing shows.
    const lines = [
      "01/01/2020;7,5",
      ...values.slice(0, 12).map((y, t) => `01/0${1 + (t % 9)}/${2020 + Math.floor(t / 9)};${y},5`),
    ];
    const cwd = folder({ "odd.csv": `date;sales\n${lines.join("\n")}\n` });
    const check = (...args: string[]) =>
      foretell(["check", "--baseline", "b.json", ...args], { cwd });
    const how = [
      "--date-format",
      "dmy",
      "--duplicates",
      "last",
      "--missing",
      "ffill",
      "-m",
      "naive",
    ];
    expect((await check("odd.csv", ...how, "-H", "2", "--update")).code).toBe(0);
    const { code, stdout } = await check("--exact");
    expect(stdout).toMatch(/1 entry against b\.json: 1 the same\n$/);
    expect(code).toBe(0);
  });

  it("keeps rules in the baseline", async () => {
    const { check, edit, baseline } = await checked("--tolerance", "*=1000%", "--require", "owa>0");
    expect(baseline()).toContain('"rules": {"tolerance":"*=1000%","require":["owa>0"]}');
    edit(/("naive",.*"mase":)[\d.]+/, "$10.5");
    expect((await check()).code).toBe(0);
    const { code, stdout } = await check("--require", "lstm/owa<0.001");
    expect(stdout.replaceAll(/[│\s]+/g, " ")).toMatch(/owa<0\.001 is required/);
    expect(code).toBe(1);
  });

  it("fails when the data are others, which --update takes only with --accept-data", async () => {
    const { check, cwd, baseline } = await checked();
    const before = baseline();
    writeFileSync(join(cwd, "sales.csv"), monthly([...values, 13]));
    for (const args of [[], ["--update"]]) {
      const { code, stdout } = await check(...args);
      expect(stdout).toMatch(/\(data\) +│ fail +│ the data differ from/);
      expect(code).toBe(1);
      expect(baseline()).toBe(before);
    }
    expect((await check("--update", "--accept-data")).code).toBe(0);
    expect((await check()).code).toBe(0);
    expect(baseline()).not.toBe(before);
  });

  it("does not mind line ends, and goes by the baseline's folder", async () => {
    const { check, cwd } = await checked();
    writeFileSync(join(cwd, "sales.csv"), monthly(values).replaceAll("\n", "\r\n"));
    expect((await check()).code).toBe(0);
    mkdirSync(join(cwd, "deep"));
    const there = await foretell(["check", "--baseline", "../b.json"], { cwd: join(cwd, "deep") });
    expect([there.code, there.stderr]).toEqual([0, ""]);
  });

  it("fails for what only one of baseline and command has", async () => {
    const { check, baseline } = await checked();
    const { code, stdout } = await check("sales.csv", "nile", "-m", "naive", "-m", "naive2");
    expect(stdout).toMatch(/naive2 +│ fail +│ not in the baseline/);
    expect(stdout).toMatch(/lstm:hidden=4,epochs=2 │ fail +│ only in the baseline/);
    expect(stdout).toMatch(/nile +│ naive +│ fail +│ not in/);
    expect(code).toBe(1);
    expect((await check("-H", "3")).stdout).toMatch(/horizon 6 → 3/);
    const updated = await check("nile", "-m", "naive", "--update");
    expect(updated.stdout).toMatch(/sales\.csv │ naive +│ changed │ no longer in the baseline/);
    expect(updated.code).toBe(0);
    expect(baseline()).not.toContain("sales");
  });

  it("adds a source that is read in its own way, and leaves the others, with --only", async () => {
    const { check, baseline } = await checked();
    const before = baseline();
    const added = await check(
      ...["seatbelts", "--only", "--target", "drivers,front", "-m", "naive", "--update"],
    );
    expect(added.stdout).toMatch(/1 entry against b\.json: 1 changed\n$/);
    for (const line of before.split("\n").filter((one) => one.startsWith('  {"source'))) {
      expect(baseline()).toContain(line.replace(/,$/, ""));
    }
    expect((await check()).stdout).toMatch(/3 entries against b\.json: 3 the same\n$/);
    expect((await check("sales.csv", "--only")).stdout).toMatch(/2 entries .*: 2 the same\n$/);
    expect((await check("--only")).code).toBe(2);
  });

  it("leaves rules about other sources alone with --only, until these are gone", async () => {
    const { check, cwd } = await checked();
    writeFileSync(join(cwd, "tea.csv"), monthly(values.map((y) => y * 2)));
    const rule = ["--require", "drift/mase<100"];
    const added = await check("tea.csv", "-m", "drift", "--only", "--update", ...rule);
    expect(added.code).toBe(0);
    expect(added.stderr).toBe(
      'foretell: warning: drift: forecasts of series "tea" are kept at 0 or above, as nothing below was observed; --min -1000 allows negative ones\n' +
        "foretell: b.json is written: 1 entry (1 new)\n",
    );
    expect((await check("sales.csv", "--only")).code).toBe(0);
    const gone = await check("sales.csv", "--update");
    expect(gone.stderr).toMatch(/rule "drift\/mase<100": there is no model "drift"/);
    expect(gone.code).toBe(2);
  });

  it("fails also when nobody reads on", async () => {
    const { edit, cwd } = await checked();
    edit(/("naive",.*"mase":)[\d.]+/, "$10.5");
    const child = spawn(process.execPath, [binary, "check", "--baseline", "b.json"], { cwd });
    child.stdout.destroy();
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(1);
  });

  it("tells a model that cannot be fitted from one that got worse", async () => {
    const { check, baseline } = await checked();
    const before = baseline();
    const { code, stdout } = await check(
      ...["sales.csv", "-m", "naive", "-m", "lstm:epochs=2", "-H", "18", "--update"],
    );
    expect(stdout).toMatch(/lstm:epochs=2 +│ fail +│ could not be fitted/);
    expect(code).toBe(4);
    expect(baseline()).toBe(before);
  });

  it("measures time only when asked, against Naive2 in the same run", async () => {
    const { check, baseline } = await checked();
    expect(baseline()).not.toMatch(/second|time/);
    expect((await check("--time-budget", "lstm=1000000000x,naive=1000000000x")).code).toBe(0);
    const { code, stdout } = await check("--time-budget", "lstm=0.001x");
    expect(stdout).toMatch(/took\s[\d.]+\stimes as long/);
    expect(code).toBe(1);
  });

  it("reports to files and to GitHub", async () => {
    const { edit, cwd } = await checked();
    edit(/("naive",.*"mase":)[\d.]+/, "$10.5");
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(cwd, "summary.md") };
    const { code, stdout, stderr } = await foretell(
      [
        ...["check", "--baseline", "b.json", "--format", "json"],
        ...["--report", "junit=j.xml,json=j.json", "--report", "md=j.md"],
      ],
      { cwd, env },
    );
    expect(code).toBe(1);
    const read = (name: string) => readFileSync(join(cwd, name), "utf8");
    expect(read("j.json")).toBe(stdout);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "foretell/check@1", verdict: "fail" });
    expect(read("j.xml")).toContain('failures="1"');
    expect(read("summary.md")).toBe(read("j.md"));
    expect(read("j.md")).toContain("| sales.csv | naive | ❌ fail |");
    expect(stderr).toMatch(
      /^::error file=b\.json,line=\d+,title=sales\.csv%2C naive::mase 0\.5 → /,
    );
  });

  it("goes on where GitHub's job summary cannot be written", async () => {
    const { cwd } = await checked();
    const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(cwd, "none", "summary.md") };
    const { code, stderr } = await foretell(["check", "--baseline", "b.json"], { cwd, env });
    expect(stderr).toMatch(/^foretell: warning: no job summary: ENOENT/);
    expect(code).toBe(0);
  });

  it("reads a baseline with a byte order mark", async () => {
    const { check, edit } = await checked();
    edit(/^/, "\ufeff");
    expect((await check()).code).toBe(0);
  });

  it("forecasts from several origins with the intervals asked for, and keeps that in the baseline", async () => {
    const { check, baseline } = await checked();
    const asked = ["--folds", "3", "--step", "2", "--intervals", "conformal", "--level", "50"];
    const rule = ["--require", "naive/coverage-50 in 0..1"];
    const settings = await check(...asked);
    for (const change of [
      "levels 80,95 → 50",
      "native → conformal",
      "folds 1 → 3",
      "step none → 2",
    ]) {
      expect(settings.stdout.replaceAll(/[│\s]+/g, " ")).toContain(change);
    }
    expect(settings.code).toBe(1);
    expect((await check(...asked, ...rule, "--update")).code).toBe(0);
    expect(baseline()).toContain('"levels":[50]');
    expect(baseline()).toContain('"intervals":"conformal","folds":3,"step":2');
    const { code, stdout } = await check("--exact", "--leak");
    expect(stdout).toMatch(/2 entries against b\.json: 2 the same\n$/);
    expect(code).toBe(0);
  });

  it("goes on to take origins a horizon apart when the horizon becomes another", async () => {
    const { check, baseline } = await checked("--folds", "2");
    expect(baseline()).toContain('"folds":2,"models"');
    expect((await check()).code).toBe(0);
    const { code, stdout } = await check("-H", "8", "--update");
    expect(code).toBe(0);
    expect(stdout.replaceAll(/[│\s]+/g, " ")).toContain("horizon 6 → 8 step 6 → 8");
    expect((await check("--step", "8", "--exact")).code).toBe(0);
  });

  it("says when the data have no room for so many folds", async () => {
    const { check } = await checked();
    const { code, stderr } = await check("--folds", "9");
    expect(code).toBe(3);
    expect(stderr).toContain("9 folds, 6 steps apart, need 60 rows, but there are 36");
  });

  it("refuses rules about nothing, wrong options and files that are no baseline", async () => {
    const { check, cwd } = await checked();
    const fail = async (...args: string[]) => {
      const { code, stderr, stdout } = await check(...args);
      expect(stdout).toBe("");
      return `${code} ${stderr}`;
    };
    expect(await fail("--tolerance", "masse=1%")).toMatch(
      /^2 .*no metric "masse"\nDid you mean "mase"/,
    );
    expect(await fail("--require", "mase@shop<1")).toMatch(/^2 .*no series "shop"/);
    expect(await fail("--tolerance", "mase")).toMatch(/^2 .*\n {2}mase\n {2}\^\^\^\^\n/);
    expect(await fail("--accept-data")).toMatch(/^2 .*--accept-data needs --update/);
    expect(await fail("--report", "pdf=x")).toMatch(/^2 .*no report "pdf"/);
    expect(await fail("--report", "junit=b.json")).toMatch(
      /^2 .*the baseline and report junit are the same file, b\.json\n/,
    );
    expect(await fail("--report", "md=x", "--report", "json=./x")).toMatch(
      /^2 .*report md and report json are the same file/,
    );
    expect(await fail("nile", "nile")).toMatch(/^2 .*nile is given twice/);
    writeFileSync(join(cwd, "b.json"), "{}");
    expect(await fail()).toMatch(/^3 foretell: b\.json: not a baseline: its schema/);
    expect(await fail("--baseline", "none.json")).toMatch(
      /^3 foretell: none\.json: there is no baseline/,
    );
    expect(await fail("--baseline", "new.json", "--update")).toMatch(/^2 .*no source to check/);
  });
});

describe("a baseline that somebody made up", () => {
  it("reaches no file outside its folder and the working directory, and shows none of its lines", async () => {
    const { check, edit } = await checked();
    const secret = folder({ "secret.csv": "password=hunter2\n" });
    const path = `../${basename(secret)}/secret.csv`;
    edit(/"sales\.csv"/g, JSON.stringify(path));
    const { code, stdout, stderr } = await check();
    expect(stderr).toContain("a source outside its folder and the working directory");
    expect(stdout + stderr).not.toContain("hunter2");
    expect(code).toBe(3);
  });

  it.each([
    ["a model that does not exist", /"naive"/g, '"nave"'],
    ["a level of 0", /"levels":\[80,95\]/, '"levels":[0]'],
  ])("is bad data when it asks for %s", async (_, from, to) => {
    const { check, edit } = await checked();
    edit(from, to);
    const { code, stderr } = await check();
    expect(stderr).toContain("b.json");
    expect(code).toBe(3);
  });
});
