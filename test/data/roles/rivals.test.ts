import {
  isoDay,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
} from "../read/written/written-tables.js";

const day = (i: number) => isoDay(timeAt(2024, 1, 1, 24 * i));
const table = (head: string, line: (i: number) => string, count = 40) =>
  `${head}\n${rows(count, line)}\n`;

/** What stands first in each table is not what was observed, or not when. */
const TABLES: readonly Row[] = [
  [
    "forecast-actual.csv",
    table("date,forecast,actual", (i) => `${day(i)},${value(i) + 2},${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "load-forecast.csv",
    table(
      "Time,Load Forecast [MW],Actual Load [MW]",
      (i) => `${day(i)},${value(i) + 2},${value(i)}`,
    ),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "plan-ist.csv",
    table("Datum;Plan;Ist", (i) => `${day(i)};150;${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "budget.csv",
    table("month,Budget 2024,booked", (i) => `${day(i)},${150 + (i % 5)},${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "bounds.csv",
    table("date,lower,upper,mean", (i) => `${day(i)},${value(i) - 9},${value(i) + 9},${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "spread.csv",
    table("date,std,mean", (i) => `${day(i)},${5 + (i % 3)},${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "forecast-alone.csv",
    table("date,forecast", (i) => `${day(i)},${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "planned-flights.csv",
    table("date,flights planned,cancelled", (i) => `${day(i)},${value(i)},${i % 2}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "goal.csv",
    table("date,target,sold", (i) => `${day(i)},150,${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "target.csv",
    table("date,target,x", (i) => `${day(i)},${value(i)},${i % 5}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "constant.csv",
    table("date,value", (i) => `${day(i)},7`),
    { read: ["D", 1, "2024-01-01", 7, 7] },
  ],
  [
    "sales-demand.csv",
    table("date,sales,demand", (i) => `${day(i)},${value(i)},${value(i) + 3}`),
    {
      read: ["D", 1, "2024-01-01", 100, 137],
      said: /several columns are called after what is forecast \(sales, demand\); reading "sales"/,
    },
  ],
  // Dates about records stand beside those of what was observed.
  [
    "forecast-date.csv",
    table("forecast_date,target_date,y", (i) => `${day(i)},${day(i + 1)},${value(i)}`),
    { read: ["D", 1, "2024-01-02", 100, 137] },
  ],
  [
    "issued.csv",
    table("issue_time,valid_time,y", (i) => `${day(i)},${day(i + 2)},${value(i)}`),
    { read: ["D", 1, "2024-01-03", 100, 137] },
  ],
  [
    "published.csv",
    table("published,observed,y", (i) => `${day(i + 30)},${day(i)},${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "issued-alone.csv",
    table("issued,y", (i) => `${day(i)},${value(i)}`),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  // A column of times that counts nothing.
  [
    "few-laps.csv",
    table("lap,time", (i) => `${i + 1},${value(i)}`, 20),
    {
      refused: /steps have no row in steps of index/,
      hint: /Does column "time" count the rows\?.*--target time/,
      line: 12,
    },
  ],
  [
    "laps.csv",
    table("lap,time", (i) => `${i + 1},${value(i)}`),
    {
      refused: /109 is there already in line 9/,
      hint: /Does column "time" count the rows\?.*--target time/,
      line: 38,
    },
  ],
];

readsTables("what was observed is read, not what was expected of it", TABLES);
