import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { Random } from "../../src/numeric/random.js";
import { binary, folder, foretell } from "./foretell.js";

// Many processes, one after the other.
vi.setConfig({ testTimeout: 240_000 });

/** Monthly series with trend and season, of 20 to 40 months. */
function panel(series: number, seed = 1): string {
  const random = new Random(seed);
  let text = "unique_id,ds,y\n";
  for (let s = 0; s < series; s++) {
    const length = 20 + random.below(21);
    for (let t = 0; t < length; t++) {
      const date = `${2020 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}-01`;
      text += `s${s},${date},${(50 + 0.3 * t + 9 * ((t * 7) % 12) + 4 * random.normal()).toFixed(2)}\n`;
    }
  }
  return text;
}

/** A series whose intervals are beyond all numbers, so that no model can forecast it. */
const impossible = Array.from(
  { length: 24 },
  (_, t) =>
    `broken,${2020 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}-01,${t % 2 === 0 ? 1.7e308 : -1.7e308}\n`,
).join("");

const bytesOf = (cwd: string, name: string) => readFileSync(join(cwd, name));

/** Runs the executable until `moment` holds, and ends it by a signal; its code is null then. */
function endedAt(
  args: readonly string[],
  cwd: string,
  moment: () => boolean,
  signal: NodeJS.Signals,
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const watch = setInterval(() => {
    if (!moment()) return;
    clearInterval(watch);
    child.kill(signal);
  }, 5);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      resolve({ code, stderr });
    });
  });
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

describe("a panel that is forecast part by part", () => {
  it("gives the bytes of the whole panel with auto, which weighs by what some series show", async () => {
    const cwd = folder({ "panel.csv": panel(2100), "few.csv": panel(30) });
    const args = ["panel.csv", "-H", "3", "-m", "auto:candidates=naive+drift+mean"];
    const whole = await foretell([...args, "-o", "whole.csv", "--threads", "2"], { cwd });
    expect(whole).toMatchObject({ code: 0, stderr: "" });
    for (const threads of ["1", "3"]) {
      const parts = [...args, "-o", "parts.csv", "--errors", "errors.csv", "--threads", threads];
      expect(await foretell(parts, { cwd })).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(bytesOf(cwd, "parts.csv").equals(bytesOf(cwd, "whole.csv"))).toBe(true);
    }
    const unheld = await foretell([...args, "-o", "unheld.csv"], {
      cwd,
      env: { FORETELL_HELD_BYTES: "1000" },
    });
    expect(unheld.code).toBe(0);
    expect(bytesOf(cwd, "unheld.csv").equals(bytesOf(cwd, "whole.csv"))).toBe(true);
    for (const shard of ["1", "2"]) {
      const own = [...args, "--shard", `${shard}/2`, "-o", `part-${shard}.csv`];
      expect((await foretell(own, { cwd })).code).toBe(0);
    }
    await foretell(["merge", "part-1.csv", "part-2.csv", "-o", "merged.csv"], { cwd });
    expect(bytesOf(cwd, "merged.csv").equals(bytesOf(cwd, "whole.csv"))).toBe(true);
    const few = await foretell(["few.csv", "--shard", "1/2", "-o", "part.csv", "-H", "3"], { cwd });
    expect(few.code).toBe(2);
    expect(few.stderr).toContain("up to 2000 series it learns from all of them together");
  });

  it("gives the bytes of the whole panel at once, in every format and with any threads", async () => {
    const cwd = folder({ "panel.csv": panel(80) });
    const args = ["panel.csv", "-H", "6", "-m", "naive", "-m", "theta"];
    for (const name of ["csv", "ndjson", "parquet", "csv.gz"]) {
      const whole = await foretell([...args, "-o", `whole.${name}`], { cwd });
      expect(whole.stderr).toMatch(
        /^foretell: warning: naive: forecasts of 80 series, such as .*, are kept at 0 or above, .*\n$/,
      );
      for (const threads of ["1", "3"]) {
        const parts = [...args, "-o", `parts.${name}`, "--strict", "--threads", threads];
        expect(await foretell(parts, { cwd })).toEqual(whole);
        expect(bytesOf(cwd, `parts.${name}`).equals(bytesOf(cwd, `whole.${name}`))).toBe(true);
        expect(existsSync(join(cwd, `parts.${name}.partial`))).toBe(false);
        expect(existsSync(join(cwd, `parts.${name}.journal`))).toBe(false);
      }
    }
    const { stdout } = await foretell([...args, "--strict"], { cwd });
    expect(stdout).toBe(bytesOf(cwd, "whole.csv").toString());
  });

  it("takes series of one row to be as uncertain as the others, which it need not see again", async () => {
    const young = "young,2023-01-01,250\nyounger,2023-01-01,40\n";
    const cwd = folder({ "panel.csv": panel(12) + young });
    const args = ["panel.csv", "-H", "3", "-m", "naive", "-m", "naive2"];
    const whole = await foretell([...args, "-o", "whole.csv"], { cwd });
    const parts = await foretell([...args, "-o", "parts.csv", "--strict"], { cwd });
    for (const { stderr } of [whole, parts]) {
      expect(stderr).toMatch(
        /"young" has too few observations .* are as wide as those of other series .*2 series/,
      );
    }
    expect(bytesOf(cwd, "parts.csv").equals(bytesOf(cwd, "whole.csv"))).toBe(true);
    const row = /^young,.*$/m.exec(bytesOf(cwd, "whole.csv").toString())![0];
    const [, , mean, low, high, , , other, lower, upper] = row.split(",").map(Number);
    expect([mean, other]).toEqual([250, 250]);
    expect(Math.max(low, lower)).toBeLessThan(250);
    expect(Math.min(high, upper)).toBeGreaterThan(250);
  });

  it("is taken for large panels unasked, and writes the same", async () => {
    const cwd = folder({ "panel.csv": panel(5200) });
    const args = ["panel.csv", "-H", "3", "-m", "seasonal-naive"];
    // What --explain is for is not there, but it keeps the panel whole.
    await foretell([...args, "--explain", "-o", "whole.csv"], { cwd });
    await foretell([...args, "-o", "parts.csv"], { cwd });
    expect(bytesOf(cwd, "parts.csv").equals(bytesOf(cwd, "whole.csv"))).toBe(true);
  });

  it("is not held where the file is large, whatever the order of its rows", async () => {
    const [header, ...rows] = panel(120).trimEnd().split("\n") as [string, ...string[]];
    const random = new Random(3);
    const shuffled = rows
      .map((row) => ({ row, key: random.uniform() }))
      .sort((a, b) => a.key - b.key);
    const cwd = folder({
      "sorted.csv": [header, ...rows, ""].join("\n"),
      "shuffled.csv": [header, ...shuffled.map(({ row }) => row)].join("\n"),
    });
    const env = { FORETELL_HELD_BYTES: "1000" };
    for (const name of ["sorted", "shuffled"]) {
      const args = [`${name}.csv`, "-H", "4", "-m", "theta", "-m", "naive"];
      await foretell([...args, "-o", "whole.csv"], { cwd });
      const { code, stderr } = await foretell([...args, "-o", "parts.csv"], { cwd, env });
      expect(code).toBe(0);
      expect(stderr.includes("rows are not sorted by series: they are sorted on disk first")).toBe(
        name === "shuffled",
      );
      expect(bytesOf(cwd, "parts.csv").equals(bytesOf(cwd, "whole.csv"))).toBe(true);
      const share = [...args, "--shard", "2/2", "-o", "share.csv"];
      await foretell(share, { cwd, env });
      await foretell([...args, "--shard", "1/2", "-o", "other.csv"], { cwd, env });
      expect((await foretell(["merge", "share.csv", "other.csv"], { cwd })).stdout).toBe(
        bytesOf(cwd, "whole.csv").toString(),
      );
    }
  });

  it("is read as a whole where its dates are taken as months by looking at all of them", async () => {
    const days = [3, 2, 1, 1, 4, 1, 1, 2, 1, 3, 2, 1];
    const rows = ["a", "b"].flatMap((id) =>
      Array.from({ length: 36 }, (_, t) => {
        const month = new Date(Date.UTC(2020, t, days[t % 12])).toISOString().slice(0, 10);
        return `${id},${month},${10 + ((t * 7) % 12)}`;
      }),
    );
    const cwd = folder({ "in.csv": `unique_id,ds,y\n${rows.join("\n")}\n` });
    const args = ["in.csv", "-H", "2", "-m", "naive"];
    const whole = await foretell(args, { cwd });
    const large = await foretell(args, { cwd, env: { FORETELL_HELD_BYTES: "1000" } });
    expect(large.stdout).toBe(whole.stdout);
    expect(large.stderr).toMatch(/the table is read as a whole: .*dates come once a month/);
  });

  it("is learned from as a whole by networks and trees, though it is not held", async () => {
    const random = new Random(5);
    const [header, ...rows] = panel(60)
      .trimEnd()
      .split("\n")
      .map((row, i) => (i > 0 && random.uniform() < 0.05 ? row.replace(/[^,]*$/, "") : row)) as [
      string,
      ...string[],
    ];
    random.shuffle(rows as unknown as number[]);
    const cwd = folder({ "panel.csv": [header, ...rows, ""].join("\n") });
    const models = ["gru:hidden=4,epochs=1", "segrnn:epochs=1", "boosted-trees:trees=8", "naive"];
    const args = ["panel.csv", "-H", "3", ...models.flatMap((model) => ["-m", model])];
    const whole = await foretell([...args, "-o", "whole.csv"], { cwd });
    expect(whole.code).toBe(0);
    for (const threads of ["1", "2"]) {
      const own = [...args, "--threads", threads, "--errors", "errors.csv", "-o", "unheld.csv"];
      const env = { FORETELL_HELD_BYTES: "1000", TMPDIR: cwd };
      const { code, stderr } = await foretell(own, { cwd, env });
      expect(code).toBe(0);
      expect(stderr).toContain("they are sorted on disk first");
      expect(bytesOf(cwd, "unheld.csv").equals(bytesOf(cwd, "whole.csv"))).toBe(true);
    }
    // Neither the sorted copy nor the numbers to learn from are left.
    expect(readdirSync(cwd).sort()).toEqual(["errors.csv", "panel.csv", "unheld.csv", "whole.csv"]);
    for (const shard of ["1", "2"]) {
      await foretell([...args, "--shard", `${shard}/2`, "-o", `part-${shard}.csv`], { cwd });
    }
    await foretell(["merge", "part-1.csv", "part-2.csv", "-o", "merged.csv"], { cwd });
    expect(bytesOf(cwd, "merged.csv").equals(bytesOf(cwd, "whole.csv"))).toBe(true);
  });

  it("that is broken is told with its line, though the file is not held", async () => {
    const text = panel(60).replace(/^(s40,2021-03-01,).*$/m, "$1many");
    const line = text.split("\n").findIndex((row) => row.endsWith(",many")) + 1;
    const cwd = folder({ "panel.csv": text });
    const env = { FORETELL_HELD_BYTES: "1000" };
    const { code, stderr } = await foretell(["panel.csv", "-m", "naive", "-o", "out.csv"], {
      cwd,
      env,
    });
    expect(code).toBe(3);
    expect(stderr).toContain(`panel.csv:${line}: `);
  });

  it("goes on byte for byte after ten kills at random points", async () => {
    const cwd = folder({ "panel.csv": panel(2500) });
    const args = ["panel.csv", "-H", "4", "-m", "theta", "--intervals", "native"];
    await foretell([...args, "--strict", "-o", "whole.csv"], { cwd });
    const whole = bytesOf(cwd, "whole.csv");
    const random = new Random(7);
    const resume = [...args, "-o", "parts.csv", "--resume"];
    const partial = join(cwd, "parts.csv.partial");
    let kills = 0;
    let wentOn = 0;
    for (; kills < 10; kills++) {
      const from = sizeOf(partial);
      const until = from + random.below(Math.ceil((whole.length - from) / (11 - kills)));
      const { code, stderr } = await endedAt(resume, cwd, () => sizeOf(partial) > until, "SIGKILL");
      if (/continuing after/.test(stderr)) wentOn++;
      // It was done before the signal came.
      if (code !== null) break;
    }
    expect(kills).toBeGreaterThan(5);
    expect(wentOn).toBeGreaterThan(3);
    if (existsSync(partial)) {
      const { stderr } = await foretell(resume, { cwd });
      expect(stderr).toMatch(/continuing after [\d,]+ series/);
    }
    expect(bytesOf(cwd, "parts.csv").equals(whole)).toBe(true);
    expect(existsSync(partial)).toBe(false);
  });

  it("goes on after Ctrl-C, but not with other data or options", async () => {
    const cwd = folder({ "panel.csv": panel(1500), "other.csv": panel(1500, 2) });
    const partial = join(cwd, "out.parquet.partial");
    const args = ["-H", "4", "-m", "theta", "--intervals", "native"];
    const first = ["panel.csv", ...args, "-o", "out.parquet", "--errors", "errors.csv"];
    const { code, stderr } = await endedAt(first, cwd, () => sizeOf(partial) > 0, "SIGINT");
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /interrupted after [\d,]+ of 1,500 series: they are kept in out\.parquet\.partial, and --resume goes on from there/,
    );
    expect(existsSync(join(cwd, "out.parquet"))).toBe(false);
    const other = await foretell(["other.csv", ...args, "-o", "out.parquet", "--resume"], { cwd });
    expect(other.code).toBe(3);
    expect(other.stderr).toContain("the interrupted run was on other data");
    const seed = await foretell([...first, "--resume", "--seed", "2"], { cwd });
    expect(seed.stderr).toContain("the interrupted run had other options");
    expect((await foretell([...first, "--resume"], { cwd })).code).toBe(0);
    await foretell(["panel.csv", ...args, "--strict", "-o", "whole.parquet"], { cwd });
    expect(bytesOf(cwd, "out.parquet").equals(bytesOf(cwd, "whole.parquet"))).toBe(true);
  });

  it("says that all is done where Ctrl-C comes when the last parts are at work", async () => {
    const cwd = folder({ "panel.csv": panel(100) });
    const args = ["panel.csv", "-H", "4", "-m", "theta", "--strict"];
    await foretell([...args, "-o", "whole.csv"], { cwd });
    const partial = join(cwd, "out.csv.partial");
    const { code, stderr } = await endedAt(
      [...args, "-o", "out.csv"],
      cwd,
      () => sizeOf(partial) > 0,
      "SIGINT",
    );
    expect(stderr).toMatch(
      /stopping; Ctrl-C again quits at once\n(.*\n)*.*all series were forecast before it could stop\n/,
    );
    expect(code).toBe(0);
    expect(bytesOf(cwd, "out.csv").equals(bytesOf(cwd, "whole.csv"))).toBe(true);
    expect(existsSync(partial)).toBe(false);
  });

  it("goes on after a file that could not grow, and ends with a pipe that is closed", async () => {
    const cwd = folder({ "panel.csv": panel(1500) });
    const args = ["panel.csv", "-H", "4", "-m", "seasonal-naive", "--strict"];
    await foretell([...args, "-o", "whole.csv"], { cwd });
    const command = [process.execPath, binary, ...args, "-o", "out.csv"].join(" ");
    const limited = `trap "" XFSZ; ulimit -f 64; ${command}`;
    const { code, stderr } = await shell(limited, cwd);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /foretell: stopped after [\d,]+ of 1,500 series: they are kept in out\.csv\.partial/,
    );
    expect(stderr).toMatch(/cannot write out\.csv: /);
    const { stderr: said } = await foretell([...args, "-o", "out.csv", "--resume"], { cwd });
    expect(said).toMatch(/continuing after/);
    expect(bytesOf(cwd, "out.csv").equals(bytesOf(cwd, "whole.csv"))).toBe(true);
    const head = await shell(`${[process.execPath, binary, ...args].join(" ")} | head -1`, cwd);
    expect(head.stdout).toBe(bytesOf(cwd, "whole.csv").toString().split("\n")[0]);
    expect(head.stderr).toBe("");
  });

  it("leaves out series that cannot be forecast, lists them, or stops at the first", async () => {
    const cwd = folder({
      "panel.csv": panel(70).replace("unique_id,ds,y\n", `unique_id,ds,y\n${impossible}`),
    });
    const args = ["panel.csv", "-H", "2", "-m", "naive"];
    const { code, stderr } = await foretell([...args, "--errors", "errors.csv", "-o", "out.csv"], {
      cwd,
    });
    expect(code).toBe(4);
    expect(stderr).toContain("foretell: 1 of 71 series could not be forecast: broken");
    expect(stderr).toContain("errors.csv lists them all.");
    expect(bytesOf(cwd, "errors.csv").toString()).toMatch(
      /^unique_id,model,error\nbroken,naive,"?naive forecasts/,
    );
    const ids = new Set(
      bytesOf(cwd, "out.csv")
        .toString()
        .trim()
        .split("\n")
        .slice(1)
        .map((row) => row.split(",")[0]),
    );
    expect(ids.size).toBe(70);
    const strict = await foretell([...args, "--strict"], { cwd });
    expect(strict.code).toBe(4);
    expect(strict.stderr).toContain('foretell: series "broken" by naive: ');
    // Nothing was done that would be worth going on from.
    const first = await foretell([...args, "--strict", "-o", "strict.csv"], { cwd });
    expect(first.code).toBe(4);
    expect(readdirSync(cwd).filter((name) => name.startsWith("strict"))).toEqual([]);
  });

  it("is refused where models look at all series together", async () => {
    const { code, stderr } = await foretell(["nottem", "-m", "lag-regression", "--strict"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "--strict works only where series are forecast one by one, but lag-regression looks at all series together",
    );
    expect((await foretell(["nottem", "-m", "theta", "--resume"])).stderr).toContain(
      "--resume needs --output",
    );
  });
});

describe("shards", () => {
  const args = ["panel.csv", "-H", "3", "-m", "theta"];

  async function forecast(cwd: string, of: number, extra: readonly string[] = [], ending = "csv") {
    for (let index = 1; index <= of; index++) {
      const own = ["--shard", `${index}/${of}`, "-o", `p${index}.${ending}`];
      await foretell([...args, ...own, ...extra], { cwd });
    }
  }

  it("are merged to the bytes of one process, in any order", async () => {
    const cwd = folder({ "panel.csv": panel(90) });
    await foretell([...args, "--strict", "-o", "whole.csv"], { cwd });
    await forecast(cwd, 3);
    const { code, stdout } = await foretell(["merge", "p3.csv", "p1.csv", "p2.csv"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe(bytesOf(cwd, "whole.csv").toString());
    expect(
      (await foretell(["merge", "p1.csv", "p2.csv", "p3.csv", "-o", "all.csv"], { cwd })).code,
    ).toBe(0);
    expect(bytesOf(cwd, "all.csv").toString()).toBe(stdout);
  });

  it.each(["ndjson", "parquet"])("are merged as %s too", async (ending) => {
    const cwd = folder({ "panel.csv": panel(50) });
    await foretell([...args, "--strict", "-o", `whole.${ending}`], { cwd });
    await forecast(cwd, 2, [], ending);
    const files = [`p2.${ending}`, `p1.${ending}`];
    const { code, stderr } = await foretell(["merge", ...files, "-o", `all.${ending}`], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(bytesOf(cwd, `all.${ending}`).equals(bytesOf(cwd, `whole.${ending}`))).toBe(true);
    const changed = bytesOf(cwd, files[0]!);
    changed[changed.length >> 1]! ^= 1;
    writeFileSync(join(cwd, files[0]!), changed);
    const damaged = await foretell(["merge", ...files, "-o", `again.${ending}`], { cwd });
    expect(damaged.code).toBe(3);
    expect(damaged.stderr).toContain(`p2.${ending} is not as it was written: its bytes differ`);
    expect(existsSync(join(cwd, `again.${ending}`))).toBe(false);
  });

  it("are refused where one is missing, twice, damaged, or of another forecast", async () => {
    const cwd = folder({ "panel.csv": panel(40) });
    await forecast(cwd, 2);
    const fails = async (files: readonly string[], message: string) => {
      const { code, stdout, stderr } = await foretell(["merge", ...files, "-o", "all.csv"], {
        cwd,
      });
      expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
      expect(stderr).toContain(message);
      expect(existsSync(join(cwd, "all.csv"))).toBe(false);
    };
    await fails(["p2.csv"], "1 of 2 shards is missing: 1");
    await fails(["p1.csv", "p1.csv"], "p1.csv and p1.csv are both shard 1 of 2");
    const rows = bytesOf(cwd, "p1.csv");
    writeFileSync(join(cwd, "p1.csv"), rows.subarray(0, rows.length - 30));
    await fails(["p1.csv", "p2.csv"], "p1.csv is not as it was written: it is cut off");
    const changed = Buffer.from(rows);
    changed[changed.length - 5] ^= 1;
    writeFileSync(join(cwd, "p1.csv"), changed);
    await fails(["p1.csv", "p2.csv"], "its bytes differ");
    await foretell([...args, "--shard", "1/2", "-o", "p1.csv", "--seed", "3"], { cwd });
    await fails(["p1.csv", "p2.csv"], "are of different seeds: 3 and 1");
    writeFileSync(join(cwd, "panel.csv"), panel(40, 5));
    await foretell([...args, "--shard", "1/2", "-o", "p1.csv"], { cwd });
    await fails(["p1.csv", "p2.csv"], "are of different data");
    rmSync(join(cwd, "p1.csv.shard.json"));
    await fails(["p1.csv", "p2.csv"], "there is no p1.csv.shard.json beside it");
  });

  it("say how many of their series could not be forecast", async () => {
    const cwd = folder({ "panel.csv": `${panel(20)}${impossible}` });
    await forecast(cwd, 2);
    const { code, stdout, stderr } = await foretell(["merge", "p1.csv", "p2.csv"], { cwd });
    expect(code).toBe(4);
    expect(stderr).toMatch(/1 of 21 series could not be forecast, in p[12]\.csv/);
    expect(stdout.split("\n")).toHaveLength(1 + 20 * 3 + 1);
  });
});

function shell(
  command: string,
  cwd: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn("bash", ["-c", command], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const heard = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text) => {
      heard[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, stdout: heard.stdout.trim(), stderr: heard.stderr }),
    );
  });
}
