import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

const rows = Array.from({ length: 200 }, (_, t) => {
  const wave = (period: number) => (10 + 3 * Math.sin((2 * Math.PI * t) / period)).toFixed(6);
  return `${new Date(Date.UTC(2020, 0, 1, t)).toISOString().slice(0, 13)}:00:00,${wave(12)},${wave(8)}\n`;
});
const table = `date,load,heat\n${rows.join("")}`;
const args = ["benchmark", "ltsf", "waves.csv", "--split", "120,40,40", "--horizons", "6,12", "-q"];
const run = (...more: string[]) =>
  foretell([...args, ...more], { cwd: folder({ "waves.csv": table }) });

describe("foretell benchmark ltsf", () => {
  it("scores every column at every horizon, in CSV and JSON", async () => {
    const models = ["-m", "linear:epochs=30", "-m", "naive"];
    const [csv, json] = await Promise.all([run(...models), run(...models, "--format", "json")]);
    expect(csv.stderr).toBe("");
    const lines = csv.stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("method,by,horizon,mse,mae,seconds");
    // What repeats itself is linear in the window: best, and far better than the last value.
    expect(lines.map((line) => line.split(",").slice(0, 3).join())).toEqual([
      "method,by,horizon",
      "linear,foretell,6",
      "linear,foretell,12",
      "naive,foretell,6",
      "naive,foretell,12",
    ]);
    const errors = lines.slice(1).map((line) => Number(line.split(",")[3]));
    expect(errors[0] * 20).toBeLessThan(errors[2]);
    const document = JSON.parse(json.stdout);
    expect(document).toMatchObject({
      schema: "foretell/benchmark-ltsf@1",
      split: { training: 120, validation: 40, test: 40 },
      series: 2,
      seed: 1,
      published: [],
      models: [{ model: "linear" }, { model: "naive", spec: "naive" }],
    });
    // 40 − 6 + 1 windows of two series; the protocol's options are told.
    expect(document.models[0].scores[0]).toMatchObject({ horizon: 6, n: 70, mse: errors[0] });
    expect(document.models[0].spec).toMatch(/^linear:epochs=30,context=54,.*unit=own/);
  });

  it("draws a table and writes one of Markdown", async () => {
    const [drawn, markdown] = await Promise.all([
      run("-m", "naive", "--format", "table"),
      run("-m", "naive", "--format", "markdown"),
    ]);
    expect(drawn.stdout).toContain("│ naive  │");
    expect(drawn.stdout).toContain("waves.csv: 2 series, 120 + 40 rows to learn from");
    expect(markdown.stdout).toMatch(/\| \*\*naive\*\* \| \d\.\d{3} \/ \d\.\d{3} \| /);
    expect(markdown.stdout).toContain("seed 1");
  });

  it.each([
    [["--horizons", "41"], 2, "longer than the 40 rows of a part"],
    [["--horizons", "6,6"], 2, "names a number twice"],
    [["--split", "120,40"], 2, "--split needs three numbers"],
    [["--split", "120,40,41"], 3, "has 200 rows, the benchmark takes 201"],
    [["other.csv"], 2, "takes one file"],
  ])("says what is wrong with %j", async (more, code, message) => {
    const outcome = await run(...more);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toContain(message);
  });

  it("says where ETTh1 was looked for, and that its options are its own", async () => {
    const cwd = folder({});
    const none = await foretell(["benchmark", "ltsf"], { cwd, env: { FORETELL_DATA: "" } });
    expect([none.code, none.stderr]).toEqual([3, expect.stringContaining("no ETTh1.csv in ")]);
    const foreign = await foretell(["benchmark", "m3", "--horizons", "6"], { cwd });
    expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringContaining("with m3")]);
  });
});
