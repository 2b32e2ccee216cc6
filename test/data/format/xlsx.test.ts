import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { writeXlsx } from "hucre/xlsx";
import { afterAll, describe, expect, it } from "vitest";
import { type ReadOptions, readColumns } from "../../../src/data/read/read-table.js";
import { ForetellError } from "../../../src/errors.js";

const folder = mkdtempSync(join(tmpdir(), "foretell-xlsx-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(bytes: Uint8Array, options: ReadOptions = {}) {
  const path = join(folder, "t.xlsx");
  writeFileSync(path, bytes);
  const warnings: string[] = [];
  const table = await readColumns(path, options, (message) => void warnings.push(message));
  return { table, warnings };
}

const months = (values: readonly number[]) => [
  ["ds", "y"],
  ...values.map((y, t) => [`2024-0${t + 1}-01`, y]),
];

const workbook = writeXlsx({
  sheets: [
    { name: "Notes", rows: [] },
    { name: "Tea", rows: months([1, 2, 3]) },
    { name: "Rum", rows: months([4, 5, 6]) },
    { name: "2", rows: months([7, 8, 9]) },
  ],
});

describe("--sheet", () => {
  const valuesOf = async (options: ReadOptions) => {
    const { table, warnings } = await read(await workbook, options);
    const [, y] = table.columns;
    return { y: y?.kind === "number" && Array.from(y.values), warnings };
  };

  it("is the first sheet that is not empty unless told, and the others are named", async () => {
    const { y, warnings } = await valuesOf({});
    expect(y).toEqual([1, 2, 3]);
    expect(warnings.join()).toContain('sheet "Tea" is read, not "Rum", "2": choose with --sheet');
  });

  it.each([
    ["Rum", [4, 5, 6]],
    ["rum", [4, 5, 6]],
    ["3", [4, 5, 6]],
    ["2", [7, 8, 9]],
  ])("is found by name, else by number: %s", async (sheet, values) => {
    expect(await valuesOf({ sheet })).toEqual({ y: values, warnings: [] });
  });

  it("that is not there or empty is an error that names those that are", async () => {
    await expect(valuesOf({ sheet: "Run" })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^there is no sheet "Run" in /),
      hint: 'Did you mean "Rum"? Sheets: "Notes", "Tea", "Rum", "2".',
    });
    await expect(valuesOf({ sheet: "9" })).rejects.toThrow('there is no sheet "9"');
    await expect(valuesOf({ sheet: "Notes" })).rejects.toMatchObject({ exitCode: 3 });
  });

  it("of a file without sheets is left out aloud", async () => {
    const path = join(folder, "t.csv");
    writeFileSync(path, "ds,y\n2024-01-01,1\n");
    const warnings: string[] = [];
    await readColumns(path, { sheet: "Tea" }, (message) => void warnings.push(message));
    expect(warnings).toEqual([`${path} is not an Excel workbook: --sheet is ignored`]);
  });
});

/** A zip archive whose directory declares other sizes than there are. */
function archive(files: readonly { name: string; text: string; declared?: number }[]): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, text, declared } of files) {
    const data = Buffer.from(text);
    const packed = deflateRawSync(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(declared ?? data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), fields, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000"), fields, rest, Buffer.from(name)]),
    );
    parts.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, entries, end]);
}

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";
const SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/** A workbook of one sheet with these rows as XML. */
function sheetOf(rows: string, declared?: number): Uint8Array {
  const relation = (type: string, target: string) =>
    `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`;
  return archive([
    { name: "[Content_Types].xml", text: "<Types/>" },
    { name: "_rels/.rels", text: relation("officeDocument", "xl/workbook.xml") },
    {
      name: "xl/workbook.xml",
      text: `<workbook xmlns="${SPREADSHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    { name: "xl/_rels/workbook.xml.rels", text: relation("worksheet", "worksheets/sheet1.xml") },
    {
      name: "xl/worksheets/sheet1.xml",
      text: `<worksheet xmlns="${SPREADSHEET}"><sheetData>${rows}</sheetData></worksheet>`,
      ...(declared !== undefined && { declared }),
    },
  ]);
}

const ROWS = Array.from(
  { length: 9 },
  (_, r) => `<row r="${r + 1}"><c r="A${r + 1}"><v>${r}</v></c></row>`,
).join("");
const BOMB = ROWS + " ".repeat(2 ** 24);

describe("a workbook that lies about what it unpacks to", () => {
  it("is read when it does not", async () => {
    const { table } = await read(sheetOf(ROWS));
    expect(table.rows).toBe(8);
  });

  it("is no further unpacked than its directory says", async () => {
    await expect(read(sheetOf(BOMB, 2000))).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("exceeds limit of 2000 bytes"),
    });
  });

  it("is refused when its directory says nothing", async () => {
    await expect(read(sheetOf(BOMB, 0))).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/zip directory is damaged$/),
    });
  });

  it("is refused when it says too much", async () => {
    await expect(read(sheetOf(BOMB), { maxBytes: 2 ** 20 })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/unpacks to more than 1 MiB$/),
    });
  });
});

it("a cell in the last column of every row is refused, and a sheet named by the thousand", async () => {
  const rows = Array.from(
    { length: 2000 },
    (_, i) => `<row r="${i + 1}"><c r="XFD${i + 1}"><v>1</v></c></row>`,
  );
  await expect(read(sheetOf(rows.join("")))).rejects.toThrow(/too many empty cells/);
  const many = fileURLToPath(new URL("../../fixtures/hostile/manysheets.xlsx", import.meta.url));
  await expect(readColumns(many, {}, () => {})).rejects.toThrow(/more than 1000 sheets/);
});

it("a cell in the last corner of a sheet takes no memory for those before it", async () => {
  const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
  const before = process.memoryUsage().rss;
  await read(sheetOf(`${ROWS}${far}`)).catch((error) => {
    expect(error).toBeInstanceOf(ForetellError);
    expect(error.exitCode).toBe(3);
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(600e6);
});

describe("a damaged workbook gives a table or an error that a person can act on", () => {
  const isHandled = async (bytes: Uint8Array) => {
    try {
      await read(bytes);
      return true;
    } catch (error) {
      return error instanceof ForetellError && error.exitCode === 3;
    }
  };

  it("cut anywhere", async () => {
    const bytes = await workbook;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: bytes.length - 1 }), (at) =>
        isHandled(bytes.subarray(0, at)),
      ),
      { numRuns: 100 },
    );
  });

  it("with any bits turned", async () => {
    const bytes = await workbook;
    const turned = fc.array(fc.tuple(fc.integer({ min: 4, max: bytes.length - 1 }), fc.nat(7)), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(turned, (flips) => {
        const copy = bytes.slice();
        for (const [at, bit] of flips) copy[at] ^= 1 << bit;
        return isHandled(copy);
      }),
      { numRuns: 300 },
    );
  });
});
