import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { panelFromColumns } from "../../../src/data/panel/from-table.js";
import type { Source } from "../../../src/data/source/source.js";
import type { Column } from "../../../src/data/table/columns.js";

/** The same text in windows of `size` bytes. */
function paged(text: string, size: number): Source {
  const bytes = new TextEncoder().encode(text);
  const read = (into: Uint8Array, at: number) => {
    const part = bytes.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  };
  return { name: "t.csv", bytes, pages: { length: bytes.length, size, read } };
}

function held(text: string): Source {
  return { name: "t.csv", bytes: new TextEncoder().encode(text) };
}

/** What reading a source gives: all that is in the table, its panel and warnings, or the error. */
function outcome(source: Source): unknown {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  try {
    const table = parseCsv(source, {}, warn);
    const cells = table.columns.map((column) => [column.name, column.kind, values(column)]);
    const lines = Array.from({ length: table.rows }, (_, row) => table.locate(row).line);
    const back = lines.map((_, row) => table.locate(table.rows - 1 - row).line).reverse();
    const written = table.columns.map((column) => table.cell(table.rows - 1, column));
    const { series, frequency, season } = panelFromColumns(table, {}, warn);
    return { cells, lines, back, written, series, frequency, season, warnings };
  } catch (error) {
    const { message, location } = error as { message: string; location?: { line?: number } };
    return { message, line: location?.line, warnings };
  }
}

function values(column: Column): unknown[] {
  if (column.kind === "text") return Array.from(column.codes, (c) => column.labels.text(c));
  return Array.from(column.values);
}

describe("a table read in windows", () => {
  const cell = fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: -999, max: 99_999 }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom("", "NA", "1,5", '"2,5"', '"1.234,5"', "12 %", "x") },
    {
      weight: 1,
      arbitrary: fc.constantFrom('"a ""quoted"" é"', '"two\nlines"', '"', "日本", "# no"),
    },
  );
  const date = (t: number, way: number) => {
    const [year, month, day] = new Date(t * 86_400_000 + 17e11)
      .toISOString()
      .slice(0, 10)
      .split("-");
    return [`${year}-${month}-${day}`, `${day}/${month}/${year}`, `${month}/${day}/${year}`][way];
  };

  it("is the same table and panel, or the same error, as when it is held", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, fc.constantFrom("", "", "", "", "# a comment\n", "\n")), {
          minLength: 30,
          maxLength: 150,
        }),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 200, max: 700 }),
        fc.constantFrom("", "\ufeff"),
        (cells, end, way, size, mark) => {
          const rows = cells.map(
            ([y, before], t) => `${before}s${t >> 6},${date(t & 63, way)},${y}\n`,
          );
          const text = `${mark}id,ds,y\n${rows.join("")}`.replaceAll("\n", end);
          expect(outcome(paged(text, size))).toEqual(outcome(held(text)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("reads back over windows when the last cell makes a column text", () => {
    const rows = Array.from({ length: 500 }, (_, i) => `2024-01-01,${i}\n`);
    const text = `ds,y\n${rows.join("")}x,1\n`;
    const { columns } = parseCsv(paged(text, 256));
    expect(columns).toEqual(parseCsv(held(text)).columns);
    expect(columns[0].kind).toBe("text");
  });

  it("holds a row that is longer than a window", () => {
    const text = `ds,y\n${"1,2\n".repeat(300)}"${"long\n".repeat(200)}",3\n`;
    expect(outcome(paged(text, 256))).toEqual(outcome(held(text)));
  });

  it("holds a row with a field without quotes that reaches beyond a window", () => {
    const long = `${"1,x,2\n".repeat(300)}1,${"long ".repeat(200)},3\n`;
    expect(parseCsv(paged(`ds,id,y\n${long}`, 256)).rows).toBe(301);
    for (const end of ["4,x,5\n", "4,x,5,6\n", "4\n"]) {
      const text = `ds,id,y\n${long}${end}`;
      expect(outcome(paged(text, 256))).toEqual(outcome(held(text)));
    }
  });

  it("is held up to as many bytes as were allowed", () => {
    const text = `ds,y\n${"1,2\n".repeat(300)}"${"long\n".repeat(200)}",3\n`;
    const { length } = text;
    expect(parseCsv(paged(text, 256), { maxBytes: length }).rows).toBe(301);
    expect(() => parseCsv(paged(text, 256), { maxBytes: length - 1 })).toThrow("larger than");
    expect(parseCsv(paged("1,2\n".repeat(300), 256), { maxBytes: 9 }).rows).toBe(300);
  });

  it("names the line of an error beyond the first window", () => {
    const text = `ds,y\r\n${"1,2\r\n".repeat(300)}1,2,3\r\n`;
    expect(() => parseCsv(paged(text, 256))).toThrow("the row has 3 fields where 2 were expected");
    expect(outcome(paged(text, 256))).toMatchObject({ line: 302 });
  });
});
