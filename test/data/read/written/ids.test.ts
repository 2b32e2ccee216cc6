import {
  dayAt,
  days,
  hours,
  isoDay,
  isoTime,
  monthAt,
  months,
  padded,
  parts,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
} from "./written-tables.js";

const TABLES: readonly Row[] = [
  [
    "ha-stats.tsv",
    `statistic_id\tunit\tstart\tmin\tmax\tmean\n${["sensor.temp_a", "sensor.temp_b"].map((s, k) => hours(2024, 1, 13, 30, (p, i) => `${s}\t°C\t${p.d}.${p.m}.${p.Y} ${p.H}:00\t${value(i) + k}\t${value(i) + 9}\t${value(i) + 4.5}`)).join("\n")}`,
    { read: ["h", 2, "2024-01-13T00:00:00", 100, 137] },
  ],
  [
    "pjm.csv",
    `datetime_beginning_utc,datetime_beginning_ept,nerc_region,mkt_region,zone,load_area,mw,is_verified\n${rows(
      48,
      (i) => {
        const u = parts(timeAt(2024, 1, 14, i + 5)),
          e = parts(timeAt(2024, 1, 14, i));
        return ["AECO", "BC"].map(
          (a, k) =>
            `${u.mi}/${u.di}/${u.Y} ${u.h12}:00:00 ${u.ap},${e.mi}/${e.di}/${e.Y} ${e.h12}:00:00 ${e.ap},RFC,MIDATL,${a}Z,${a},${value(i) + k * 1000}.25,true`,
        );
      },
    )}`,
    { refused: /2024-01-14T05:00:00 is there already in line 2/, hint: /--id zone/, line: 3 },
  ],
  [
    "eurostat2.csv",
    `STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Time frequency,unit,Unit of measure,geo,Geopolitical entity (reporting),TIME_PERIOD,Time,OBS_VALUE,Observation value,OBS_FLAG,Observation status (Flag) V2 structure\n${["DE:Germany", "FR:France"].map((g, k) => months(2020, 1, 24, (p, i) => `dataflow,ESTAT:UNE_RT_M(1.0),Unemployment,M,Monthly,PC,Percentage,${g.split(":")[0]},${g.split(":")[1]},${p.Y}-${p.m},,${value(i) / 10 + k},,,`)).join("\n")}`,
    { refused: /2020-01-01 is there already in line 2/, hint: /--id geo/, line: 26 },
  ],
  [
    "oecd.csv",
    `"REF_AREA","Reference area","FREQ","Frequency of observation","MEASURE","Measure","TIME_PERIOD","Time period","OBS_VALUE","Observation value","UNIT_MULT"\n${["AUS:Australia", "AUT:Austria"].map((g, k) => rows(20, (i) => `"${g.split(":")[0]}","${g.split(":")[1]}","Q","Quarterly","B1GQ","GDP","${2015 + Math.floor(i / 4)}-Q${(i % 4) + 1}",,${value(i) + k * 50}.5,,6`)).join("\n")}`,
    { refused: /2015-01-01 is there already in line 2/, hint: /--id REF_AREA/, line: 22 },
  ],
  [
    "snb.csv",
    `"CubeId";"plkopr"\n"PublishingDate";"2024-02-01 09:00"\n\n"Date";"D0";"Value"\n${months(2020, 1, 24, (p, i) => ["LIK", "VP"].map((d, k) => `"${p.Y}-${p.m}";"${d}";"${value(i) + k * 100}.5"`))}`,
    { read: ["MS", 2, "2020-01-01", 100.5, 137.5] },
  ],
  [
    "tsibble.csv",
    `Quarter,Region,State,Purpose,Trips\n${["Adelaide,South Australia,Business", "Adelaide,South Australia,Holiday", "Sydney,New South Wales,Business"].map((c, k) => rows(20, (i) => `${1998 + Math.floor(i / 4)} Q${(i % 4) + 1},${c},${value(i) + k}.5`)).join("\n")}`,
    { refused: /1998-01-01 is there already in line 2/, hint: /--id Region/, line: 22 },
  ],
  [
    "owid.csv",
    `iso_code,continent,location,date,total_cases,new_cases\n${["DEU,Europe,Germany", "FRA,Europe,France"].map((c, k) => days(2020, 3, 1, 30, (p, i) => `${c},${p.Y}-${p.m}-${p.d},${1000 + i * 50}.0,${value(i) + k}.0`)).join("\n")}`,
    { refused: /2020-03-01 is there already in line 2/, hint: /--id iso_code/, line: 32 },
  ],
  [
    "log-export.csv",
    `"ts_utc","meter","kwh_import","quality"\n${["0012", "0013"].map((m, k) => hours(2024, 1, 1, 30, (p, i) => `"${p.Y}-${p.m}-${p.d}T${p.H}:00:00.000Z","${m}","${value(i) + k}.5","good"`)).join("\n")}`,
    {
      refused: /2024-01-01T00:00:00.000Z is there already in line 2/,
      hint: /--id meter/,
      line: 32,
    },
  ],
  [
    "month-year-cols.csv",
    `Region,Month,Year,Sales\n${rows(24, (i) => ["N", "S"].map((r, k) => `${r},${parts(monthAt(2020, 1, i)).B},${2020 + Math.floor(i / 12)},${value(i) + k}`))}`,
    { read: ["MS", 2, "2020-01-01", 100, 137] },
  ],
  [
    "id-hex.csv",
    `device,ts,v\n${["1e5", "100000"].map((s, k) => days(2024, 1, 1, 20, (p, i) => `${s},${p.Y}-${p.m}-${p.d},${value(i) + k}`)).join("\n")}`,
    { refused: /2024-01-01 is there already in line 2/, hint: /--id device/, line: 22 },
  ],
  [
    "id-spaces-case.csv",
    `unique_id,ds,y\n${["A", "a "].map((s, k) => days(2024, 1, 1, 20, (p, i) => `${s},${p.Y}-${p.m}-${p.d},${value(i) + k}`)).join("\n")}`,
    { read: ["D", 2, "2024-01-01", 100, 137] },
  ],
  [
    "id-long.json",
    `[${["9007199254740993", "9007199254740992"].map((s, k) => rows(20, (i) => `{"meter_id":${s},"ds":"${isoDay(dayAt(2024, 1, 1, i))}","y":${value(i) + k}}`).replaceAll("\n", ",")).join(",")}]`,
    { refused: /2024-01-01 is there already/, hint: /--id meter_id/ },
  ],
  [
    "datadog.csv",
    `group,timestamp,value\n${["host:a", "host:b"].map((g, k) => rows(30, (i) => `${g},${1704067200000 + i * 20000},${value(i) + k}.25`)).join("\n")}`,
    { read: ["20s", 2, "2024-01-01T00:00:00", 100.25, 137.25] },
  ],
  [
    "abs-sdmx.csv",
    `DATAFLOW,MEASURE: Measure,REGION: Region,FREQ: Frequency,TIME_PERIOD: Time Period,OBS_VALUE,OBS_STATUS: Observation Status\n${["1: NSW", "2: Vic"].map((r, k) => rows(24, (i) => `ABS:LF(1.0),M1: Persons,${r},M: Monthly,${2020 + Math.floor(i / 12)}-${padded((i % 12) + 1)},${value(i) + k}.5,`)).join("\n")}`,
    { read: ["MS", 2, "2020-01-01", 100.5, 137.5] },
  ],
  [
    "ilo.csv",
    `ref_area,source,indicator,sex,classif1,time,obs_value,obs_status\n${["SEX_F", "SEX_M"].map((r, k) => rows(20, (i) => `DEU,BA:1,UNE,${r},AGE,${2000 + i},${value(i) + k}.5,`)).join("\n")}`,
    { read: ["YS", 2, "2000-01-01", 100.5, 137.5] },
  ],
  [
    "fao.csv",
    `Domain Code,Area,Element,Item,Year Code,Year,Unit,Value,Flag\n${["Wheat", "Maize"].map((r, k) => rows(20, (i) => `QCL,Germany,Production,${r},${2000 + i},${2000 + i},t,${value(i) * 1000 + k},A`)).join("\n")}`,
    { read: ["YS", 2, "2000-01-01", 100000, 137000] },
  ],
  [
    "energinet.csv",
    `HourUTC;HourDK;PriceArea;SpotPriceDKK\n${hours(2024, 1, 20, 48, (_p, i, t) => ["DK1", "DK2"].map((a, k) => `${isoTime(t)};${isoTime(new Date(+t + 36e5))};${a};${value(i) + k},509979`))}`,
    { read: ["h", 2, "2024-01-20T00:00:00", 100.509979, 137.509979] },
  ],
  [
    "scada-pi.csv",
    `Tag,Timestamp,Value,Status\n${["FIC101", "FIC102"].map((g, k) => hours(2024, 6, 15, 30, (p, i) => `${g},${p.d}-${p.b}-${p.y} ${p.H}:${p.M}:00,${value(i) + k}.5,Good`, 1)).join("\n")}`,
    { read: ["min", 2, "2024-06-15T00:00:00", 100.5, 137.5] },
  ],
  [
    "retail-wk.csv",
    `FiscalYearWeek,Store,Sales\n${["S1", "S2"].map((s, k) => rows(60, (i) => `${2022 + Math.floor(i / 52)}W${padded((i % 52) + 1)},${s},${value(i) + k}`)).join("\n")}`,
    { read: ["W-MON", 2, "2022-01-03", 100, 137] },
  ],
  [
    "statnz.csv",
    `Series_reference,Period,Data_value,STATUS,UNITS\n${["BDC1", "BDC2"].map((s, k) => rows(20, (i) => `${s},${2015 + Math.floor(i / 4)}.${padded(3 * (i % 4) + 3)},${value(i) + k},F,Number`)).join("\n")}`,
    { read: ["QS-MAR", 2, "2015-03-01", 100, 137] },
  ],
];

readsTables("columns that name series", TABLES);
