import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, describe as suite } from "vitest";
import { check } from "../../src/index.js";
import { folder, foretell } from "../cli/foretell.js";

suite("a check by one call", () => {
  it("makes the baseline of the command to the byte, and finds nothing to say of it", async () => {
    const cwd = folder({});
    const [mine, its] = [join(cwd, "mine.json"), join(cwd, "its.json")];
    const made = await check("nottem", {
      ...{ baseline: mine, update: true, model: ["theta", "naive"], horizon: 12, folds: 2 },
      ...{ levels: [80], rules: { tolerance: "mase=2%" } },
    });
    const asked = ["-m", "theta", "-m", "naive", "-H", "12", "--folds", "2", "--level", "80"];
    const command = [
      "check",
      "nottem",
      "--baseline",
      its,
      "--update",
      ...asked,
      "--tolerance",
      "mase=2%",
    ];
    expect((await foretell(command, { cwd })).code).toBe(0);
    expect(made.updated).toBe(readFileSync(its, "utf8"));
    expect(made.ok).toBe(true);

    writeFileSync(mine, made.updated!);
    const again = await check([], { baseline: mine });
    expect(again.ok).toBe(true);
    expect(again.rows.map((one) => one.model)).toEqual(["theta", "naive"]);
    expect(again.updated).toBeUndefined();
    const json = await foretell(["check", "--baseline", mine, "--format", "json", "-q"], { cwd });
    expect(again.toJson()).toBe(json.stdout);
    const table = await foretell(["check", "--baseline", mine, "-q"], { cwd });
    expect(again.toText()).toBe(table.stdout);
    const reports = `md=${join(cwd, "r.md")},junit=${join(cwd, "r.xml")}`;
    await foretell(["check", "--baseline", mine, "-q", "--report", reports], { cwd });
    expect(again.toMarkdown()).toBe(readFileSync(join(cwd, "r.md"), "utf8"));
    expect(again.toJunit()).toBe(readFileSync(join(cwd, "r.xml"), "utf8"));
  });

  it("fails where a model got worse than its baseline says, and where a rule is not met", async () => {
    const file = join(folder({}), "forecasts.json");
    const made = await check("nottem", {
      baseline: file,
      update: true,
      model: "mean",
      horizon: 12,
    });
    const better = made.updated!.replace(/"mae":([\d.]+)/g, (_, value) => `"mae":${value / 2}`);
    expect(better).not.toBe(made.updated);
    writeFileSync(file, better);
    const worse = await check([], { baseline: file });
    expect(worse.ok).toBe(false);
    expect(worse.toText()).toContain("mae");
    writeFileSync(file, made.updated!);
    expect((await check([], { baseline: file })).ok).toBe(true);
    expect((await check([], { baseline: file, rules: { require: ["mase<0.1"] } })).ok).toBe(false);
  });

  it("says what is missing, and rejects with an AbortError once aborted", async () => {
    const baseline = join(folder({}), "none.json");
    await expect(check("nottem", { baseline })).rejects.toThrow("there is no baseline");
    const options = { baseline, update: true, signal: AbortSignal.abort() };
    await expect(check("nottem", options)).rejects.toMatchObject({ name: "AbortError" });
    await expect(check([], { baseline, update: true })).rejects.toThrow("no source to check");
  });
});
