import type { ReadingName } from "./reading-options.js";

/** What `--help` says of a reading option, apart from the list of options that browsers load too. */
export interface ReadingHelp {
  /** What it calls the value. */
  readonly value?: string;
  readonly help: string;
  /** Of names separated by commas. */
  readonly example?: string;
}

export const READING_HELP: Readonly<Record<ReadingName, ReadingHelp>> = {
  join: { value: "<file>", help: "second table to join, by the columns that both share" },
  time: { value: "<columns>", help: "column of dates, or several (default: found)" },
  target: {
    example: "drivers,front",
    value: "<columns>",
    help: "columns to forecast, separated by commas",
  },
  id: {
    example: "store,item",
    value: "<columns>",
    help: "columns that name the series of a long table",
  },
  where: {
    value: "<condition>",
    help: "rows to read, such as store=Berlin,Ulm or price>=10, repeatable",
  },
  since: { value: "<date>", help: "first date to read, such as 2022 or 2022-01-15" },
  until: { value: "<date>", help: "last date to read: 2022-01 is read to its end" },
  past: {
    example: "temperature,visitors",
    value: "<columns>",
    help: "exogenous columns known only until now",
  },
  future: {
    example: "price,holiday",
    value: "<columns>",
    help: "known future covariates: columns with values beyond the last observation",
  },
  exogenous: {
    example: "price,visitors",
    value: "<columns>",
    help: "columns that explain the target; auto for all",
  },
  static: { example: "region,size", value: "<columns>", help: "columns with one value per series" },
  freq: { value: "<alias>", help: "time between observations: 15min h D B W-SUN MS QS YS …" },
  season: { value: "<n>", help: "observations in a season, 1 for none (default: found)" },
  aggregate: { value: "<how>", help: "combine rows to the coarser --freq" },
  duplicates: { value: "<how>", help: "what to do with rows of the same date (default: error)" },
  missing: { value: "<how>", help: "how to fill missing values and dates" },
  delimiter: {
    value: "<character>",
    help: "what separates the columns: , ; | tab (default: found)",
  },
  decimal: { value: "<sign>", help: "decimal sign (default: found)" },
  encoding: {
    value: "<name>",
    help: "utf-8, utf-16le, latin1, gbk, shift_jis, windows-1251, … (default: found)",
  },
  sheet: {
    value: "<sheet>",
    help: "sheet of an Excel workbook, by name or number (default: the first)",
  },
  records: {
    value: "<path>",
    help: "where the table is in a JSON document, such as response.data",
  },
  header: { help: "the first line holds data, not names" },
  na: { example: "missing,-999", value: "<words>", help: "more words that mean a missing value" },
  dateFormat: {
    value: "<format>",
    help: "order of 01/02/2024 (dmy, mdy, ymd) or a pattern such as %d.%m.%Y (default: found)",
  },
  tz: { value: "<zone>", help: "time zone of the dates, such as Europe/Berlin" },
  maxBytes: { value: "<size>", help: "largest file to read or unpack, such as 500M or 4G" },
  timeout: { value: "<seconds>", help: "how long to wait for a URL (default: 30)" },
  files: {
    value: "<what>",
    help: "several files hold rows of one table, or a series each (default: found)",
  },
};
