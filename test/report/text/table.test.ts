import { describe, expect, it } from "vitest";
import { decimalsFor, formatCount, formatNumber } from "../../../src/report/text/format.js";
import { table } from "../../../src/report/text/table.js";

const plain = { width: 80, plain: true, color: false };
const columns = [{ title: "name" }, { title: "value", align: "right" as const }];

describe("table", () => {
  it("is drawn in ASCII with plain", () => {
    expect(table(columns, [["a", "1.0"]], plain)).toBe(
      [
        "+------+-------+",
        "| name | value |",
        "+------+-------+",
        "| a    |   1.0 |",
        "+------+-------+",
      ].join("\n"),
    );
  });

  it("is drawn in boxes without", () => {
    expect(table(columns, [["a", "1.0"]], { ...plain, plain: false })).toContain(
      "┌──────┬───────┐",
    );
  });

  it("has a bold head where there is colour and no colour where there is none", () => {
    expect(table(columns, [], { ...plain, color: true })).toContain("\x1b[1mname\x1b[22m");
    expect(table(columns, [], plain)).not.toContain("\x1b");
  });

  it("is as wide in colours as without", () => {
    const rows = [["\x1b[1m\x1b[32ma\x1b[39m\x1b[22m", "1.0"]];
    expect(table(columns, rows, { ...plain, width: 20 }).split("\n")[0]).toBe("+------+-------+");
  });

  it("repeats the names that rows begin with in each of its parts", () => {
    const many = [{ title: "column" }, { title: "shop" }];
    const numbers = Array.from({ length: 12 }, (_, c) => ({
      title: `statistic${c}`,
      align: "right" as const,
    }));
    const text = table([...many, ...numbers], [["sales", "Nord", ...numbers.map(() => "1.0")]], {
      ...plain,
      width: 60,
    });
    expect(text.match(/sales .*Nord/g)!.length).toBeGreaterThan(2);
    expect(text.match(/column/g)!.length).toBe(text.match(/shop/g)!.length);
  });

  it("wraps its widest column where it would be wider than the terminal", () => {
    const text = table(columns, [["many words ".repeat(20).trim(), "1.0"]], {
      ...plain,
      width: 50,
    });
    expect(Math.max(...text.split("\n").map((row) => row.length))).toBe(50);
    expect(text.match(/words/g)).toHaveLength(20);
  });
});

it("never cuts a word", () => {
  const long = "a".repeat(60);
  expect(table(columns, [[`${long} b`, "1.0"]], { ...plain, width: 40 })).toContain(long);
});

describe("numbers in tables", () => {
  it.each([
    [[432.1], 5, 2],
    [[99_999], 5, 0],
    [[1_234_567], 5, 0],
    [[0.05], 5, 6],
    [[0], 5, 4],
    [[Number.NaN, 12], 3, 1],
  ])("the largest of %j gets %i significant digits: %i decimals", (values, digits, decimals) => {
    expect(decimalsFor(values, digits)).toBe(decimals);
  });

  it("show a dash for what is not defined", () => {
    expect(formatNumber(Number.NaN, 2)).toBe("–");
    expect(formatNumber(Number.POSITIVE_INFINITY, 2, true)).toBe("-");
  });

  it("have no negative zero", () => {
    expect(formatNumber(-0.001, 2)).toBe("0.00");
  });

  it("counts have their thousands apart", () => {
    expect(formatCount(123)).toBe("123");
    expect(formatCount(1_234_567)).toBe("1,234,567");
  });
});

it("of a cell as long as a file shows the beginning", () => {
  const text = "word ".repeat(1_000_000);
  const lines = table([{ title: "id" }], [[text]], plain).split("\n");
  expect(lines.length).toBeLessThan(100);
  expect(lines.join("")).toContain("...");
});
