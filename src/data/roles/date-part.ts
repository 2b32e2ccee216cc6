import type { Column } from "../table/columns.js";
import { monthOf, withoutAccents } from "../time/month-names.js";

/** A part of a date that a column may hold. */
export type DatePart = DayPart | ClockPart;
export type DayPart = "year" | "quarter" | "month" | "week" | "day of the year" | "day";
export type ClockPart = "hour" | "minute" | "second";

export const CLOCK_PARTS: readonly ClockPart[] = ["hour", "minute", "second"];

/** Names of columns that hold a part, in English, German, French, Spanish and Italian. */
const NAMES: readonly (readonly [DatePart, string])[] = [
  [
    "year",
    "year yr yyyy yy jahr annee ano anno geschaftsjahr geschaeftsjahr fy fiscal_year financial_year",
  ],
  ["quarter", "quarter qtr quartal trimestre"],
  ["month", "month mon mo mm mnth monat mois mes mese buchungsperiode"],
  ["week", "week wk iso_week isoweek woche kw semaine semana settimana"],
  ["day of the year", "day_of_year dayofyear doy yday"],
  ["day", "day dd dy tag jour dia giorno"],
  ["hour", "hour hr hh he hour_ending hourending hour_beginning stunde heure hora ora"],
  ["minute", "minute mn minuto"],
  ["second", "second sekunde seconde segundo secondo"],
];

const CLOCK_NAMES = "time hhmm hhmmss hh:mm clock zeit uhrzeit heure hora ora";

/** Minimum and maximum of each part. Some days end at 24 o'clock. */
const RANGES: Readonly<Record<DatePart, readonly [number, number]>> = {
  year: [1000, 2999],
  quarter: [1, 4],
  month: [1, 12],
  week: [1, 53],
  "day of the year": [1, 366],
  day: [1, 31],
  hour: [0, 24],
  minute: [0, 59],
  second: [0, 59],
};

/** The part that a column is named after. */
export function partNamed({ name }: Pick<Column, "name">): DatePart | undefined {
  return NAMES.find(([, names]) => isCalled(name, names))?.[0];
}

/** Words for parts of a year besides those that dates are read from, as last words of names. */
const PART_OF_YEAR =
  /(?:^|[\s_.-])(?:season|saison|jahreszeit|estacion|stagione|term|semester|semestre|trimester|tertial|half|half[ _-]?year|halbjahr|period|periode|periodo|quadrimestre)$/;

/** Whether a column is called after a part of a year: a quarter, week or term. */
export function isPartOfYear({ name }: Pick<Column, "name">): boolean {
  const plain = withoutAccents(name.trim());
  const part = partNamed({ name: plain.split(/[\s_.-]+/).at(-1)! });
  const isFiner = part !== undefined && ["quarter", "month", "week"].includes(part);
  return isFiner || PART_OF_YEAR.test(plain);
}

/** Codes of periods within a year, as statistical offices write them: `M01`, `Q03`, `W52`. */
const CODES: readonly (readonly [DatePart, RegExp])[] = [
  ["month", /^M(\d{2})$/i],
  ["quarter", /^Q(0?\d)$/i],
  ["week", /^W(\d{2})$/i],
];

/** The part that all texts of a column are codes of, or names of months. */
export function partCoded(column: Column): DatePart | undefined {
  if (column.kind !== "text" || column.labels.size > 60) return undefined;
  const texts = Array.from({ length: column.labels.size }, (_, code) => column.labels.text(code));
  const areMonths = (read: (text: string) => number) => texts.every((text) => read(text) > 0);
  if (texts.length > 1 && (areMonths(monthOf) || areMonths(middleOf))) return "month";
  return CODES.find(([, code]) => texts.every((text) => code.test(text)))?.[0];
}

/** Whether a column is named after times of day. */
export function hasClockName({ name }: Column): boolean {
  return isCalled(name, CLOCK_NAMES);
}

/** The first column that is called after a part and holds nothing else. */
export function columnOfPart(part: DatePart, columns: readonly Column[]): Column | undefined {
  return columns.find((column) => {
    if (partNamed(column) !== part) return false;
    const numbers = numbersOfPart(part, column);
    return !numbers.every(Number.isNaN) && misfit(part, numbers) < 0;
  });
}

/** The values of a part by row: NaN for an empty cell, infinite for a cell that holds something else. */
export function numbersOfPart(part: DatePart, column: Column): Float64Array {
  if (column.kind === "number") return column.values;
  if (column.kind === "time") return column.values.map(() => Number.POSITIVE_INFINITY);
  const { codes, labels } = column;
  const known = Float64Array.from({ length: labels.size }, (_, code) => {
    const text = labels.text(code);
    if (text === "") return Number.NaN;
    const coded = CODES.find(([one]) => one === part)?.[1].exec(text);
    if (coded) return Number(coded[1]);
    const number = part === "month" ? monthOf(text) || middleOf(text) : 0;
    return number > 0 ? number : Number.POSITIVE_INFINITY;
  });
  return Float64Array.from(codes, (code) => known[code]);
}

/** Seasons of three months by their first letters, as climate indices have them. */
const SEASONS = "DJF JFM FMA MAM AMJ MJJ JJA JAS ASO SON OND NDJ".split(" ");

/** The month in the middle of a season, 0 for other texts. */
function middleOf(text: string): number {
  return SEASONS.indexOf(text) + 1;
}

/** The first row that holds something else than a part, -1 when none does. */
export function misfit(part: DatePart, numbers: Float64Array): number {
  const [least, most] = RANGES[part];
  return numbers.findIndex(
    (v) => !Number.isNaN(v) && !(Number.isInteger(v) && v >= least && v <= most),
  );
}

/** A part in words, for messages. */
export function describePart(part: DatePart): string {
  const [least, most] = RANGES[part];
  return `${part === "hour" ? "an" : "a"} ${part} from ${least} to ${most}`;
}

function isCalled(name: string, names: string): boolean {
  const plain = withoutAccents(name)
    .replace(/^[^a-z]+|[^a-z]+$/g, "")
    .replace(/\s+/g, "_");
  return plain !== "" && names.split(" ").includes(plain);
}
