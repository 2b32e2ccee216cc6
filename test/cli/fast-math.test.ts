import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { folder, foretell } from "./foretell.js";

interface Document {
  readonly fastMath?: true;
  readonly series: readonly { readonly mean: readonly number[] }[];
}

/** Networks of two kinds, few epochs, so that the last digits of weights do not grow into others. */
const MODELS = ["-m", "lstm:epochs=3", "-m", "tcn:epochs=3,filters=8"];
const run = (...args: string[]) =>
  foretell(["air-passengers", "-H", "6", "--format", "json", "--intervals", "none", ...args], {});

const first = await run(...MODELS, "--fast-math");
const isOffered = (JSON.parse(first.stdout) as Document).fastMath === true;

describe.skipIf(!isOffered)("--fast-math (skipped where Node has no fused multiply-add)", () => {
  it("forecasts within a ten-thousandth of what exact arithmetic does, and says that it was on", async () => {
    const exact = await run(...MODELS);
    const [fast, plain] = [first, exact].map(({ stdout }) => JSON.parse(stdout) as Document);
    expect(first).toMatchObject({ code: 0, stderr: exact.stderr });
    expect(plain.fastMath).toBeUndefined();
    for (const [s, { mean }] of plain.series.entries()) {
      mean.forEach((value, step) => {
        expect(Math.abs(fast.series[s].mean[step] / value - 1)).toBeLessThan(1e-4);
      });
    }
  });

  it("gives the same bytes on one thread and on several", async () => {
    // Batches of 128 windows have four shards, and take long enough for other threads to help.
    const model =
      "lstm:hidden=64,epochs=1,batch=128,log=no,difference=no,window-scale=no,deseason=no";
    const args = ["co2", "-m", model, "--format", "csv", "--intervals", "none", "--fast-math"];
    const [one, many] = await Promise.all(
      ["1", "4"].map((threads) => foretell([...args, "--threads", threads], {})),
    );
    expect(one.code).toBe(0);
    expect(many.stdout).toBe(one.stdout);
  });

  it("is told in the JSON of a backtest too", async () => {
    const args = ["backtest", "nottem", "-m", "lstm:epochs=1,hidden=4,context=12", "-H", "3"];
    const { stdout } = await foretell(
      [...args, "--intervals", "none", "--format", "json", "--fast-math"],
      {},
    );
    expect((JSON.parse(stdout) as Document).fastMath).toBe(true);
  });

  it("leaves models that are no networks as they are", async () => {
    const [fast, exact] = await Promise.all([
      run("-m", "theta", "--fast-math"),
      run("-m", "theta"),
    ]);
    expect((JSON.parse(fast.stdout) as Document).series).toEqual(
      (JSON.parse(exact.stdout) as Document).series,
    );
  });
});

it("says where there is no fused multiply-add, and forecasts the bytes of exact arithmetic", async () => {
  const cwd = folder({ "none.mjs": "WebAssembly.validate = () => false;\n" });
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(join(cwd, "none.mjs")).href}` };
  const args = ["nottem", "-m", "lstm:epochs=2", "-H", "3", "--format", "csv"];
  const [asked, exact] = await Promise.all([
    foretell([...args, "--fast-math"], { env }),
    foretell(args, {}),
  ]);
  expect(asked.stdout).toBe(exact.stdout);
  expect(asked.stderr).toContain(
    "this Node has no fused multiply-add: --fast-math changes nothing",
  );
  const quiet = await foretell([...args, "--fast-math", "--quiet"], { env });
  expect(quiet.stderr).toBe("");
});

it("is refused by check, which compares bytes, and where others compute", async () => {
  const check = await foretell(["check", "nottem", "--baseline", "b.json", "--fast-math"], {});
  expect(check).toMatchObject({ code: 2, stdout: "" });
  expect(check.stderr).toContain("check compares forecasts to the last bit");
  const on = await foretell(["nottem", "-m", "theta", "--fast-math", "--on", "-o", "x.csv"], {
    cwd: folder({}),
  });
  expect(on).toMatchObject({ code: 2 });
  expect(on.stderr).toContain("--fast-math cannot be used with --on");
});
