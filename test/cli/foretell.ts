import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished, vi } from "vitest";

// Processes start slowly where many tests run at once.
vi.setConfig({ testTimeout: 60_000 });

/** The built executable, or another one such as an installed package's. */
export const binary =
  process.env.FORETELL_BINARY ?? fileURLToPath(new URL("../../dist/foretell.js", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  /** What is piped in; without it stdin is /dev/null. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs the executable to its end, in an environment that says nothing of colours. */
export function foretell(args: readonly string[], given: Surroundings = {}): Promise<Outcome> {
  const { FORCE_COLOR: _, NO_COLOR: __, COLUMNS: ___, ...env } = process.env;
  const child = spawn(process.execPath, [binary, ...args], {
    stdio: [given.stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    env: { ...env, ...given.env },
    ...(given.cwd !== undefined && { cwd: given.cwd }),
  });
  let stdout = "";
  let stderr = "";
  child.stdout!.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr!.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  child.stdin?.on("error", () => {});
  child.stdin?.end(given.stdin);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** A folder that lives as long as the test, with these files in it. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), "foretell-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

/** A monthly table from January 2020 on. */
export function monthly(values: readonly (number | string)[]): string {
  const rows = values.map((value, t) => {
    const month = String((t % 12) + 1).padStart(2, "0");
    return `${2020 + Math.floor(t / 12)}-${month}-01,${value}\n`;
  });
  return `ds,y\n${rows.join("")}`;
}
