import { mkdtempSync, openSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OpenFile } from "../../../src/data/source/open-file.js";
import { readWhole } from "../../../src/data/source/read-whole.js";
import { readSource } from "../../../src/data/source/source.js";
import { TemporaryFile } from "../../../src/data/source/temporary-file.js";

/** Whether open files keep their names, as on some systems: then their folders cannot be removed. */
const kept = vi.hoisted(() => ({ names: false }));
vi.mock("node:fs", async (load) => {
  const fs = await load<typeof import("node:fs")>();
  const rmSync: typeof fs.rmSync = (path, options) => {
    if (kept.names) throw Object.assign(new Error("busy"), { code: "EBUSY" });
    fs.rmSync(path, options);
  };
  return { ...fs, rmSync };
});

const folder = mkdtempSync(join(tmpdir(), "foretell-spool-"));
afterAll(() => rmSync(folder, { recursive: true }));
let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(folder, "tmp-"));
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(() => {
  kept.names = false;
  vi.unstubAllEnvs();
});

const text = `ds,y\n${"2024,1é\n".repeat(300)}`;

describe.skipIf(process.platform !== "linux")("of the files that a text passes through", () => {
  const open = () =>
    readdirSync("/proc/self/fd").flatMap((descriptor) => {
      try {
        const path = readlinkSync(`/proc/self/fd/${descriptor}`);
        return path.startsWith(temporary) ? [path] : [];
      } catch {
        return [];
      }
    });

  it.each([
    ["packed UTF-8", (all: string) => gzipSync(all)],
    ["UTF-16", (all: string) => Buffer.from(`\ufeff${all}`, "utf16le")],
    ["packed UTF-16", (all: string) => gzipSync(Buffer.from(`\ufeff${all}`, "utf16le"))],
    ["packed Latin-1", (all: string) => gzipSync(Buffer.from(all, "latin1"))],
  ])("only the one that is read stays open: %s", async (_, encode) => {
    const path = join(temporary, "t.csv");
    writeFileSync(path, encode(text));
    const source = await readSource(path, {}, () => {}, { from: 1, head: 64, size: 64 });
    expect(open()).toHaveLength(1);
    expect(new TextDecoder().decode(readWhole(source).bytes)).toBe(text);
  });
});

describe("where an open file keeps its name", () => {
  const spooled = () => {
    kept.names = true;
    const spool = new TemporaryFile("t.csv");
    spool.write(new TextEncoder().encode(text));
    expect(readdirSync(temporary)).toHaveLength(1);
    return spool;
  };

  it("the folder of a text goes with it", () => {
    const spool = spooled();
    kept.names = false;
    spool.close();
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("a folder that cannot be removed even then stops nothing", () => {
    const before = process.listeners("exit");
    const spool = spooled();
    const [end] = process.listeners("exit").filter((listener) => !before.includes(listener));
    expect(end).not.toThrow();
    expect(process.listeners("exit")).toEqual(before);
    expect(() => spool.close(), "it is closed already").toThrow("EBADF");
  });
});

it("a file that cannot be read any more is an error about the data", () => {
  const { read } = new OpenFile("t.csv", openSync(folder, "r")).pages(64, 64);
  expect(() => read(new Uint8Array(8), 0)).toThrow(
    expect.objectContaining({ message: "cannot be read (EISDIR)", location: { file: "t.csv" } }),
  );
});
