import type { Columns, NumberColumn } from "../table/columns.js";
import type { Stamps } from "../table/timestamps.js";
import { civilFromDays, DAY, daysFromCivil, weekday } from "../time/calendar.js";
import { arePlausible, timesFromNumbers } from "../time/numeric-times.js";
import type { Times } from "./date-column.js";
import { misfit, partNamed } from "./date-part.js";

/** Rows that are looked at. */
const MAX_ROWS = 5000;

/** Names of columns that number or place things rather than measure them. */
const LABEL_NAME =
  /^(?:unnamed: \d+|#|row|instant|record|store|shop|station|branch|warehouse|outlet|dept|(?:.*[_ ./])?(?:id|no\.?|nr|nbr|num|number|code|key|index|idx|zip|level_\d+|version|release|build|plz|postcode|fips|lat|lon|lng|long|latitude|longitude))$/i;

/** Names that end in a word for dates, where no dates were found. */
const DATE_NAME = /(?:^|[\s_./-])(?:date|year|month|week|quarter|period|day|jahr|monat|woche)$/i;

/** A part or label of a date, and the differences from it that columns of it have. */
interface CalendarPart {
  readonly part: (ds: number) => number;
  /** Whether values that are `rest` more than the part are still that part, counted from elsewhere. */
  readonly fits?: (rest: number) => boolean;
}

/** Years of our era less those of others, and of a century. */
const YEAR_ORIGINS = [0, 543, -1900, -2000];

/** What is counted at 1970-01-01: days of spreadsheets, Julian days, from year 1 and from year 0. */
const DAY_ORIGINS = [0, 25_569, 2_440_587.5, 40_587, 719_163, 719_529];

const SECONDS_PER_DAY = 86_400;

/** Parts and labels of a date; a column that is one of these but for a constant repeats the calendar. */
const CALENDAR: readonly CalendarPart[] = [
  { part: (ds) => dateOf(ds).year, fits: (rest) => YEAR_ORIGINS.includes(rest) },
  { part: (ds) => dateOf(ds).month },
  { part: (ds) => Math.ceil(dateOf(ds).month / 3) },
  { part: (ds) => Math.ceil(dateOf(ds).month / 6) },
  { part: (ds) => dateOf(ds).day },
  { part: (ds) => weekday(dayOf(ds)) },
  { part: (ds) => (weekday(dayOf(ds)) + 1) % 7 },
  { part: (ds) => (weekday(dayOf(ds)) > 4 ? 1 : 0) },
  { part: (ds) => dayOf(ds) - daysFromCivil(dateOf(ds).year, 1, 1) },
  { part: (ds) => Math.floor((dayOf(ds) - daysFromCivil(dateOf(ds).year, 1, 1)) / 7) },
  { part: isoWeek },
  { part: (ds) => Math.floor((ds - dayOf(ds) * DAY) / 3_600_000) },
  { part: (ds) => Math.floor(ds / 60_000) % 60 },
  { part: (ds) => ds / 1000, fits: (rest) => Math.abs(rest) <= SECONDS_PER_DAY },
  { part: (ds) => ds, fits: (rest) => Math.abs(rest) <= DAY },
  {
    part: (ds) => ds / DAY,
    // A month may be told by any of its days.
    fits: (rest) => DAY_ORIGINS.some((origin) => Math.abs(rest - origin) <= 31),
  },
  { part: (ds) => dateOf(ds).year * 100 + dateOf(ds).month },
  { part: (ds) => dateOf(ds).year * 10_000 + dateOf(ds).month * 100 + dateOf(ds).day },
];

/** Most that hours, weekdays, weeks and the like are counted from. */
const MAX_REST = 2;

/** Words for what is measured or paid, which may rise by one a day all the same. */
export const MEASURE_NAME =
  /(?:^|[\s_./-]|(?<=[a-z])(?=[A-Z]))(?:sales|revenue|turnover|income|profit|price|cost|costs|amount|demand|units|quantity|qty|visits|visitors|users|orders|umsatz|menge|preis|ventas|ventes)(?:$|[\s_./(-])/i;

/**
 * How little a column looks like a measure, so that others are rather forecast: 0 for a measure, more for
 * a flag, for what repeats the calendar, counts rows, is named as numbers of things are, or is constant.
 */
export function unlikeMeasure(
  table: Columns,
  column: NumberColumn,
  time: Times | undefined,
): number {
  const values = column.values.subarray(0, MAX_ROWS);
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.every((value) => value === known[0])) return 5;
  if (column.unnamed || isLabel(column.name) || numbersDocuments(column.name, known)) return 4;
  // Row numbers stand in front of the dates.
  const place = table.columns.indexOf(column);
  const inFront = place === 0 || (time !== undefined && place < table.columns.indexOf(time.column));
  const isAxis = place === 0 && alwaysRises(values);
  if (inFront && (countsRows(values) || (time === undefined && (risesEvenly(values) || isAxis)))) {
    return 3;
  }
  if (time === undefined && DATE_NAME.test(column.name)) return 2;
  const isNamed = MEASURE_NAME.test(column.name);
  if (areDates(known, values.length, time, isNamed)) return 2;
  if (time?.dated && countsTime(column.name, values, time)) return 2;
  if (time?.dated && !isNamed && (repeatsCalendar(values, time) || isNamedPart(column))) return 2;
  if (known.every((value) => value === 0 || value === 1) || areCodes(column.name, known)) return 1;
  return EXPECTED_NAME.test(column.name.trim()) ? EXPECTED_RANK : 0;
}

/** Whether all values of a column are one. */
export function neverChanges({ values }: NumberColumn): boolean {
  const first = values.find((value) => !Number.isNaN(value));
  return values.every((value) => Number.isNaN(value) || value === first);
}

/** Most codes of a kind of weather, a season or a grade, and rows from which on they are told from counts. */
const [MAX_CODES, MIN_CODED] = [5, 30];

/** Whether the values are 1, 2, 3, … and few, as codes are. */
function areCodes(name: string, known: Float64Array): boolean {
  if (known.length < MIN_CODED || MEASURE_NAME.test(name)) return false;
  const codes = new Set<number>();
  for (const value of known) {
    if (!(Number.isInteger(value) && value >= 1 && value <= MAX_CODES)) return false;
    codes.add(value);
  }
  return codes.size > 1 && codes.size === Math.max(...codes);
}

/** Names of documents, whose numbers rise with the dates. */
const DOCUMENT_NAME =
  /^(?:invoice|receipt|voucher|document|doc|ticket|transaction|order|beleg|bon|rechnung|auftrag|facture|factura|fattura|pedido|faktura)$/i;

/** The same with a word for a number behind them. */
const DOCUMENT_NUMBER =
  /(?:beleg|bon|rechnungs?|auftrags?|kunden|konto|artikel|kassen|invoice|order|receipt|voucher|ticket|document)[ _.-]?(?:nr|nummer|no|num|number|id)\.?$/i;

/** A sign for a number within a name: `N° facture`, `Nº`, `No.`. */
const NUMBER_SIGN =
  /(?:^|[\s_(])(?:n[°º]|no\.?|nr\.?|n\.|num[eé]ro|n[uú]mero|nummer|#)(?=$|[\s_)])/i;

function numbersDocuments(name: string, values: Float64Array): boolean {
  if (DOCUMENT_NUMBER.test(name.trim())) return true;
  const rises = (value: number, i: number) =>
    Number.isSafeInteger(value) && (i === 0 || value > values[i - 1]);
  const isCalledSo = DOCUMENT_NAME.test(name.trim()) || NUMBER_SIGN.test(name);
  return isCalledSo && values.every(rises);
}

/** Rows from which on numbers that only rise or fall, and are called so, number the rows. */
const MIN_NUMBERED = 6;

/** Names that end in a word for the number of a record. */
const RECORD_NUMBER = /^(?:#|row|record|instant|id)$|[ _./-](?:id|no\.?|nr|row)$/i;

/** Whether the only numbers of a table are those of its records: called so, and another one in each row, in order. */
export function numbersRows({ name, values }: NumberColumn): boolean {
  const known = values.filter((value) => !Number.isNaN(value));
  const called = name.trim().replace(/(?<=[a-z])(?=[A-Z])/g, " ");
  const isCalledSo =
    RECORD_NUMBER.test(called) ||
    DOCUMENT_NUMBER.test(called) ||
    DOCUMENT_NAME.test(called) ||
    NUMBER_SIGN.test(called);
  if (!isCalledSo || known.length < MIN_NUMBERED) return false;
  const step = Math.sign(known[1] - known[0]);
  return known.every(
    (value, i) => Number.isSafeInteger(value) && (i === 0 || (value - known[i - 1]) * step > 0),
  );
}

/** Whether a name is that of a number or place of things rather than of a measure. */
export function isLabel(name: string): boolean {
  return LABEL_NAME.test(name.trim().replace(/(?<=[a-z])(?=[A-Z])/g, " "));
}

/** Names of what was expected, planned or estimated beside what was observed. */
const EXPECTED_NAME =
  /(?:^|[\s_.-])(?:forecast|fcst|predicted|prediction|fitted|expected|budget|plan|planned|lower|upper|std|stdev|stderr|std[ _.-]?err(?:or)?|vorhersage|prognose)(?:$|[\s_.([-])/i;

/** The rank of such a column, before those of flags. */
const EXPECTED_RANK = 0.5;

const RANKS: readonly string[] = [
  "comes later in the table",
  "a flag or a code by its values",
  "repeats the calendar",
  "counts rows",
  "an identifier, by its name",
  "always the same",
];

/** The rank of a column that never changes in a series. */
export const STATIC_RANK = RANKS.length - 1;

/** Why a column of a rank of {@link unlikeMeasure} is not forecast. */
export function describeRank(rank: number): string {
  return rank === EXPECTED_RANK ? "expected rather than observed, by its name" : RANKS[rank];
}

/** Whether a rank of {@link unlikeMeasure} is that of row numbers and numbers of things. */
export function isNumbering(rank: number): boolean {
  return rank === 3 || rank === 4;
}

/** Whether a rank is that of a column that repeats the calendar. */
export function repeatsDates(rank: number): boolean {
  return rank === 2;
}

/** Whether a rank is that of a column that never changes or numbers things. */
export function isNoMeasure(rank: number): boolean {
  return rank >= 4;
}

/** Units of time as last words of names, in milliseconds. */
const TIME_UNITS: readonly (readonly [RegExp, number])[] = [
  [/(?:seconds?|secs?|[_ (]s)$/i, 1000],
  [/(?:minutes?|mins?)$/i, 60_000],
  [/(?:hours?|hrs?|[_ (]h)$/i, 3_600_000],
  [/(?:days?|[_ (]d)$/i, DAY],
  [/weeks?$/i, 7 * DAY],
];

/** Whether the values are the time since a start, in the unit that the name says. */
function countsTime(name: string, values: Float64Array, { stamps }: Times): boolean {
  const unit = TIME_UNITS.find(([word]) => word.test(name.trim().replace(/[\])]+$/, "")))?.[1];
  const first = values.findIndex((value) => !Number.isNaN(value));
  if (unit === undefined || first < 0) return false;
  const since = (row: number) => (stamps.at(row) - stamps.at(first)) / unit;
  const span = Math.abs(since(values.length - 1));
  return (
    span > 0 &&
    values.every((value, row) => {
      const off = Math.abs(value - values[first] - since(row));
      return Number.isNaN(off) || off <= MAX_STEP_DEVIATION * span;
    })
  );
}

/** Values from which on it is no chance that all are dates. */
const MIN_DATES = 6;

/** How far the end of a period lies from its start, at most. */
const MAX_APART = 366 * DAY;

/**
 * Whether the values are 20240131, 202401312359 and so on, in plausible years, or dates of another form that
 * rise with those of the table, as ends of periods do.
 */
function areDates(
  known: Float64Array,
  rows: number,
  time: Times | undefined,
  named: boolean,
): boolean {
  if (known.length < MIN_DATES || !known.every(Number.isInteger)) return false;
  const read = timesFromNumbers(known);
  if (read === undefined || read.as === "year") return false;
  const isPacked = read.as.startsWith("day") && read.as !== "days of a spreadsheet";
  if (isPacked && known.every((v) => v >= 19_000_101) && arePlausible(read.times)) return true;
  if (named || !time?.dated || known.length < rows) return false;
  return read.times.every((at, row) => {
    const before = row === 0 ? Number.NEGATIVE_INFINITY : read.times[row - 1];
    return at >= before && Math.abs(at - time.stamps.at(row)) <= MAX_APART;
  });
}

/** Whether the values are 0, 1, 2, … or 1, 2, 3, …, in many rows also from another number on. */
function countsRows(values: Float64Array): boolean {
  if (values[0] !== 0 && values[0] !== 1 && values.length <= MIN_RISES) return false;
  return values.every((value, row) => value === values[0] + row);
}

/** Steps from which on their evenness is no chance. */
const MIN_STEPS = 6;

/** Deviation of steps from the first one, as a share of it, that rounding makes. */
const MAX_STEP_DEVIATION = 0.01;

/** Whether the values rise in even steps, as years with decimals do. */
function risesEvenly(values: Float64Array): boolean {
  const step = values[1] - values[0];
  return (
    values.length > MIN_STEPS &&
    step > 0 &&
    values.every(
      (value, i) =>
        i === 0 || Math.abs(value - values[i - 1] - step) <= MAX_STEP_DEVIATION * Math.abs(step),
    )
  );
}

/** Whether each value is above the one before, over enough rows to be no chance. */
function alwaysRises(values: Float64Array): boolean {
  return values.length > MIN_RISES && values.every((value, i) => i === 0 || value > values[i - 1]);
}

/** Rows from which on values that always rise are rather the place of the row. */
const MIN_RISES = 12;

/** Whether the last word of a name is that of a part of dates, which all values are: `OPR_HR`, `Fiscal Week`. */
function isNamedPart({ name, values }: NumberColumn): boolean {
  const word = name.split(/[\s_.-]+|(?<=[a-z])(?=[A-Z])/).at(-1)!;
  const part = partNamed({ name: word });
  const isCoarse = part !== undefined && part !== "minute" && part !== "second";
  return isCoarse && misfit(part, values) < 0;
}

function repeatsCalendar(values: Float64Array, { stamps }: Times): boolean {
  if (isDecimalYear(values, stamps)) return true;
  const from = values.find((value) => !Number.isNaN(value));
  const counts = from !== undefined && Number.isInteger(from) && from >= 0 && from <= MAX_REST;
  return CALENDAR.some(({ part, fits = (rest) => Math.abs(rest) <= MAX_REST }) => {
    let constant = Number.NaN;
    return values.every((value, row) => {
      const ds = stamps.at(row);
      if (Number.isNaN(value) || Number.isNaN(ds)) return true;
      const rest = value - part(ds);
      if (Number.isNaN(constant)) {
        constant = rest;
        // Other numbers that rise with the dates are measures, unless they begin a count.
        if (!counts && !fits(rest)) return false;
      }
      return rest === constant;
    });
  });
}

/** Whether the values are 1958.203 and so on, the years of their dates with decimals. */
function isDecimalYear(values: Float64Array, stamps: Stamps): boolean {
  return values.every((value, row) => {
    const ds = stamps.at(row);
    return Number.isNaN(value) || Number.isNaN(ds) || Math.floor(value) === dateOf(ds).year;
  });
}

function dayOf(ds: number): number {
  return Math.floor(ds / DAY);
}

function dateOf(ds: number) {
  return civilFromDays(dayOf(ds));
}

function isoWeek(ds: number): number {
  const thursday = dayOf(ds) - weekday(dayOf(ds)) + 3;
  const { year } = civilFromDays(thursday);
  return Math.floor((thursday - daysFromCivil(year, 1, 1)) / 7);
}
