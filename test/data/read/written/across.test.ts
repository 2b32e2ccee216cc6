import {
  dayAt,
  isoDay,
  monthAt,
  parts,
  type Row,
  readsTables,
  rows,
  VALUES,
  value,
} from "./written-tables.js";

const TABLES: readonly Row[] = [
  [
    "databank.csv",
    `Country Name,Country Code,Series Name,Series Code,1990 [YR1990],1991 [YR1991],1992 [YR1992],1993 [YR1993],1994 [YR1994],1995 [YR1995],1996 [YR1996],1997 [YR1997]\n${[
      "Germany,DEU",
      "France,FRA",
    ]
      .map(
        (c, k) =>
          `${c},"Population, total",SP.POP.TOTL,${VALUES.slice(0, 8)
            .map((x, i) => (i === 6 ? ".." : x + k * 1000))
            .join(",")}`,
      )
      .join("\n")}\n\n\nData from database: World Development Indicators\nLast Updated: 12/18/2023`,
    { read: ["YS", 2, "1990-01-01", 100, 137] },
  ],
  [
    "weo.tsv",
    `WEO Country Code\tISO\tCountry\tSubject Descriptor\tUnits\tScale\t1990\t1991\t1992\t1993\t1994\t1995\t1996\t1997\tEstimates Start After\n${[
      "134\tDEU\tGermany",
      "132\tFRA\tFrance",
    ]
      .map(
        (c, k) =>
          `${c}\tGDP\tU.S. dollars\tBillions\t${VALUES.slice(0, 8)
            .map((x, _i) => `"1,${x + k}.50"`)
            .join("\t")}\t2023`,
      )
      .join("\n")}`,
    { read: ["YS", 2, "1990-01-01", 1100.5, 1137.5] },
  ],
  [
    "zillow.csv",
    `RegionID,SizeRank,RegionName,RegionType,StateName,${rows(14, (i) => isoDay(new Date(Date.UTC(2020, i + 1, 0)))).replaceAll("\n", ",")}\n${["102001,0,United States,country,", '394913,1,"New York, NY",msa,NY'].map((c, k) => `${c},${rows(14, (i) => `${value(i) * 1000 + k}.25`).replaceAll("\n", ",")}`).join("\n")}`,
    { read: ["ME", 2, "2020-01-31", 100000.25, 137000.25] },
  ],
  [
    "wiki.csv",
    `Page,${rows(30, (i) => isoDay(dayAt(2015, 7, 1, i))).replaceAll("\n", ",")}\n${["2NE1_zh.wikipedia.org_all-access_spider", "3C_zh.wikipedia.org_all-access_spider", "4minute_zh"].map((c, k) => `${c},${rows(30, (i) => (i === 3 && k === 1 ? "" : `${value(i) + k}.0`)).replaceAll("\n", ",")}`).join("\n")}`,
    { read: ["D", 3, "2015-07-01", 100, 137] },
  ],
  [
    "mon-yy-across.csv",
    `SKU,${rows(18, (i) => {
      const p = parts(monthAt(2020, 1, i));
      return `${p.b}-${p.y}`;
    }).replaceAll(
      "\n",
      ",",
    )}\n${["A-1", "A-2"].map((c, k) => `${c},${rows(18, (i) => value(i) + k * 10).replaceAll("\n", ",")}`).join("\n")}`,
    { read: ["MS", 2, "2020-01-01", 100, 137] },
  ],
  [
    "year-months-annual.csv",
    `Year,Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,Annual\n${rows(6, (k) => `${2015 + k},${Array.from({ length: 12 }, (_, m) => (value(k * 12 + m) / 10).toFixed(1)).join(",")},12.3`)}`,
    { read: ["MS", 1, "2015-01-01", 10, 13.7] },
  ],
  [
    "inv-days.csv",
    `SKU,Loc,2024-W01,2024-W02,2024-W03,2024-W04,2024-W05,2024-W06\n${["A,N", "A,S", "B,N"]
      .map(
        (c, k) =>
          `${c},${VALUES.slice(0, 6)
            .map((x) => x + k)
            .join(",")}`,
      )
      .join("\n")}`,
    { read: ["W-MON", 3, "2024-01-01", 100, 137] },
  ],
  [
    "v-cols.csv",
    `"","V1","V2","V3","V4","V5","V6","V7","V8"\n${["Y1", "Y2", "Y3"]
      .map(
        (s, k) =>
          `"${s}",${VALUES.slice(0, 8)
            .map((x) => x + k)
            .join(",")}`,
      )
      .join("\n")}`,
    { read: ["index", 3, "1", 100, 137] },
  ],
  [
    "t-cols.csv",
    `id,t1,t2,t3,t4,t5,t6,t7,t8\n${["a", "b"]
      .map(
        (s, k) =>
          `${s},${VALUES.slice(0, 8)
            .map((x) => x + k)
            .join(",")}`,
      )
      .join("\n")}`,
    { read: ["index", 2, "1", 100, 137] },
  ],
  [
    "x1990.csv",
    `country,X1990,X1991,X1992,X1993,X1994,X1995\n${["DE", "FR"]
      .map(
        (s, k) =>
          `${s},${VALUES.slice(0, 6)
            .map((x) => x + k)
            .join(",")}`,
      )
      .join("\n")}`,
    { read: ["YS", 2, "1990-01-01", 100, 137] },
  ],
  [
    "m01-2020.csv",
    `item;01/2020;02/2020;03/2020;04/2020;05/2020;06/2020\n${["a", "b"]
      .map(
        (s, k) =>
          `${s};${VALUES.slice(0, 6)
            .map((x) => x + k)
            .join(";")}`,
      )
      .join("\n")}`,
    { read: ["MS", 2, "2020-01-01", 100, 137] },
  ],
  [
    "transposed.csv",
    `Metric,2024-01-01,2024-01-02,2024-01-03,2024-01-04,2024-01-05,2024-01-06\nVisits,${VALUES.slice(0, 6).join(",")}\nBounce rate,${VALUES.slice(
      0,
      6,
    )
      .map((x) => (x / 3) | 0)
      .map((x) => `${x}%`)
      .join(",")}`,
    { read: ["D", 2, "2024-01-01", 100, 137] },
  ],
  [
    "scb.csv",
    `"region","kön","2020M01","2020M02","2020M03","2020M04","2020M05","2020M06"\n${[
      '"00 Riket","män"',
      '"00 Riket","kvinnor"',
    ]
      .map(
        (c, k) =>
          `${c},${VALUES.slice(0, 6)
            .map((x) => x + k)
            .join(",")}`,
      )
      .join("\n")}`,
    { read: ["MS", 2, "2020-01-01", 100, 137] },
  ],
  [
    "ghcnd-dly-wide.csv",
    `ID,YEAR,MONTH,ELEMENT,VALUE1,VALUE2,VALUE3,VALUE4,VALUE5\n${rows(
      6,
      (i) =>
        `X,2020,${i + 1},TMAX,${VALUES.slice(0, 5)
          .map((x) => x + i)
          .join(",")}`,
    )}`,
    { read: ["MS", 1, "2020-01-01", 100, 101] },
  ],
  [
    "qb.csv",
    ",Jan 2020,Feb 2020,Mar 2020,Apr 2020,May 2020,Jun 2020,TOTAL\nIncome,100,137,124,161,148,135,805\nExpense,50,60,70,80,90,95,445",
    { read: ["MS", 2, "2020-01-01", 100, 137] },
  ],
  [
    "traffic.csv",
    `Site,Date,00:00,01:00,02:00,03:00,04:00,05:00,06:00,07:00,08:00,09:00,10:00,11:00,12:00,13:00,14:00,15:00,16:00,17:00,18:00,19:00,20:00,21:00,22:00,23:00\n${["A", "B"].map((s, k) => rows(4, (d) => `${s},${isoDay(dayAt(2024, 1, 1, d))},${Array.from({ length: 24 }, (_, h) => value(d * 24 + h) + k).join(",")}`)).join("\n")}`,
    { read: ["h", 2, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "eia-wide.csv",
    `description,units,source key,Jan 2020,Feb 2020,Mar 2020,Apr 2020,May 2020,Jun 2020\n${[
      "United States : all fuels,thousand MWh,ELEC.1",
      "Ohio : all fuels,thousand MWh,ELEC.2",
    ]
      .map(
        (s, k) =>
          `${s},${VALUES.slice(0, 6)
            .map((x) => x + k)
            .join(",")}`,
      )
      .join("\n")}`,
    { read: ["MS", 2, "2020-01-01", 100, 137] },
  ],
  [
    "hopkins-us.csv",
    `UID,iso2,FIPS,Admin2,Province_State,Lat,Long_,1/22/20,1/23/20,1/24/20,1/25/20,1/26/20,1/27/20\n${[
      "84001001,US,1001,Autauga,Alabama,32.5,-86.6",
      "84001003,US,1003,Baldwin,Alabama,30.7,-87.7",
    ]
      .map(
        (s, k) =>
          `${s},${VALUES.slice(0, 6)
            .map((x) => x + k)
            .join(",")}`,
      )
      .join("\n")}`,
    { read: ["D", 2, "2020-01-22", 100, 137] },
  ],
  // Flags beside each date.
  ...(
    ["#F", "# Flag", "#_flag", "#-Flags", "# Note", "#N", "# Footnotes", "#.status"] as const
  ).map(
    (flag): Row => [
      `${flag.replace(/\W/g, "")}.csv`,
      `Area,Item,${rows(20, (i) => `Y${1990 + i},${flag.replace("#", `Y${1990 + i}`)}`).replaceAll("\n", ",")}\n${["Apples", "Maize"].map((item, k) => `Albania,${item},${rows(20, (i) => `${value(i) + 1000 * k},${i % 3 ? "E" : ""}`).replaceAll("\n", ",")}`).join("\n")}`,
      { read: ["YS", 2, "1990-01-01", 100, 137], said: /Y1990 to Y2009/ },
    ],
  ),
  [
    "plain-years-flags.csv",
    `Country,${rows(20, (i) => `${1990 + i},${1990 + i} Flag`).replaceAll("\n", ",")}\nFR,${rows(20, (i) => `${value(i)},p`).replaceAll("\n", ",")}\nDE,${rows(20, (i) => `${value(i)},`).replaceAll("\n", ",")}`,
    { read: ["YS", 2, "1990-01-01", 100, 137], said: /1990 to 2009/ },
  ],
  [
    "fao-notes-too.csv",
    `Item,${rows(12, (i) => `Y${2000 + i},Y${2000 + i}F,Y${2000 + i}N`).replaceAll("\n", ",")}\nRice,${rows(12, (i) => `${value(i)},E,`).replaceAll("\n", ",")}`,
    { read: ["YS", 1, "2000-01-01", 100, 137], said: /Y2000 to Y2011/ },
  ],
];

readsTables("dates beside each other", TABLES);
