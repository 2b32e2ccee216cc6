import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RowOptions } from "../../../src/data/stream/row-format.js";
import { StreamRows } from "../../../src/data/stream/rows.js";
import { DataError } from "../../../src/errors.js";

/** What comes of a text: rows, and messages with the number of their line. */
function read(
  text: string,
  options: RowOptions = {},
  size = Number.POSITIVE_INFINITY,
  warn: (message: string) => void = () => {},
) {
  const rows = new StreamRows("-", options, warn);
  const bytes = Buffer.from(text);
  const found: unknown[] = [];
  const take = (row: unknown) =>
    found.push(row instanceof DataError ? `${row.location?.line}: ${row.message}` : row);
  for (let at = 0; at < bytes.length; at += size) {
    for (const row of rows.push(bytes.subarray(at, at + size))) take(row);
  }
  for (const row of rows.end()) take(row);
  return found;
}

const values = (text: string, options?: RowOptions, warn?: (message: string) => void) =>
  read(text, options, Number.POSITIVE_INFINITY, warn).map((row) =>
    typeof row === "string" ? row : (row as { y: number }).y,
  );

describe("rows of a stream", () => {
  it("are bare numbers, with a name above or without", () => {
    expect(values("3\n-1.5\n2e3\n")).toEqual([3, -1.5, 2000]);
    expect(values("load\n3\n4\n")).toEqual([3, 4]);
  });

  it("are found by name and content, with dates as they are written", () => {
    expect(read("ds,other,y\n2024-01-01,7,1\n2024-01-02,8,2")).toEqual([
      { y: 1, ds: "2024-01-01", id: "" },
      { y: 2, ds: "2024-01-02", id: "" },
    ]);
    expect(values("a,b\n1,2\n3,4\n", { target: ["b"] })).toEqual([2, 4]);
    expect(values("2024-01-01;1,5\n2024-01-02;2,5\n")).toEqual([1.5, 2.5]);
  });

  it("are objects, values in quotes or not", () => {
    expect(values('{"ds":"a","y":1}\n{"y":"2.5"}\n{"y":null}\n')).toEqual([1, 2.5, Number.NaN]);
    expect(values('{"load":1,"y":2}\n', { target: ["load"] })).toEqual([1]);
  });

  it("end in CRLF, or in nothing at last", () => {
    expect(values("ds,y\r\n2024-01-01,1\r\n2024-01-02,2")).toEqual([1, 2]);
  });

  it("may be quoted, missing, or written for people", () => {
    expect(
      values('ds,y\n2024-01-01,"1,234.5"\n2024-01-02,\n"2024-01-03",NA\n2024-01-04,7 %\n'),
    ).toEqual([1234.5, Number.NaN, Number.NaN, 7]);
  });

  it("are missing where they are a number that stands for none", () => {
    const options = { na: ["-9999"] };
    expect(values("ds,y\n2024-01-01,1\n2024-01-02,-9999\n", options)).toEqual([1, Number.NaN]);
  });

  it("stand among blank lines, comments and the same names again", () => {
    expect(values("# sensor\nds,y\n2024-01-01,1\n\n# pause\nds,y\n2024-01-02,2\n")).toEqual([1, 2]);
  });

  it("are told by number where they are none", () => {
    expect(
      values("ds,y\n2024-01-01,1\n2024-01-02,abc\n2024-01-03\n2024-01-04,inf\n5,6,7\n"),
    ).toEqual([
      1,
      '3: column "y" holds "abc" where a number was expected',
      "4: the row has 1 field where 2 were expected",
      '5: column "y" holds "inf" where a number within ±1e150 was expected',
      "6: the row has 3 fields where 2 were expected",
    ]);
    expect(values('{"y":1}\nfoo\n[1]\n{"x":1}\n{"y":"a"}\n')).toEqual([
      1,
      "2: this is not JSON",
      "3: the line is not a JSON object",
      '4: the object has no "y"',
      '5: "y" holds "a" where a number was expected',
    ]);
  });

  it("have points of thousands between semicolons where whole numbers before tell so", () => {
    const text = "d;y\n01.01.2024;990\n02.01.2024;1.000\n03.01.2024;1.018\n";
    const said: string[] = [];
    expect(values(text, {}, (message) => said.push(message))).toEqual([990, 1000, 1018]);
    expect(said).toEqual([
      'column "y" has thousands separators: "1.000" is read as 1000; --decimal . reads decimals',
    ]);
    expect(values(text, { decimal: "," })).toEqual([990, 1000, 1018]);
    expect(values(text, { decimal: "." })).toEqual([990, 1, 1.018]);
    expect(values("d;y\n1;990\n2;2.5\n3;1.010\n")).toEqual([990, 2.5, 1.01]);
    expect(values("d;y\n1;5\n2;1.010\n")).toEqual([5, 1010]);
    expect(values("d,y\n1,990\n2,1.000\n")).toEqual([990, 1]);
  });

  it("end where only the user knows whether points are those of thousands", () => {
    expect(() => values("d;y\n01.01.2024;9\n02.01.2024;1.018\n")).toThrow(
      expect.objectContaining({
        message: 'column "y": "1.018" may be 1018 or 1.018',
        hint: "Say which: --decimal ',' for 1018, --decimal . for 1.018.",
        location: expect.objectContaining({ line: 3 }),
      }),
    );
    const grouped = Array.from({ length: 30 }, (_, i) => `2024-01-${10 + (i % 20)};1.${100 + i}\n`);
    expect(() => values(`d;y\n${grouped.join("")}`)).toThrow(
      expect.objectContaining({
        message: 'column "y": "1.118" may be 1118 or 1.118',
        location: expect.objectContaining({ line: 20, text: "2024-01-28;1.118" }),
      }),
    );
  });

  it("have a date where the first one has: the sum below them is none", () => {
    expect(values("date,y\n2024-01-01,5\nTotal,11\n2024-01-02,6\n")).toEqual([
      5,
      '3: the row has "Total" where a date was expected',
      6,
    ]);
    expect(values('{"ds":"2024-01-01","y":1}\n{"ds":"Total","y":1}\n')[1]).toBe(
      '2: "ds" holds Total where a date was expected',
    );
    expect(values("ds,y\n7,1\n8,2\n")).toEqual([1, 2]);
  });

  it.each<readonly [string, string, string]>([
    ["days as numbers", "date,y\n20240101,5\nTotal,11\n20240102,6\n", "a number"],
    ["months", "Month;Sales\nJan 2024;5\nSumme;11\nFeb 2024;6\n", "a date"],
    ["points", "Datum;Wert\n01.01.2024;5\nGesamt;11\n02.01.2024;6\n", "a date"],
    ["Unix time", "ts,y\n1704067200,5\nTotal,11\n1704153600,6\n", "a number"],
    [
      "Unix time beside loads",
      "Timestamp (ms),load\n1704067200000,5\nTotal,11\n1704153600000,6\n",
      "a number",
    ],
    ["Unix time in ms", "epoch_ms,c\n1704067200000,5\nTotal,11\n1704153600000,6\n", "a number"],
    ["weeks", "week,y\n2024-W01,5\nTOTAL,11\n2024-W02,6\n", "a date"],
    ["quarters", "quarter,y\n2024Q1,5\nSum,11\n2024Q2,6\n", "a date"],
    ["years", "year,y\n2023,5\nTotal,11\n2024,6\n", "a date"],
    ["steps", "t,y\n0,5\nTotal,11\n1,6\n", "a number"],
    ["quotes", 'date,y\n"2024-01-01","5"\n"Grand total","11"\n"2024-01-02","6"\n', "a date"],
    ["averages", "date,y\n2024-01-01,5\nAverage,11\n2024-01-02,6\n", "a date"],
    ["a shop before", "store,date,y\na,2024-01-01,5\na,Total,11\nb,2024-01-01,6\n", "a date"],
    ["a date behind", "y,date\n5,2024-01-01\n11,Total\n6,2024-01-02\n", "a date"],
    ["no date", "date,y\n2024-01-01,5\n,11\n2024-01-02,6\n", "no date"],
    ["no date of a shop", "store,date,y\na,2024-01-01,5\nTotal,,11\nb,2024-01-01,6\n", "no date"],
    [
      "records",
      '{"date":"20240101","y":5}\n{"date":"Total","y":11}\n{"date":"20240102","y":6}\n',
      "a number",
    ],
    [
      "records without date",
      '{"t":1704067200,"y":5}\n{"t":null,"y":11}\n{"t":1704067201,"y":6}\n',
      "no date",
    ],
  ])("leave out a sum among %s", (_, text, expected) => {
    const [first, sum, last] = values(text);
    expect([first, last]).toEqual([5, 6]);
    expect(sum).toContain(expected);
  });

  it("keep ids beyond 2^53 as they are", () => {
    const [row] = read('{"id":9007199254740993,"ds":"2024-01-01","y":1}\n', { id: "id" });
    expect(row).toMatchObject({ id: "9007199254740993" });
  });

  it("are told of where a line is longer than a mebibyte, which is not held", () => {
    expect(values(`1\n${"9".repeat(2 ** 20 + 1)}\n2\n`)).toEqual([
      1,
      "2: the line is longer than 1 MiB",
      2,
    ]);
  });

  it("come as soon as their line has ended", () => {
    const rows = new StreamRows("-", {}, () => {});
    const push = (text: string) =>
      [...rows.push(Buffer.from(text))].map((row) => (row as { y: number }).y);
    expect(push("1")).toEqual([]);
    expect(push("2\n3")).toEqual([12]);
    expect(push("\n")).toEqual([3]);
  });

  it("are the same in pieces of any size", () => {
    const text =
      '# é\r\nds,naïve,y\r\n2024-01-01,1,2\r\n2024-01-02,"x ""y""",3\r\nbad\r\n2024-01-03,2,4';
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (size) => {
        expect(read(text, {}, size)).toEqual(read(text));
      }),
    );
  });

  it("are refused as a whole where the first lines tell of none", () => {
    expect(() => values("nothing\nto\nsee\n")).toThrow();
    expect(() => values("ds,y\n")).toThrow("no rows below it");
    expect(() => values("ds,load\n2024-01-01,1\n", { target: ["lod"] })).toThrow('no column "lod"');
  });
});
