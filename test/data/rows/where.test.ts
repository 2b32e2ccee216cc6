import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowsWhere } from "../../../src/data/rows/where.js";
import { tableFromValues } from "../../../src/data/table/records.js";

const TABLE = tableFromValues(
  "t",
  5,
  new Map<string, unknown[]>([
    ["store", ["Berlin", "Ulm", "Berlin", "Köln, Süd", "Ulm"]],
    ["units", [1, 2, 3, null, 5]],
    ["date", ["2022-01-01", "2022-01-31", "2022-02-01", "2022-12-31", "2023-01-01"]],
    ["a>b", [1, 1, 2, 2, 2]],
  ]),
  {},
  [],
);

/** Which rows are left, by their units. */
function left(...conditions: string[]): (number | undefined)[] {
  const table = rowsWhere(TABLE, conditions);
  const units = table.columns.find(({ name }) => name === "units")!;
  return Array.from({ length: table.rows }, (_, row) =>
    units.kind === "number" && !Number.isNaN(units.values[row]) ? units.values[row] : undefined,
  );
}

describe("rows where", () => {
  it.each(["date!=Total", "sales<4000"])("reads dates where %s leaves a total out", (condition) => {
    const columns = new Map<string, unknown[]>([
      ["date", ["2024-01-01", "2024-01-02", "Total"]],
      ["year", ["2019", "2020", "All"]],
      ["sales", [1, 2, 5000]],
    ]);
    const table = rowsWhere(tableFromValues("t", 3, columns, {}, []), [condition]);
    const [date, year] = table.columns;
    expect(table.columns.map(({ kind }) => kind)).toEqual(["time", "number", "number"]);
    expect(date!.kind === "time" && [...date!.values]).toEqual([
      Date.UTC(2024, 0, 1),
      Date.UTC(2024, 0, 2),
    ]);
    expect([table.cell(1, date!), table.cell(1, year!)]).toEqual(["2024-01-02", "2020"]);
  });

  it.each([
    [["store=Ulm"], [2, 5]],
    [["store = Ulm, Berlin"], [1, 2, 3, 5]],
    [['store="Köln, Süd",Ulm'], [2, undefined, 5]],
    [["store!=Ulm,Berlin"], [undefined]],
    [["units>2"], [3, 5]],
    [
      ["units>=2", "units<5"],
      [2, 3],
    ],
    [["units="], [undefined]],
    [["units!="], [1, 2, 3, 5]],
    [["units=1,5"], [1, 5]],
    [["date=2022-01"], [1, 2]],
    [["date<=2022"], [1, 2, 3, undefined]],
    [["date>2022"], [5]],
    [["date<2022-02"], [1, 2]],
    [["date!=2022"], [5]],
    [["a>b=2", "store=Ulm"], [5]],
    [["a>b>1", "UNITS<4"], [3]],
  ])("%j are %j", (conditions, expected) => {
    expect(left(...conditions)).toEqual(expected);
  });

  it.each([
    [["store"], /is not a condition/],
    [["store=Ulma"], /no row of t has "Ulma" in column "store"/],
    [["store>Ulm"], /compares the size of text/],
    [["units>many"], /compares numbers with "many"/],
    [["date>=1.2.2022"], /compares dates with "1.2.2022"/],
    [["shop=Ulm"], /there is no column "shop"/],
    [["store=Ulm", "units=1"], /no row of t has store=Ulm and units=1/],
  ])("%j is refused", (conditions, message) => {
    expect(() => left(...conditions)).toThrow(message);
  });

  describe("of numbers with leading zeros, and of ids", () => {
    const ids = ["000123", "123", "004567", "3.1", "3.10"];
    const table = (name: string) => {
      const columns = new Map<string, unknown[]>([[name, ids]]);
      return tableFromValues("t", ids.length, columns, {}, []);
    };
    const cells = (name: string, condition: string, id?: string) => {
      const kept = rowsWhere(table(name), [condition], true, id === undefined ? {} : { id });
      return Array.from({ length: kept.rows }, (_, row) => kept.cell(row, kept.columns[0]!));
    };

    it.each([
      ["code=000123", undefined, ["000123"]],
      ["code=123", undefined, ["123"]],
      ["code=+123", undefined, ["123"]],
      ["code=123,004567", undefined, ["123", "004567"]],
      ["code!=123", undefined, ["000123", "004567", "3.1", "3.10"]],
      ["code=3.1", undefined, ["3.1", "3.10"]],
      ["code=3.1", "code", ["3.1"]],
      ["code>=123", undefined, ["000123", "123", "004567"]],
    ])("%s, where the series are named by %s, is %j", (condition, id, expected) => {
      expect(cells("code", condition, id)).toEqual(expected);
    });

    it.each(["meter", "unique_id"])("are compared as texts in a column %s", (name) => {
      expect(cells(name, `${name}=3.10`)).toEqual(["3.10"]);
      expect(() => cells(name, `${name}=+123`)).toThrow(/no row of t has "\+123"/);
    });

    it("tells how the value is written that is meant", () => {
      expect(() => cells("code", "code=+4567.0")).toThrow(
        /no row of t has "\+4567.0" in column "code", which holds "004567"/,
      );
    });
  });

  it("keep their cells, and only the texts that are left", () => {
    const table = rowsWhere(TABLE, ["store=Ulm"]);
    const store = table.columns[0]!;
    expect(table.cell(1, table.columns[1]!)).toBe("5");
    expect(store.kind === "text" && store.labels.size).toBe(1);
    // Chosen once, they are not looked for again.
    expect(rowsWhere(table, ["store=Ulm"])).toBe(table);
  });

  it("are those of a plain filter, whatever the numbers", () => {
    const operators = fc.constantFrom("=", "!=", "<", "<=", ">", ">=");
    const numbers = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(numbers, operators, fc.integer({ min: -3, max: 3 }), (values, how, bound) => {
        const table = tableFromValues("t", values.length, new Map([["v", values]]), {}, []);
        const holds = {
          "=": (v: number) => v === bound,
          "!=": (v: number) => v !== bound,
          "<": (v: number) => v < bound,
          "<=": (v: number) => v <= bound,
          ">": (v: number) => v > bound,
          ">=": (v: number) => v >= bound,
        }[how];
        const expected = values.filter(holds);
        const chosen = () => rowsWhere(table, [`v${how}${bound}`]);
        if (expected.length === 0) {
          expect(chosen).toThrow(/no row of t/);
          return;
        }
        const [column] = chosen().columns;
        expect(column!.kind === "number" && Array.from(column!.values)).toEqual(expected);
      }),
    );
  });
});
