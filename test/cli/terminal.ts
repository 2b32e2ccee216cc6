import { spawn, spawnSync } from "node:child_process";
import { onTestFinished } from "vitest";

/** Whether there is `script` of util-linux, which makes pseudo-terminals. */
export const hasTerminal =
  spawnSync("script", ["--version"]).stdout?.toString().includes("util-linux") === true;

/** Runs a command on a pseudo-terminal; `answer` may type when it sees something. */
export function onTerminal(
  command: string,
  env: Readonly<Record<string, string>> = {},
  answer: (seen: string, type: (keys: string) => void) => void = () => {},
): Promise<{ code: number | null; seen: string }> {
  const { FORCE_COLOR: _, NO_COLOR: __, ...rest } = process.env;
  const { size = "stty cols 100 rows 40;", ...others } = env;
  const child = spawn("script", ["-qec", `${size} ${command}`, "/dev/null"], {
    env: { ...rest, TERM: "xterm-256color", ...others },
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let seen = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    seen += text;
    answer(seen, (keys) => child.stdin.write(keys));
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, seen })));
}
