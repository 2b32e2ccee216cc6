import {
  days,
  monthAt,
  months,
  padded,
  parts,
  type Row,
  readsTables,
  rows,
  value,
} from "./written-tables.js";

const THAI = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(" ");
const CZECH =
  "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec".split(" ");

/** Fiscal years of 52 weeks, but for the first of 53. */
const fiscalWeeks = (label: (year: number, week: number) => string) =>
  rows(
    110,
    (i) =>
      `${i < 53 ? label(23, i + 1) : label(24 + Math.floor((i - 53) / 52), ((i - 53) % 52) + 1)},${value(i)}`,
  );

const TABLES: readonly Row[] = [
  // Years from 1912 on, as Taiwan counts them.
  [
    "republic-dots.csv",
    `日期,收盤價\n${days(2023, 12, 20, 28, (p, i) => `${p.Y - 1911}.${p.m}.${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2023-12-20", 100, 137], said: /112\.12\.20 is 2023-12-20/ },
  ],
  [
    "republic-century.csv",
    `date,y\n${days(2010, 12, 20, 28, (p, i) => `${p.Y - 1911}-${p.m}-${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2010-12-20", 100, 137], said: /99-12-20 is 2010-12-20/ },
  ],
  [
    "republic-months.csv",
    `年月,值\n${months(2021, 1, 28, (p, i) => `${p.Y - 1911}年${p.mi}月,${value(i)}`)}`,
    { read: ["MS", 1, "2021-01-01", 100, 137] },
  ],
  [
    "republic-slashes.csv",
    `月份,值\n${months(2021, 1, 28, (p, i) => `${p.Y - 1911}/${p.m},${value(i)}`)}`,
    { read: ["MS", 1, "2021-01-01", 100, 137] },
  ],
  [
    "republic-packed.csv",
    `年月,值\n${months(2021, 1, 28, (p, i) => `${p.Y - 1911}${p.m},${value(i)}`)}`,
    { read: ["MS", 1, "2021-01-01", 100, 137], said: /read as years of the Republic of China/ },
  ],
  [
    "republic-packed-days.csv",
    `日期,值\n${days(2021, 1, 1, 28, (p, i) => `${p.Y - 1911}${p.m}${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2021-01-01", 100, 137] },
  ],
  [
    "republic-years.csv",
    `年度,值\n${rows(20, (i) => `${95 + i},${value(i)}`)}`,
    { read: ["YS", 1, "2006-01-01", 100, 137] },
  ],
  [
    "republic-clock.csv",
    `時間,負載\n${days(2024, 1, 1, 28, (p, i) => `${p.Y - 1911}/${p.m}/${p.d} 08:30,${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01T08:30:00", 100, 137] },
  ],
  // Short years with a century before them, as AS/400 writes them.
  [
    "century-digit.csv",
    `date,y\n${days(2021, 1, 1, 28, (p, i) => `1${p.y}${p.m}${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2021-01-01", 100, 137], said: /short year, month, day/ },
  ],
  // Thai dates.
  [
    "thai-months.csv",
    `เดือน,ยอดขาย\n${months(2018, 1, 30, (p, i) => `${THAI[p.mi - 1]} ${p.Y + 543},${value(i)}`)}`,
    { read: ["MS", 1, "2018-01-01", 100, 137], said: /less 543: "ม\.ค\. 2561" is 2018-01-01/ },
  ],
  [
    "thai-leap-day.csv",
    `วันที่,ยอด\n${days(2024, 2, 20, 30, (p, i) => `${p.di} ${THAI[p.mi - 1]} ${p.Y + 543},${value(i)}`)}`,
    { read: ["D", 1, "2024-02-20", 100, 137] },
  ],
  [
    "thai-short.csv",
    `วันที่,ยอด\n${days(2024, 1, 1, 30, (p, i) => `${p.di} ${THAI[p.mi - 1]} ${p.Y + 543 - 2500},${value(i)}`)}`,
    { refused: /column "วันที่" holds "1 ม\.ค\. 67" where a date was expected/, line: 2 },
  ],
  [
    "persian-leap.csv",
    `تاریخ,مقدار\n${rows(70, (i) => `1402/0${1 + Math.floor(i / 31)}/${padded((i % 31) + 1)},${value(i)}`)}`,
    {
      refused: /holds "1402\/02\/29" where a date was expected/,
      hint: /in the Gregorian one/,
      line: 61,
    },
  ],
  [
    "sdmx-months.csv",
    `TIME_PERIOD,OBS_VALUE\n${months(2005, 1, 24, (p, i) => `${p.Y}-M${p.m},${value(i)}`)}`,
    { read: ["MS", 1, "2005-01-01", 100, 137] },
  ],
  // Other languages and words.
  [
    "czech.csv",
    `Měsíc;Tržby\n${months(2019, 1, 24, (p, i) => `${CZECH[p.mi - 1]} ${p.Y};${value(i)}`)}`,
    { read: ["MS", 1, "2019-01-01", 100, 137] },
  ],
  [
    "czech-days.csv",
    `Datum;Tržby\n${days(2024, 6, 20, 30, (p, i) => `${p.di}. ${p.mi === 6 ? "června" : "července"} ${p.Y};${value(i)}`)}`,
    { read: ["D", 1, "2024-06-20", 100, 137] },
  ],
  [
    "vietnamese.csv",
    `Thời gian,Doanh thu\n${months(2019, 1, 24, (p, i) => `Tháng ${p.mi}/${p.Y},${value(i)}`)}`,
    { read: ["MS", 1, "2019-01-01", 100, 137] },
  ],
  [
    "first-of.csv",
    `Day,Value\n${days(2024, 1, 1, 30, (p, i) => `${p.di}${["th", "st", "nd", "rd"][p.di % 10 < 4 && Math.floor(p.di / 10) !== 1 ? p.di % 10 : 0]} ${p.B} ${p.Y},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "quartal.csv",
    `Zeit;Wert\n${rows(20, (i) => `${(i % 4) + 1}. Quartal ${2018 + Math.floor(i / 4)};${value(i)}`)}`,
    { read: ["QS", 1, "2018-01-01", 100, 137] },
  ],
  [
    "trimestre.csv",
    `Periode;Valeur\n${rows(20, (i) => `${i % 4 === 0 ? "1er" : `${(i % 4) + 1}e`} trimestre ${2018 + Math.floor(i / 4)};${value(i)}`)}`,
    { read: ["QS", 1, "2018-01-01", 100, 137] },
  ],
  [
    "roman-quarters.csv",
    `Period,Value\n${rows(20, (i) => `${["I", "II", "III", "IV"][i % 4]}/${2010 + Math.floor(i / 4)},${value(i)}`)}`,
    { read: ["QS", 1, "2010-01-01", 100, 137], said: /quarters in Roman numbers/ },
  ],
  [
    "roman-open.csv",
    `Period,Value\n${rows(4, (i) => `${["I", "II", "III", "IV"][i]}/2010,${value(i)}`)}`,
    { refused: /column "Period" holds "I\/2010" where a date was expected/, line: 2 },
  ],
  [
    "kl-hours.csv",
    `Dato/klokkeslett;NO1\n${rows(48, (i) => `2023-01-${padded(1 + Math.floor(i / 24))} Kl. ${padded(i % 24)}-${padded((i % 24) + 1)};${value(i)},16`)}`,
    { read: ["h", 1, "2023-01-01T00:00:00", 100.16, 137.16] },
  ],
  // Weeks.
  [
    "wk-short.csv",
    `Wk,Value\n${rows(60, (i) => `wk${padded((i % 52) + 1)}-${22 + Math.floor(i / 52)},${value(i)}`)}`,
    { read: ["W-MON", 1, "2022-01-03", 100, 137] },
  ],
  [
    "danish-weeks.csv",
    `TID;INDHOLD\n${rows(60, (i) => `${2022 + Math.floor(i / 52)}U${padded((i % 52) + 1)};${value(i)}`)}`,
    { read: ["W-MON", 1, "2022-01-03", 100, 137] },
  ],
  [
    "fiscal-53.csv",
    `Fiscal Week,Units\n${fiscalWeeks((year, week) => `FY20${year}-W${padded(week)}`)}`,
    {
      read: ["W-MON", 1, "2023-01-02", 100, 137],
      said: /FY2023-W01 is taken for the week of 2023-01-02/,
    },
  ],
  [
    "fiscal-week-first.csv",
    `week,Units\n${fiscalWeeks((year, week) => `W${week} FY${year}`)}`,
    { read: ["W-MON", 1, "2023-01-02", 100, 137] },
  ],
  [
    "fiscal-alone.csv",
    "Week,Units\nFY24 W09,115",
    {
      refused: /holds "FY24 W09" where a date was expected/,
      hint: /with those before it/,
      line: 2,
    },
  ],
  [
    "fiscal-54.csv",
    `week,Units\n${rows(60, (i) => `FY23 W${padded(i + 1)},${value(i)}`)}`,
    { refused: /column "week" holds "FY23 W54" where a week from 1 to 53 was expected/, line: 55 },
  ],
  // Notes behind dates.
  [
    "provisional.csv",
    `Month,Output\n${months(2020, 1, 24, (p, i) => `${p.b} ${p.Y}${i > 20 ? " (p)" : ""},${value(i)}`)}`,
    {
      read: ["MS", 1, "2020-01-01", 100, 137],
      said: /without the note \(p\) behind its dates, such as Oct 2021 \(p\)/,
    },
  ],
  [
    "footnotes.csv",
    `Quarter,Output\n${rows(20, (i) => `${parts(monthAt(2020, 1, 3 * i)).Y} Q${(i % 4) + 1}${i === 4 ? "*" : i === 9 ? "[1]" : ""},${value(i)}`)}`,
    { read: ["QS", 1, "2020-01-01", 100, 137], said: /without the notes \*, \[1\]/ },
  ],
];

readsTables("other calendars, weeks of fiscal years, and notes behind dates", TABLES);
