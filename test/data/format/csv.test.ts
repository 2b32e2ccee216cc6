import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import type { Column, TextColumn } from "../../../src/data/table/columns.js";
import type { ParseOptions } from "../../../src/data/table/parse-options.js";
import { DataError, type ForetellError } from "../../../src/errors.js";

function parse(text: string | Uint8Array, options: ParseOptions = {}, warn?: (m: string) => void) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return parseCsv({ name: "t.csv", bytes }, options, warn);
}

/** A column as plain values. */
function values(column: Column | undefined): unknown[] {
  if (column?.kind === "text") return Array.from(column.codes, (c) => column.labels.text(c));
  return Array.from(column?.values ?? []);
}

function contents(text: string, options?: ParseOptions): Record<string, unknown[]> {
  return Object.fromEntries(parse(text, options).columns.map((c) => [c.name, values(c)]));
}

function failure(text: string, options?: ParseOptions): ForetellError {
  try {
    parse(text, options);
  } catch (error) {
    return error as ForetellError;
  }
  throw new Error("nothing was thrown");
}

describe("parseCsv", () => {
  it("gives numbers back that were written, whatever the line ends and quotes", () => {
    const cell = fc.option(fc.double({ noNaN: true }), { nil: Number.NaN });
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 200 });
    const style = fc.record({
      end: fc.constantFrom("\n", "\r\n", "\r"),
      delimiter: fc.constantFrom(",", ";", "\t", "|"),
      quoted: fc.boolean(),
      last: fc.boolean(),
      bom: fc.boolean(),
    });
    fc.assert(
      fc.property(table, style, (rows, { end, delimiter, quoted, last: ended, bom }) => {
        const write = (v: number) => {
          const text = Number.isNaN(v) ? "" : Object.is(v, -0) ? "-0" : String(v);
          return quoted ? `"${text}"` : text;
        };
        const lines = [["a", "b", "c"], ...rows.map((row) => row.map(write))];
        const text = lines.map((line) => line.join(delimiter)).join(end) + (ended ? end : "");
        const read = parse((bom ? "\ufeff" : "") + text);
        expect(read.columns.map((c) => c.name)).toEqual(["a", "b", "c"]);
        // Rows of nothing but delimiters at the end are left out, as spreadsheets write them.
        const last = rows.findLastIndex((row) => quoted || !row.every(Number.isNaN));
        const known = rows.slice(0, last + 1);
        read.columns.forEach((column, k) => {
          expect(values(column)).toEqual(known.map((row) => row[k]));
        });
      }),
    );
  });

  it("gives text back that was written in quotes", () => {
    const label = fc.string({ unit: "grapheme" }).filter((s) => s.trim() === s && s !== "");
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 50 }), (labels) => {
        const lines = labels.map((label, i) => `"${label.replaceAll('"', '""')}",${i}`);
        const read = parse(`id,y\n"x y",0\n${lines.join("\n")}\n`, { delimiter: "," });
        expect(values(read.columns[0])).toEqual(["x y", ...labels]);
      }),
    );
  });

  it("types columns by their content", () => {
    const { columns } = parse("n,t,s\n1,2024-01-01,a\nNA,2024-01-02,b\n2,,a\n");
    expect(columns.map((c) => c.kind)).toEqual(["number", "time", "text"]);
    expect(values(columns[0])).toEqual([1, Number.NaN, 2]);
    expect(values(columns[1])).toEqual([Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2), Number.NaN]);
    expect(values(columns[2])).toEqual(["a", "b", "a"]);
  });

  it("numbers texts in order of first appearance", () => {
    const ids = Array.from({ length: 3000 }, (_, i) => `id-${(i * 7) % 1000}`);
    const [column] = parse(`id,y\n${ids.map((id) => `${id},1`).join("\n")}\n`).columns;
    expect(column?.kind === "text" && column.labels.size).toBe(1000);
    expect(column?.kind === "text" && column.codes[1]).toBe(1);
    expect(values(column)).toEqual(ids);
  });

  it("turns a column of numbers into text at the first cell that is none, and keeps what was above", () => {
    const [, y] = parse("ds,y\n2024-01-01,01\n2024-01-02,\n2024-01-03,x\n").columns;
    expect(values(y)).toEqual(["01", "", "x"]);
    expect(y?.kind === "text" && y.broken).toEqual({ row: 2, kind: "number" });
  });

  it("turns years into dates when a month follows", () => {
    const [ds] = parse("ds,y\n2023,1\n2024,2\n2024-07,3\n").columns;
    expect(ds?.kind).toBe("time");
    expect(values(ds)).toEqual([Date.UTC(2023, 0, 1), Date.UTC(2024, 0, 1), Date.UTC(2024, 6, 1)]);
  });

  it("remembers where a column of dates breaks", () => {
    const [ds] = parse("ds,y\n2024-01-01,1\n2024-13-01,2\n").columns;
    expect(ds?.kind === "text" && ds.broken).toEqual({ row: 1, kind: "time" });
    expect(values(ds)).toEqual(["2024-01-01", "2024-13-01"]);
  });

  it("reads newlines, delimiters and doubled quotes in quoted fields", () => {
    expect(contents('id,y\n"two\nlines",1\n"a,b",2\n"say ""hi""",3\n')).toEqual({
      id: ["two\nlines", "a,b", 'say "hi"'],
      y: [1, 2, 3],
    });
  });

  it("keeps a quote inside an unquoted field", () => {
    expect(contents('id,y\n5" nail,1\n6" nail,2\n').id).toEqual(['5" nail', '6" nail']);
  });

  it("finds each delimiter, a decimal comma beside it or not", () => {
    for (const d of [",", ";", "\t", "|"]) {
      expect(contents(`a${d}b\n1${d}2\n3${d}4\n`)).toEqual({ a: [1, 3], b: [2, 4] });
    }
    expect(contents("a;b\n1,5;2,5\n", { decimal: "," })).toEqual({ a: [1.5], b: [2.5] });
  });

  it("skips blank lines and blanks around fields", () => {
    expect(contents("\n a , b \n\n1 , 2\n   \n 3, 4\n\n\n")).toEqual({ a: [1, 3], b: [2, 4] });
  });

  it("reads the same and points at the same cells wherever blank lines stand", () => {
    const rows = 200;
    fc.assert(
      fc.property(
        fc.nat(rows),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(rows - 1),
        (at, many, odd) => {
          const lines = ["id,ds,y"];
          for (let row = 0; row < rows; row++) {
            if (row === at) lines.push(...Array(many).fill(""));
            // The last rows make text of a column of numbers: all above are looked at again.
            lines.push(`${row < 190 ? row : "x"},${2000 + row},${row === odd ? "oops" : row}`);
          }
          const table = parse(`${lines.join("\n")}\n`);
          expect(values(table.columns[0]).slice(0, 190)).toEqual(
            Array.from({ length: 190 }, (_, row) => String(row)),
          );
          expect(table.cell(odd, table.columns[2])).toBe("oops");
          expect(table.locate(odd).line).toBe(odd + 2 + (odd >= at ? many : 0));
        },
      ),
    );
  });

  it("leaves out rows without values at the end, and says how many", () => {
    const warnings: string[] = [];
    const table = parse("a,b\n1,2\n3,\n,\n , \n\n,\n", {}, (message) => warnings.push(message));
    expect(table.columns.map(values)).toEqual([
      [1, 3],
      [2, Number.NaN],
    ]);
    expect(warnings).toEqual(["t.csv: 3 rows without values are left out at the end"]);
  });

  it("keeps a row without values between others", () => {
    expect(contents("a,b\n1,2\n,\n3,4\n")).toEqual({
      a: [1, Number.NaN, 3],
      b: [2, Number.NaN, 4],
    });
  });

  it("leaves out columns at the right that have neither a name nor values", () => {
    const names = (text: string) => parse(text).columns.map(({ name }) => name);
    expect(names("a,b,,\n1,2,,\n")).toEqual(["a", "b"]);
    expect(names("a,b,,\n1,2,,x\n")).toEqual(["a", "b", "column3", "column4"]);
    expect(names("a,b,c,\n1,2,,\n")).toEqual(["a", "b", "c"]);
  });

  it("makes no text of a blank line", () => {
    const [id] = parse("id,y\na,1\n\n  \nb,2\n").columns;
    expect(id?.kind === "text" && id.labels.size).toBe(2);
  });

  it("takes a blank line in a table of one column for a missing value, but not at the end", () => {
    expect(contents("y\r\n1\r\n\r\n3\r\n\r\n")).toEqual({ y: [1, Number.NaN, 3] });
  });

  it("reads a table without a header line and says so", () => {
    const warnings: string[] = [];
    const { columns } = parse("2024-01-01,5\n2024-01-02,6\n", {}, (m) => warnings.push(m));
    expect(columns.map((c) => [c.name, values(c).length])).toEqual([
      ["column1", 2],
      ["column2", 2],
    ]);
    expect(warnings).toEqual(["t.csv has no header line; columns are called column1, …"]);
  });

  it("takes years above numbers for names when another name stands beside them", () => {
    const { columns } = parse("date,2019,2020\n2024-01-01,5,6\n");
    expect(columns.map((c) => c.name)).toEqual(["date", "2019", "2020"]);
  });

  it("tells columns of one name apart", () => {
    expect(Object.keys(contents("a,b,a\n1,2,3\n"))).toEqual(["a", "b", "a.1"]);
  });

  it("takes __proto__ and constructor for plain names", () => {
    const { columns } = parse("__proto__,constructor\n1,2\n");
    expect(columns.map((c) => c.name)).toEqual(["__proto__", "constructor"]);
  });

  it("points at a cell: line, column, width and the line's text", () => {
    const table = parse('id,ds,y\na,2024-01-01,1\n"x\ny",2024-01-02,"12,4"\n');
    expect(table.locate(1, table.columns[2])).toEqual({
      file: "t.csv",
      line: 4,
      column: 15,
      width: 6,
      text: 'y",2024-01-02,"12,4"',
    });
    expect(table.cell(1, table.columns[2])).toBe("12,4");
  });

  it("counts columns in characters, not bytes", () => {
    const table = parse("id,y\nÅsele–Öst,x\n");
    expect(table.locate(0, table.columns[1])).toMatchObject({ column: 11, width: 1 });
  });

  it("counts carriage returns alone as lines", () => {
    const table = parse("a,b\r1,2\r3,x\r");
    expect(table.locate(1, table.columns[1])).toMatchObject({ line: 3, text: "3,x", column: 3 });
  });

  it("cuts a long line to the part around the cell", () => {
    const long = "z".repeat(5000);
    const table = parse(`a,b,c\n${long},1,${long}\n${long},bad,${long}\n`);
    const place = table.locate(1, table.columns[1]);
    expect(place.text!.length).toBeLessThan(200);
    expect(place.text!.slice(place.column! - 1, place.column! - 1 + place.width!)).toBe("bad");
  });

  it("refuses a row with too few or too many fields", () => {
    expect(failure("a,b,c\n1,2,3\n4,5\n")).toMatchObject({
      exitCode: 3,
      message: "the row has 2 fields where 3 were expected",
      location: { file: "t.csv", line: 3, text: "4,5" },
    });
    expect(failure("a,b\n1,2\n3,4,56,7\n")).toMatchObject({
      message: "the row has 4 fields where 2 were expected",
      location: { line: 3, column: 5, width: 4 },
    });
  });

  it("refuses a quote that is never closed, naming the line where it opens", () => {
    expect(failure('a,b\n1,2\n"3,4\n5,6\n')).toMatchObject({
      message: "a quoted field is never closed",
      location: { line: 3, column: 1, width: 1 },
    });
  });

  it("refuses text after a closing quote", () => {
    expect(failure('a,b\n"1"2,3\n')).toMatchObject({ location: { line: 2, column: 4 } });
  });

  it("refuses a table without rows", () => {
    expect(failure("ds,y\n")).toMatchObject({
      message: "there is a header line but no rows below it",
      location: { file: "t.csv", line: 1, text: "ds,y" },
    });
    expect(failure("\n\n")).toBeInstanceOf(DataError);
  });

  it("gives a table or a DataError for any bytes", () => {
    const mess = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .string({ unit: fc.constantFrom(...'a1\n\r",;. -'.split("")), maxLength: 120 })
        .map((text) => new TextEncoder().encode(text)),
    );
    fc.assert(
      fc.property(mess, (bytes) => {
        try {
          const table = parse(bytes);
          for (const column of table.columns) {
            expect(values(column).length).toBe(table.rows);
            for (let row = 0; row < table.rows; row++) table.locate(row, column);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("reads the same table whether its length was guessed well or badly", () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [i, i < 4000 ? i : i * 1e-7]);
    const text = `a,b\n${rows.map(([a, b]) => `${"0".repeat(a < 64 ? 200 : 0)}${a},${b}`).join("\n")}`;
    const { columns } = parse(text);
    expect(values(columns[0])).toEqual(rows.map(([a]) => a));
    expect(values(columns[1])).toEqual(rows.map(([, b]) => b));
  });
});

it("keeps more texts apart than two bytes can number", () => {
  const names = Array.from({ length: 70_000 }, (_, i) => `s${i}`);
  const { columns } = parse(`id,y\n${names.map((name) => `${name},1\n`).join("")}`);
  const [id] = columns as [TextColumn];
  expect(Array.from(id.codes, (code) => id.labels.text(code))).toEqual(names);
});
