/** How the value of a reading option is written and checked. */
type Kind =
  /** Any text. */
  | { readonly kind: "text" }
  /** Names separated by commas, kept as one text. */
  | { readonly kind: "joined names" }
  /** Names or words separated by commas. */
  | { readonly kind: "names" }
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
export type ReadingOption = Kind & { readonly part: Part };

/**
 * How tables are read, in one list: the flags of the command line, the types of the library, their
 * validation and the options that a baseline records all follow from it. Baselines write them in this
 * order. What help says of them is in `reading-help.ts`, which browsers need not load.
 */
export const READING = {
  /** Path, `-` or dataset with more columns, for the rows where those agree that both have. */
  join: { part: "join", kind: "text" },
  /** Column of dates, or several that tell them together, such as `date,time` or `year,month`. */
  time: { part: "columns", kind: "text" },
  /** Columns to forecast. */
  target: { part: "columns", kind: "names" },
  /** Column that names the series, or several whose values do so together, such as `store,item`. */
  id: { part: "columns", kind: "joined names" },
  /** Conditions that rows must meet, such as `store=Berlin,Hamburg` or `price>=10`. */
  where: { part: "rows", kind: "texts" },
  /** The first date that is read, such as `2022` or `2022-01-15`. */
  since: { part: "rows", kind: "text" },
  /** The last date that is read: `2022-01` reads that January to its end. */
  until: { part: "rows", kind: "text" },
  /** Exogenous columns known only up to the last observation. */
  past: { part: "exogenous", kind: "names" },
  /** Exogenous columns known ahead. */
  future: { part: "exogenous", kind: "names" },
  /**
   * Exogenous columns of which the data say whether they are known ahead: those with values beyond the
   * last observation are. `auto` stands for all columns of numbers that have no other role.
   */
  exogenous: { part: "exogenous", kind: "names" },
  /** Columns with one value a series. */
  static: { part: "exogenous", kind: "names" },
  /** Distance between observations as a frequency alias, such as `MS` or `15min`. */
  freq: { part: "grid", kind: "text" },
  /** Observations a season, 1 for none. */
  season: { part: "grid", kind: "whole", min: 1, max: 1e6 },
  /** How the rows of each period of a coarser `freq` are combined. */
  aggregate: { part: "cleaning", kind: "choice", choices: ["sum", "mean"] },
  /** What becomes of rows of a series with the same date; an error by default. */
  duplicates: {
    part: "cleaning",
    kind: "choice",
    choices: ["error", "first", "last", "mean", "sum"],
  },
  /**
   * What becomes of missing values between others; they are interpolated by default, and models that take
   * missing values as they are get them so.
   */
  missing: {
    part: "cleaning",
    kind: "choice",
    choices: ["error", "interpolate", "ffill", "seasonal", "zero", "drop"],
  },
  /** The character between two cells of delimited text. */
  delimiter: { part: "dialect", kind: "character" },
  /** The sign between ones and tenths. */
  decimal: { part: "dialect", kind: "choice", choices: [".", ","] },
  /** `utf-8`, `utf-16le`, `utf-16be`, `latin1`, `gbk`, `shift_jis`, `windows-1251`, …; the first four are found. */
  encoding: { part: "source", kind: "text" },
  /** A sheet's name or its place from 1 on; the first that is not empty by default. */
  sheet: { part: "sheet", kind: "text" },
  /** Path of the table within a JSON document, such as `hourly` or `response.data`. */
  records: { part: "sheet", kind: "text" },
  /** False when the first line is a row. */
  header: { part: "dialect", kind: "switch" },
  /** Words that stand for a missing value besides the common ones. */
  na: { part: "dialect", kind: "names" },
  /** The order of dates such as 01/02/2024, `dmy`, `mdy` or `ymd`, or a pattern such as `%d.%m.%Y`. */
  dateFormat: { part: "dates", kind: "text" },
  /** Time zone of the dates, such as `Europe/Berlin`. */
  tz: { part: "zone", kind: "text" },
  /** Most bytes that are read, or unpacked; by default 8 GiB of text, 2 GiB of other formats and 1 GiB of a URL. */
  maxBytes: { part: "source", kind: "bytes" },
  /** Seconds without a byte after which a URL is given up, 30 by default. */
  timeout: { part: "source", kind: "whole", min: 1, max: 86_400 },
  /** What several files are: parts of one table, or a series each, which is called like its file. */
  files: { part: "source", kind: "choice", choices: ["rows", "series"] },
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
