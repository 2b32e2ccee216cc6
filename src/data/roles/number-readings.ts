import { DataError } from "../../errors.js";
import { shellQuoted } from "../../wording.js";
import type { Columns, NumberColumn } from "../table/columns.js";
import {
  datesOfFinancialYears,
  datesOfRepublic,
  datesOfShortYears,
  type NumericTime,
  readingsOfNumbers,
  timesFromNumbers,
  unixAcross1970,
} from "../time/numeric-times.js";
import { regularityOf } from "../time/regularity.js";
import { formatTime } from "../time/timestamp.js";
import { columnCalled } from "./columns-by-name.js";
import { partNamed } from "./date-part.js";
import { INDEX_NAMES } from "./known-names.js";

/** Rows that are looked at for order and even steps. */
const MAX_ROWS = 10_000;

/** Different periods of years from which on uneven steps speak against them. */
const MIN_EVEN = 6;

/** Numbers from which uneven steps are no longer those of a count. */
const MIN_PACKED = 10_000;

/** How the dates in a column of numbers are read, and how they might have been. */
export interface NumericDates {
  readonly times: Float64Array;
  readonly as: NumericTime;
  readonly instead: readonly NumericTime[];
}

/**
 * The dates in a column of numbers that has a name of dates: of all readings that fit every value, the
 * one that the name says (`week`, `quarter`), else the one in plausible years with the most even steps.
 *
 * @returns undefined when the numbers count steps
 * @throws DataError when day and month may be swapped, with the options that decide
 */
export function datesOfNumbers(table: Columns, column: NumberColumn): NumericDates | undefined {
  const { values } = column;
  const republic = datesOfRepublic(column.name, values);
  if (republic !== undefined) return { ...republic, instead: [] };
  const financial = datesOfFinancialYears(values);
  if (financial !== undefined) return { ...financial, instead: [] };
  const across = unixAcross1970(column.name, values);
  if (across !== undefined) return { ...across, instead: [] };
  const common = timesFromNumbers(values);
  const certain = common?.as === "year" || common?.as === "day";
  if (common !== undefined && certain && partNamed(column) !== "week") {
    return { ...common, instead: [] };
  }
  const part = partNamed(column);
  const short = part === "year" ? datesOfShortYears(values) : undefined;
  if (short !== undefined) return { ...short, instead: [] };
  const [best, ...others] = readingsOfNumbers(values)
    // 2020.1 to 2020.4 may be anything under other names.
    .filter(({ as }) => part === "quarter" || as !== "year and quarter after the point")
    .filter(({ as }) => part === "week" || as !== "year and week after the point")
    // Days and months alone are none of the year 2000.
    .filter(({ as }) => as !== "short year, month, day" || values.some((v) => v >= MIN_PACKED))
    .map((reading) => ({
      ...reading,
      level: regularityOf(reading.times.subarray(0, MAX_ROWS)).level,
      named:
        part !== undefined &&
        (reading.as === `year and ${part}` ||
          reading.as === `year and ${part} after the point` ||
          reading.as === `${part} and year after the point` ||
          (part === "week" && reading.as === "year, week and weekday")),
    }))
    .sort(
      (a, b) =>
        Number(b.named) - Number(a.named) ||
        Number(b.plausible) - Number(a.plausible) ||
        b.level - a.level,
    );
  if (best !== undefined) rejectOpenDays(table, column, best, others);
  if (best?.as === "quarter and year after the point" && !best.named) {
    throw openQuarters(table, column);
  }
  const unlikely =
    best === undefined || (common === undefined && !isLikely({ ...best, instead: [] }));
  if (unlikely) return undefined;
  const swapped = others.find(({ as }) => as === "month, day, year");
  if (best.as === "day, month, year" && swapped !== undefined && swapped.level > 0) {
    throw openOrder(table, column);
  }
  const instead = others.filter(
    ({ as, plausible, level }) =>
      plausible &&
      level >= Math.max(2, best.level) &&
      !as.startsWith("Unix") &&
      !(as in OTHER_DAYS),
  );
  return { ...best, instead: [...new Set(instead.map(({ as }) => as))] };
}

/** Days that spreadsheets count up to here are rather counted from 1970, or begin with a short year. */
const EARLIEST_SHEET = Date.UTC(1990);

/** Numbers of five digits that may be days, and how to say so. */
const OTHER_DAYS: Partial<Record<NumericTime, readonly [string, string]>> = {
  "days since 1970": ["as days since 1970", "days since 1970-01-01"],
  "short year and day of the year": ["as a year and its day", "%y%j"],
};

const AS_SHEET = ["as a spreadsheet counts days", "days since 1899-12-30"] as const;

/** @throws DataError for numbers of days that may be counted from 1900 or 1970, with the options that decide */
function rejectOpenDays(
  table: Columns,
  column: NumberColumn,
  best: Reading,
  others: readonly Reading[],
): void {
  const isSheet = ({ as }: Reading) => as === "days of a spreadsheet";
  const all = [best, ...others].filter((one) => isSheet(one) || one.as in OTHER_DAYS);
  const likely = all.filter(
    ({ plausible, level }) => plausible && level === best.level && level >= 2,
  );
  const sheet = all.find(isSheet);
  if (!likely.includes(best) || likely.length < 2) return;
  if (sheet !== undefined && sheet.times[0] >= EARLIEST_SHEET) return;
  const row = Math.max(
    0,
    column.values.findIndex((v) => !Number.isNaN(v)),
  );
  const location = table.locate?.(row, column);
  const ways = likely.map(({ as }) => OTHER_DAYS[as] ?? AS_SHEET);
  const readings = likely.map(({ times }, i) => `${formatTime(times[row], "day")} ${ways[i][0]}`);
  const options = ways.map(([, format]) => `--date-format ${shellQuoted(format)}`);
  throw new DataError(
    `column "${column.name}": ${table.cell(row, column)} may be ${readings.join(" or ")}`,
    {
      hint: `Say which it is: ${options.join(" or ")}.`,
      ...(location && { location }),
    },
  );
}

/** A reading with how evenly it steps. */
interface Reading {
  readonly as: NumericTime;
  readonly times: Float64Array;
  readonly plausible: boolean;
  readonly level: number;
}

/** Small Unix times and parts of years may be any numbers unless they step evenly. */
function isLikely({
  as,
  level,
  plausible,
  times,
}: NumericDates & { level: number; plausible: boolean }) {
  if (!plausible) return false;
  const few = as.startsWith("year") && new Set(times.subarray(0, MAX_ROWS)).size < MIN_EVEN;
  return level >= 2 || few || !/^(?:Unix|year)/.test(as);
}

/** Whether numbers under a name of dates can be no count of steps: large, and unevenly apart. */
export function areUndatedStamps(column: NumberColumn): boolean {
  if (columnCalled([column], [...INDEX_NAMES, "time", "period"]) !== undefined) return false;
  const { values } = column;
  const distinct = [...new Set(values.subarray(0, MAX_ROWS))].filter((v) => !Number.isNaN(v));
  const sorted = distinct.sort((a, b) => a - b);
  const steps = new Set<number>();
  // Series below each other begin again.
  for (let i = 1; i < sorted.length && steps.size < 3; i++) steps.add(sorted[i] - sorted[i - 1]);
  return steps.size > 1 && values.some((value) => Math.abs(value) >= MIN_PACKED);
}

/** The error for 1.2010 to 4.2010 under a name that does not say what they are. */
function openQuarters(table: Columns, column: NumberColumn): DataError {
  const location = table.locate?.(0, column);
  return new DataError(
    `column "${column.name}": "${table.cell(0, column)}" may be a quarter or a month of its year, as no number is above 4`,
    {
      hint: "Quarters? Call the column quarter, or write them as 2010-Q1. Months? --date-format %m.%Y.",
      ...(location && { location }),
    },
  );
}

function openOrder(table: Columns, column: NumberColumn): DataError {
  const location = table.locate?.(0, column);
  return new DataError(
    `column "${column.name}": "${table.cell(0, column)}" may have the day or the month first, and so may all its dates`,
    {
      hint: "Say which it is: --date-format %d%m%Y or --date-format %m%d%Y.",
      ...(location && { location }),
    },
  );
}
