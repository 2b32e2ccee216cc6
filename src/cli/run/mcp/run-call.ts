import { spawn } from "node:child_process";
import { ExitCode } from "../../../errors.js";
import type { Message } from "../../shared/messages.js";
import type { Call } from "./tools.js";

/** What a call came to: a document, or why there is none. */
export interface Answer {
  readonly document: Readonly<Record<string, unknown>> | undefined;
  /** Warnings, and the error last. */
  readonly messages: readonly Message[];
}

/**
 * Runs a command line in a process of its own, so that its answer is what the command prints, and one that
 * is cancelled or dies takes no other along.
 *
 * @param signal interrupts the command as Ctrl-C does
 */
export async function runCall({ args, stdin }: Call, signal: AbortSignal): Promise<Answer> {
  const program = process.argv[1]!;
  const child = spawn(process.execPath, [program, ...args], { stdio: "pipe" });
  const interrupt = () => child.kill("SIGINT");
  signal.addEventListener("abort", interrupt, { once: true });
  // A command that refuses its options does not read.
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  try {
    const [stdout, stderr, code] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
      }),
    ]);
    const messages = stderr.split("\n").flatMap((line) => messageIn(line));
    const whole = code !== ExitCode.interrupted && stdout !== "";
    if (whole) return { document: JSON.parse(stdout), messages };
    const error = messages.some((message) => "error" in message);
    const ended = `the command ended with code ${code}: ${stderr.slice(-1000)}`;
    return {
      document: undefined,
      messages: error ? messages : [...messages, { error: { code: "internal", message: ended } }],
    };
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  stream.setEncoding("utf8");
  let text = "";
  for await (const piece of stream) text += piece;
  return text;
}

function messageIn(line: string): Message[] {
  if (!line.startsWith("{")) return [];
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
