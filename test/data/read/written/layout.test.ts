import {
  businessDays,
  days,
  hours,
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
  // Decimal commas below a title are no names.
  [
    "potentiostat.csv",
    `Date and time:;2024-01-20 10:00:00\nTechnique:;Chronoamperometry\nNotes:;\n\ns;µA\n${rows(100, (i) => `${String(i / 10).replace(".", ",")};${String(value(i) + 0.25).replace(".", ",")}`)}`,
    { read: ["index", 1, "0", 100.25, 137.25] },
  ],
  [
    "influx2.csv",
    `#group,false,false,true,true,false,false,true,true,true\n#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string\n#default,mean,,,,,,,,\n,result,table,_start,_stop,_time,_value,_field,_measurement,host\n${["usage_user", "usage_system"].map((f, k) => rows(20, (i) => `,,${k},2024-01-01T00:00:00Z,2024-01-01T01:00:00Z,${isoTime(timeAt(2024, 1, 1, i + 1, 1))}Z,${value(i) + k * 1000},${f},cpu,h1`)).join("\n")}`,
    { read: ["min", 2, "2024-01-01T00:01:00", 100, 137] },
  ],
  [
    "enedis.csv",
    `Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Etape metier;Unite;Pas en minutes\n12345678901234;Courbe de charge;01/01/2024;31/01/2024;Energie active;Consommation;Comptage Brut;W;\n\nHorodate;Valeur\n${hours(2024, 1, 1, 60, (p, i) => `${p.Y}-${p.m}-${p.d}T${p.H}:${p.M}:00+01:00;${value(i)}`, 30)}`,
    { read: ["30min", 1, "2023-12-31T23:00:00", 100, 137] },
  ],
  [
    "octopus.csv",
    `Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End\n${hours(2024, 1, 1, 48, (_p, i, t) => `0.${value(i)}, ${value(i) / 10}, 45.1, ${isoTime(t)}+00:00, ${isoTime(new Date(+t + 18e5))}+00:00`, 30)}`,
    { read: ["30min", 1, "2024-01-01T00:00:00", 0.1, 0.137] },
  ],
  [
    "bundesbank.csv",
    `"";BBEX3.D.USD.EUR.BB.AC.000;BBEX3.D.USD.EUR.BB.AC.000_FLAGS\n"";Euro-Referenzkurs der EZB / 1 EUR = ... USD / Vereinigte Staaten;\nEinheit;USD (US-Dollar);\nDimension;Eins;\nStand vom;30.01.2024 15:57:47 Uhr;\n${days(2024, 1, 1, 40, (p, i) => (p.w % 6 === 0 ? `${p.Y}-${p.m}-${p.d};.;Kein Wert vorhanden` : `${p.Y}-${p.m}-${p.d};1,${value(i)};`))}`,
    { read: ["D", 1, "2024-01-01", 1.1, 1.137] },
  ],
  [
    "rba.csv",
    `F1 INTEREST RATES AND YIELDS – MONEY MARKET,,\nTitle,Cash Rate Target,Interbank Overnight Cash Rate\nDescription,Cash Rate Target,Interbank Overnight Cash Rate\nFrequency,Daily,Daily\nType,Original,Original\nUnits,Per cent,Per cent\n,,\n,,\nSource,RBA,RBA\nPublication date,02-Feb-2024,02-Feb-2024\nSeries ID,FIRMMCRTD,FIRMMCRID\n${businessDays(2024, 1, 1, 40, (p, i) => `${p.d}-${p.b}-${p.Y},${value(i) / 20},${value(i) / 21}`)}`,
    { read: ["B", 1, "2024-01-01", 5, 6.85] },
  ],
  [
    "mysql.txt",
    `+------------+-------+\n| day        | total |\n+------------+-------+\n${days(2024, 1, 1, 40, (p, i) => `| ${p.Y}-${p.m}-${p.d} |   ${value(i)} |`)}\n+------------+-------+\n40 rows in set (0.00 sec)`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "markdown.md",
    `| date | y |\n|------|---:|\n${days(2024, 1, 1, 40, (p, i) => `| ${p.Y}-${p.m}-${p.d} | ${value(i)} |`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "print-df.txt",
    `          date    y\n${days(2024, 1, 1, 40, (p, i) => `${String(i).padEnd(4)}${p.Y}-${p.m}-${p.d}  ${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "unnamed-0.csv",
    `,0\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)}`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "savetxt.txt",
    days(
      2024,
      1,
      1,
      40,
      (_p, i, t) => `${(+t / 1000).toExponential(18)} ${value(i).toExponential(18)}`,
    ),
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "berkeley.txt",
    `% This file contains a detailed summary\n% of land-surface average results\n%\n%                  Monthly          Annual\n% Year, Month,  Anomaly, Unc.,   Anomaly, Unc.\n \n${months(1990, 1, 36, (p, i) => `  ${p.Y}     ${String(p.mi).padStart(2)}    ${(value(i) / 100).toFixed(3)}  0.${padded((i % 9) + 10)}     NaN    NaN`)}`,
    { read: ["MS", 1, "1990-01-01", 1, 1.37] },
  ],
  [
    "metoffice.txt",
    `Oxford\nLocation: 450900E 207200N, Lat 51.761 Lon -1.262, 63 metres amsl\nEstimated data is marked with a * after the value.\nMissing data (more than 2 days missing in month) is marked by  ---.\nSunshine data taken from an automatic sensor marked with a #, otherwise.\n   yyyy  mm   tmax    tmin      af    rain     sun\n              degC    degC    days      mm   hours\n${months(1990, 1, 36, (p, i) => `   ${p.Y}  ${String(p.mi).padStart(2)}    ${(value(i) / 10).toFixed(1)}     ${i === 5 ? " ---" : "2.7"}       4    ${62 + i}.8     ${i > 30 ? "50.1#" : " ---"}`)}`,
    {
      read: ["MS", 1, "1990-01-01", 10, 13.7],
      said: /the first 5 lines are taken for a title/,
    },
  ],
  [
    "metoffice-cut.txt",
    `   yyyy  mm   tmax    tmin      af    rain     sun\n${months(1990, 1, 36, (p, i) => `   ${p.Y}  ${String(p.mi).padStart(2)}    ${(value(i) / 10).toFixed(1)}     ${i === 5 ? " ---" : "2.7"}       4    ${62 + i}.8     ${i > 30 ? "50.1#" : " ---"}`)}`,
    { read: ["MS", 1, "1990-01-01", 10, 13.7] },
  ],
  [
    "openmeteo.csv",
    `latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n52.52,13.419998,38.0,0,GMT,GMT\n\ntime,temperature_2m (°C),rain (mm)\n${hours(2024, 1, 1, 48, (p, i) => `${p.Y}-${p.m}-${p.d}T${p.H}:00,${value(i) / 10},0.0${i % 3}`)}`,
    { read: ["h", 1, "2024-01-01T00:00:00", 10, 13.7] },
  ],
  [
    "electricity.txt",
    `"";"MT_001";"MT_002"\n${hours(
      2011,
      1,
      1,
      60,
      (_p, i, t) => {
        const q = parts(new Date(+t + 9e5));
        return `"${q.Y}-${q.m}-${q.d} ${q.H}:${q.M}:00";${(value(i) / 8).toFixed(5).replace(".", ",").replace(/0+$/, "")};0`;
      },
      15,
    )}`,
    { read: ["15min", 1, "2011-01-01T00:15:00", 12.5, 17.125] },
  ],
  [
    "fortran.txt",
    days(
      2024,
      1,
      1,
      40,
      (p, i) => ` ${p.Y} ${String(p.mi).padStart(2)} ${String(p.di).padStart(2)} ${value(i)}.2`,
    ),
    { read: ["D", 1, "2024-01-01", 100.2, 137.2] },
  ],
  [
    "insee.csv",
    `"Libellé";"Indice des prix";"Codes"\n"idBank";"001759970";""\n"Dernière mise à jour";"12/01/2024 08:45";""\n"Période";"";""\n${rows(
      24,
      (j) => {
        const p = parts(monthAt(2022, 1, 23 - j));
        return `"${p.Y}-${p.m}";"${value(23 - j)}.5";"A"`;
      },
    )}`,
    { read: ["MS", 1, "2022-01-01", 100.5, 137.5] },
  ],
  [
    "ine.csv",
    `Periodo;Total\n${rows(24, (j) => {
      const p = parts(monthAt(2022, 1, 23 - j));
      return `${p.Y}M${p.m};${value(23 - j)},5`;
    })}`,
    { read: ["MS", 1, "2022-01-01", 100.5, 137.5] },
  ],
  [
    "multiindex.csv",
    `,Close,Close,Volume\n,AAPL,MSFT,AAPL\nDate,,,\n${businessDays(2024, 1, 1, 30, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)}.5,${value(i) + 200}.5,${value(i) * 1000}`)}`,
    { read: ["B", 1, "2024-01-01", 100.5, 137.5] },
  ],
  [
    "sunspot-footer.csv",
    `"Month","Sunspots"\n${months(1749, 1, 60, (p, i) => `"${p.Y}-${p.m}",${value(i) / 2}`)}\n"Zuerich monthly sunspot numbers 1749-1983",""`,
    { read: ["MS", 1, "1749-01-01", 50, 68.5], said: /1 row of notes below the dates is left out/ },
  ],
  [
    "sbfspot.csv",
    `sep=;\nVersion CSV1|Tool SBFspot3.5.2 (Linux)|Linebreaks LF|Delimiter semicolon|Decimalpoint comma|Precision 3\n\n;;;;Watt;Watt;%\ndd/MM/yyyy HH:mm:ss;DeviceName;DeviceType;Serial;Pdc1;Pdc2;Efficiency\n${hours(2025, 4, 29, 48, (p, i) => `${p.d}/${p.m}/${p.Y} ${p.H}:${p.M}:00;SN: 305123831;STP 10000TL-20;305123831;${value(i)},500;0,000;97,${100 + i}`, 5)}`,
    { read: ["5min", 1, "2025-04-29T00:00:00", 100.5, 137.5] },
  ],
  [
    "fronius.csv",
    `Datum und Uhrzeit;Energie | Symo 8.2-3-M (1);Eigenverbrauch\n[dd.MM.yyyy HH:mm];[Wh];[Wh]\n${hours(2024, 5, 20, 48, (p, i) => `${p.d}.${p.m}.${p.Y} ${p.H}:${p.M};${value(i)},25;${i},5`, 5)}`,
    { read: ["5min", 1, "2024-05-20T00:00:00", 100.25, 137.25] },
  ],
  [
    "fitbit-quoted.csv",
    `Activities\nDate,Calories Burned,Steps,Distance\n${days(2024, 1, 1, 40, (p, i) => `"${p.Y}-${p.m}-${p.d}","2,${value(i)}","${value(i) * 10}","4.2"`)}`,
    { read: ["D", 1, "2024-01-01", 2100, 2137] },
  ],
  [
    "amazon-settle.csv",
    `"Includes Amazon Marketplace"\n"All amounts in USD, unless specified"\n"date/time","type","order id","total"\n${days(2024, 1, 1, 40, (p, i) => `"${p.b} ${p.di}, ${p.Y} 12:15:${padded(i)} AM PST","Order","11${i}","${value(i)}.10"`)}`,
    {
      refused: /column "date\/time" holds "Jan 1, 2024 12:15:00 AM PST" where a date was expected/,
      hint: /--tz Europe\/Berlin/,
      line: 4,
    },
  ],
  [
    "adwords.csv",
    `Campaign report\n"January 1, 2024 - February 9, 2024"\nDay,Currency code,Clicks,Cost\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},EUR,"1,${value(i)}",${value(i)}.2`)}`,
    { read: ["D", 1, "2024-01-01", 1100, 1137] },
  ],
  [
    "cloudwatch.csv",
    `Label,CPUUtilization\nId,m1\n${hours(2024, 1, 1, 48, (p, i) => `${p.Y}/${p.m}/${p.d} ${p.H}:${p.M}:00,${value(i) / 10}`, 5)}`,
    { read: ["5min", 1, "2024-01-01T00:00:00", 10, 13.7] },
  ],
  [
    "ecad.txt",
    `EUROPEAN CLIMATE ASSESSMENT & DATASET (ECA&D), file created on: 01-02-2024\nTHESE DATA CAN BE USED FOR NON-COMMERCIAL RESEARCH\n\nSTAID, SOUID,    DATE,   TG, Q_TG\n${days(2024, 1, 1, 40, (p, i) => `   162,100522,${p.Y}${p.m}${p.d},  ${value(i)},    0`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "jma.csv",
    `ダウンロードした時刻：2024/02/01 09:00:00\n\n,東京,東京\n年月日,平均気温(℃),平均気温(℃)\n,,品質情報\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}/${p.mi}/${p.di},${value(i) / 10},8`)}`,
    { read: ["D", 1, "2024-01-01", 10, 13.7] },
  ],
  [
    "nrel.csv",
    `Source,Location ID,City,Latitude,Longitude,Time Zone\nNSRDB,1,-,33.2,-97.1,-6\nYear,Month,Day,Hour,Minute,GHI,Temperature\n${hours(2022, 1, 1, 72, (p, i) => `${p.Y},${p.mi},${p.di},${p.Hi},30,${value(i)},${i % 9}`)}`,
    { read: ["h", 1, "2022-01-01T00:30:00", 100, 137] },
  ],
  [
    "usgs-daily.txt",
    `# comment\nagency_cd\tsite_no\tdatetime\t1234_00060_00003\t1234_00060_00003_cd\n5s\t15s\t20d\t14n\t10s\n${days(2024, 1, 1, 40, (p, i) => `USGS\t01646500\t${p.Y}-${p.m}-${p.d}\t${value(i)}\tA`)}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "tide.csv",
    `Date Time, Water Level, Sigma, O or I (for verified), F, R, L, Quality \n${hours(2024, 1, 1, 60, (p, i) => `${p.Y}-${p.m}-${p.d} ${p.H}:${p.M},${(value(i) / 100).toFixed(3)},0.002,0,0,0,0,v`, 6)}`,
    { read: ["6min", 1, "2024-01-01T00:00:00", 1, 1.37] },
  ],
  [
    "xero.csv",
    "Profit and Loss\nDemo Company\nFor the month ended 30 June 2020\n\nAccount,30 Jun 2020,31 May 2020,30 Apr 2020,31 Mar 2020,29 Feb 2020,31 Jan 2020\nSales,135,148,161,124,137,100\nRent,35,48,61,24,37,10",
    { read: ["ME", 2, "2020-01-31", 100, 137] },
  ],
  [
    "utf16.tsv",
    Buffer.from(
      `\ufeffMonth\tSales\n${months(2020, 1, 24, (p, i) => `${p.B} ${p.Y}\t"${value(i)},925"`)}`,
      "utf16le",
    ),
    { read: ["MS", 1, "2020-01-01", 100925, 137925] },
  ],
  [
    "blank-between.csv",
    `date,y\n${days(2024, 1, 1, 40, (p, i) => [`${p.Y}-${p.m}-${p.d},${value(i)}`, ...(i % 7 === 6 ? ["", ""] : [])]).replaceAll(/^,$/gm, "")}`,
    { read: ["D", 1, "2024-01-01", 100, 137] },
  ],
  [
    "hobo.csv",
    `"Plot Title: Pond 3"\n"#","Date Time, GMT-05:00","Temp, °C (LGR S/N: 10123, SEN S/N: 10123)","Coupler Detached (LGR S/N: 10123)"\n${hours(2024, 6, 15, 48, (p, i) => `${i + 1},${p.m}/${p.d}/${p.y} ${padded(p.Hi % 12 || 12)}:${p.M}:00 ${p.ap},${value(i) / 10},`, 15)}`,
    { read: ["15min", 1, "2024-06-15T00:00:00", 10, 13.7] },
  ],
  [
    "davis.txt",
    `\t\tTemp\tHi\tLow\nDate\tTime\tOut\tTemp\tTemp\n${hours(2024, 6, 15, 48, (p, i) => `${p.di}/${p.m}/${p.y}\t${p.H}:${p.M}\t${value(i) / 10}\t30.1\t10.2`, 30)}`,
    { read: ["30min", 1, "2024-06-15T00:00:00", 10, 13.7] },
  ],
  [
    "kraken.csv",
    rows(
      30,
      (i) =>
        `${1704067200 + i * 86400},${value(i)}.1,${value(i)}.9,${value(i)}.0,${value(i)}.5,12.5,100`,
    ),
    { read: ["D", 1, "2024-01-01", 100.1, 137.1] },
  ],
  [
    "abs-xl.csv",
    `,Employed ;,Unemployed ;\nUnit,000,000\nSeries Type,Original,Original\nFrequency,Month,Month\nSeries ID,A1,A2\n${months(2020, 1, 24, (p, i) => `${p.b}-${p.Y},${value(i)}.5,${value(i) / 10}`)}`,
    { read: ["MS", 1, "2020-01-01", 100.5, 137.5] },
  ],
];

readsTables("titles, notes, comments and rules around tables", TABLES);
