import { days, hours, months, type Row, readsTables, rows, value } from "./written-tables.js";

const DAYS = days(1990, 10, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},${value(i)}`);
const SAR =
  "12:00:01 AM     CPU     %user     %nice   %system   %iowait    %steal     %idle\n" +
  hours(
    2024,
    1,
    15,
    40,
    (p, i) =>
      `${p.h12.padStart(2, "0")}:${p.M}:01 ${p.ap}     all      ${value(i) / 100}      0.00      1.20      0.10      0.00     96.00`,
    10,
  );

const TABLES: readonly Row[] = [
  // Facts with as many fields as the rows, which have no names.
  [
    "nrfa.csv",
    `file,timestamp,2023-05-04T11:12:13\nfile,emptystring,-\ndatabase,id,nrfa-public-30\nstation,id,39001\nstation,name,Thames at Kingston\nstation,gridReference,TQ1775069900\ndataType,units,m3/s\ndata,first,1883-01-01\ndata,last,2022-09-30\n${DAYS.replaceAll("\n", ",\n")},\n`,
    { read: ["D", 1, "1990-10-01", 100, 137], said: /first 9 lines are taken for a title/ },
  ],
  [
    "facts-of-two.csv",
    `station,Kingston\nstation,39001\nunits,m3/s\n${DAYS}\n`,
    { read: ["D", 1, "1990-10-01", 100, 137], said: /first 3 lines are taken for a title/ },
  ],
  [
    "facts-and-names.csv",
    `Station,Kingston,39001\nHeight,2.0,m\nStation,open,1883\ntime,flow,level\n${DAYS.replaceAll("\n", ",7\n")},7\n`,
    { read: ["D", 1, "1990-10-01", 100, 137], said: /first 3 lines are taken for a title/ },
  ],
  [
    "facts-of-other-width.csv",
    `Station,39001\nHeight,2.0,m above sea,level\nPlace,x\ntime,flow,level\n${DAYS.replaceAll("\n", ",7\n")},7\n`,
    { read: ["D", 1, "1990-10-01", 100, 137], said: /first 3 lines are taken for a title/ },
  ],
  // Rows that end with a delimiter below names that do not.
  [
    "samsung.csv",
    `com.samsung.shealth.step_daily_trend,6313009,10\nupdate_time,create_time,source,count,speed,deviceuuid,day_time\n${rows(40, (i) => `2024-02-0${1 + (i % 9)} 03:1${i % 6}:22.100,2024-02-0${1 + ((i * 5) % 9)} 23:50:01.200,,${value(i)},1.38,VfS0qUERdZ,${1_704_067_200_000 + 86_400_000 * i},`)}\n`,
    {
      read: ["D", 1, "2024-01-01", 100, 137],
      said: /dates in "day_time" step evenly and those in "update_time" go back and forth/,
    },
  ],
  [
    "ends-with-comma.csv",
    `Report of sales,2024\ndate,shop,sales\n${days(2024, 1, 1, 40, (p, i) => `${p.Y}-${p.m}-${p.d},a,${value(i)},`)}\n`,
    { read: ["D", 1, "2024-01-01", 100, 137], said: /first line is taken for a title/ },
  ],
  // Columns between blanks below a title, with units and without.
  [
    "sar.txt",
    `Linux 5.4.0-42-generic (web1) \t01/15/2024 \t_x86_64_\t(4 CPU)\n\n${SAR}\n`,
    { read: ["index", 1, "0", 1, 1.37], said: /no column holds dates/ },
  ],
  [
    "sar-average.txt",
    `Linux 5.4.0-42-generic (web1) \t01/15/2024 \t_x86_64_\t(4 CPU)\n\n${SAR}\nAverage:        all      2.93      0.00      1.20      0.10      0.00     95.07\n`,
    { refused: /8 fields where 9/, hint: /remove the line if it is no row/, line: 44 },
  ],
  [
    "title-of-as-many-words.txt",
    `Monthly means of the station, made up today\nyyyy mm tmax tmin af rain sun\n     degC degC days mm hours\n${months(1990, 1, 36, (p, i) => `${p.Y} ${p.mi} ${value(i)} 2.7 4 62.8 50.1`)}\n`,
    { read: ["MS", 1, "1990-01-01", 100, 137], said: /first line is taken for a title/ },
  ],
  [
    "units-between.csv",
    `time,flow,level\n,m3/s\n${DAYS.replaceAll("\n", ",7\n")},7\n`,
    { read: ["D", 1, "1990-10-01", 100, 137] },
  ],
  [
    "dividend.tsv",
    `Date\tOpen\tHigh\tClose\n${days(2024, 1, 1, 40, (p, i) => [...(i === 20 ? [`${p.b} ${p.di}, ${p.Y}\t0.24 Dividend`] : []), `${p.b} ${p.di}, ${p.Y}\t${value(i)}\t190.2\t188.1`])}\n`,
    { refused: /2 fields where 4/, hint: /remove the line if it is no row/, line: 22 },
  ],
];

readsTables("facts above tables are told from them", TABLES);
