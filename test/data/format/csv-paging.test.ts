import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { panelFromColumns } from "../../../src/data/panel/from-table.js";
import { bufferOrSpill, type Paging } from "../../../src/data/source/buffer-or-spill.js";
import { decompressed } from "../../../src/data/source/gzip.js";
import { readWhole } from "../../../src/data/source/read-whole.js";
import { readSource, type SourceOptions } from "../../../src/data/source/source.js";
import { invalidUtf8 } from "../../../src/data/source/transcode.js";

const folder = mkdtempSync(join(tmpdir(), "foretell-paging-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const HELD: Paging = { from: Number.POSITIVE_INFINITY, head: 1, size: 1 };

const paged = (size: number, head = 2 ** 16): Paging => ({ from: 1, head, size });

/** What a file of these bytes is read as: its text, table and panel, and what was said; or the error. */
async function outcome(content: Uint8Array, options: SourceOptions, paging: Paging) {
  const path = join(folder, "t.csv");
  writeFileSync(path, content);
  const heard: string[] = [];
  const warn = (message: string) => void heard.push(message);
  try {
    const source = await readSource(path, options, warn, paging);
    const table = parseCsv(source, {}, warn);
    const cells = table.columns.map((column) =>
      Array.from({ length: table.rows }, (_, row) => table.cell(row, column)),
    );
    const { series } = panelFromColumns(table, {}, warn);
    const text = new TextDecoder().decode(readWhole(source).bytes);
    return { text, encoding: source.encoding, dialect: table.dialect, cells, series, heard };
  } catch (error) {
    const { message, hint, location } = error as Record<string, unknown>;
    return { message, hint, location, heard };
  }
}

const encoders: Record<string, (text: string) => Uint8Array> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-16LE": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16BE": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "Latin-1": (text) => Buffer.from(text, "latin1"),
};

describe("a source that is not held", () => {
  // Each is one byte in Latin-1, so that the other encodings have longer characters to cut.
  const id = fc.constantFrom("a", "käse", '"tea, ""green"""', '"two\nlines"', "ÿ½", '"cr\r\nlf"');
  const cell = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: -999, max: 99_999 }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom("", "NA", "x", '"1,5"', '"') },
  );
  const series = fc.tuple(id, fc.array(cell, { minLength: 30, maxLength: 80 }));
  const table = fc.uniqueArray(series, { minLength: 1, maxLength: 4, selector: ([name]) => name });

  it.each(Object.keys(encoders))(
    "is the same in %s as when it is held, packed or not",
    async (name) => {
      await fc.assert(
        fc.asyncProperty(
          ...[
            table,
            fc.constantFrom("\n", "\r\n"),
            fc.integer({ min: 256, max: 900 }),
            fc.boolean(),
          ],
          async (all: [string, string[]][], end, size, packed) => {
            const rows = all.flatMap(([one, cells]) =>
              cells.map((y, t) => {
                const day = new Date(t * 86_400_000 + 17e11).toISOString().slice(0, 10);
                return `${one},${day},${y}${end}`;
              }),
            );
            const text = encoders[name](`id,ds,y${end}${rows.join("")}`);
            const bytes = packed ? gzipSync(text) : text;
            const read = await outcome(bytes, {}, paged(size));
            expect(read).toEqual(await outcome(bytes, {}, HELD));
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  it("is held after all when its beginning does not tell how it is written", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(id, { minLength: 4 }),
        fc.integer({ min: 20, max: 400 }),
        async (ids, head) => {
          const rows = ids.map((one, t) => `${one},${2000 + t},${t}\n`);
          const bytes = Buffer.from(`id,ds,y\n${rows.join("")}`);
          expect(await outcome(bytes, {}, paged(256, head))).toEqual(
            await outcome(bytes, {}, HELD),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it("is not held when its beginning has a few whole rows, whatever is cut there", async () => {
    const rows = Array.from({ length: 300 }, (_, t) => `"a ""quoted"" id",${1700 + t},1234\n`);
    const path = join(folder, "wide.csv");
    const width = rows[0].length;
    for (const start of ["id,ds,y\n", "A title\nid,ds,y\n"]) {
      writeFileSync(path, `${start}${rows.join("")}`);
      for (let cut = 0; cut < width; cut++) {
        const head = start.length + 6 * width + cut;
        const source = await readSource(path, {}, () => {}, paged(256, head));
        const read = parseCsv(source, { maxBytes: 1 });
        expect(read.columns.map(({ name }) => name)).toEqual(["id", "ds", "y"]);
        expect(read.rows).toBe(300);
      }
    }
  });

  describe("and changes meanwhile", () => {
    const long = `ds,y\n${Array.from({ length: 900 }, (_, t) => `${1000 + t},${t}\n`).join("")}`;
    const path = join(folder, "changing.csv");
    const begin = () => {
      writeFileSync(path, long);
      return readSource(path, {}, () => {}, paged(256, 2048));
    };

    it("stays what it was when another file takes its name", async () => {
      const source = await begin();
      writeFileSync(`${path}.new`, long.replaceAll(",", ",9"));
      renameSync(`${path}.new`, path);
      expect(parseCsv(source).columns[1]).toMatchObject({
        values: Float64Array.from({ length: 900 }, (_, t) => t),
      });
    });

    it("stays what it was when rows are added", async () => {
      const source = await begin();
      appendFileSync(path, "1900,900\n19");
      expect(parseCsv(source).rows).toBe(900);
      expect(readWhole(source).bytes).toHaveLength(long.length);
    });

    it("is refused when it has become shorter", async () => {
      const source = await begin();
      truncateSync(path, 4096);
      const changed = `${path} changed while it was read`;
      expect(() => parseCsv(source)).toThrow(changed);
      expect(() => readWhole(source)).toThrow(changed);
    });
  });

  it("is refused where it is not in the encoding that was told, at the same byte", async () => {
    for (const size of [64, 67, 4096]) {
      const bytes = Buffer.from(
        `id,ds,y\n${"日本,2024-01-01,1\n".repeat(9)}caf\u00e9,2024-01-01,1\n`,
      );
      const broken = Buffer.concat([bytes, Buffer.from("\u00e9", "latin1"), bytes]);
      const told = { encoding: "utf-8" };
      const read = await outcome(broken, told, paged(size));
      expect(read).toMatchObject({
        message: expect.stringContaining(`byte ${bytes.length + 1} is`),
      });
      expect(read).toEqual(await outcome(broken, told, HELD));
    }
  });

  it("may be written with half a character at its end", async () => {
    const bytes = Buffer.concat([
      encoders["UTF-16LE"]("ds,y\n2024-01-01,1\n2024-01-02,2\n"),
      Buffer.of(65),
    ]);
    expect(await outcome(bytes, {}, paged(64))).toEqual(await outcome(bytes, {}, HELD));
  });

  it("leaves nothing behind in the folder of temporary files", async () => {
    const temporary = mkdtempSync(join(folder, "tmp-"));
    vi.stubEnv("TMPDIR", temporary);
    const packed = gzipSync(`ds,y\n2024-01-01,1\n2024-01-02,2\n`);
    expect(await outcome(packed, {}, paged(64))).toMatchObject({ series: [{}] });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("is refused where there is no folder for temporary files", async () => {
    vi.stubEnv("TMPDIR", join(folder, "nowhere"));
    const packed = gzipSync(`ds,y\n2024-01-01,1\n2024-01-02,2\n`);
    expect(await outcome(packed, {}, paged(64))).toMatchObject({
      message: expect.stringMatching(
        /cannot be copied to .*nowhere, where a temporary copy is kept \(ENOENT\)$/,
      ),
      hint: expect.stringContaining("TMPDIR"),
    });
  });
});

describe("the first byte that is not UTF-8", () => {
  it("is found in pages of any size where it is found in the whole", () => {
    const part = fc.constantFrom("a", "é", "日", "😀").map((text) => Buffer.from(text));
    const broken = fc
      .constantFrom([0xe9], [0x80], [0xf0, 0x9f], [0xc0, 0xaf])
      .map((bytes) => Buffer.from(bytes));
    const before = fc.array(part, { maxLength: 40 }).map((parts) => Buffer.concat(parts));
    fc.assert(
      fc.property(
        before,
        fc.option(broken),
        before,
        fc.integer({ min: 8, max: 40 }),
        (one, bad, two, size) => {
          const bytes = Buffer.concat([one, ...(bad ? [bad, Buffer.from("a")] : []), two]);
          const read = (into: Uint8Array, at: number) => bytes.copy(into, 0, at);
          expect(invalidUtf8({ length: bytes.length, size, read })).toBe(bad ? one.length : -1);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("bytes that come in pieces", () => {
  const cut = (bytes: Uint8Array, size: number) =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
  const read = async (pieces: Uint8Array[], from: number) => {
    const source = await bufferOrSpill(decompressed(pieces, "-", undefined), "-", 1e9, {
      ...paged(64),
      from,
    });
    return Buffer.from(readWhole(source).bytes).toString();
  };

  it("are unpacked whatever the pieces and members, held or not", async () => {
    const member = fc.string({ unit: "grapheme", maxLength: 200 });
    const size = fc.integer({ min: 1, max: 50 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { minLength: 1, maxLength: 3 }),
        size,
        fc.boolean(),
        async (texts, n, isPaged) => {
          const packed = Buffer.concat(texts.map((text) => gzipSync(text)));
          expect(await read(cut(packed, n), isPaged ? 1 : 1e9)).toBe(texts.join(""));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("are not unpacked beyond what so few may hold, long before their end", async () => {
    const bomb = gzipSync(new Uint8Array(2 ** 24));
    let asked = 0;
    const pieces = function* () {
      for (const piece of cut(Buffer.concat(Array.from({ length: 40 }, () => bomb)), 4096)) {
        asked++;
        yield piece;
      }
    };
    const all = bufferOrSpill(decompressed(pieces(), "-", undefined), "-", 1e12, paged(64));
    await expect(all).rejects.toThrow(/stdin: \d+ bytes unpack to more than/);
    expect(asked).toBeLessThan((40 * bomb.length) / 4096 / 2);
  });
});
