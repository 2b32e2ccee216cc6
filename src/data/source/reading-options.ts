/** How the value of a reading option is written and checked. */
type Kind =
  /** Any text. */
  | { readonly kind: "text" }
  /** Names separated by commas, kept as one text. */
  | { readonly kind: "joined names"; readonly example: string }
  /** Names or words separated by commas. */
  | { readonly kind: "names"; readonly example: string }
  /** Texts that are not split, each time the option is given. */
  | { readonly kind: "texts" }
  | { readonly kind: "choice"; readonly choices: readonly string[] }
  | { readonly kind: "whole"; readonly min: number; readonly max: number }
  /** A whole number of bytes; with K, M or G in a text. */
  | { readonly kind: "bytes" }
  /** One character, or the word tab. */
  | { readonly kind: "character" }
  /** On unless switched off. */
  | { readonly kind: "switch" };

/** What an option is about: commands and library functions take some of these parts. */
export type Part =
  | (
      | "join"
      | "rows"
      | "columns"
      | "exogenous"
      | "grid"
      | "cleaning"
      | "dialect"
      | "dates"
      | "source"
    )
  | ("sheet" | "zone");

/** One reading option. */
export type ReadingOption = Kind & {
  readonly part: Part;
  /** What `--help` calls the value and says of the option. */
  readonly value?: string;
  readonly help: string;
};

/**
 * How tables are read, in one list: the flags of the command line, the types of the library, their
 * validation and the options that a baseline records all follow from it. Baselines write them in this
 * order.
 */
export const READING = {
  /** Path, `-` or dataset with more columns, for the rows where those agree that both have. */
  join: {
    part: "join",
    kind: "text",
    value: "<file>",
    help: "second table to join, by the columns that both share",
  },
  /** Column of dates, or several that tell them together, such as `date,time` or `year,month`. */
  time: {
    part: "columns",
    kind: "text",
    value: "<columns>",
    help: "column of dates, or several (default: found)",
  },
  /** Columns to forecast. */
  target: {
    part: "columns",
    kind: "names",
    example: "drivers,front",
    value: "<columns>",
    help: "columns to forecast, separated by commas",
  },
  /** Column that names the series, or several whose values do so together, such as `store,item`. */
  id: {
    part: "columns",
    kind: "joined names",
    example: "store,item",
    value: "<columns>",
    help: "columns that name the series of a long table",
  },
  /** Conditions that rows must meet, such as `store=Berlin,Hamburg` or `price>=10`. */
  where: {
    part: "rows",
    kind: "texts",
    value: "<condition>",
    help: "rows to read, such as store=Berlin,Ulm or price>=10, repeatable",
  },
  /** The first date that is read, such as `2022` or `2022-01-15`. */
  since: {
    part: "rows",
    kind: "text",
    value: "<date>",
    help: "first date to read, such as 2022 or 2022-01-15",
  },
  /** The last date that is read: `2022-01` reads that January to its end. */
  until: {
    part: "rows",
    kind: "text",
    value: "<date>",
    help: "last date to read: 2022-01 is read to its end",
  },
  /** Exogenous columns known only up to the last observation. */
  past: {
    part: "exogenous",
    kind: "names",
    example: "temperature,visitors",
    value: "<columns>",
    help: "exogenous columns known only until now",
  },
  /** Exogenous columns known ahead. */
  future: {
    part: "exogenous",
    kind: "names",
    example: "price,holiday",
    value: "<columns>",
    help: "known future covariates: columns with values beyond the last observation",
  },
  /**
   * Exogenous columns of which the data say whether they are known ahead: those with values beyond the
   * last observation are. `auto` stands for all columns of numbers that have no other role.
   */
  exogenous: {
    part: "exogenous",
    kind: "names",
    example: "price,visitors",
    value: "<columns>",
    help: "columns that explain the target; auto for all",
  },
  /** Columns with one value a series. */
  static: {
    part: "exogenous",
    kind: "names",
    example: "region,size",
    value: "<columns>",
    help: "columns with one value per series",
  },
  /** Distance between observations as a frequency alias, such as `MS` or `15min`. */
  freq: {
    part: "grid",
    kind: "text",
    value: "<alias>",
    help: "time between observations: 15min h D B W-SUN MS QS YS …",
  },
  /** Observations a season, 1 for none. */
  season: {
    part: "grid",
    kind: "whole",
    min: 1,
    max: 1e6,
    value: "<n>",
    help: "observations in a season, 1 for none (default: found)",
  },
  /** How the rows of each period of a coarser `freq` are combined. */
  aggregate: {
    part: "cleaning",
    kind: "choice",
    choices: ["sum", "mean"],
    value: "<how>",
    help: "combine rows to the coarser --freq",
  },
  /** What becomes of rows of a series with the same date; an error by default. */
  duplicates: {
    part: "cleaning",
    kind: "choice",
    choices: ["error", "first", "last", "mean", "sum"],
    value: "<how>",
    help: "what to do with rows of the same date (default: error)",
  },
  /**
   * What becomes of missing values between others; they are interpolated by default, and models that take
   * missing values as they are get them so.
   */
  missing: {
    part: "cleaning",
    kind: "choice",
    choices: ["error", "interpolate", "ffill", "seasonal", "zero", "drop"],
    value: "<how>",
    help: "how to fill missing values and dates",
  },
  /** The character between two cells of delimited text. */
  delimiter: {
    part: "dialect",
    kind: "character",
    value: "<character>",
    help: "what separates the columns: , ; | tab (default: found)",
  },
  /** The sign between ones and tenths. */
  decimal: {
    part: "dialect",
    kind: "choice",
    choices: [".", ","],
    value: "<sign>",
    help: "decimal sign (default: found)",
  },
  /** `utf-8`, `utf-16le`, `utf-16be`, `latin1`, `gbk`, `shift_jis`, `windows-1251`, …; the first four are found. */
  encoding: {
    part: "source",
    kind: "text",
    value: "<name>",
    help: "utf-8, utf-16le, latin1, gbk, shift_jis, windows-1251, … (default: found)",
  },
  /** A sheet's name or its place from 1 on; the first that is not empty by default. */
  sheet: {
    part: "sheet",
    kind: "text",
    value: "<sheet>",
    help: "sheet of an Excel workbook, by name or number (default: the first)",
  },
  /** Path of the table within a JSON document, such as `hourly` or `response.data`. */
  records: {
    part: "sheet",
    kind: "text",
    value: "<path>",
    help: "where the table is in a JSON document, such as response.data",
  },
  /** False when the first line is a row. */
  header: { part: "dialect", kind: "switch", help: "the first line holds data, not names" },
  /** Words that stand for a missing value besides the common ones. */
  na: {
    part: "dialect",
    kind: "names",
    example: "missing,-999",
    value: "<words>",
    help: "more words that mean a missing value",
  },
  /** The order of dates such as 01/02/2024, `dmy`, `mdy` or `ymd`, or a pattern such as `%d.%m.%Y`. */
  dateFormat: {
    part: "dates",
    kind: "text",
    value: "<format>",
    help: "order of 01/02/2024 (dmy, mdy, ymd) or a pattern such as %d.%m.%Y (default: found)",
  },
  /** Time zone of the dates, such as `Europe/Berlin`. */
  tz: {
    part: "zone",
    kind: "text",
    value: "<zone>",
    help: "time zone of the dates, such as Europe/Berlin",
  },
  /** Most bytes that are read, or unpacked; by default 8 GiB of text, 2 GiB of other formats and 1 GiB of a URL. */
  maxBytes: {
    part: "source",
    kind: "bytes",
    value: "<size>",
    help: "largest file to read or unpack, such as 500M or 4G",
  },
  /** Seconds without a byte after which a URL is given up, 30 by default. */
  timeout: {
    part: "source",
    kind: "whole",
    min: 1,
    max: 86_400,
    value: "<seconds>",
    help: "how long to wait for a URL (default: 30)",
  },
  /** What several files are: parts of one table, or a series each, which is called like its file. */
  files: {
    part: "source",
    kind: "choice",
    choices: ["rows", "series"],
    value: "<what>",
    help: "several files hold rows of one table, or a series each (default: found)",
  },
} as const satisfies Readonly<Record<string, ReadingOption>>;

type List = typeof READING;
/** Name of a reading option. */
export type ReadingName = keyof List;

type Value<O> = O extends { readonly kind: "choice"; readonly choices: readonly (infer C)[] }
  ? C
  : O extends { readonly kind: "names" | "texts" }
    ? readonly string[]
    : O extends { readonly kind: "whole" | "bytes" }
      ? number
      : O extends { readonly kind: "switch" }
        ? boolean
        : string;

/** The options of some parts of {@link READING}. */
export type ReadingOptions<P extends Part = Part> = {
  readonly [N in ReadingName as List[N]["part"] extends P ? N : never]?: Value<List[N]> | undefined;
};

/** Names of all reading options, in the order of the list. */
export const READING_NAMES = Object.keys(READING) as ReadingName[];
