import {
  businessDays,
  dayAt,
  days,
  hours,
  isoDay,
  isoTime,
  monthAt,
  padded,
  parts,
  type Row,
  readsTables,
  rows,
  timeAt,
  value,
} from "./written-tables.js";

const TABLES: readonly Row[] = [
  // A number that is the same for all rows of a shop describes the shop.
  [
    "static-size.csv",
    `month,store,size_m2,revenue\n${rows(72, (i) => `${isoDay(monthAt(2020, 1, i % 36)).slice(0, 7)},${i < 36 ? "A" : "B"},${i < 36 ? 250 : 400},${value(i % 36)}`)}`,
    { read: ["MS", 2, "2020-01-01", 100, 137] },
  ],
  [
    "rising-sales.csv",
    `date,Gross Sales,Customers\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${1200 + i}.50,${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 1200.5, 1201.5] },
  ],
  [
    "rising-level.csv",
    `date,level,other\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${1200 + i},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 1200, 1201] },
  ],
  [
    "serial-day.csv",
    `date,serial,y\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${45292 + i},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "total-row.csv",
    `Date,Sales\n${days(2024, 1, 1, 20, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)}`)}\nTotal,5000`,
    { refused: /column "Date" holds "Total"/, hint: /--where 'Date!=Total'/, line: 22 },
  ],
  [
    "stripe.csv",
    `id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC)\n${rows(
      30,
      (i) =>
        `txn_${1000 + i}x,charge,ch_${i}q,"${(value(i) * 10.5).toFixed(2).replace(/(\d)(\d{3}\.)/, "$1,$2")}",${(i % 7) + 0.3},${value(i) * 10},usd,${isoTime(
          timeAt(2024, 1, 3, i * 7 + (i % 3)),
        )
          .replace("T", " ")
          .slice(0, 16)},${isoDay(dayAt(2024, 1, 5, Math.floor((i * 7) / 24)))} 00:00`,
    )}`,
    {
      read: ["8h", 1, "2024-01-03T00:00:00", 1050, 1438.5],
      said: /taking "Created \(UTC\)", choose with --time/,
    },
  ],
  [
    "nse.csv",
    `"Date ","series ","OPEN ","HIGH ","LOW ","PREV. CLOSE ","ltp ","close ","vwap ","52W H ","VOLUME ","VALUE "\n${rows(
      30,
      (j) => {
        const i = 29 - j;
        const t = dayAt(2024, 1, 1, Math.floor(i / 5) * 7 + (i % 5)),
          p = parts(t);
        return `"${p.d}-${p.b}-${p.Y}","EQ","1,${value(i)}.00","1,${value(i) + 9}.00","1,${value(i) - 9}.00","1,${value(i)}.50","1,${value(i)}.20","1,${value(i)}.30","1,${value(i)}.10","2,000.00","12,34,${value(i)}","1,23,45,${value(i)}.00"`;
      },
    )}`,
    { read: ["B", 1, "2024-01-01", 12345100, 12345137] },
  ],
  [
    "investing.csv",
    `"Date","Price","Open","High","Low","Vol.","Change %"\n${rows(30, (j) => {
      const i = 29 - j;
      const t = dayAt(2024, 1, 1, Math.floor(i / 5) * 7 + (i % 5)),
        p = parts(t);
      return `"${p.m}/${p.d}/${p.Y}","1,${value(i)}.50","1,${value(i)}.10","1,${value(i)}.90","1,${value(i)}.00","${value(i) / 10}K","${((i % 9) - 4) / 10}%"`;
    })}`,
    { read: ["B", 1, "2024-01-01", 1100.5, 1137.5] },
  ],
  [
    "dwd.txt",
    `STATIONS_ID;MESS_DATUM;QN_3;  FX;  FM;QN_4; RSK;RSKF; TMK;eor\n${days(2024, 1, 1, 40, (p, i) => `         44;${p.Y}${p.m}${p.d};   10;  ${value(i) / 10};   3.4;    3;   ${i % 5}.5;   6;  ${i / 10};eor`)}`,
    { read: ["D", 1, "2024-01-01", 10, 13.7] },
  ],
  [
    "strava.csv",
    `Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance\n${rows(
      30,
      (i) => {
        const p = parts(timeAt(2024, 1, 1, i * 31));
        return `${10400000000 + i * 7919},"${p.b} ${p.di}, ${p.Y}, ${p.h12}:0${i % 10}:11 ${p.ap}",Run,Run,${value(i) * 20},${value(i) / 10}`;
      },
    )}`,
    { read: ["1861min", 1, "2024-01-01T00:00:11", 2000, 2740] },
  ],
  [
    "garmin.csv",
    `Date,Resting HR,Stress\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${i % 9 === 4 ? "--" : value(i)},${30 + i}`)}`,
    {
      refused: /column "Resting HR" holds "--" where a number was expected/,
      hint: /--na '--'/,
      line: 6,
    },
  ],
  [
    "index-col.csv",
    `,level_0,index,timestamp,load\n${hours(2024, 1, 1, 40, (p, i) => `${i},${i + 7},${i + 300},${p.Y}-${p.m}-${p.d} ${p.H}:00:00,${value(i)}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 100, 137] },
  ],
  [
    "dup-header.csv",
    `date,sales,date,sales\n${days(2024, 1, 1, 30, (p, i, t) => {
      const q = parts(new Date(+t - 366 * 864e5));
      return `${p.Y}-${p.m}-${p.d},${value(i)},${q.Y}-${q.m}-${q.d},${value(i) - 5}`;
    })}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "two-blocks.csv",
    `Date,North,,Date,South\n${days(2024, 1, 1, 30, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)},,${p.Y}-${p.m}-${p.d},${value(i) + 50}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "order-no.csv",
    `order_no,order_date,qty\n${days(2024, 1, 1, 40, (p, i) => `${45000 + i * 3},${p.Y}-${p.m}-${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "lat-lon.csv",
    `Station,Lat,Lon,Elev,Date,Precip\n${days(2024, 1, 1, 40, (p, i) => `X1,52.1,13.2,38,${p.Y}-${p.m}-${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "weekday-num.csv",
    `Date,Weekday,IsHoliday,Visits\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${((p.w + 6) % 7) + 1},${i === 0 ? "TRUE" : "FALSE"},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "fiscal-cols.csv",
    `WeekStart,FiscalYear,FiscalWeek,Units\n${rows(60, (i) => `${isoDay(dayAt(2023, 1, 30, 7 * i))},FY${23 + Math.floor(i / 52)},${(i % 52) + 1},${value(i)}`)}`,
    { read: ["W-MON", 1, "2023-01-30", 100, 137] },
  ],
  [
    "zip-first.csv",
    `zip,date,visits\n${days(2024, 1, 1, 40, (p, i) => `02139,${p.Y}-${p.m}-${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "mint.csv",
    `"Date","Description","Original Description","Amount","Transaction Type","Category","Account Name","Labels","Notes"\n${days(2024, 1, 1, 40, (p, i) => `"${p.mi}/${p.di}/${p.Y}","Shop","SHOP 1","${value(i)}.20","debit","Groceries","Visa","",""`)}`,
    { read: ["D", 1, "2024-01-01", 100.2, 137.2] },
  ],
  [
    "revolut.csv",
    `Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n${days(2024, 1, 1, 40, (p, i) => `CARD_PAYMENT,Current,${p.Y}-${p.m}-${p.d} 10:${padded(i)}:00,${p.Y}-${p.m}-${p.d} 18:0${i % 10}:01,Tesco,-${value(i)}.10,0.00,GBP,COMPLETED,${1000 - i}.00`)}`,
    { read: ["1441min", 1, "2024-01-01T10:00:00", -100.1, -137.1] },
  ],
  [
    "fb-ads.csv",
    `Reporting starts,Reporting ends,Day,Campaign name,Impressions,Amount spent (EUR)\n${days(2024, 1, 1, 40, (p, i) => `2024-01-01,2024-02-09,${p.Y}-${p.m}-${p.d},X,${value(i) * 10},${value(i)}.5`)}`,
    { read: ["D", 1, "2024-01-01", 1000, 1370] },
  ],
  [
    "metar.csv",
    `station,valid,tmpf,dwpf\n${hours(2024, 1, 1, 48, (p, i) => `KJFK,${p.Y}-${p.m}-${p.d} ${p.H}:51,${(value(i) / 3) | 0}.00,M`)}`,
    { read: ["h", 1, "2024-01-01T00:51:00", 33, 45] },
  ],
  [
    "noaa-gsod.csv",
    `STATION,DATE,LATITUDE,LONGITUDE,ELEVATION,NAME,TEMP,TEMP_ATTRIBUTES\n${days(2024, 1, 1, 40, (p, i) => `72503014732,${p.Y}-${p.m}-${p.d},40.77,-73.88,3.4,"LA GUARDIA, NY",  ${(value(i) / 4).toFixed(1)}," 24"`)}`,
    { read: ["D", 1, "2024-01-01", 25, 34.3] },
  ],
  [
    "destatis-flat.csv",
    `Statistik_Code;Zeit_Code;Zeit_Label;Zeit;1_Auspraegung_Label;BRUTTO__Wert;BRUTTO__qualitaet\n${rows(20, (i) => `81000;JAHR;Jahr;${2000 + i};Deutschland;${value(i)},5;e`)}`,
    { read: ["YS", 1, "2000-01-01", 100.5, 137.5] },
  ],
  [
    "bike-hour.csv",
    `instant,dteday,season,yr,mnth,hr,holiday,weekday,workingday,weathersit,temp,cnt\n${hours(2011, 1, 1, 72, (p, i) => `${i + 1},${p.Y}-${p.m}-${p.d},1,0,${p.mi},${p.Hi},0,${p.w},${p.w % 6 ? 1 : 0},1,0.${value(i)},${value(i)}`)}`,
    { read: ["h", 1, "2011-01-01T00:00:00", 0.1, 0.137] },
  ],
  [
    "hotel.csv",
    `Stay Date,Day,Rooms Sold,Occ %,ADR\n${days(2024, 1, 1, 40, (p, i) => `${p.d}-${p.b}-${p.y},${parts(dayAt(2024, 1, 1, i)).A.slice(0, 3)},${value(i)},${value(i) / 2}%,$${value(i)}.50`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "airport.csv",
    `Year,Month,Domestic,International,Total\n${rows(36, (i) => `${2019 + Math.floor(i / 12)},${(i % 12) + 1},"${(value(i) * 1000).toLocaleString("en")}","${(value(i) * 500).toLocaleString("en")}","${(value(i) * 1500).toLocaleString("en")}"`)}`,
    { read: ["MS", 1, "2019-01-01", 100000, 137000] },
  ],
  [
    "only-dates.csv",
    `visit_date\n${days(2024, 1, 1, 30, (p) => `${p.Y}-${p.m}-${p.d}`)}`,
    { refused: /no column of only-dates\.csv holds numbers to forecast/, hint: /Columns:/ },
  ],
  ["one-col.csv", `sales\n${rows(40, (i) => value(i))}`, { read: ["index", 1, "0", 100, 137] }],
  [
    "version-dates.csv",
    `version,release,downloads\n${days(2024, 1, 1, 30, (p, i) => `1.${i},${p.Y}-${p.m}-${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "thingspeak.csv",
    `created_at,entry_id,field1,field2\n${hours(2024, 6, 5, 48, (p, i) => `${p.Y}-${p.m}-${p.d} ${p.H}:${p.M}:00 UTC,${i + 500},${value(i) / 10},${i}`, 5)}`,
    { read: ["5min", 1, "2024-06-05T00:00:00", 10, 13.7] },
  ],
  [
    "ubidots.csv",
    `timestamp,human_readable_date,value\n${hours(2024, 6, 5, 48, (p, i, t) => `${+t},${p.Y}-${p.m}-${p.d} ${p.H}:00:00+00:00,${value(i)}.0`)}`,
    { read: ["h", 1, "2024-06-05T00:00:00", 100, 137] },
  ],
  [
    "wincc.csv",
    `VarName;TimeString;VarValue;Validity;Time_ms\n${hours(2024, 6, 15, 48, (p, i, t) => `"Tank";"${p.d}.${p.m}.${p.Y} ${p.H}:${p.M}:00";${value(i)},5;1;${(+t / 864e5 + 25569).toFixed(5).replace(".", ",")}`, 10)}`,
    { read: ["10min", 1, "2024-06-15T00:00:00", 100.5, 137.5] },
  ],
  [
    "itch.csv",
    `Date,Time,Open,High,Low,Close,Volume\n${hours(2024, 1, 2, 60, (p, i) => `${p.Y}${p.m}${p.d},${p.H}${p.M}00,${value(i)},${value(i) + 1},${value(i) - 1},${value(i)},10`, 5)}`,
    { read: ["5min", 1, "2024-01-02T00:00:00", 100, 137] },
  ],
  [
    "stooq.csv",
    `<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n${businessDays(2024, 1, 1, 30, (p, i) => `AAPL.US,D,${p.Y}${p.m}${p.d},000000,${value(i)}.5,${value(i) + 1},${value(i) - 1},${value(i)},1000,0`)}`,
    { read: ["B", 1, "2024-01-01", 100.5, 137.5] },
  ],
  [
    "ariva.csv",
    `Datum;Erster;Hoch;Tief;Schlusskurs;Stuecke;Volumen\n${rows(30, (j) => {
      const i = 29 - j;
      return `${isoDay(dayAt(2024, 1, 1, Math.floor(i / 5) * 7 + (i % 5)))};${value(i)},50;${value(i)},90;${value(i)},10;${value(i)},30;1.234;123.456`;
    })}`,
    { read: ["B", 1, "2024-01-01", 100.5, 137.5] },
  ],
  [
    "cmc.csv",
    `timeOpen;timeClose;timeHigh;open;close\n${rows(30, (j) => {
      const i = 29 - j;
      return `"${isoDay(dayAt(2024, 1, 1, i))}T00:00:00.000Z";"${isoDay(dayAt(2024, 1, 1, i))}T23:59:59.999Z";"${isoDay(dayAt(2024, 1, 1, i))}T0${i % 9}:12:00.000Z";${value(i)}.5;${value(i)}`;
    })}`,
    { read: ["D", 1, "2024-01-01", 100.5, 137.5] },
  ],
  [
    "cso-ie.csv",
    `"STATISTIC Label","Month","UNIT","VALUE"\n${rows(24, (i) => `"CPI","${2020 + Math.floor(i / 12)} ${parts(monthAt(2020, 1, i)).B}","Base",${value(i)}.5`)}`,
    { read: ["MS", 1, "2020-01-01", 100.5, 137.5] },
  ],
];

readsTables("the column that is forecast, and the one of its dates", TABLES);
