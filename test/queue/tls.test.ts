import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder } from "../cli/foretell.js";
import { start } from "./processes.js";
import { describeWithRedis, startRedis } from "./redis.js";

const HAS_OPENSSL = spawnSync("openssl", ["version"]).status === 0;

/** An authority of our own and a certificate of it for 127.0.0.1, in a folder. */
function certificates(): string {
  const cwd = folder({ names: "subjectAltName=IP:127.0.0.1,DNS:localhost\n" });
  const key = ["-newkey", "rsa:2048", "-nodes"];
  for (const args of [
    ["req", "-x509", ...key, "-days", "2", "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=a"],
    ["req", ...key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"],
    [
      ...["x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-days", "2"],
      ...["-CAcreateserial", "-extfile", "names", "-out", "server.crt"],
    ],
  ]) {
    expect(spawnSync("openssl", args, { cwd }).status).toBe(0);
  }
  return cwd;
}

describe.skipIf(!HAS_OPENSSL)("with openssl", () => {
  describeWithRedis("rediss://", () => {
    it("encrypts, and takes no certificate of an authority that is not known", async () => {
      const cwd = certificates();
      const file = (name: string) => join(cwd, name);
      const redis = await startRedis(
        ...["--tls-cert-file", file("server.crt"), "--tls-key-file", file("server.key")],
        ...["--tls-ca-cert-file", file("ca.crt"), "--tls-auth-clients", "no"],
        ...["--tls-port", "PORT", "--port", "0"],
      );
      const url = `rediss://localhost:${redis.port}`;
      const stranger = await start(["worker", "--on", url]).ended;
      expect(stranger.code).toBe(2);
      expect(stranger.stderr).toMatch(/cannot use Redis at rediss:.*certificate/);
      expect(stranger.stderr).toContain("NODE_EXTRA_CA_CERTS");
      const plain = await start(["worker", "--on", redis.url]).ended;
      expect(plain.stderr).toContain("needs rediss:// instead of redis://");

      const env = { NODE_EXTRA_CA_CERTS: file("ca.crt") };
      const worker = start(["worker", "--on", url, "--threads", "1"], { env });
      await worker.says("waits for work");
      const args = ["forecast", "nile", "-m", "naive", "-H", "2", "--on", url];
      const { code, stdout } = await start(args, { env }).ended;
      expect(code).toBe(0);
      expect(stdout).toContain("nile,1971-01-01,740,");
    });
  });
});
