import {
  dayAt,
  hours,
  isoDay,
  padded,
  parts,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
} from "./written-tables.js";

const GERMAN_MONTHS =
  "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(" ");

const TABLES: readonly Row[] = [
  [
    "month-first-hours.csv",
    `Date,Time,Load\n${hours(2024, 9, 4, 48, (p, i) => `"${p.m}/${p.d}/${p.Y}",${p.h12}:00:00 ${p.ap},${value(i)}`)}`,
    { read: ["h", 1, "2024-09-04T00:00:00", 100, 137], said: /month, day, year, not as day/ },
  ],
  [
    "day-first-hours.csv",
    `Time,Load\n${hours(2024, 4, 9, 48, (p, i) => `${p.d}/${p.m}/${p.Y} ${p.H}:00,${value(i)}`)}`,
    { read: ["h", 1, "2024-04-09T00:00:00", 100, 137], said: /day, month, year, not as month/ },
  ],
  [
    "one-day-hours.csv",
    `Time,Load\n${hours(2024, 4, 9, 24, (p, i) => `${p.d}/${p.m}/${p.Y} ${p.H}:00,${value(i)}`)}`,
    { refused: /"09\/04\/2024 00:00" may be day 9 of month 4 or day 4 of month 9/, line: 2 },
  ],
  [
    "paypal.csv",
    `"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net"\n${rows(
      30,
      (i) => {
        const p = parts(timeAt(2024, 1, 9, i * 9 + (i % 4)));
        return `"${p.m}/${p.d}/${p.Y}","${p.H}:12:${padded(i)}","PST","N ${i}","Payment","Completed","USD","${value(i)}.50","-1.${padded(i)}","${value(i) - 2}.10"`;
      },
    )}`,
    { read: ["36001s", 1, "2024-01-09T00:12:00", 100.5, 137.5] },
  ],
  [
    "fluvius.csv",
    `Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;Volume;Eenheid;Validatiestatus;Omschrijving\n${hours(
      2024,
      1,
      20,
      60,
      (p, i, t) => {
        const e = parts(new Date(+t + 900000));
        return `${p.d}-${p.m}-${p.Y};${p.H}:${p.M}:00;${e.d}-${e.m}-${e.Y};${e.H}:${e.M}:00;="541448820071234567";1SAG1105;Digitale meter;Afname ${p.Hi < 7 ? "Nacht" : "Dag"};0,${value(i)};kWh;Uitgelezen;`;
      },
      15,
    )}`,
    { read: ["15min", 1, "2024-01-20T00:00:00", 0.1, 0.137] },
  ],
  [
    "datadis.csv",
    `CUPS;Fecha;Hora;AE_kWh;REAL/ESTIMADO\n${rows(72, (i) => {
      const p = parts(dayAt(2024, 1, 15, Math.floor(i / 24)));
      return `ES0031405512345678AB0F;${p.d}/${p.m}/${p.Y};${(i % 24) + 1};0,${value(i)};R`;
    })}`,
    { read: ["h", 1, "2024-01-15T01:00:00", 0.1, 0.137] },
  ],
  [
    "eso.csv",
    `SETTLEMENT_DATE,SETTLEMENT_PERIOD,ND,TSD,ENGLAND_WALES_DEMAND\n${rows(96, (i) => {
      const p = parts(dayAt(2024, 1, 1, Math.floor(i / 48)));
      return `${p.d}-${p.b.toUpperCase()}-${p.Y},${(i % 48) + 1},${value(i) * 200},${value(i) * 210},${value(i) * 180}`;
    })}`,
    { read: ["30min", 1, "2024-01-01T00:00:00", 20000, 27400] },
  ],
  [
    "entsoe-new.csv",
    `"MTU (UTC)","Area","Sequence","Day-ahead Price (EUR/MWh)","Intraday Period (UTC)","Intraday Price (EUR/MWh)"\n${hours(
      2024,
      1,
      10,
      24 * 6,
      (p, i, t) => {
        const e = parts(new Date(+t + 36e5));
        return `"${p.d}/${p.m}/${p.Y} ${p.H}:00:00 - ${e.d}/${e.m}/${e.Y} ${e.H}:00:00","BZN|DE-LU","Without Sequence","${value(i)}.5","",""`;
      },
    )}`,
    { read: ["h", 1, "2024-01-10T00:00:00", 100.5, 137.5] },
  ],
  [
    "genesis.csv",
    `Tabelle: 61111-0002\nVerbraucherpreisindex: Deutschland, Monate;;\nVerbraucherpreisindex (inkl. Veränderungsraten);;\nDeutschland;;\n;;Verbraucherpreisindex\n;;2020=100\n${rows(24, (i) => `${2020 + Math.floor(i / 12)};${GERMAN_MONTHS[i % 12]};${value(i)},${i % 10}`)}\n__________\n"2020=100: Basisjahr"\n"© Statistisches Bundesamt (Destatis), 2024"`,
    { read: ["MS", 1, "2020-01-01", 100, 137.1] },
  ],
  [
    "ranges.csv",
    `Day;Period;MWh\n${hours(2024, 1, 20, 480, (p, i, date) => `${p.d}/${p.m}/${p.Y};${p.H}:${p.M}-${new Date(date.getTime() + 18e5).toISOString().slice(11, 16)};${value(i)}`, 30)}`,
    { read: ["30min", 1, "2024-01-20T00:00:00", 100, 137] },
  ],
  [
    "hour-ranges.csv",
    `date,interval,load\n${hours(2024, 1, 20, 96, (p, i, date) => `${p.Y}-${p.m}-${p.d},${p.Hi}:00-${new Date(date.getTime() + 36e5).getUTCHours()}:00,${value(i)}`)}`,
    { read: ["h", 1, "2024-01-20T00:00:00", 100, 137] },
  ],
  [
    "clocks-with-offset.csv",
    `Date,Clock,y\n${hours(2024, 1, 20, 96, (p, i) => `${p.Y}-${p.m}-${p.d},${p.H}:00-05:00,${value(i)}`)}`,
    { read: ["h", 1, "2024-01-20T05:00:00", 100, 137] },
  ],
  [
    "semicolon-time.csv",
    `Zeit;Wert\n${hours(2024, 1, 13, 40, (p, i) => `${p.d}.${p.m}.${p.Y} ${p.H}:00 Uhr;${value(i)},2`)}`,
    { read: ["h", 1, "2024-01-13T00:00:00", 100.2, 137.2] },
  ],
  [
    "a-m.csv",
    `Fecha,Valor\n${hours(2024, 1, 13, 40, (p, i) => `"${p.d}/${p.m}/${p.Y} ${padded(p.Hi % 12 || 12)}:00:00 ${p.Hi < 12 ? "a. m." : "p. m."}",${value(i)}`)}`,
    { read: ["h", 1, "2024-01-13T00:00:00", 100, 137] },
  ],
  [
    "hour-ending.csv",
    `DELIVERY_DATE,HOUR_ENDING,SETTLEMENT_POINT,LMP\n${rows(72, (i) => {
      const p = parts(dayAt(2024, 1, 15, Math.floor(i / 24)));
      return `${p.m}/${p.d}/${p.Y},${padded((i % 24) + 1)}:00,HB_HOUSTON,${value(i)}.5`;
    })}`,
    { read: ["h", 1, "2024-01-15T01:00:00", 100.5, 137.5] },
  ],
  [
    "clock-24.csv",
    `Date,Hour,Load\n${rows(48, (i) => `${isoDay(dayAt(2024, 1, 15, Math.floor(i / 24)))},${(i % 24) + 1}:00,${value(i)}`)}`,
    { read: ["h", 1, "2024-01-15T01:00:00", 100, 137] },
  ],
  [
    "clock-dot.csv",
    `Datum;Uhrzeit;kW\n${hours(2024, 1, 15, 48, (p, i) => `${p.d}.${p.m}.${p.Y};${p.H}.00;${value(i)}`)}`,
    { read: ["h", 1, "2024-01-15T00:00:00", 100, 137] },
  ],
  [
    "hour-word.csv",
    `Date,Hour,MW\n${hours(2024, 1, 15, 48, (p, i) => `${p.m}/${p.d}/${p.Y},Hour ${p.Hi + 1},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-15T00:00:00", 100, 137] },
  ],
  [
    "broken-clock.csv",
    `Date,Time,MW\n${hours(2024, 1, 15, 48, (p, i) => `${p.Y}-${p.m}-${p.d},${i === 30 ? "24:30" : `${p.H}:00`},${value(i)}`)}`,
    {
      refused: /column "Time" holds "24:30" where a time of day was expected/,
      hint: /Times are read as 14:30, 14:30:00, 2:30 PM, 1 AM, HE15 or 14/,
      line: 32,
    },
  ],
  [
    "status-col.csv",
    `timestamp,temperature,status\n${hours(2024, 1, 15, 48, (p, i) => `${p.Y}-${p.m}-${p.d} ${p.H}:00,${value(i) / 10},${i % 5 ? "OK" : "LOW BATTERY"}`)}`,
    { read: ["h", 1, "2024-01-15T00:00:00", 10, 13.7] },
  ],
  [
    "dst-flag.csv",
    `Date,Hour,DST,LMP\n${hours(2024, 1, 15, 48, (p, i) => `${p.m}/${p.d}/${p.Y},${padded(p.Hi + 1)}:00,N,${value(i)}.5`)}`,
    { read: ["h", 1, "2024-01-15T01:00:00", 100.5, 137.5] },
  ],
  [
    "square.csv",
    `Date,Time,Time Zone,Gross Sales,Net Sales\n${hours(2024, 1, 13, 48, (p, i) => `${p.mi}/${p.di}/${p.y},${p.H}:15:00,Eastern Time (US & Canada),$${value(i)}.00,$${value(i) - 2}.00`)}`,
    { read: ["h", 1, "2024-01-13T00:15:00", 100, 137] },
  ],
  [
    "nhs.csv",
    `Year,Period,Attendances\n${rows(24, (i) => `${["2022-23", "2023-24"][Math.floor(i / 12)]},${["April", "May", "June", "July", "August", "September", "October", "November", "December", "January", "February", "March"][i % 12]},${value(i)}`)}`,
    { refused: /2022-01-01 is there already in line 2/, hint: /--time Year/, line: 3 },
  ],
  [
    "hour-0-23-col.csv",
    `FlightDate,Hour,Flights\n${hours(2024, 1, 1, 72, (p, i) => `${p.Y}-${p.m}-${p.d},${p.Hi},${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "caiso-hr.csv",
    `Date,HR,Load\n${rows(72, (i) => {
      const p = parts(dayAt(2024, 1, 15, Math.floor(i / 24)));
      return `${p.mi}/${p.di}/${p.Y},${(i % 24) + 1},${value(i)}`;
    })}`,
    { read: ["h", 1, "2024-01-15T01:00:00", 100, 137] },
  ],
  [
    "weeknum-year.csv",
    `Jahr;KW;Absatz\n${rows(80, (i) => `${2023 + Math.floor(i / 52)};${(i % 52) + 1};${value(i)}`)}`,
    { read: ["W-MON", 1, "2023-01-02", 100, 137] },
  ],
  [
    "nordpool-xl.csv",
    `Last updated 30.01.2024;;\nData in MWh;;\n;Hours;SE1\n${hours(2024, 1, 20, 72, (p, i) => `${p.d}-${p.m}-${p.Y};${p.H} - ${padded((p.Hi + 1) % 24)};${value(i)},5`)}`,
    { read: ["h", 1, "2024-01-20T00:00:00", 100.5, 137.5] },
  ],
  [
    "epw-like.csv",
    `Date (MM/DD/YYYY),Time (HH:MM),GHI (W/m^2)\n${rows(72, (i) => {
      const p = parts(dayAt(2022, 1, 1, Math.floor(i / 24)));
      return `${p.m}/${p.d}/${p.Y},${padded((i % 24) + 1)}:00,${value(i)}`;
    })}`,
    { read: ["h", 1, "2022-01-01T01:00:00", 100, 137], said: /month, day, year, not as day/ },
  ],
  [
    "pos-ticket.csv",
    `Kassenbon;Datum;Uhrzeit;Summe\n${rows(60, (i) => {
      const p = parts(timeAt(2024, 1, 13, i));
      return `${10001 + i};${p.d}.${p.m}.${p.Y};${p.H}:05;${value(i)},90`;
    })}`,
    { read: ["h", 1, "2024-01-13T00:05:00", 100.9, 137.9] },
  ],
  [
    "intervals-or-offsets.csv",
    `Interval,Calls\n${hours(
      2024,
      1,
      15,
      20,
      (p, i, t) => {
        const end = parts(new Date(t.getTime() + 1_800_000));
        return `${p.m}/${p.d}/${p.Y} ${p.H}:${p.M}-${end.H}:${end.M},${value(i)}`;
      },
      30,
    )}`,
    {
      refused: /"01\/15\/2024 00:00-00:30" may end at the second time or have it as its offset/,
      hint: /blanks around the dash/,
      line: 2,
    },
  ],
  [
    "intervals-of-a-day.csv",
    `Interval,Calls\n${hours(
      2024,
      1,
      15,
      48,
      (p, i, t) => {
        const end = parts(new Date(t.getTime() + 1_800_000));
        return `${p.m}/${p.d}/${p.Y} ${p.H}:${p.M}-${end.H}:${end.M},${value(i)}`;
      },
      30,
    )}`,
    { refused: /18:30-19:00" where a date was expected/, hint: /blanks around the dash/, line: 39 },
  ],
  [
    "a-and-p.txt",
    `Date\tTime\tTemp\n${hours(2023, 6, 20, 60, (p, i) => `${p.mi}/${p.di}/${p.y}\t${p.h12}:${p.M} ${p.ap[0].toLowerCase()}\t${value(i)}`, 30)}`,
    { read: ["30min", 1, "2023-06-20T00:00:00", 100, 137] },
  ],
  [
    "degrees.csv",
    `Time,Kitchen\n${hours(2024, 1, 1, 48, (p, i) => `${p.Y}-${p.m}-${p.d} ${p.H}:00:00,${value(i) / 10} °C`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 10, 13.7], said: / has °C: "13.7 °C" is read as 13.7/ },
  ],
  [
    "sbfspot-names.csv",
    `sep=;\nVersion CSV1|Tool SBFspot 3.9.7 (Linux)|Delimiter semicolon|Decimalpoint comma\n\n;SN: 2100123;SN: 2100123\n;SB 4000TL-21;SB 4000TL-21\n;2100123;2100123\n;Total yield;Power\n;Counter;Analog\ndd/MM/yyyy HH:mm:ss;kWh;kW\n${hours(2024, 5, 13, 48, (p, i) => `${p.d}/${p.m}/${p.Y} ${p.H}:${p.M}:00;${value(i)},500;0,000`, 5)}`,
    {
      read: ["5min", 1, "2024-05-13T00:00:00", 100.5, 137.5],
      said: /the first 6 lines are the header/,
    },
  ],
  // Noon and midnight in words.
  ...(
    [
      ["midnight", "noon", "6:00 AM", "6:00 PM"],
      ["Midnight", "Noon", "6 AM", "6 PM"],
      ["12 midnight", "12 noon", "6 am", "6 pm"],
      ["Mitternacht", "Mittag", "06:00", "18:00"],
      ["minuit", "midi", "6h", "18h"],
      ["medianoche", "mediodía", "6:00 a. m.", "6:00 p. m."],
      ["mezzanotte", "mezzogiorno", "06:00", "18:00"],
      ["MIDNIGHT", "MIDDAY", "6:00 A.M.", "6:00 P.M."],
    ] as const
  ).map(
    ([midnight, noon, morning, evening]): Row => [
      `${midnight}.csv`,
      `Date,Time,Level\n${rows(60, (i) => `${isoDay(dayAt(2024, 1, 1, Math.floor(i / 4)))},${[midnight, morning, noon, evening][i % 4]},${value(i)}`)}`,
      { read: ["6h", 1, "2024-01-01T00:00:00", 100, 137], said: /columns Date and Time make/ },
    ],
  ),
  ...["dusk", "ca. 6 PM", "late", "n.k."].map(
    (evening): Row => [
      `unread-${evening.slice(0, 2)}.csv`,
      `Date,Time,Level\n${rows(60, (i) => `${isoDay(dayAt(2024, 1, 1, Math.floor(i / 4)))},${["midnight", "6:00 AM", "noon", evening][i % 4]},${value(i)}`)}`,
      {
        refused: /column "Time" holds ".*" where a time of day was expected/,
        hint: /Times are read as/,
        line: 5,
      },
    ],
  ),
  // Times of day as spreadsheets keep them.
  ...([60, 30, 15, 360, 480] as const).map(
    (minutes): Row => [
      `fractions-${minutes}.csv`,
      `Date,Time,Value\n${hours(2024, 1, 20, 96, (p, i) => `${p.d}/${p.m}/${p.Y},${(((i * minutes) % 1440) / 1440).toFixed(10)},${value(i)}`, minutes)}`,
      {
        read: [
          minutes === 60 ? "h" : minutes < 60 ? `${minutes}min` : `${minutes / 60}h`,
          1,
          "2024-01-20T00:00:00",
          100,
          137,
        ],
        said: /columns Date and Time make/,
      },
    ],
  ),
  // A single day.
  ...["hhmm", "time"].map(
    (name): Row => [
      `one-day-${name}.csv`,
      `date,${name},y\n${hours(2024, 1, 20, 24, (p, i) => `2024-01-20,${p.Hi * 100},${value(i)}`)}`,
      { read: ["h", 1, "2024-01-20T00:00:00", 100, 137], said: /make up the date/ },
    ],
  ),
];

readsTables("times of day beside dates", TABLES);
