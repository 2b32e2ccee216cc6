import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const program = fileURLToPath(new URL("../dist/foretell.js", import.meta.url));

/** Has a process say at its end what it used, on the last line of stderr. */
const TOLD = `--import=data:text/javascript,${encodeURIComponent(
  'import{isMainThread}from"node:worker_threads";if(isMainThread)process.on("exit",()=>console.error(JSON.stringify(process.resourceUsage())))',
)}`;

export interface Usage {
  /** From start to exit. */
  readonly seconds: number;
  /** User and system time of all threads. */
  readonly processorSeconds: number;
  /** Largest resident memory. */
  readonly mebibytes: number;
}

/**
 * What a process of Node used as a whole.
 *
 * @throws Error with its messages where it fails
 */
export function usageOf(...args: string[]): Usage {
  return told([process.execPath, ...args])!;
}

/**
 * The same of a process that is ended when it has used so many processor seconds.
 *
 * @returns undefined where it was ended
 * @throws Error with its messages where it fails
 */
export function usageWithin(processorSeconds: number, ...args: string[]): Usage | undefined {
  const limited = 'ulimit -t "$1"; shift; exec "$@"';
  return told(["bash", "-c", limited, "bash", `${processorSeconds}`, process.execPath, ...args]);
}

function told([command, ...args]: readonly string[]): Usage | undefined {
  const start = performance.now();
  const { status, signal, stderr } = spawnSync(command!, args, {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: TOLD },
  });
  if (signal === "SIGXCPU" || signal === "SIGKILL") return undefined;
  if (status !== 0) throw new Error(`${args.join(" ")} exited with ${status}: ${stderr}`);
  const seconds = (performance.now() - start) / 1000;
  const used = JSON.parse(stderr.trim().split("\n").at(-1)!) as NodeJS.ResourceUsage;
  return {
    seconds,
    processorSeconds: (used.userCPUTime + used.systemCPUTime) / 1e6,
    mebibytes: used.maxRSS / 1024,
  };
}

/** User and system seconds of any program, or why it cannot be run. */
export function secondsOf(command: string, ...args: string[]): number | string {
  const timed = '"$@" >/dev/null; status=$?; times; exit $status';
  const { status, stdout, stderr, error } = spawnSync(
    "bash",
    ["-c", timed, "bash", command, ...args],
    { encoding: "utf8" },
  );
  if (error !== undefined) return error.message;
  if (status !== 0) return stderr.trim().split("\n").at(-1) ?? `exited with ${status}`;
  const children = stdout.trim().split("\n").at(-1)!;
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}

/** Python that has the packages of others: another one than `python3` by FORETELL_PYTHON. */
export const PYTHON = process.env.FORETELL_PYTHON ?? "python3";

/** What a program prints, or why it cannot be run. */
export function outputOf(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): { readonly output: string } | { readonly output?: undefined; readonly reason: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (error !== undefined) return { reason: error.message };
  if (status === 0) return { output: stdout.trim() };
  return { reason: stderr.trim().split("\n").at(-1) ?? `exited with ${status}` };
}
