import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import type { CsvTable } from "../../../src/data/format/csv-table.js";
import { type PanelOptions, panelFromColumns } from "../../../src/data/panel/from-table.js";
import type { NumberColumn } from "../../../src/data/table/columns.js";
import { futureIndex } from "../../../src/data/time/frequency.js";
import { parseFrequency } from "../../../src/data/time/frequency-alias.js";
import { formatTimes } from "../../../src/data/time/timestamp.js";
import { type ForetellError, UsageError } from "../../../src/errors.js";

function read(text: string, options: PanelOptions = {}, name = "data/sales.csv") {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const source = { name, bytes: new TextEncoder().encode(text) };
  const panel = panelFromColumns(parseCsv(source, {}, warn), options, warn);
  const series = panel.series.map(({ id, ds, y }) => [id, formatTimes(ds), Array.from(y)]);
  return { panel, series, warnings, ids: panel.series.map(({ id }) => id) };
}

function tableOf(text: string): CsvTable {
  return parseCsv({ name: "t.csv", bytes: new TextEncoder().encode(text) });
}

function failure(text: string, options?: PanelOptions): ForetellError {
  try {
    read(text, options);
  } catch (error) {
    return error as ForetellError;
  }
  throw new Error("nothing was thrown");
}

/** Rows of consecutive days with these values. */
function days(...values: (number | string)[]): string {
  const dates = formatTimes(futureIndex(Date.UTC(2024, 0, 0), parseFrequency("D"), values.length));
  return values.map((v, i) => `${dates[i]},${v}\n`).join("");
}

describe("columns of a panel", () => {
  it("takes ds and y, and the file's name for the series'", () => {
    const { panel, series, warnings } = read(`ds,y\n${days(1, 2, 3)}`);
    expect(series).toEqual([["sales", ["2024-01-01", "2024-01-02", "2024-01-03"], [1, 2, 3]]]);
    expect(panel).toMatchObject({ frequency: { alias: "D" }, season: 7, source: "data/sales.csv" });
    expect(panel.reading).toEqual({
      rows: 3,
      time: "ds",
      targets: ["y"],
      id: undefined,
      frequencyFrom: "inferred",
      seasonFrom: "frequency",
    });
    expect(warnings).toEqual([]);
  });

  it("calls the one series of stdin `series`", () => {
    expect(read(`ds,y\n${days(1, 2)}`, {}, "-").ids).toEqual(["series"]);
  });

  it("makes a series of each id, in order of first appearance", () => {
    const { series } = read(
      "unique_id,ds,y\nb,2024-01-01,1\na,2024-01-01,2\nb,2024-01-02,3\na,2024-01-02,4\n",
    );
    expect(series.map(([id, , y]) => [id, y])).toEqual([
      ["b", [1, 3]],
      ["a", [2, 4]],
    ]);
  });

  it("keeps numeric ids as they were written", () => {
    const { ids } = read("id,ds,y\n007,2024-01-01,1\n007,2024-01-02,2\n010,2024-01-01,3\n");
    expect(ids).toEqual(["007", "010"]);
  });

  it("keeps an id called NA", () => {
    const { ids } = read("id,ds,y\nNA,2024-01-01,1\nZA,2024-01-01,2\nNA,2024-01-02,1\n");
    expect(ids).toEqual(["NA", "ZA"]);
  });

  it("takes a column of row numbers called id for no series", () => {
    const { ids, warnings } = read("id,date,sales\n1,2024-01-01,5\n2,2024-01-02,6\n");
    expect(ids).toEqual(["sales"]);
    expect(warnings[0]).toContain('"id" has another value in each row');
  });

  it("takes complete series out of the table's columns without a copy, and their dates once", () => {
    const table = tableOf(
      "id,ds,y\na,2024-01-01,1\na,2024-01-02,2\nb,2024-01-01,3\nb,2024-01-02,4\n",
    );
    const y = table.columns[2] as NumberColumn;
    const { series } = panelFromColumns(table, {}, () => {});
    for (const one of series) {
      expect(one.ds.buffer).toBe(series[0].ds.buffer);
      expect(one.y.buffer).toBe(y.values.buffer);
    }
  });

  it("shares the dates of series whose rows are mixed", () => {
    const table = tableOf(
      "id,ds,y\na,2024-01-01,1\nb,2024-01-01,3\na,2024-01-02,2\nb,2024-01-02,4\n",
    );
    const [a, b] = panelFromColumns(table, {}, () => {}).series;
    expect(b.ds.buffer).toBe(a.ds.buffer);
  });

  it("fills what is missing without a change to the table", () => {
    const table = tableOf("ds,y,price\n2024-01-01,1,5\n2024-01-02,,\n2024-01-03,3,7\n");
    const before = table.columns.map((column) => column.kind !== "text" && column.values.slice());
    const { series } = panelFromColumns(table, { future: ["price"] }, () => {});
    expect(Array.from(series[0].y)).toEqual([1, 2, 3]);
    expect(table.columns.map((column) => column.kind !== "text" && column.values)).toEqual(before);
  });

  it("takes the one text column for the id when dates repeat, and says so", () => {
    const { ids, warnings } = read(
      "date,store,sales\n2024-01-01,N,1\n2024-01-01,S,2\n2024-01-02,N,3\n2024-01-02,S,4\n",
    );
    expect(ids).toEqual(["N", "S"]);
    expect(warnings[0]).toContain('"store" is taken to name the series; choose with --id');
  });

  it("makes no series of texts that are all different", () => {
    expect(failure("date,note,y\n2024-01-01,a,1\n2024-01-01,b,2\n").message).toBe(
      "2024-01-01 is there already in line 2",
    );
  });

  it("passes over labels that no row has", () => {
    const table = {
      name: "frame",
      rows: 2,
      columns: [
        {
          name: "id",
          kind: "text" as const,
          codes: Int32Array.of(1, 1),
          labels: { size: 2, text: String },
        },
        { name: "y", kind: "number" as const, values: Float64Array.of(5, 6) },
      ],
      cell: () => "",
    };
    expect(panelFromColumns(table, {}, () => {}).series.map(({ id }) => id)).toEqual(["1"]);
  });

  it("leaves a text column alone when dates do not repeat", () => {
    expect(read("date,note,sales\n2024-01-01,x,1\n2024-01-02,x,2\n").ids).toEqual(["sales"]);
  });

  it("takes the first of several numeric columns and names the others", () => {
    const { panel, warnings } = read("date,a,b,c\n2024-01-01,1,2,3\n2024-01-02,4,5,6\n");
    expect(panel.reading?.targets).toEqual(["a"]);
    expect(warnings).toEqual([
      '3 columns hold numbers (a, b, c); reading "a", choose with --target',
    ]);
  });

  it("passes over the nameless row numbers that data frames write", () => {
    const { panel, warnings } = read(",date,a\n0,2024-01-01,7\n1,2024-01-02,8\n");
    expect(panel.reading?.targets).toEqual(["a"]);
    expect(warnings).toEqual([]);
  });

  it("makes a series of each target of a wide table, named after it", () => {
    const { series } = read("date,a,b\n2024-01-01,1,2\n2024-01-02,4,5\n", { target: ["b", "a"] });
    expect(series.map(([id, , y]) => [id, y])).toEqual([
      ["b", [2, 5]],
      ["a", [1, 4]],
    ]);
  });

  it("joins id and target when both tell series apart", () => {
    const { ids } = read(
      "id,date,a,b\nx,2024-01-01,1,2\nx,2024-01-02,1,2\ny,2024-01-01,1,2\ny,2024-01-02,1,2\n",
      { target: ["a", "b"] },
    );
    expect(ids).toEqual(["x/a", "x/b", "y/a", "y/b"]);
  });

  it("takes the columns that are named", () => {
    const { panel, ids } = read("ds,when,y,amount,shop\n1,2024-01-01,0,5,p\n2,2024-01-02,0,6,p\n", {
      time: "when",
      target: ["AMOUNT"],
      id: "shop",
    });
    expect(panel.reading).toMatchObject({ time: "when", targets: ["amount"], id: "shop" });
    expect(ids).toEqual(["p"]);
  });

  it("suggests the nearest of the columns for a name there is not", () => {
    expect(failure("ds,sales\n2024-01-01,1\n", { target: ["saels"] })).toMatchObject({
      exitCode: 2,
      message: 'there is no column "saels" in data/sales.csv',
      hint: 'Did you mean "sales"? Columns: ds, sales.',
    });
  });

  it("counts rows when there are no dates, with a warning", () => {
    const { panel, warnings } = read("y\n5\n6\n7\n");
    expect(Array.from(panel.series[0].ds)).toEqual([0, 1, 2]);
    expect(panel).toMatchObject({ frequency: { unit: "index" }, season: 1 });
    expect(warnings).toEqual([
      "data/sales.csv: no column holds dates; rows are counted 0, 1, 2, …",
    ]);
  });

  it("counts rows of each series when there are no dates", () => {
    const { panel } = read("id,y\na,1\nb,2\na,3\n");
    expect(panel.series.map(({ ds }) => Array.from(ds))).toEqual([[0, 1], [0]]);
  });

  it("takes whole numbers in a column called time for the index they are", () => {
    const { panel } = read("time,y\n10,1\n20,2\n40,4\n");
    expect(panel.frequency).toMatchObject({ unit: "index", multiple: 10 });
    expect(Array.from(panel.series[0].y)).toEqual([1, 2, 3, 4]);
  });

  it("reads years, packed dates and Unix seconds in a column called like a time", () => {
    expect(read("year,y\n1700,1\n1701,2\n").panel.frequency.alias).toBe("YS");
    expect(read("month,y\n202401,1\n202402,2\n").panel.frequency.alias).toBe("MS");
    const unix = read("timestamp,y\n1700000000,1\n1700003600,2\n");
    expect(unix.panel.frequency.alias).toBe("h");
    expect(unix.warnings).toEqual(['column "timestamp" is read as Unix seconds']);
  });

  it("refuses a table without numbers", () => {
    expect(failure("ds,name\n2024-01-01,a\n2024-01-02,b\n")).toMatchObject({
      exitCode: 3,
      message: "no column of data/sales.csv holds numbers to forecast",
      hint: 'Columns: ds, name. "name" holds "a".',
    });
  });
});

describe("cells that do not fit", () => {
  it("names line and column of text among the target's numbers", () => {
    expect(failure('id,ds,y\na,2024-01-01,1.5\na,2024-03-01,"12,4"\n')).toMatchObject({
      exitCode: 3,
      message: 'column "y" holds "12,4" where a number was expected',
      hint: "Decimal commas? Try --decimal ','.",
      location: {
        file: "data/sales.csv",
        line: 3,
        column: 14,
        width: 6,
        text: 'a,2024-03-01,"12,4"',
      },
    });
    expect(failure(`ds,y\n${days("NA", '"12,4"', 1.5)}`).location).toMatchObject({ line: 3 });
    expect(failure(`ds,y\n${days(1, "12kg")}`)).toMatchObject({
      message: 'column "y" holds "12kg" where a number was expected',
      hint: 'Leave the unit "kg" out of the cells.',
    });
  });

  it("points at decimal commas in a column of another name", () => {
    expect(failure('Datum;Umsatz\n2024-01-01;1.5\n2024-01-02;"3,52"\n')).toMatchObject({
      message: 'column "Umsatz" holds "3,52" where a number was expected',
      location: { line: 3 },
    });
  });

  it("names a stamp that cannot be read among dates", () => {
    expect(failure("ds,y\n2024-01-01,1\n2023-02-29,2\n")).toMatchObject({
      message: 'column "ds" holds "2023-02-29" where a date was expected',
      location: { line: 3, column: 1, width: 10 },
      hint: expect.stringContaining("2024-01-31"),
    });
  });

  it("names a date in a form that is not read", () => {
    expect(failure("Date,y\n05~01~2024,1\n06~01~2024,2\n")).toMatchObject({
      exitCode: 3,
      message: 'column "Date" holds "05~01~2024" where a date was expected',
    });
  });

  it("names a row without a date and a row without an id", () => {
    expect(failure("ds,y\n2024-01-01,1\n,2\n")).toMatchObject({
      exitCode: 3,
      location: { line: 3 },
    });
    expect(failure("id,ds,y\na,2024-01-01,1\na,2024-01-02,1\n,2024-01-03,2\n")).toMatchObject({
      exitCode: 3,
      message: 'column "id" is empty where the name of a series was expected',
      location: { line: 4 },
    });
  });

  it("refuses infinite numbers with their line", () => {
    for (const cell of ["inf", "-Infinity", "1e400"]) {
      expect(failure(`ds,y\n${days(1, cell, 3)}`)).toMatchObject({
        message: `column "y" holds "${cell}" where a finite number was expected`,
        location: { line: 3, column: 12 },
      });
    }
  });
});

describe("order, gaps and missing values", () => {
  it("sorts rows and names the first one out of order", () => {
    const { series, warnings } = read(
      "ds,y\n2024-01-01,1\n2024-01-03,3\n2024-01-02,2\n2024-01-04,4\n",
    );
    expect(series[0][2]).toEqual([1, 2, 3, 4]);
    expect(warnings).toEqual([
      "data/sales.csv:4: 2024-01-02 comes after 2024-01-03; rows are sorted by date",
    ]);
  });

  it("gives the same panel for rows in any order", () => {
    const rows = ["a", "b"].flatMap((id) =>
      formatTimes(futureIndex(0, parseFrequency("W-MON"), 12)).map((ds, i) => `${id},${ds},${i}`),
    );
    const tidy = read(`id,ds,y\n${rows.join("\n")}\n`).panel;
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        const { panel } = read(`id,ds,y\n${shuffled.join("\n")}\n`);
        expect([...panel.series].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(tidy.series);
      }),
      { numRuns: 30 },
    );
  });

  it("refuses a date that stands twice in a series, naming both lines", () => {
    expect(failure("ds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-01,3\n")).toMatchObject({
      exitCode: 3,
      message: "2024-01-01 is there already in line 2",
      location: { line: 4 },
    });
  });

  it("asks for --id when dates repeat and several columns could tell series apart", () => {
    const text = "ds,shop,item,y\n2024-01-01,n,p,1\n2024-01-01,s,p,2\n2024-01-02,n,q,2\n";
    expect(failure(text).hint).toContain("--id shop or --id item");
  });

  it("fills gaps in the dates on a straight line and counts them", () => {
    const { series, warnings } = read(
      "ds,y\n2024-01-01,1\n2024-02-01,2\n2024-03-01,3\n2024-06-01,9\n",
    );
    expect(series[0][1]).toEqual([1, 2, 3, 4, 5, 6].map((month) => `2024-0${month}-01`));
    expect(series[0][2]).toEqual([1, 2, 3, 5, 7, 9]);
    expect(warnings).toEqual([
      "data/sales.csv:5: 2 dates are missing, the first here; rows are added and interpolated",
    ]);
  });

  it("interpolates missing values and counts them", () => {
    const { series, warnings } = read(`ds,y\n${days(1, "NA", 3, "", "null", 9)}`);
    expect(series[0][2]).toEqual([1, 2, 3, 5, 7, 9]);
    expect(warnings).toEqual([
      "data/sales.csv:3: 3 values are missing, the first here; interpolated",
    ]);
  });

  it("drops missing values at both ends", () => {
    const { series, warnings } = read(`ds,y\n${days("", 1, 2, "", "")}`);
    expect(series[0].slice(1)).toEqual([
      ["2024-01-02", "2024-01-03"],
      [1, 2],
    ]);
    expect(warnings).toEqual([
      "data/sales.csv:2: 1 value is missing; left out, as the series starts later",
      "data/sales.csv:5: 2 values are missing, the first here; left out, as the series ends before them",
    ]);
  });

  it("gives finite values on a regular index whatever is missing", () => {
    const cell = fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: "" });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 40 }), (cells) => {
        const { panel } = read(`ds,y\n${days(0, ...cells, 0)}`);
        const { ds, y } = panel.series[0];
        expect(y.length).toBe(cells.length + 2);
        expect(y.every(Number.isFinite)).toBe(true);
        expect(ds).toEqual(futureIndex(Date.UTC(2023, 11, 31), panel.frequency, y.length));
        cells.forEach((value, i) => {
          if (value !== "") expect(y[i + 1]).toBe(value);
        });
      }),
    );
  });

  it("leaves series without values out, and names them", () => {
    const { panel, warnings } = read(
      "id,ds,y\na,2024-01-01,1\na,2024-01-02,2\nb,2024-01-01,\nb,2024-01-02,\n",
    );
    expect(panel.series.map(({ id }) => id)).toEqual(["a"]);
    expect(warnings).toContain("1 of 2 series have no values and are left out: b");
  });

  it("refuses a table none of whose series has values", () => {
    expect(failure("id,ds,y\na,2024-01-01,\na,2024-01-02,\n").message).toMatch(
      /no values|no column/,
    );
  });
});

describe("frequency and season", () => {
  it("says that a season is too long for all series, and which models go without it", () => {
    const rows = (season: number) =>
      read(`ds,y\n${days(1, 2, 3, 4, 5, 6, 7)}`, { season }).warnings;
    expect(rows(3)).toEqual([]);
    expect(rows(4)).toEqual([
      "7 rows are less than two seasons of 4: models that estimate a season leave it out",
    ]);
    expect(rows(7)).toEqual(["7 rows are too few for a season of 7: models forecast without it"]);
  });

  it("takes the told frequency and season", () => {
    const { panel } = read("ds,y\n2024-01-01,1\n2024-01-03,3\n", { freq: "D", season: 3 });
    expect(panel).toMatchObject({ frequency: { alias: "D" }, season: 3 });
    expect(panel.reading).toMatchObject({ frequencyFrom: "told", seasonFrom: "told" });
    expect(Array.from(panel.series[0].y)).toEqual([1, 2, 3]);
  });

  it("names the first stamp that is off the told grid, and what the dates look like", () => {
    const ends = "ds,y\n2024-01-31,1\n2024-02-29,2\n2024-03-31,3\n";
    expect(failure(ends, { freq: "MS" })).toMatchObject({
      exitCode: 3,
      message: "2024-02-29 is not on the grid of frequency MS that starts at 2024-01-31",
      hint: "The dates look like --freq ME.",
      location: { line: 3 },
    });
    expect(failure("ds,y\n2024-01-01,1\n2024-01-08,2\n", { freq: "W-SUN" })).toMatchObject({
      message: "2024-01-01 is not on the grid of frequency W-SUN",
      hint: "The dates look like --freq W-MON.",
    });
  });

  it("names no frequency that uneven dates do not stand on, but how they are brought to one", () => {
    const times = ["00:00:00", "00:00:15", "00:00:30", "00:00:52", "00:01:31"];
    const uneven = `ds,y\n${times.map((time) => `2024-01-01 ${time},1\n`).join("")}`;
    expect(failure(uneven, { freq: "min" })).toMatchObject({
      exitCode: 3,
      hint: expect.stringMatching(/^(?!.*15s).*--freq.* --aggregate mean/),
    });
  });

  it("names a stamp off the inferred grid", () => {
    expect(
      failure(
        "ds,y\n2024-01-01 00:00,1\n2024-01-01 00:15,2\n2024-01-01 00:30,2\n2024-01-01 00:50,3\n",
      ),
    ).toMatchObject({ exitCode: 3, location: { line: 5 } });
  });

  it("keeps quarters in February, May, August and November under --freq QS", () => {
    const { panel } = read("ds,y\n2024-02-01,1\n2024-05-01,3\n", { freq: "QS" });
    expect(formatTimes(futureIndex(panel.series[0].ds[1], panel.frequency, 1))).toEqual([
      "2024-08-01",
    ]);
  });

  it("refuses an index that would be almost all gaps", () => {
    const text = "ds,y\n1970-01-01T00:00:00,1\n1970-01-01T00:00:01,2\n2024-01-01T00:00:00,3\n";
    expect(failure(text)).toMatchObject({ exitCode: 3, location: { line: 4 } });
  });

  it("asks for the frequency of a single row", () => {
    expect(failure("ds,y\n2024-01-01,1\n")).toMatchObject({
      exitCode: 3,
      message: "one row is not enough to tell the frequency of the dates",
    });
    expect(read("ds,y\n2024-01-01,1\n", { freq: "MS" }).series[0][2]).toEqual([1]);
  });

  it("refuses a frequency without dates and a season that is no whole number", () => {
    expect(() => read("y\n1\n2\n", { freq: "D" })).toThrow(UsageError);
    for (const season of [0, 1.5, -12, Number.NaN]) {
      expect(() => read("y\n1\n2\n", { season })).toThrow(UsageError);
    }
  });
});
