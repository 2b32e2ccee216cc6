import { expect, it } from "vitest";
import { parseCsv } from "../../../src/data/format/csv.js";
import { continuationFromColumns } from "../../../src/data/panel/continuation.js";
import { type PanelOptions, panelFromColumns } from "../../../src/data/panel/from-table.js";
import type { ForetellError } from "../../../src/errors.js";

function follow(train: string, test: string, options: PanelOptions = {}) {
  const warnings: string[] = [];
  const table = (name: string, text: string) =>
    parseCsv({ name, bytes: new TextEncoder().encode(text) }, {}, () => {});
  const panel = panelFromColumns(table("train.csv", train), options, () => {});
  const { y, ...rest } = continuationFromColumns(table("test.csv", test), panel, (message) =>
    warnings.push(message),
  );
  return { ...rest, y: y.map((values) => Array.from(values)), warnings };
}

function failure(...args: Parameters<typeof follow>): ForetellError {
  try {
    follow(...args);
  } catch (error) {
    return error as ForetellError;
  }
  throw new Error("nothing was thrown");
}

const train = "unique_id,ds,y\nb,2024-01-01,1\nb,2024-02-01,2\na,2024-01-01,5\na,2024-02-01,6\n";

it("gives each series its rows, in the panel's order", () => {
  const { y, warnings } = follow(
    train,
    "unique_id,ds,y\na,2024-03-01,7\nb,2024-03-01,3\nb,2024-04-01,4\n",
  );
  expect(y).toEqual([[3, 4], [7]]);
  expect(warnings).toEqual([]);
});

it("takes a single row a series, which tells no frequency", () => {
  expect(follow(train, "unique_id,ds,y\na,2024-03-01,7\nb,2024-03-01,3\n").y).toEqual([[3], [7]]);
});

it("takes rows one after the other where dates are placeholders, and says so", () => {
  const { y, warnings } = follow(
    train,
    "unique_id,ds,y\na,2030-01-01,7\na,2031-05-05,8\nb,2024-03-01,3\nb,2024-05-01,4\n",
  );
  expect(y).toEqual([
    [3, 4],
    [7, 8],
  ]);
  expect(warnings).toEqual([
    "test.csv:5: 2024-05-01 is not the step after 2024-03-01; rows are taken one step after the other (2 series)",
  ]);
});

it("leaves the steps unscored between the training part and a test part that begins later", () => {
  const { y, warnings } = follow(
    "ds,y\n2024-01-01,1\n2024-01-02,2\n",
    "ds,y\n2024-01-05,5\n2024-01-06,6\n",
  );
  expect(y).toEqual([[Number.NaN, Number.NaN, 5, 6]]);
  expect(warnings).toEqual([
    "test.csv:2: 2024-01-05 is 3 steps after the end of train.csv: it is scored as step 3, and the steps before it are not",
  ]);
});

const late = (head: string, dates: readonly string[], more = "") =>
  `${head}\n${dates.map((date, i) => `${date},${i + 1}${more}`).join("\n")}\n`;

it.each<readonly [string, readonly string[], readonly string[], number]>([
  ["hours", ["2024-01-01T00:00", "2024-01-01T01:00"], ["2024-01-01T05:00", "2024-01-01T06:00"], 3],
  [
    "minutes",
    ["2024-01-01 00:00", "2024-01-01 00:15"],
    ["2024-01-01 00:45", "2024-01-01 01:00"],
    1,
  ],
  ["weeks", ["2024-01-01", "2024-01-08"], ["2024-01-22", "2024-01-29"], 1],
  ["months", ["2024-01-01", "2024-02-01"], ["2024-05-01", "2024-06-01"], 2],
  ["ends of months", ["2024-01-31", "2024-02-29"], ["2024-05-31", "2024-06-30"], 2],
  ["quarters", ["2023Q1", "2023Q2"], ["2024Q1", "2024Q2"], 2],
  ["years", ["2001", "2002"], ["2011", "2012"], 8],
  [
    "working days",
    [
      "2024-01-04",
      "2024-01-05",
      "2024-01-08",
      "2024-01-09",
      "2024-01-10",
      "2024-01-11",
      "2024-01-12",
    ],
    ["2024-01-18", "2024-01-19"],
    3,
  ],
  ["days with points", ["14.01.2024", "15.01.2024"], ["18.01.2024", "19.01.2024"], 2],
  ["one day", ["2024-01-01", "2024-01-02"], ["2024-01-12"], 9],
])("scores a test part of %s that begins late at its own steps", (_, before, after, skipped) => {
  const { y, warnings } = follow(late("ds,y", before), late("ds,y", after));
  expect(y).toEqual([[...Array(skipped).fill(Number.NaN), ...after.map((__, i) => i + 1)]]);
  expect(warnings.join()).toContain(`is scored as step ${skipped + 1}`);
});

it("scores a test part that begins late in one series only", () => {
  const { y, warnings } = follow(
    train,
    "unique_id,ds,y\na,2024-03-01,7\nb,2024-04-01,3\nb,2024-05-01,4\n",
  );
  expect(y).toEqual([[Number.NaN, 3, 4], [7]]);
  expect(warnings).toHaveLength(1);
});

it("refuses a test part that begins late where future columns have no values before it", () => {
  const [before, after] = [
    ["2024-01-01", "2024-01-02"],
    ["2024-01-05", "2024-01-06"],
  ];
  const error = failure(late("ds,y,z", before, ",1"), late("ds,y,z", after, ",1"), {
    future: ["z"],
  });
  expect(error.message).toContain("the future columns have no values before it");
});

it("sorts rows by date", () => {
  const { y } = follow("ds,y\n2024-01-01,1\n2024-02-01,2\n", "ds,y\n2024-04-01,4\n2024-03-01,3\n");
  expect(y).toEqual([[3, 4]]);
});

it("leaves missing observations missing", () => {
  const { y } = follow(
    "ds,y\n2024-01-01,1\n2024-02-01,2\n",
    "ds,y\n2024-03-01,3\n2024-04-01,\n2024-05-01,5\n",
  );
  expect(y).toEqual([[3, Number.NaN, 5]]);
});

it("needs no ids where there is one series, whatever the files are called", () => {
  const { y, panel } = follow("y\n1\n2\n", "y\n3\n");
  expect(panel.series.map(({ id }) => id)).toEqual(["train"]);
  expect(y).toEqual([[3]]);
});

it("finds the targets of a wide table", () => {
  const { y } = follow("ds,a,b\n2024-01-01,1,2\n2024-02-01,3,4\n", "ds,b,a\n2024-03-01,6,5\n", {
    target: ["a", "b"],
  });
  expect(y).toEqual([[5], [6]]);
});

it("continues future columns by the rows of the test part", () => {
  const { panel, warnings } = follow(
    "ds,y,promo\n2024-01-01,1,0\n2024-02-01,2,1\n2024-03-01,,8\n",
    "ds,y,promo\n2024-03-01,3,2\n2024-04-01,4,\n2024-05-01,5,4\n",
    { future: ["promo"] },
  );
  expect(Array.from(panel.series[0].future!.get("promo")!)).toEqual([0, 1, 2, 3, 4]);
  expect(warnings).toEqual(['test.csv:3: column "promo": missing values are interpolated']);
});

it("names series that only one of the files has", () => {
  expect(failure(train, "unique_id,ds,y\na,2024-03-01,7\nc,2024-03-01,3\n")).toMatchObject({
    exitCode: 3,
    message:
      "1 series of train.csv is not in test.csv: b; 1 series of test.csv is not in train.csv: c",
  });
});

it("refuses dates that do not come after the training part, with their line", () => {
  expect(failure(train, "unique_id,ds,y\na,2024-03-01,7\nb,2024-02-01,3\n")).toMatchObject({
    exitCode: 3,
    message: 'series "b": 2024-02-01 does not come after 2024-02-01, the end of train.csv',
    location: { file: "test.csv", line: 3 },
  });
});

it.each([
  ["a missing column", "unique_id,ds,value\na,2024-03-01,7\nb,2024-03-01,7\n", /no column "y"/],
  ["counts for dates", "unique_id,ds,y\na,1,7\nb,1,7\n", /no dates in test\.csv/],
  ["a date twice", "unique_id,ds,y\na,2024-03-01,7\na,2024-03-01,7\n", /is there already/],
  ["an infinite value", "unique_id,ds,y\na,2024-03-01,inf\nb,2024-03-01,7\n", /finite/],
  ["text for a value", "unique_id,ds,y\na,2024-03-01,x\nb,2024-03-01,7\n", /holds "x"/],
])("fails with %s", (_, test, message) => {
  expect(failure(train, test).message).toMatch(message);
});
