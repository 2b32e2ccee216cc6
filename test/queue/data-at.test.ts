import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { openExchange } from "../../src/queue/exchange.js";
import { folder, foretell, monthly } from "../cli/foretell.js";
import { start } from "./processes.js";
import { describeWithRedis, startRedis } from "./redis.js";

const TABLE = monthly(Array.from({ length: 40 }, (_, t) => 10 + t + 3 * (t % 12)));
const FORECAST = ["forecast", "in.csv", "-m", "theta", "-H", "2", "--format", "csv"];

/** A server of files in memory. */
async function fileServer(): Promise<{ url: string; files: Map<string, Buffer>; seen: string[] }> {
  const files = new Map<string, Buffer>();
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url!;
    seen.push(request.method!);
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    if (request.method === "PUT") files.set(path, Buffer.concat(pieces));
    if (request.method === "DELETE") files.delete(path);
    const found = request.method === "GET" ? files.get(path) : Buffer.alloc(0);
    response.writeHead(found === undefined ? 404 : 200);
    response.end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/parts`, files, seen };
}

describeWithRedis("--data-at", () => {
  it.each(["a folder", "an http address"])("takes the data past Redis by %s", async (kind) => {
    const [redis, server] = await Promise.all([startRedis(), fileServer()]);
    const cwd = folder({ "in.csv": TABLE });
    const place = kind === "a folder" ? folder() : server.url;
    const worker = start(["worker", "--on", redis.url, "--threads", "1", "--data-at", place]);
    await worker.says("waits for work");
    const args = [...FORECAST, "--on", redis.url, "--data-at", place];
    const { code, stdout } = await foretell(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toBe((await foretell(FORECAST, { cwd })).stdout);
    if (kind === "a folder") expect(readdirSync(place)).toEqual([]);
    else {
      expect([...server.files.keys()]).toEqual([]);
      // Plan, series and rows: put once each, and removed.
      expect(server.seen.filter((method) => method === "PUT")).toHaveLength(3);
    }
  });

  it("must be given to the workers too", async () => {
    const redis = await startRedis();
    const cwd = folder({ "in.csv": TABLE });
    const worker = start(["worker", "--on", redis.url, "--threads", "1"]);
    await worker.says("waits for work");
    const args = [...FORECAST, "--on", redis.url, "--data-at", folder()];
    const { code, stdout, stderr } = await foretell(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(/worker \S+ refused a part: .*start it with the same --data-at/);
  });

  it.each([
    ["/nowhere/at/all", "there is no such folder"],
    ["s3://bucket/parts", "takes a folder or an http address, not s3://…"],
  ])("%s is refused", async (place, message) => {
    expect(() => openExchange(place)).toThrow(message);
  });
});
