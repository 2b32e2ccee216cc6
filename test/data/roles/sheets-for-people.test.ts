import { type Row, readsTables, rows, value, workbook } from "../read/written/written-tables.js";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Ways to write 1245.5 with a decimal comma. */
const COMMAS: readonly ((n: number) => string)[] = [
  (n) => `€ ${Math.floor(n / 100)}.${String(n % 100).padStart(3, "0")},50`,
  (n) => `${n},50 €`,
  (n) => `${n},5`,
  (n) => `-${n},25`,
  (n) => `${n},0 %`,
  (n) => `R$ ${n},10`,
  (n) => `${n},75 kr`,
  (n) => `1 ${n},5`,
  (n) => `${n},05 zł`,
  (n) => `+${n},5`,
];

readsTables(
  "decimal commas in texts of workbooks are found",
  COMMAS.map((write, k): Row => {
    const cells = Array.from({ length: 24 }, (_, i): [string, string] => [
      `${String((i % 28) + 1).padStart(2, "0")}.03.2024`,
      write(value(i)),
    ]);
    const number = (i: number) => {
      const text = write(value(i))
        .replace(/[^\d,-]/g, "")
        .replace(",", ".");
      return Number(text);
    };
    return [
      `commas-${k}.xlsx`,
      workbook({ Blatt: [["Datum", "Umsatz"], ...cells] }),
      { read: ["D", 1, "2024-03-01", number(0), number(1)] },
    ];
  }),
);

readsTables(
  "totals below months are no month where years run across",
  [
    "Total",
    "TOTAL",
    "Sum",
    "Average",
    "Mean",
    "Grand total",
    "Gesamt",
    "Year",
    "Total 2021-23",
    "Avg",
  ].map(
    (word, k): Row => [
      `months-${k}.csv`,
      `Month,2021,2022,2023\n${rows(12, (i) => `${MONTHS[i]},${value(i)},${value(i + 12)},${value(i + 24)}`)}\n${word},1,2,3\n`,
      { read: ["MS", 1, "2021-01-01", 100, 137], said: /without the rows from/ },
    ],
  ),
);

const QUARTERS = Array.from({ length: 8 }, (_, i) => `Q${(i % 4) + 1} ${2022 + Math.floor(i / 4)}`);

readsTables(
  "names that stand once in each block name rows of dates across",
  Array.from({ length: 10 }, (_, k): Row => {
    const products = ["Tea", "Coffee", "Juice"].slice(0, 2 + (k % 2));
    const regions = ["North", "South", "East", "West"].slice(0, 2 + (k % 3));
    const lines = regions.flatMap((region, r) =>
      products.map((product, i) => [
        i === 0 ? region : "",
        product,
        ...QUARTERS.map((_, q) => value(q + r * 8 + i)),
      ]),
    );
    return [
      `merged-${k}.csv`,
      `${["Region", "Product", ...QUARTERS].join(",")}\n${lines.map((line) => line.join(",")).join("\n")}\n`,
      { read: ["QS", regions.length * products.length, "2022-01-01", 100, 137] },
    ];
  }),
);

readsTables(
  "digits in groups that are no number are refused rather than passed over",
  [
    "1,2360,000",
    "12,34,5",
    "1'2345'678",
    "123 45 6789",
    "€1,22,3",
    "1,2345.50",
    "12,3456,78",
    "$4,44,4",
    "1,00,0",
    "5'55'5",
  ].map(
    (cell, k): Row => [
      `grouped-${k}.csv`,
      `Month,Production,Despatch\n${rows(12, (i) => `2024-${String(i + 1).padStart(2, "0")},"${cell.replace(/\d$/, String(i % 10))}",${value(i)}`)}\n`,
      { refused: /column "Production" holds .* where a number was expected/, line: 2 },
    ],
  ),
);
