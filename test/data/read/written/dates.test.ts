import {
  businessDays,
  dayAt,
  days,
  hours,
  monthAt,
  months,
  padded,
  parts,
  type Row,
  readsTables,
  rows,
  value,
} from "./written-tables.js";

const TABLES: readonly Row[] = [
  [
    "week-ranges.csv",
    `Week,Visits\n${rows(4, (i) => `"Jan ${1 + 7 * i} - Jan ${7 + 7 * i}, 2024",${value(i)}`)}`,
    { read: ["W-MON", 1, "2024-01-01", 100, 137] },
  ],
  [
    "week-ranges-new-year.csv",
    `Week,Visits\n${["Dec 16 - 22, 2024", "Dec 23 - 29, 2024", "Dec 30 - Jan 5, 2025", "Jan 6 - 12, 2025"].map((week, i) => `"${week}",${value(i)}`).join("\n")}`,
    { read: ["W-MON", 1, "2024-12-16", 100, 137] },
  ],
  [
    "releve.csv",
    `Category;HP;HC\n${rows(14, (i) => {
      const [from, to] = [monthAt(2023, 10, i), monthAt(2023, 10, i + 1)].map(parts);
      return `du 22/${from.m}/${from.y} au 21/${to.m}/${to.y};${value(i)};${50 + (i % 7)}`;
    })}`,
    { read: ["MS", 1, "2023-10-22", 100, 137] },
  ],
  [
    "short-days-unread.csv",
    `Category,Sales\n${days(2024, 1, 1, 14, (p, i) => `le ${p.d}/${p.m}/${p.y} env.,${value(i)}`)}`,
    { refused: /column "Category" holds "le 01\/01\/24 env." where a date was expected/, line: 2 },
  ],
  [
    "quarter-points.csv",
    `quarter,sales\n${rows(14, (i) => `${2012 + Math.floor(i / 4)}.${(i % 4) + 1},${value(i)}`)}`,
    { read: ["QS", 1, "2012-01-01", 100, 137], said: /year and quarter after the point/ },
  ],
  [
    "quarter-slashes.csv",
    `quarter,sales\n${rows(14, (i) => `${2020 + Math.floor(i / 4)}/${(i % 4) + 1},${value(i)}`)}`,
    { read: ["QS", 1, "2020-01-01", 100, 137], said: /as quarters, not as months/ },
  ],
  [
    "quarter-months.csv",
    `quarter,sales\n${rows(14, (i) => `${2020 + Math.floor(i / 4)}-0${"147"[i % 4] ?? ""},${value(i)}`.replace("-0,", "-10,"))}`,
    { read: ["QS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "quarter-zero.csv",
    `quarter,sales\n${rows(14, (i) => `${2021 + Math.floor(i / 4)}Q0${(i % 4) + 1},${value(i)}`)}`,
    { read: ["QS", 1, "2021-01-01", 100, 137] },
  ],
  ...["FY{y} Q{q}", "Q{q} FY{y}", "FY20{y}-Q{q}"].map(
    (form, k): Row => [
      `fiscal-quarter-${k}.csv`,
      `Period,sales\n${rows(14, (i) => `${form.replace("{y}", String(20 + Math.floor(i / 4))).replace("{q}", String((i % 4) + 1))},${value(i)}`)}`,
      { read: ["QS", 1, "2020-01-01", 100, 137], said: /counts fiscal years/ },
    ],
  ),
  [
    "jira.csv",
    `Date,Created,Resolved\n${days(2024, 1, 1, 40, (p, i) => `${p.di}/${p.b}/${p.y},${value(i)},${value(i) - 3}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "ecb.csv",
    `"DATE","TIME PERIOD","US dollar/Euro (EXR.D.USD.EUR.SP00.A)"\n${businessDays(2024, 1, 1, 40, (p, i) => `"${p.Y}-${p.m}-${p.d}","${p.d} ${p.b} ${p.Y}","1.${value(i)}"`)}`,
    { read: ["B", 1, "2024-01-01", 1.1, 1.137] },
  ],
  [
    "boe.csv",
    `DATE,XUDLUSS\n${businessDays(2024, 1, 1, 40, (p, i) => `${p.d} ${p.b} ${p.y},1.${value(i)}`)}`,
    { read: ["B", 1, "2024-01-01", 1.1, 1.137] },
  ],
  [
    "estat.csv",
    `時点,総合指数\n${months(2020, 1, 24, (p, i) => `${p.Y}年${p.mi}月,${value(i)}.5`)}`,
    { read: ["MS", 1, "2020-01-01", 100.5, 137.5] },
  ],
  [
    "reiwa.csv",
    `日付,売上\n${days(2024, 1, 5, 40, (p, i) => `令和6年${p.mi}月${p.di}日,${value(i)}`)}`,
    { read: ["D", 1, "2024-01-05", 100, 137] },
  ],
  [
    "kosis.csv",
    `시점,소비자물가지수\n${months(2020, 1, 30, (p, i) => `${p.Y}.${p.m},${value(i)}.5`)}`,
    { read: ["MS", 1, "2020-01-01", 100.5, 137.5] },
  ],
  [
    "arabic-digits.csv",
    `التاريخ,القيمة\n${days(2024, 1, 5, 30, (p, i) => `${`${p.d}/${p.m}/${p.Y}`.replace(/\d/g, (d) => String.fromCharCode(0x660 + +d))},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-05", 100, 137] },
  ],
  [
    "datenum.csv",
    `datenum,flow\n${rows(40, (i) => `${738887 + i},${value(i)}.5`)}`,
    { read: ["D", 1, "2023-01-01", 100.5, 137.5] },
  ],
  [
    "aavso.csv",
    `JD,Magnitude,Uncertainty,Observer Code\n${rows(40, (i) => `${(2460310.5 + i * 1.3 + (i % 3) / 7).toFixed(4)},${(value(i) / 12).toFixed(2)},0.0${(i % 9) + 1},ABC`)}`,
    { read: ["124657920ms", 1, "2024-01-01T00:00:00.000", 8.33, 11.42] },
  ],
  [
    "knmi.txt",
    `# BRON: KNMI\n# YYYYMMDD = datum\n# FG = Etmaalgemiddelde windsnelheid (in 0.1 m/s)\n#\n# STN,YYYYMMDD,   FG,   TG,   RH\n${days(2024, 1, 1, 40, (p, i) => `  260,${p.Y}${p.m}${p.d},  ${value(i)},   ${60 + i},     `)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "period.csv",
    `Fiscal Period,Revenue\n${rows(36, (i) => `FY${22 + Math.floor(i / 12)}-P${padded((i % 12) + 1)},${value(i) * 10}`)}`,
    { read: ["MS", 1, "2022-01-01", 1000, 1370] },
  ],
  [
    "fyweek.csv",
    `Week,Units\n${rows(80, (i) => `FY${23 + Math.floor(i / 52)} W${padded((i % 52) + 1)},${value(i)}`)}`,
    {
      read: ["W-MON", 1, "2023-01-02", 100, 137],
      said: /read as weeks of fiscal years, one after the other; when they begin is not known/,
    },
  ],
  [
    "shampoo.csv",
    `"Month","Sales of shampoo over a three year period"\n${rows(36, (i) => `"${Math.floor(i / 12) + 1}-${padded((i % 12) + 1)}",${value(i)}.5`)}`,
    {
      refused: /column "Month" holds "1-01" where a date was expected/,
      hint: /A date needs a year, of four digits where it stands beside a/,
      line: 2,
    },
  ],
  [
    "ordinal.csv",
    `date,y\n${rows(60, (i) => `2024-${padded(i + 1, 3)},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "rki.csv",
    `IdBundesland,Meldedatum,AnzahlFall\n${days(2020, 3, 1, 40, (p, i) => `1,${p.Y}/${p.m}/${p.d} 00:00:00+00,${value(i)}`)}`,
    { read: ["D", 1, "2020-03-01", 100, 137] },
  ],
  [
    "nginx.csv",
    `time,requests\n${hours(2024, 1, 5, 40, (p, i) => `[${p.d}/${p.b}/${p.Y}:${p.H}:00:00 +0000],${value(i)}`)}`,
    { read: ["h", 1, "2024-01-05T00:00:00", 100, 137] },
  ],
  [
    "syslog.csv",
    `timestamp,errors\n${hours(2024, 1, 5, 40, (p, i) => `${p.b} ${String(p.di).padStart(2)} ${p.H}:00:00,${value(i)}`)}`,
    {
      refused: /column "timestamp" holds "Jan {2}5 00:00:00" where a date was expected/,
      hint: /A date needs a year, of four digits where it stands beside a/,
      line: 2,
    },
  ],
  [
    "weekday-isoDay.csv",
    `week,y\n${rows(60, (i) => {
      const t = dayAt(2024, 1, 1, 7 * i);
      return `${t.getUTCFullYear() < 2025 && i < 52 ? 2024 : 2025}W${padded((i % 52) + 1)},${value(i)}`;
    })}`,
    { read: ["W-MON", 1, "2024-01-01", 100, 137] },
  ],
  [
    "basic-isoDay.csv",
    `ts,val\n${hours(2024, 1, 5, 40, (p, i) => `${p.Y}${p.m}${p.d}T${p.H}0000Z,${value(i)}`)}`,
    { read: ["h", 1, "2024-01-05T00:00:00", 100, 137] },
  ],
  [
    "db2.csv",
    `TS,AMT\n${hours(2024, 1, 5, 40, (p, i) => `${p.Y}-${p.m}-${p.d}-${p.H}.00.00.000000,${value(i)}`)}`,
    {
      refused: /column "TS" holds "2024-01-05-00\.00\.00\.000000" where a date was expected/,
      hint: /--date-format/,
      line: 2,
    },
  ],
  [
    "oracle.csv",
    `TS,AMT\n${hours(2024, 1, 5, 40, (p, i) => `${p.d}-${p.b.toUpperCase()}-${p.y} ${padded(p.Hi % 12 || 12)}.00.00.000000 ${p.ap},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-05T00:00:00", 100, 137] },
  ],
  [
    "do.csv",
    `Tag;Umsatz\n${days(2024, 1, 4, 40, (p, i) => `${["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"][p.w]} ${p.d}.${p.m}.${p.y};${value(i)}`)}`,
    { read: ["D", 1, "2024-01-04", 100, 137] },
  ],
  [
    "noyear.csv",
    `Datum;Umsatz\n${days(2024, 1, 4, 40, (p, i) => `${p.d}.${p.m}.;${value(i)}`)}`,
    {
      refused: /column "Datum" holds "04\.01\." where a date was expected/,
      hint: /A date needs a year, of four digits where it stands beside a/,
      line: 2,
    },
  ],
  [
    "lun.csv",
    `Date;Ventes\n${days(2024, 1, 1, 40, (p, i) => `${["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."][p.w]} ${p.d}/${p.m}/${p.Y};${value(i)},5`)}`,
    { read: ["D", 1, "2024-01-01", 100.5, 137.5] },
  ],
  [
    "ene.csv",
    `Mes,Ventas\n${rows(24, (i) => `${["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"][i % 12]}-${20 + Math.floor(i / 12)},${value(i)}`)}`,
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "maj.csv",
    `månad;antal\n${rows(24, (i) => `${["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"][i % 12]} ${2020 + Math.floor(i / 12)};${value(i)}`)}`,
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "russian.csv",
    `Месяц;Продажи\n${rows(24, (i) => `${["Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"][i % 12]} ${2020 + Math.floor(i / 12)};${value(i)},5`)}`,
    { read: ["MS", 1, "2020-01-01", 100.5, 137.5] },
  ],
  [
    "polish.csv",
    `okres;wartość\n${rows(24, (i) => `${["styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień"][i % 12]} ${2020 + Math.floor(i / 12)};${value(i)},5`)}`,
    { read: ["MS", 1, "2020-01-01", 100.5, 137.5] },
  ],
  [
    "1q20.csv",
    `Quarter,Revenue\n${rows(20, (i) => `${(i % 4) + 1}Q${20 + Math.floor(i / 4)},${value(i)}`)}`,
    { read: ["QS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "roman.csv",
    `kwartał;wartość\n${rows(20, (i) => `${["I", "II", "III", "IV"][i % 4]} kw. ${2020 + Math.floor(i / 4)};${value(i)}`)}`,
    { read: ["QS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "jan-mar.csv",
    `Period,Rate\n${rows(24, (i) => {
      const a = parts(monthAt(2020, 1, i)),
        b = parts(monthAt(2020, 3, i));
      return `${a.b}-${b.b} ${b.Y},${value(i) / 20}`;
    })}`,
    { read: ["MS", 1, "2020-01-01", 5, 6.85] },
  ],
  [
    "tz-name.csv",
    `timestamp,load\n${hours(2024, 1, 5, 40, (p, i) => `${p.Y}-${p.m}-${p.d} ${p.H}:00:00 Europe/Berlin,${value(i)}`)}`,
    {
      refused:
        /column "timestamp" holds "2024-01-05 00:00:00 Europe\/Berlin" where a date was expected/,
      hint: /--tz Europe\/Berlin/,
      line: 2,
    },
  ],
  [
    "utc-word.csv",
    `timestamp,load\n${hours(2024, 1, 5, 40, (p, i) => `${p.Y}-${p.m}-${p.d} ${p.H}:00:00 UTC,${value(i)}`)}`,
    { read: ["h", 1, "2024-01-05T00:00:00", 100, 137] },
  ],
  [
    "excel-serial-time.csv",
    `Timestamp,Flow\n${rows(48, (i) => `${(45306 + i / 24).toFixed(6)},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-15T00:00:00", 100, 137] },
  ],
  [
    "yy-slash.csv",
    `date,y\n${days(2024, 1, 20, 40, (p, i) => `${p.y}/${p.m}/${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-20", 100, 137] },
  ],
  [
    "dd-mmm.csv",
    `Date,Close\n${businessDays(2024, 1, 1, 30, (p, i) => `${p.d}-${p.b},${value(i)}`)}`,
    {
      refused: /column "Date" holds "01-Jan" where a date was expected/,
      hint: /A date needs a year, of four digits where it stands beside a/,
      line: 2,
    },
  ],
  [
    "jp-weekday.csv",
    `日付,来客数\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}/${p.mi}/${p.di}(${"日月火水木金土"[p.w]}),${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "cn-time.csv",
    `时间,数值\n${hours(2024, 1, 1, 40, (p, i) => `${p.Y}年${p.m}月${p.d}日 ${p.H}时${p.M}分,${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "month-first-text.csv",
    `Period,Value\n${months(2020, 1, 24, (p, i) => `${p.mi}-${p.Y},${value(i)}`)}`,
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "yyyymm-slash.csv",
    `Period,Value\n${months(2020, 1, 24, (p, i) => `${p.Y}/${p.m},${value(i)}`)}`,
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "financial-year-q.csv",
    `Period,Receipts\n${rows(20, (i) => `${2015 + Math.floor(i / 4)}-${padded((16 + Math.floor(i / 4)) % 100)} Q${(i % 4) + 1},${value(i)}`)}`,
    {
      refused: /column "Period" holds "2015-16 Q1" where a date was expected/,
      hint: /--date-format/,
      line: 2,
    },
  ],
  [
    "fy-long.csv",
    `Financial year,Receipts\n${rows(15, (i) => `${2005 + i} to ${2006 + i},${value(i)}`)}`,
    { read: ["YS", 1, "2005-01-01", 100, 137] },
  ],
  [
    "academic.csv",
    `year,pupils\n${rows(15, (i) => `${2005 + i}/${2006 + i},${value(i)}`)}`,
    { read: ["YS", 1, "2005-01-01", 100, 137] },
  ],
  [
    "year-ending.csv",
    `Year ending,Trips\n${rows(20, (i) => `Year ending ${["March", "June", "September", "December"][i % 4]} ${2015 + Math.floor(i / 4)},${value(i)}`)}`,
    { read: ["QS-MAR", 1, "2015-03-01", 100, 137] },
  ],
  [
    "week-ending-text.csv",
    `Week,Deaths\n${rows(40, (i) => {
      const p = parts(dayAt(2024, 1, 5, 7 * i));
      return `Week ending ${p.di} ${p.B} ${p.Y},${value(i)}`;
    })}`,
    { read: ["W-FRI", 1, "2024-01-05", 100, 137] },
  ],
  [
    "wk-range.csv",
    `Week,Sales\n${rows(40, (i) => {
      const a = parts(dayAt(2024, 1, 1, 7 * i)),
        b = parts(dayAt(2024, 1, 7, 7 * i));
      return `${a.di} ${a.b} - ${b.di} ${b.b} ${b.Y},${value(i)}`;
    })}`,
    { read: ["W-MON", 1, "2024-01-01", 100, 137] },
  ],
  [
    "ga-hour-index.csv",
    `Hour of day,Hour,Sessions\n${hours(2024, 1, 1, 48, (p, i) => `${p.Y}${p.m}${p.d}${p.H},${p.Hi},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "unix-float.csv",
    `time,value\n${rows(40, (i) => `${1704067200 + i * 5}.${padded(123, 6)},${value(i)}`)}`,
    { read: ["5s", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "dotnet-ticks.csv",
    `Ticks,Value\n${rows(40, (i) => `${638396640000000000n + BigInt(i) * 36000000000n},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "excel-text-months.csv",
    `Month,Spend\n${months(2023, 4, 24, (p, i) => `${p.b} '${p.y},"£${(value(i) * 100).toLocaleString("en")}"`)}`,
    { read: ["MS", 1, "2023-04-01", 10000, 13700] },
  ],
  [
    "mailchimp.csv",
    `Title,Subject,Send Date,Total Recipients,Open Rate\n${rows(30, (i) => {
      const p = parts(dayAt(2024, 1, 2, 7 * i));
      return `Newsletter ${i},Hi,"${p.b} ${p.d}, ${p.Y} 08:15 am",${value(i) * 10},${value(i) / 4}%`;
    })}`,
    { read: ["W-TUE", 1, "2024-01-02T08:15:00", 1000, 1370] },
  ],
  [
    "zendesk.csv",
    `Ticket created - Date,Tickets created\n${days(2024, 1, 1, 40, (p, i) => `${p.b} ${p.di} ${p.Y},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "kibana.csv",
    `"@timestamp per hour",Count\n${hours(2024, 1, 1, 48, (p, i) => `"${p.b} ${p.di}, ${p.Y} @ ${p.H}:00:00.000","1,${value(i)}"`)}`,
    {
      refused:
        /column "@timestamp per hour" holds "Jan 1, 2024 @ 00:00:00\.000" where a date was expected/,
      hint: /--date-format/,
      line: 2,
    },
  ],
  [
    "zabbix.csv",
    `"Timestamp","Value"\n${hours(2024, 1, 1, 48, (p, i) => `"${p.Y}-${p.m}-${p.d} ${p.h12}:${p.M}:05 ${p.ap}","${value(i)}.5 %"`, 10)}`,
    { read: ["10min", 1, "2024-01-01T00:00:05", 100.5, 137.5] },
  ],
  [
    "iso-space-z.csv",
    `when,what\n${hours(2024, 1, 1, 48, (p, i) => `${p.Y}-${p.m}-${p.d} ${p.H}:00:00 +0000 UTC,${value(i)}`)}`,
    {
      refused: /column "when" holds "2024-01-01 00:00:00 \+0000 UTC" where a date was expected/,
      hint: /--tz Europe\/Berlin/,
      line: 2,
    },
  ],
  [
    "python-dt.csv",
    `idx;value\n${hours(2024, 1, 1, 48, (p, i) => `"datetime.datetime(${p.Y}, ${p.mi}, ${p.di}, ${p.Hi}, 0)";${value(i)}`)}`,
    {
      refused:
        /column "idx" holds "datetime\.datetime\(2024, 1, 1, 0, 0\)" where a date was expected/,
      hint: /--date-format/,
      line: 2,
    },
  ],
  [
    "statbank-k.csv",
    `tid;indeks\n${rows(20, (i) => `${2018 + Math.floor(i / 4)}K${(i % 4) + 1};${value(i)},1`)}`,
    { read: ["QS", 1, "2018-01-01", 100.1, 137.1] },
  ],
  [
    "istat.csv",
    `"ITTER107","Territorio","TIME","Seleziona periodo","Value","Flag Codes"\n${rows(24, (i) => `"IT","Italia","${2020 + Math.floor(i / 12)}-${padded((i % 12) + 1)}","${["Gen", "Feb", "Mar", "Apr", "Mag", "Giu", "Lug", "Ago", "Set", "Ott", "Nov", "Dic"][i % 12]}-${2020 + Math.floor(i / 12)}",${value(i)}.5,`)}`,
    { read: ["MS", 1, "2020-01-01", 100.5, 137.5] },
  ],
  [
    "ibge.csv",
    `Mês;Índice\n${rows(24, (i) => `${["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"][i % 12]} ${2020 + Math.floor(i / 12)};${value(i)},5`)}`,
    { read: ["MS", 1, "2020-01-01", 100.5, 137.5] },
  ],
  [
    "inegi.csv",
    `Periodo,Valor\n${rows(24, (i) => `${2020 + Math.floor(i / 12)}/${padded((i % 12) + 1)},${value(i)}`)}`,
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "rosstat-dec.csv",
    `Период;Значение\n${rows(20, (i) => `${["I", "II", "III", "IV"][i % 4]} квартал ${2018 + Math.floor(i / 4)};${value(i)},5`)}`,
    { read: ["QS", 1, "2018-01-01", 100.5, 137.5] },
  ],
  [
    "thai-be-dash.csv",
    `วันที่,ยอดขาย\n${days(2024, 1, 13, 40, (p, i) => `${p.d}-${p.m}-${p.Y + 543},${value(i)}`)}`,
    { read: ["D", 1, "2567-01-13", 100, 137] },
  ],
  [
    "persian.csv",
    `تاریخ,مقدار\n${rows(30, (i) => `1402/10/${padded(i + 1)},${value(i)}`)}`,
    { read: ["D", 1, "1402-10-01", 100, 137] },
  ],
  [
    "minguo.csv",
    `日期,成交量\n${days(2024, 1, 2, 28, (p, i) => `${p.Y - 1911}/${p.m}/${p.d},"1,${value(i)},000"`)}`,
    {
      read: ["D", 1, "2024-01-02", 1_100_000, 1_137_000],
      said: /years of the Republic of China, whose first is 1912: 113\/01\/02 is 2024-01-02/,
    },
  ],
  [
    "argo-time.csv",
    `time (days since 1950-01-01 00:00:00),temp\n${rows(40, (i) => `${27028 + i},${value(i) / 10}`)}`,
    { read: ["D", 1, "2024-01-01", 10, 13.7] },
  ],
  [
    "ncdump-hours.csv",
    `hours since 1900-01-01,t2m\n${rows(40, (i) => `${1087008 + i * 6 - 0},${value(i)}`)}`,
    { read: ["6h", 1, "2024-01-03T00:00:00", 100, 137] },
  ],
  [
    "sage.csv",
    `PERIOD;ACCOUNT;AMOUNT\n${rows(24, (i) => `${2020 + Math.floor(i / 12)}${padded((i % 12) + 1, 3)};4000;${value(i)}`)}`,
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "oracle-per.csv",
    `PERIOD_NAME,AMOUNT\n${rows(24, (i) => `${parts(monthAt(2020, 1, i)).b.toUpperCase()}-${20 + Math.floor(i / 12)},${value(i)}`)}`,
    { read: ["MS", 1, "2020-01-01", 100, 137] },
  ],
  [
    "datev.csv",
    `Monat;Soll;Haben\n${rows(24, (i) => `${padded((i % 12) + 1)}/${2020 + Math.floor(i / 12)};1.${value(i)},00;0,00`)}`,
    { read: ["MS", 1, "2020-01-01", 1100, 1137] },
  ],
  [
    "season-words.csv",
    `Season,Visitors\n${rows(20, (i) => `${["Winter", "Spring", "Summer", "Autumn"][i % 4]} ${2018 + Math.floor(i / 4)},${value(i)}`)}`,
    {
      refused: /column "Season" holds "Winter 2018" where a date was expected/,
      hint: /--date-format/,
      line: 2,
    },
  ],
  [
    "nielsen.csv",
    `Period,Sales Units\n${rows(40, (i) => {
      const p = parts(dayAt(2024, 1, 6, 7 * i));
      return `1 w/e ${p.d}/${p.m}/${p.y},${value(i)}`;
    })}`,
    { read: ["W-SAT", 1, "2024-01-06", 100, 137] },
  ],
  [
    "iri.csv",
    `Time,Dollar Sales\n${rows(40, (i) => {
      const p = parts(dayAt(2024, 1, 7, 7 * i));
      return `Week Ending ${p.m}-${p.d}-${p.y},"$1,${value(i)}"`;
    })}`,
    { read: ["W-SUN", 1, "2024-01-07", 1100, 1137] },
  ],
  [
    "circana4wk.csv",
    `Period,Sales\n${rows(26, (i) => {
      const p = parts(dayAt(2023, 1, 29, 28 * i));
      return `4 Weeks Ending ${p.b} ${p.d} ${p.Y},${value(i)}`;
    })}`,
    { read: ["4W-SUN", 1, "2023-01-29", 100, 137] },
  ],
  [
    "ons-time.csv",
    `"Title","CPIH INDEX 00"\n"CDID","L522"\n"Source dataset ID","MM23"\n"PreUnit",""\n"Unit","Index, base year = 100"\n"Release date","17-01-2024"\n"Next release","14 February 2024"\n"Important notes",\n${months(2020, 1, 36, (p, i) => `"${p.Y} ${p.b.toUpperCase()}","${value(i)}.1"`)}`,
    { read: ["MS", 1, "2020-01-01", 100.1, 137.1] },
  ],
  [
    "footnote-num.csv",
    `Year(1),Output\n${rows(20, (i) => `${2000 + i}${i === 3 ? " (r)" : ""},${value(i)}`)}`,
    {
      read: ["YS", 1, "2000-01-01", 100, 137],
      said: /column "Year\(1\)" is read without the flag \(r\)/,
    },
  ],
  [
    "fullwidth.csv",
    `年月，売上\n${months(2020, 1, 24, (p, i) => `${p.Y}年${p.mi}月，${value(i)}`)}`,
    {
      refused: /column "年月，売上" holds "2020年1月，100" where a date was expected/,
      hint: /--date-format/,
      line: 2,
    },
  ],
  [
    "maand.csv",
    `Maand;Omzet\n${months(2015, 1, 24, (p, i) => `${"jan feb mrt apr mei jun jul aug sep okt nov dec".split(" ")[p.mi - 1]}-${p.y};${value(i)},5`)}`,
    { read: ["MS", 1, "2015-01-01", 100.5, 137.5] },
  ],
  [
    "unknown-month.csv",
    `Month,Sales\n${months(2015, 1, 24, (p, i) => `${p.mi === 3 ? "Xyz" : p.b}-${p.y},${value(i)}`)}`,
    { refused: /holds "Xyz-15" where a date/, hint: /^Dates are read as/, line: 4 },
  ],
];

readsTables("dates as people and programs write them", TABLES);
