import { readFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { parseParquet } from "../../../src/data/format/parquet/parquet.js";
import type { Column } from "../../../src/data/table/columns.js";
import { DataError } from "../../../src/errors.js";

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/hostile/${name}`, import.meta.url)));

const read = (bytes: Uint8Array, maxBytes?: number) =>
  parseParquet({ name: "t.parquet", bytes }, maxBytes === undefined ? {} : { maxBytes }, () => {});

/** The values of a column as JSON has them: times as ISO texts, missing ones as null. */
function plain(column: Column, rows: number): unknown[] {
  if (column.kind === "text") {
    return Array.from({ length: rows }, (_, row) => column.labels.text(column.codes[row]));
  }
  return Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return null;
    return column.kind === "time" ? new Date(value).toISOString() : value;
  });
}

const COMPRESSORS = {
  GZIP: (input: Uint8Array) => new Uint8Array(gzipSync(input)),
  BROTLI: (input: Uint8Array) => new Uint8Array(brotliCompressSync(input)),
};

const UNPACK = {
  GZIP: (input: Uint8Array) => new Uint8Array(gunzipSync(input)),
  BROTLI: (input: Uint8Array) => new Uint8Array(brotliDecompressSync(input)),
};

const date = fc
  .integer({ min: -2_000_000_000, max: 4_000_000_000 })
  .map((second) => new Date(second * 1000));
const CONTENT = [
  ["INT32", fc.integer(), ["PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"]],
  ["INT64", fc.maxSafeInteger().map(BigInt), ["PLAIN", "DELTA_BINARY_PACKED"]],
  ["DOUBLE", fc.double({ noNaN: true }), ["PLAIN", "BYTE_STREAM_SPLIT"]],
  ["FLOAT", fc.float({ noNaN: true }), ["PLAIN"]],
  ["BOOLEAN", fc.boolean(), ["PLAIN", "RLE"]],
  ["TIMESTAMP", date, ["PLAIN", "DELTA_BINARY_PACKED"]],
  [
    "STRING",
    fc.string().map((s) => `x${s}`),
    ["PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"],
  ],
] as const;

describe("Parquet is read by columns", () => {
  it.each(
    CONTENT.flatMap(([type, values, encodings]) =>
      [undefined, ...encodings].map((encoding) => [type, encoding, values] as const),
    ),
  )("with the values of another reader: %s, %s", async (type, encoding, values) => {
    const codec = fc.constantFrom("UNCOMPRESSED", "SNAPPY", "GZIP", "BROTLI");
    const cells = fc.array(fc.option(values as fc.Arbitrary<unknown>), {
      minLength: 1,
      maxLength: 80,
    });
    const repeated = fc.tuple(cells, fc.integer({ min: 1, max: 6 }));
    await fc.assert(
      fc.asyncProperty(repeated, codec, async ([some, times], codec) => {
        const data = Array.from({ length: times }, () => some).flat();
        const file = parquetWriteBuffer({
          columnData: [
            { name: "v", type, nullable: true, data: data as never, ...(encoding && { encoding }) },
          ],
          codec,
          compressors: COMPRESSORS,
          rowGroupSize: 70,
          pageSize: 200,
        });
        const expected = (await parquetReadObjects({
          file: file as ArrayBuffer,
          compressors: UNPACK,
        })) as { v: unknown }[];
        const table = await read(new Uint8Array(file));
        expect(table.rows).toBe(data.length);
        const got = plain(table.columns[0], table.rows);
        // A column of nothing but missing texts counts as numbers.
        const missing = table.columns[0].kind === "text" ? "" : null;
        expect(got).toEqual(
          expected.map(({ v }) => {
            if (v === null || v === undefined) return missing;
            if (v instanceof Date) return v.toISOString();
            return typeof v === "string" ? v : Number(v);
          }),
        );
      }),
      { numRuns: 15 },
    );
  });

  it("keeps meter numbers that a double would round", async () => {
    const ids = [1234567890123456789n, 1234567890123456788n];
    const file = parquetWriteBuffer({ columnData: [{ name: "id", type: "INT64", data: ids }] });
    const table = await read(new Uint8Array(file));
    expect([0, 1].map((row) => table.cell(row, table.columns[0]))).toEqual(ids.map(String));
  });

  it("leaves nested columns aside with a warning that names them", async () => {
    const warnings: string[] = [];
    const file = parquetWriteBuffer({
      columnData: [
        { name: "y", data: [1, 2] },
        { name: "place", data: [{ lat: 1 }, { lat: 2 }] },
      ],
      schema: [
        { name: "root", num_children: 2 },
        { name: "y", type: "DOUBLE", repetition_type: "REQUIRED" },
        { name: "place", num_children: 1, repetition_type: "REQUIRED" },
        { name: "lat", type: "DOUBLE", repetition_type: "REQUIRED" },
      ],
    });
    const source = { name: "t.parquet", bytes: new Uint8Array(file) };
    const table = await parseParquet(source, {}, (warning) => warnings.push(warning));
    expect(table.columns.map(({ name }) => name)).toEqual(["y"]);
    expect(warnings.join()).toContain('left out: "place"');
  });
});

describe("a damaged or hostile Parquet file is refused", () => {
  it.each([
    ["hang1.parquet", /damaged/],
    ["P70a.parquet", /damaged/],
    ["bomb-BROTLI.parquet", /damaged/],
  ])("%s", async (name, message) => {
    await expect(read(fixture(name))).rejects.toThrow(message);
  });

  it("with any byte changed, without a hang, an unhandled rejection or another kind of error", async () => {
    const file = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: "ds", data: Array.from({ length: 30 }, (_, i) => new Date(i * 864e5)) },
          { name: "id", data: Array.from({ length: 30 }, (_, i) => `s${i % 3}`) },
          { name: "y", data: Array.from({ length: 30 }, (_, i) => (i % 7 ? i / 3 : null)) },
        ],
      }),
    );
    const change = fc.tuple(fc.nat(file.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = file.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        const outcome = await read(bytes).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(DataError);
      }),
      { numRuns: 400 },
    );
  });

  it("when a small file claims a hundred million rows", async () => {
    const file = new Uint8Array(
      parquetWriteBuffer({ columnData: [{ name: "y", data: [1, 1, 1] }], statistics: false }),
    );
    await expect(read(file, 20)).rejects.toThrow(/more than 20 bytes.*/);
  });
});
