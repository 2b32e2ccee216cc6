import { writeXlsx } from "hucre/xlsx";
import { dayAt, monthAt, parts, type Row, readsTables, value, workbook } from "./written-tables.js";

const monthly = (count: number, line: (i: number) => (string | number | Date | null)[]) =>
  Array.from({ length: count }, (_, i) => line(i));

/** As the Australian Bureau of Statistics writes its series: nine lines about each below its name. */
function bureau(series: number, rows: number, date: (i: number) => Date | string) {
  const line = (name: string, cell: string | number | Date) => [name, ...Array(series).fill(cell)];
  return [
    ["", ...Array.from({ length: series }, (_, k) => `Employed ;  Persons ;  Part ${k} ;`)],
    line("Unit", "000"),
    line("Series Type", "Original"),
    line("Data Type", "STOCK"),
    line("Frequency", "Month"),
    line("Collection Month", 1),
    line("Series Start", date(0)),
    line("Series End", date(rows - 1)),
    line("No. Obs", rows),
    ["Series ID", ...Array.from({ length: series }, (_, k) => `A8442${k}127L`)],
    ...monthly(rows, (i) => [
      date(i) as Date,
      ...Array.from({ length: series }, (_, k) => value(i) + 100 * k),
    ]),
  ];
}

const month = (i: number) => monthAt(2018, 1, i);
const written = (i: number) => `${parts(month(i)).b}-${parts(month(i)).Y}`;
const csv = (rows: readonly (readonly unknown[])[]) =>
  rows.map((cells) => cells.join(",")).join("\n");

const SALES = [["Date", "Sales"], ...monthly(24, (i) => [month(i), value(i)])];

/** Days beside a formula that no program has worked out, and beside numbers. */
function unsolved(numbers: readonly number[]): Promise<Uint8Array> {
  const names = ["date", "y", "total"].slice(0, 2 + Math.sign(numbers.length));
  const rows = Array.from({ length: 20 }, (_, i) =>
    numbers.length > 0 ? [dayAt(2024, 1, 1, i), numbers[i], null] : [dayAt(2024, 1, 1, i), null],
  );
  const cells = new Map(
    rows.map((row, i) => [`${i + 1},${row.length - 1}`, { formula: `A${i + 2}*2` }]),
  );
  return writeXlsx({ sheets: [{ name: "Data", rows: [names, ...rows], cells }] });
}

const TABLES: readonly Row[] = [
  [
    "formulas.xlsx",
    unsolved([]),
    {
      refused: /formulas\.xlsx: cell B2 of sheet "Data" holds a formula without its value/,
      hint: /Open the workbook in a spreadsheet program and save it there\./,
    },
  ],
  [
    "formulas-beside.xlsx",
    unsolved(Array.from({ length: 20 }, (_, i) => value(i))),
    { read: ["D", 1, "2024-01-01", 100, 137], said: /cell C2 of sheet "Data" holds a formula/ },
  ],
  ["bureau.csv", csv(bureau(3, 24, written)), { read: ["MS", 1, "2018-01-01", 100, 137] }],
  ["bureau-short.csv", csv(bureau(3, 6, written)), { read: ["MS", 1, "2018-01-01", 100, 137] }],
  [
    "bureau.xlsx",
    workbook({ Data1: bureau(3, 24, month) }),
    { read: ["MS", 1, "2018-01-01", 100, 137] },
  ],
  [
    "bureau-one.xlsx",
    workbook({ Data1: bureau(1, 24, month) }),
    { read: ["MS", 1, "2018-01-01", 100, 137] },
  ],
  [
    "bureau-short.xlsx",
    workbook({ Data1: bureau(2, 6, month) }),
    { read: ["MS", 1, "2018-01-01", 100, 137] },
  ],
  [
    "index.xlsx",
    workbook({
      Index: [
        ["Labour Force, Australia"],
        ["Data Item Description", "Series ID", "Series Start", "No. Obs."],
        ["Employed ;  Persons ;", "A84420127L", month(0), 24],
        ["Employed ;  Males ;", "A84421127L", month(0), 24],
      ],
      Data1: bureau(2, 24, month),
    }),
    {
      read: ["MS", 1, "2018-01-01", 100, 137],
      said: /sheet "Data1" is read, not "Index": choose with --sheet/,
    },
  ],
  [
    "cover.xlsx",
    workbook({
      "Cover sheet": [
        ["Title", "Sales"],
        ["Year", 2020],
      ],
      "Table 1": SALES,
    }),
    { read: ["MS", 1, "2018-01-01", 100, 137], said: /"Table 1" is read, not "Cover sheet"/ },
  ],
  [
    "text-first.xlsx",
    workbook({ Sheet1: [["Sales of the shop"], ["Ask Ann about them"]], Sheet2: SALES }),
    { read: ["MS", 1, "2018-01-01", 100, 137], said: /"Sheet2" is read, not "Sheet1"/ },
  ],
  ["notes-alone.xlsx", workbook({ Notes: SALES }), { read: ["MS", 1, "2018-01-01", 100, 137] }],
  [
    "words-alone.xlsx",
    workbook({
      Notes: [
        ["Name", "Town"],
        ["Ann", "Leeds"],
        ["Bob", "York"],
      ],
    }),
    { refused: /no column of words-alone\.xlsx holds numbers/ },
  ],
  [
    "merged.xlsx",
    workbook({
      S: [
        ["Year", "Month", "Sales"],
        ...monthly(24, (i) => [i % 12 === 0 ? 2019 + i / 12 : null, parts(month(i)).b, value(i)]),
      ],
    }),
    { read: ["MS", 1, "2019-01-01", 100, 137], said: /column "Year" stands in the first row/ },
  ],
  [
    "title-and-total.xlsx",
    workbook({
      S: [
        ["Report of the shop"],
        [],
        ["Day", "Visitors"],
        ...monthly(40, (i) => [dayAt(2024, 1, 1, i), value(i)]),
        ["Total", 5000],
      ],
    }),
    {
      refused: /column "Day" holds "Total" where a date was expected/,
      hint: /--where 'Day!=Total'/,
      line: 44,
    },
  ],
  [
    "swiss.xlsx",
    workbook({
      S: [["Datum", "Umsatz"], ...monthly(40, (i) => [dayAt(2024, 1, 1, i), `1'${value(i)}.50`])],
    }),
    { read: ["D", 1, "2024-01-01", 1100.5, 1137.5] },
  ],
  [
    "serials.xlsx",
    workbook({ S: [["Date", "y"], ...monthly(40, (i) => [45_292 + i, value(i)])] }),
    { read: ["D", 1, "2024-01-01", 100, 137], said: /read as days of a spreadsheet/ },
  ],
  [
    "months-across.xlsx",
    workbook({
      S: [
        ["Shop", ...Array.from({ length: 12 }, (_, i) => month(i))],
        ["Tea", ...Array.from({ length: 12 }, (_, i) => value(i))],
        ["Rum", ...Array.from({ length: 12 }, (_, i) => value(i) + 5)],
      ],
    }),
    { read: ["MS", 2, "2018-01-01", 100, 137] },
  ],
  [
    "hidden.xlsx",
    writeXlsx({
      sheets: [
        {
          name: "Lists",
          hidden: true,
          rows: [
            ["code", "rate"],
            ["A", 1],
            ["B", 2],
          ],
        },
        { name: "Sales", rows: SALES },
      ],
    }),
    { read: ["MS", 1, "2018-01-01", 100, 137], said: /"Sales" is read, not "Lists"/ },
  ],
  [
    "years-over-quarters.xlsx",
    workbook({
      S: [
        ["Turnover by region"],
        ["", 2021, null, null, null, 2022, null, null, null],
        ["Region", "Q1", "Q2", "Q3", "Q4", "Q1", "Q2", "Q3", "Q4"],
        ["North", ...Array.from({ length: 8 }, (_, i) => value(i))],
        ["South", ...Array.from({ length: 8 }, (_, i) => value(i) + 5)],
      ],
    }),
    { read: ["QS", 2, "2021-01-01", 100, 137], said: /each row is read as a series/ },
  ],
  [
    "unnamed.xlsx",
    workbook({ S: [["", "y"], ...monthly(24, (i) => [month(i), i === 5 ? "soon" : value(i)])] }),
    { refused: /column "y" holds "soon" where a number was expected/, line: 7 },
  ],
  [
    "unnamed-dates.csv",
    `,y\n${csv(monthly(24, (i) => [i === 4 ? "soon" : written(i), value(i)]))}`,
    {
      refused: /column "column1" holds "soon" where a date/,
      hint: /--where 'column1!=soon'/,
      line: 6,
    },
  ],
  [
    "unnamed-values.csv",
    `date,\n${csv(monthly(24, (i) => [written(i), i === 4 ? "--" : value(i)]))}`,
    { refused: /column "column2" holds "--" where a number/, hint: /--na '--'/, line: 6 },
  ],
  [
    "one-name.csv",
    `,,y\n${csv(monthly(24, (i) => [written(i), i % 2 ? "a" : "b", value(i)]))}`,
    { read: ["MS", 1, "2018-01-01", 100, 137] },
  ],
];

readsTables("spreadsheets, and columns without names", TABLES);
