import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, onTestFinished } from "vitest";

const SERVER = ["redis-server", "valkey-server"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);

/** Like `describe`, for tests that need Redis: skipped, and said so, where there is none. */
export function describeWithRedis(name: string, tests: () => void): void {
  if (SERVER !== undefined) {
    describe(name, tests);
    return;
  }
  const why = "no Redis: apt-get install redis-server";
  console.warn(`skipped "${name}": ${why}`);
  describe.skip(`${name} (${why})`, tests);
}

export interface Redis {
  readonly port: number;
  readonly url: string;
  /** Ends the server as a reboot would; what it has written stays. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

/**
 * A server of our own on the loopback interface, as long as the test lives. It keeps what it was told.
 *
 * @param settings further words of its command line; PORT stands for its port
 */
export async function startRedis(...settings: readonly string[]): Promise<Redis> {
  const folder = mkdtempSync(join(tmpdir(), "foretell-redis-"));
  const port = await freePort();
  let server: ChildProcess | undefined;
  const start = async () => {
    server = spawn(
      SERVER!,
      [
        ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
        ...["--appendonly", "yes", "--appendfsync", "always"],
        ...settings.map((word) => word.replace("PORT", String(port))),
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    await said(server, "Ready to accept connections");
  };
  const stop = async () => {
    const ended = server;
    server = undefined;
    if (ended === undefined || ended.exitCode !== null) return;
    const gone = new Promise((resolve) => ended.once("exit", resolve));
    ended.kill("SIGTERM");
    await gone;
  };
  onTestFinished(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return { port, url: `redis://127.0.0.1:${port}`, stop, start };
}

function said(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = "";
    child.stdout!.setEncoding("utf8").on("data", (more: string) => {
      heard += more;
      if (heard.includes(text)) resolve();
    });
    child.once("exit", () => reject(new Error(`the server ended: ${heard}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
