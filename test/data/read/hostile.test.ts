import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { readPanel } from "../../../src/data/read/read-panel.js";
import { ForetellError } from "../../../src/errors.js";

const folder = mkdtempSync(join(tmpdir(), "foretell-hostile-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The panel of a file with these bytes, or the error. */
async function outcome(content: string | Uint8Array): Promise<unknown> {
  const path = join(folder, "t");
  writeFileSync(path, content);
  return readPanel(path, {}, () => {}).catch((error) => error);
}

async function message(content: string | Uint8Array): Promise<string> {
  const error = await outcome(content);
  expect(error).toBeInstanceOf(ForetellError);
  expect((error as ForetellError).exitCode).toBe(3);
  return (error as ForetellError).message;
}

const TABLE = `unique_id,ds,y\n${Array.from({ length: 40 }, (_, i) => `a,2024-01-${String((i % 28) + 1).padStart(2, "0")},${i}`).join("\n")}\n`;

describe("whatever the bytes are, there is a panel or an error that a person can act on", () => {
  const isHandled = async (content: Uint8Array) => {
    const result = await outcome(content);
    return !(result instanceof Error) || (result instanceof ForetellError && result.exitCode === 3);
  };

  it("for random bytes", async () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    await fc.assert(fc.asyncProperty(bytes, isHandled), { numRuns: 200 });
  });

  it.each(["\u001f\u008b", "PAR1", "PK\u0003\u0004", "[{", '{"a":', "\u00ff\u00fe", "sep=;\n"])(
    "for random bytes after %j",
    async (start) => {
      const bytes = fc
        .uint8Array({ maxLength: 100 })
        .map((rest) => Buffer.concat([Buffer.from(start, "latin1"), rest]));
      await fc.assert(fc.asyncProperty(bytes, isHandled), { numRuns: 50 });
    },
  );

  it("for a table with any byte changed", async () => {
    const change = fc.tuple(fc.nat(TABLE.length - 1), fc.nat(255)).map(([at, byte]) => {
      const bytes = Buffer.from(TABLE);
      bytes[at] = byte;
      return bytes;
    });
    await fc.assert(fc.asyncProperty(change, isHandled), { numRuns: 200 });
  });

  it("for gzip cut anywhere", async () => {
    const packed = gzipSync(TABLE);
    const cut = fc.integer({ min: 3, max: packed.length - 1 }).map((n) => packed.subarray(0, n));
    await fc.assert(fc.asyncProperty(cut, isHandled), { numRuns: 50 });
  });
});

describe("what would fill the memory is refused", () => {
  it("a million columns", async () => {
    expect(await message(`${"a,".repeat(1e6)}b\n${"1,".repeat(1e6)}2\n`)).toMatch(
      /more than 16384 fields/,
    );
  });

  it("a line of twenty megabytes", async () => {
    expect(await message(new Uint8Array(2e7).fill(0x61))).toMatch(/no rows|characters long/);
  });

  it("objects with ever new names", async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `{"k${i}":1}`);
    expect(await message(lines.join("\n"))).toMatch(/too many different names/);
  });

  it("JSON nested a hundred thousand deep", async () => {
    expect(await message("[".repeat(1e5) + "]".repeat(1e5))).toMatch(/nested more than 200 deep/);
    expect(await message('{"a":'.repeat(1e5))).toMatch(/nested more than 200 deep/);
  });
});

describe("what is odd but valid is kept", () => {
  it("ids with escapes and NUL bytes past the first page", async () => {
    const rows = Array.from({ length: 400 }, (_, i) => `\u001b[31mred,2024-01-01,${i}`);
    expect(await message(`id,ds,y\n${rows.join("\n")}\n`)).toMatch(/is there already/);
  });

  it("negative zero", async () => {
    const panel = await outcome("ds,y\n2024-01-01,-0\n2024-01-02,1\n");
    expect((panel as { series: { y: Float64Array }[] }).series[0].y[0]).toBe(-0);
  });
});

describe("what would fill the memory, the stack or the disk is refused", () => {
  it("JSON values nested six thousand deep", async () => {
    const deep = `${"[".repeat(6000)}1${"]".repeat(6000)}`;
    expect(await message(`[{"ds":"2024-01-01","y":${deep}}]`)).toMatch(/nested more than 200 deep/);
    expect(await message(`{"ds":"2024-01-01","y":${deep}}\n{"y":1}\n`)).toMatch(/nested more/);
  });

  it("numerals of a megabyte, in JSON that is right and in JSON that is broken", async () => {
    const long = "1".repeat(1e6);
    expect(await message(`[${long}]`)).toMatch(/more than 1000 characters/);
    expect(await message(`[{"y":${long}}]`)).toMatch(/more than 1000 characters/);
    expect(await message(`[{"y":${"a".repeat(125_000)}]`)).toMatch(/more than 1000 characters/);
  });

  it("a device that never ends, by its first block", async () => {
    const error = await readPanel("/dev/zero", {}, () => {}).catch((error) => error);
    expect(error.message).toMatch(/binary data, not text/);
  });
});
