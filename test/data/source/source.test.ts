import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { datasetPath } from "../../../src/data/source/catalog.js";
import { baseName } from "../../../src/data/source/file-list.js";
import { readSource } from "../../../src/data/source/source.js";

const folder = mkdtempSync(join(tmpdir(), "foretell-source-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const CSV = "ds,y\n2024-01-01,1\n";

describe("readSource", () => {
  it("reads a file", async () => {
    const path = file("sales.csv", CSV);
    const source = await readSource(path);
    expect(source.name).toBe(path);
    expect(text(source.bytes)).toBe(CSV);
  });

  it("unpacks gzip by its first bytes, whatever the name, several members too", async () => {
    const packed = Buffer.concat([gzipSync("ds,y\n"), gzipSync("2024-01-01,1\n")]);
    expect(text((await readSource(file("packed", packed))).bytes)).toBe(CSV);
  });

  it("reads UTF-16 as spreadsheets save it", async () => {
    const little = file("utf16.csv", Buffer.from(`\ufeff${CSV}`, "utf16le"));
    expect(text((await readSource(little)).bytes)).toBe(CSV);
    const big = file("utf16be.csv", Buffer.from(`\ufeff${CSV}`, "utf16le").swap16());
    expect(text((await readSource(big)).bytes)).toBe(CSV);
  });

  it("reads a bundled dataset by its name", async () => {
    const source = await readSource("nottem");
    expect(source.name).toBe("nottem");
    expect(text(source.bytes)).toMatch(/^ds,y\n1920-01-01,40\.6\n/);
    expect(datasetPath("nottem")).toMatch(/fixtures.nottem\.csv$/);
  });

  it("names the missing file and the nearest one beside it", async () => {
    file("revenue.csv", CSV);
    await expect(readSource(join(folder, "revenu.csv"))).rejects.toMatchObject({
      exitCode: 3,
      message: "no such file",
      location: { file: join(folder, "revenu.csv") },
      hint: `Did you mean ${join(folder, "revenue.csv")}?`,
    });
  });

  it("names the nearest bundled dataset", async () => {
    await expect(readSource("airpassengers")).rejects.toMatchObject({
      exitCode: 3,
      hint: "Did you mean the bundled dataset air-passengers?",
    });
  });

  it("refuses directories, empty files, truncated gzip and binary data", async () => {
    const refused = (path: string) => expect(readSource(path)).rejects;
    await refused(folder).toMatchObject({ exitCode: 3, message: `${folder} is a directory` });
    await refused(file("empty.csv", "")).toMatchObject({
      message: expect.stringMatching(/is empty$/),
    });
    await refused(file("cut.gz", gzipSync(CSV.repeat(99)).subarray(0, 30))).toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/gzip data end too early$/),
    });
    await refused(
      file("bad.gz", Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])),
    ).toMatchObject({
      message: expect.stringMatching(/gzip data are damaged$/),
    });
    await refused(file("binary", new Uint8Array([1, 0, 2]))).toMatchObject({
      message: expect.stringMatching(/is binary data, not text$/),
    });
  });
});

describe("baseName", () => {
  it("leaves folders and endings out", () => {
    expect(
      ["/data/sales.csv", "sales.csv.gz", "a.b.tsv", "nile", "-", "2024.01"].map(baseName),
    ).toEqual([...["sales", "sales", "a.b", "nile", "series", "2024.01"]]);
  });
});
