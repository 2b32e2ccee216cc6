import { describe, expect, it } from "vitest";
import { isTsf, parseTsf } from "../../../src/data/format/tsf/tsf.js";
import { panelFromColumns } from "../../../src/data/panel/from-table.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";

const bytes = (text: string) => new TextEncoder().encode(text);

/** A file as the Monash archive has them: comments, header, and a line a series. */
const file = (frequency: string, ...lines: readonly string[]) => `# Dataset Information
#
@relation test
@attribute series_name string
@attribute state string
@attribute start_timestamp date
${frequency}
@horizon 8
@missing true
@equallength false
@data
${lines.join("\n")}
`;

function read(text: string) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const table = parseTsf({ name: "test.tsf", bytes: bytes(text) }, warn);
  return { table, panel: panelFromColumns(table, { missing: "error" }, warn), warnings };
}

describe("Monash .tsf", () => {
  it("is told from a table by its header", () => {
    expect(isTsf(bytes(file("@frequency daily", "T1:NSW:1996-03-18 00-00-00:1,2")))).toBe(true);
    expect(isTsf(bytes("ds,y\n2024-01-01,a@b\n"))).toBe(false);
    expect(isTsf(bytes("@relation iris\n@attribute a numeric\n@data\n1\n"))).toBe(false);
  });

  it.each([
    ["yearly", "1979-01-01 12-00-00", "YS", ["1979-01-01", "1980-01-01"]],
    ["quarterly", "1990-01-01 00-00-00", "QS", ["1990-01-01", "1990-04-01"]],
    ["monthly", "1990-01-31 00-00-00", "ME", ["1990-01-31", "1990-02-28"]],
    ["weekly", "1996-03-18 12-00-00", "W-MON", ["1996-03-18", "1996-03-25"]],
    ["daily", "1996-03-18 00-00-00", "D", ["1996-03-18", "1996-03-19"]],
    ["half_hourly", "2020-01-01 00-30-00", "30min", ["2020-01-01T00:30:00", "2020-01-01T01:00:00"]],
    ["10_minutes", "2006-01-01 00-00-00", "10min", ["2006-01-01T00:00:00", "2006-01-01T00:10:00"]],
    ["4_seconds", "2019-08-01 00-00-01", "4s", ["2019-08-01T00:00:01", "2019-08-01T00:00:05"]],
  ])("counts dates on from the first one: %s", (frequency, start, alias, ds) => {
    const { panel } = read(file(`@frequency ${frequency}`, `T1:NSW:${start}:5,6,7,8,9,10`));
    expect(panel.frequency.alias).toBe(alias);
    expect(formatTimes(panel.series[0].ds).slice(0, 2)).toEqual(ds);
  });

  it("has series of their own length and start, and says what the header says", () => {
    const { table, panel } = read(
      file(
        "@frequency weekly",
        "T1:NSW:1996-03-18 00-00-00:1,2,3",
        "T2:VIC:1996-04-01 00-00-00:-4,5e1",
      ),
    );
    expect(panel.series.map(({ id, y }) => [id, ...y])).toEqual([
      ["T1", 1, 2, 3],
      ["T2", -4, 50],
    ]);
    expect(table.dialect).toEqual(["Monash .tsf", "weekly", "horizon of 8 steps"]);
    const state = table.columns.find(({ name }) => name === "state")!;
    expect(table.cell(4, state)).toBe("VIC");
  });

  it("points at the value that is missing", () => {
    expect(() => read(file("@frequency daily", "T1:NSW:1996-03-18 00-00-00:1,?,3"))).toThrow(
      expect.objectContaining({
        location: expect.objectContaining({ line: 12, column: 30, text: expect.any(String) }),
      }),
    );
  });

  it("counts values where the file says no frequency", () => {
    const { panel, warnings } = read(file("", "T1:NSW:1996-03-18 00-00-00:1,2,3"));
    expect(panel.frequency.unit).toBe("index");
    expect(warnings.join()).toMatch(/no @frequency/);
  });

  it.each([
    ["an unknown frequency", file("@frequency dayly", "T1:NSW:2020-01-01 00-00-00:1"), 7, /daily/],
    [
      "a first date that is none",
      file("@frequency daily", "T1:NSW:2020-02-30 00-00-00:1"),
      12,
      /1996/,
    ],
    [
      "a text among the values",
      file("@frequency daily", "T1:NSW:2020-02-01 00-00-00:1,x"),
      12,
      /\?/,
    ],
    ["a line with too few attributes", file("@frequency daily", "T1:1,2"), 12, /colon/],
  ])("refuses %s with its line", (_, text, line, hint) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        hint: expect.stringMatching(hint),
        location: expect.objectContaining({ line }),
      }),
    );
  });
});
