import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { type PanelOptions, panelFromColumns } from "../../../src/data/panel/from-table.js";
import { unpivotDates } from "../../../src/data/roles/wide/wide-dates.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";
import { dayAt, isoDay, monthAt } from "../read/written/written-tables.js";

function read(text: string, options: PanelOptions = {}) {
  const said: string[] = [];
  const warn = (message: string) => void said.push(message);
  const bytes = new TextEncoder().encode(text);
  const table = unpivotDates(parseCsv({ name: "t.csv", bytes }, {}, warn), options, warn);
  const { series, reading } = panelFromColumns(table, options, warn);
  const [{ ds, y }] = series;
  return {
    begins: [reading!.targets[0], formatTimes(ds)[0], y[0], y.length, y.at(-1)],
    columns: table.columns.map(({ name }) => name),
    said: said.join("\n"),
  };
}

const day = (i: number) => isoDay(dayAt(2024, 1, 1, i));
const lines = (line: (i: number) => string, count = 30) =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");

describe("tables that stand beside each other", () => {
  it.each<readonly [string, string, PanelOptions, readonly unknown[]]>([
    [
      "an empty column between",
      `Date,A,,Date,B\n${lines((i) => `${day(i)},${i},,${day(i + 7)},${50 + i}`)}`,
      {},
      ["A", "2024-01-01", 0, 30, 29],
    ],
    [
      "none between",
      `Date,Last,Date,Last\n${lines((i) => `${day(i)},${i},${day(i + 7)},${50 + i}`)}`,
      {},
      ["Last", "2024-01-01", 0, 30, 29],
    ],
    [
      "other names",
      `Day,A,,Week,B\n${lines((i) => `${day(i)},${i},,${day(7 * i)},${50 + i}`)}`,
      {},
      ["A", "2024-01-01", 0, 30, 29],
    ],
    [
      "three",
      `Date,A,,Date,B,,Date,C\n${lines((i) => `${day(i)},${i},,${day(i + 7)},${i},,${day(i + 9)},${i}`)}`,
      {},
      ["A", "2024-01-01", 0, 30, 29],
    ],
    [
      "the second shorter",
      `Date,A,,Date,B\n${lines((i) => `${day(i)},${i},,${i < 9 ? `${day(i + 7)},${50 + i}` : ","}`)}`,
      { time: "Date.1" },
      ["B", "2024-01-08", 50, 9, 58],
    ],
    [
      "the first shorter",
      `Date,A,,Date,B\n${lines((i) => `${i < 9 ? `${day(i)},${i}` : ","},,${day(i + 7)},${50 + i}`)}`,
      {},
      ["A", "2024-01-01", 0, 9, 8],
    ],
    [
      "the second by its dates",
      `Date,A,,Date,B\n${lines((i) => `${day(i)},${i},,${day(i + 7)},${50 + i}`)}`,
      { time: "Date.1" },
      ["B", "2024-01-08", 50, 30, 79],
    ],
    [
      "the second by its values",
      `Date,A,,Date,B\n${lines((i) => `${day(i)},${i},,${day(i + 7)},${50 + i}`)}`,
      { target: ["B"] },
      ["B", "2024-01-08", 50, 30, 79],
    ],
    [
      "months and days",
      `Date,A,,Date,B\n${lines((i) => `${isoDay(monthAt(2020, 1, i))},${i},,${day(i)},${50 + i}`)}`,
      {},
      ["A", "2020-01-01", 0, 30, 29],
    ],
    [
      "two values each",
      `Date,A,B,,Date,A,B\n${lines((i) => `${day(i)},${i},1,,${day(i + 7)},${i},2`)}`,
      { target: ["A.1"] },
      ["A.1", "2024-01-08", 0, 30, 29],
    ],
  ])("are read one at a time: %s", (_, text, options, begins) => {
    const { said, columns, begins: found } = read(text, options);
    expect(found).toEqual(begins);
    expect(said).toContain("tables stand beside each other, with dates in ");
    expect(columns.length).toBeLessThanOrEqual(3);
  });

  it.each<readonly [string, string, number]>([
    ["the same dates twice", `Date,A,Date,B\n${lines((i) => `${day(i)},${i},${day(i)},${i}`)}`, 4],
    [
      "the same dates, fewer",
      `Date,A,,Date,B\n${lines((i) => `${day(i)},${i},,${i < 9 ? `${day(i)},5` : ","}`)}`,
      5,
    ],
    [
      "when it was sent",
      `ordered,qty,sent,cost\n${lines((i) => `${day(i)},${i},${day(i + 2)},${i}`)}`,
      4,
    ],
    ["a date without values", `Date,A,,Date\n${lines((i) => `${day(i)},${i},,${day(i + 1)}`)}`, 4],
  ])("are not seen in one: %s", (_, text, count) => {
    const { said, columns } = read(text);
    expect(said).not.toContain("beside each other");
    expect(columns).toHaveLength(count);
  });

  it("cannot be read together", () => {
    const text = `Date,A,,Date,B\n${lines((i) => `${day(i)},${i},,${day(i + 7)},${50 + i}`)}`;
    expect(() => read(text, { target: ["A", "B"] })).toThrow(
      'columns "A" and "B" of t.csv belong to tables beside each other',
    );
  });
});
