import { spawn } from "node:child_process";
import { expect, it } from "vitest";
import { binary, folder } from "./foretell.js";

/** Runs the executable, with Ctrl-C as soon as it has something to say, and once only. */
function interrupted(
  args: readonly string[],
  cwd: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [binary, ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const heard = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    heard.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    if (heard.stderr === "") child.kill("SIGINT");
    heard.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...heard }));
  });
}

/** Many series of which the first makes hmm say something. */
function panel(count: number): string {
  const rows = ["id,ds,y"];
  for (let s = 0; s < count; s++) {
    for (let t = 0; t < 120; t++) {
      const y = (s === 0 ? 0 : 20) + ((t * t * 7 + s * 13) % 19) + (t % 40 < 20 ? 0 : 25);
      rows.push(`s${s},${t},${y}`);
    }
  }
  return `${rows.join("\n")}\n`;
}

const slow = "hmm:states=3,log=yes";

it("Ctrl-C amid a panel prints the series that were fitted", async () => {
  const cwd = folder({ "panel.csv": panel(600) });
  const args = ["panel.csv", "-H", "1", "-m", slow, "--intervals", "none"];
  const { code, stdout, stderr } = await interrupted(args, cwd);
  const said = /interrupted: hmm forecasts the first (\d+) of 600 series/.exec(stderr);
  expect(stderr).toMatch(/interrupted: hmm forecasts/);
  const rows = stdout.trim().split("\n").slice(1);
  expect(rows).toHaveLength(Number(said![1]));
  expect(rows.every((row) => Number.isFinite(Number(row.split(",")[2])))).toBe(true);
  expect(rows.length).toBeLessThan(600);
  expect(code).toBe(130);
});

it("Ctrl-C amid the panel of a second model keeps the first one whole", async () => {
  const cwd = folder({ "panel.csv": panel(600) });
  const args = ["panel.csv", "-H", "1", "-m", "naive", "-m", slow, "--intervals", "none"];
  const { code, stdout, stderr } = await interrupted(args, cwd);
  expect(stderr).toContain("interrupted: no forecast of hmm");
  expect(stdout).toMatch(/^unique_id,ds,naive\n/);
  expect(stdout.trim().split("\n")).toHaveLength(601);
  expect(code).toBe(130);
});
