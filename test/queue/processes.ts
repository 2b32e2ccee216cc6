import { type ChildProcess, spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { binary } from "../cli/foretell.js";

/** A process of the built program that runs beside the test. */
export interface Running {
  readonly child: ChildProcess;
  /** All that it has said on stderr. */
  stderr(): string;
  /** Waits until it has said something; rejects when it ends before. */
  says(text: string | RegExp): Promise<void>;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** Starts the program, and ends it with the test. */
export function start(
  args: readonly string[],
  {
    cwd,
    env = {},
    program = binary,
  }: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly program?: string;
  } = {},
): Running {
  const { FORETELL_REDIS: _, FORETELL_REDIS_PASSWORD: __, ...others } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    ...(cwd !== undefined && { cwd }),
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...others, ...env },
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let stdout = "";
  let stderr = "";
  let over = false;
  const hearers = new Set<() => void>();
  const hear = () => {
    for (const hearer of [...hearers]) hearer();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    hear();
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on("close", (code) => {
      over = true;
      hear();
      resolve({ code, stdout, stderr });
    });
  });
  const says = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        const found = typeof text === "string" ? stderr.includes(text) : text.test(stderr);
        if (!found && !over) return;
        hearers.delete(check);
        if (found) resolve();
        else reject(new Error(`it ended and never said ${text}: ${stderr}`));
      };
      hearers.add(check);
      check();
    });
  return { child, stderr: () => stderr, says, ended };
}
