import {
  dayAt,
  hours,
  isoDay,
  isoTime,
  months,
  padded,
  parts,
  type Row,
  readsTables,
  rows,
  timeAt,
  VALUES,
  value,
} from "./written-tables.js";

const TABLES: readonly Row[] = [
  [
    "co2-weekly.csv",
    `# CO2 weekly means\n#\nyear,month,day,decimal,average,ndays,1 year ago\n${rows(60, (i) => {
      const p = parts(dayAt(2020, 1, 5, 7 * i));
      return `${p.Y},${p.mi},${p.di},${(p.Y + (p.mi - 0.5) / 12).toFixed(4)},${i === 7 ? -999.99 : 400 + value(i) / 100},${5 + (i % 3)},-999.99`;
    })}`,
    { read: ["W-SUN", 1, "2020-01-05", 401, 401.37] },
  ],
  [
    "meteostat.csv",
    hours(2024, 1, 1, 72, (p, i) => `${p.Y}-${p.m}-${p.d},${p.Hi},${value(i) / 10},1.0,55,,`),
    { refused: /2024-01-01 is there already in line 1/, hint: /--id column2/, line: 2 },
  ],
  [
    "hour24.csv",
    `Datum;Leistung [kW]\n${rows(192, (i) => {
      const t = timeAt(2024, 1, 1, i + 1, 15);
      const p = parts(t);
      if (p.H === "00" && p.M === "00") {
        const q = parts(new Date(+t - 864e5));
        return `${q.d}.${q.m}.${q.Y} 24:00;${value(i)},5`;
      }
      return `${p.d}.${p.m}.${p.Y} ${p.H}:${p.M};${value(i)},5`;
    })}`,
    { read: ["15min", 1, "2024-01-01T00:15:00", 100.5, 137.5] },
  ],
  [
    "month-end-dotted.csv",
    `Monat;Wert\n${rows(24, (i) => {
      const p = parts(new Date(Date.UTC(2020, i + 1, 0)));
      return `${p.d}.${p.m}.${p.Y};${value(i)}`;
    })}`,
    { read: ["ME", 1, "2020-01-31", 100, 137] },
  ],
  [
    "period-end-day.csv",
    `PERIOD_END,VALUE\n${rows(20, (i) => {
      const p = parts(new Date(Date.UTC(2018, 3 * (i + 1), 0)));
      return `${p.Y}${p.m}${p.d},${value(i)}`;
    })}`,
    { read: ["QE", 1, "2018-03-31", 100, 137] },
  ],
  [
    "iso-negative-offset.csv",
    `ts,v\n${hours(2024, 3, 9, 60, (_p, i, t) => {
      const o = t.getTime() < Date.UTC(2024, 2, 10, 2) ? 5 : 4;
      const u = new Date(+t);
      return `${isoTime(new Date(+u + (5 - o) * 36e5)).replace("T", " ")}-0${o}:00,${value(i)}`;
    })}`,
    { read: ["h", 1, "2024-03-09T05:00:00", 100, 137] },
  ],
  [
    "third-friday.csv",
    `expiry,oi\n${rows(36, (i) => {
      const f = new Date(Date.UTC(2020, i, 1));
      const d = 1 + ((5 - f.getUTCDay() + 7) % 7) + 14;
      return `${f.getUTCFullYear()}-${padded(f.getUTCMonth() + 1)}-${padded(d)},${value(i)}`;
    })}`,
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "445.csv",
    `Period end,Sales\n${rows(24, (i) => {
      let w = 0;
      for (let k = 0; k <= i; k++) w += [4, 4, 5][k % 3];
      return `${isoDay(dayAt(2020, 1, 4, 7 * w - 7))},${value(i)}`;
    })}`,
    { read: ["4W", 1, "2020-01-25", 100, 137] },
  ],
  [
    "biweekly.csv",
    `date,y\n${rows(30, (i) => `${isoDay(dayAt(2023, 1, 6, 14 * i))},${value(i)}`)}`,
    { read: ["2W-FRI", 1, "2023-01-06", 100, 137] },
  ],
  [
    "last-friday.csv",
    `date,y\n${rows(24, (i) => {
      const e = new Date(Date.UTC(2022, i + 1, 0));
      const d = e.getUTCDate() - ((e.getUTCDay() + 2) % 7);
      return `${e.getUTCFullYear()}-${padded(e.getUTCMonth() + 1)}-${padded(d)},${value(i)}`;
    })}`,
    { read: ["ME", 1, "2022-01-31", 100, 137] },
  ],
  [
    "utc-months.csv",
    `month,y\n${rows(24, (i) => {
      const t = new Date(Date.UTC(2022, i, 1) - (i % 12 >= 3 && i % 12 <= 9 ? 2 : 1) * 36e5);
      return `${isoTime(t)}Z,${value(i)}`;
    })}`,
    {
      refused:
        /the dates keep their local time when the clocks change here, and are unevenly spaced in UTC/,
      hint: /--tz Europe\/Berlin/,
      line: 5,
    },
  ],
  [
    "decades.csv",
    `year,pop\n${rows(20, (i) => `${1820 + 10 * i},${value(i) * 1000}`)}`,
    { read: ["10YS", 1, "1820-01-01", 100000, 137000] },
  ],
  [
    "percent-of.csv",
    `Week ending,On-time %,Orders\n${rows(40, (i) => {
      const p = parts(dayAt(2024, 1, 6, 7 * i));
      return `${p.mi}/${p.di}/${p.Y},${value(i) / 2}%,${value(i) * 9}`;
    })}`,
    { read: ["W-SAT", 1, "2024-01-06", 50, 68.5] },
  ],
  [
    "cdc-flu.csv",
    `REGION TYPE,REGION,YEAR,WEEK,% WEIGHTED ILI\n${rows(60, (i) => `National,X,${2022 + Math.floor(i / 52)},${(i % 52) + 1},${value(i) / 50}`)}`,
    { read: ["W-MON", 1, "2022-01-03", 2, 2.74] },
  ],
  [
    "cdc-mmwr.csv",
    `Jurisdiction,MMWR Year,MMWR Week,Week Ending Date,All Cause\n${rows(52, (i) => `US,2022,${i + 1},${isoDay(dayAt(2022, 1, 8, 7 * i))},${value(i) * 100}`)}`,
    { read: ["W-SAT", 1, "2022-01-08", 10000, 13700] },
  ],
  [
    "opsd.csv",
    `utc_timestamp,cet_cest_timestamp,DE_load_actual\n${hours(2024, 1, 1, 48, (p, i, t) => `${p.Y}-${p.m}-${p.d}T${p.H}:00:00Z,${isoTime(new Date(+t + 36e5))}+0100,${value(i)}.0`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "bitcoin.csv",
    `Date;High;Low\n${rows(30, (j) => {
      const i = 29 - j;
      return `"${isoDay(dayAt(2024, 1, 1, i))}T23:59:59.999Z";${40000 + value(i)}.5;39000`;
    })}`,
    { read: ["D", 1, "2024-01-01T23:59:59.999", 40100.5, 40137.5] },
  ],
  [
    "hr.csv",
    `Month,Headcount,Attrition %\n${months(2022, 4, 24, (p, i) => `${p.b}-${p.Y},${value(i) * 10},${i % 9}.5%`)}`,
    { read: ["MS", 1, "2022-04-01", 1000, 1370] },
  ],
  [
    "imf-ifs.csv",
    `Country,Indicator,2019Q1,2019Q2,2019Q3,2019Q4,2020Q1,2020Q2\n${["Germany,GDP", "France,GDP"]
      .map(
        (s, k) =>
          `${s},${VALUES.slice(0, 6)
            .map((x) => x + k)
            .join(",")}`,
      )
      .join("\n")}`,
    { read: ["QS", 2, "2019-01-01", 100, 137] },
  ],
];

readsTables("steps of the calendar", TABLES);
