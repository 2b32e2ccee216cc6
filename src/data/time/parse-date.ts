import { DAY, daysFromCivil, daysInMonth, weekday } from "./calendar.js";
import { parseClock } from "./timestamp.js";

/** Which of day and month comes first in 01/02/2024. */
export type DateOrder = "dmy" | "mdy";

/** Names of the months in English, German, French, Spanish and Italian, without accents. */
const MONTHS = [
  "january januar janner janvier enero gennaio",
  "february februar feber fevrier febrero febbraio",
  "march marz maerz mrz mars marzo",
  "april avril abril aprile",
  "may mai mayo maggio",
  "june juni juin junio giugno",
  "july juli juillet julio luglio",
  "august aout agosto",
  "september septembre septiembre setiembre settembre",
  "october oktober octobre octubre ottobre",
  "november novembre noviembre",
  "december dezember decembre diciembre dicembre",
];

/** The month of each name and its beginnings of three letters and more, NaN where two have it, as `jui`. */
const BY_NAME = new Map<string, number>();
MONTHS.forEach((names, i) => {
  for (const name of names.split(" ")) {
    for (let length = 3; length <= name.length; length++) {
      const word = name.slice(0, length);
      BY_NAME.set(word, (BY_NAME.get(word) ?? i + 1) === i + 1 ? i + 1 : Number.NaN);
    }
  }
});

const NUMERIC = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:(?:,? |T)(.+))?$/;
const DAY_MONTH =
  /^(\d{1,2})(?:\.|er)?(?: de |[ /-])?([\p{L}\p{M}]{3,11})\.?,?(?: del? |[ /-])?(\d{4}|\d{2})(?:(?:,? |:)(.+))?$/iu;
const MONTH_DAY = /^([\p{L}\p{M}]{3,11})\.? (\d{1,2}),? (\d{4})(?:,? (.+))?$/iu;
const MONTH_YEAR = /^([\p{L}\p{M}]{3,11})\.?(?: del? |[ -])(\d{4}|\d{2})$/iu;
const YEAR_MONTH = /^(\d{4})[ -]?([\p{L}\p{M}]{3,11})\.?$/iu;
const NUMBERED_MONTH = /^(?:(\d{1,2})[/.-](\d{4})|(\d{4}) ?M(\d{1,2}))$/i;
const QUARTER = /^(?:Q([1-4])[ /-]?(\d{4})|(\d{4})[ /-]?Q([1-4]))$/i;
const WEEK = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/i;
const PACKED = /^(\d{4})(\d{2})(\d{2})[T ](.+)$/;
const WEEKDAY =
  /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|mo|di|mi|do|fr|sa|so|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)\.?,? /i;

/**
 * Milliseconds since 1970 in UTC of a date as people write it: `05.01.2024`, `1/5/2024`, `5-Jan-2024`,
 * `05JAN2024`, `05/Jan/2024:14:30:00 +0000`, `Jan 5, 2024`, `Jan 2024`,
 * `03. März 2024`, `3 de marzo de 2024`, `janv. 2024`, `01/2024`, `2024M01`, `Q1 2024`, `2024-W05` (its Monday), those with a
 * day also with a time as in `14:30` and `2:30 PM`. Years of two digits lie between 1969 and 2068.
 *
 * @param order of day and month where both are numbers
 * @returns NaN when the text is none of these or no such day exists
 */
export function parseDate(text: string, order: DateOrder): number {
  if (text.length > 50) return Number.NaN;
  const written = text.replace(WEEKDAY, "");
  let m = NUMERIC.exec(written);
  if (m !== null) {
    const [first, second] = [Number(m[1]), Number(m[3])];
    const [day, month] = order === "dmy" ? [first, second] : [second, first];
    return midnight(fullYear(m[4]), month, day) + readClock(m[5]);
  }
  m = DAY_MONTH.exec(written);
  if (m !== null) return midnight(fullYear(m[3]), monthOf(m[2]), Number(m[1])) + readClock(m[4]);
  m = MONTH_DAY.exec(written);
  if (m !== null) return midnight(Number(m[3]), monthOf(m[1]), Number(m[2])) + readClock(m[4]);
  m = MONTH_YEAR.exec(written);
  if (m !== null) return midnight(fullYear(m[2]), monthOf(m[1]), 1);
  m = QUARTER.exec(written);
  if (m !== null) return midnight(Number(m[2] ?? m[3]), 3 * Number(m[1] ?? m[4]) - 2, 1);
  m = WEEK.exec(written);
  if (m !== null) return dayOfWeek(Number(m[1]), Number(m[2]), Number(m[3] ?? 1)) * DAY;
  m = NUMBERED_MONTH.exec(written);
  if (m !== null) return midnight(Number(m[2] ?? m[3]), Number(m[1] ?? m[4]), 1);
  m = YEAR_MONTH.exec(written);
  if (m !== null) return midnight(Number(m[1]), monthOf(m[2]), 1);
  m = PACKED.exec(written);
  if (m !== null) return midnight(Number(m[1]), Number(m[2]), Number(m[3])) + readClock(m[4]);
  return Number.NaN;
}

/** What 01/02/2024 tells of the order of day and month; nothing else tells anything. */
export function orderOf(text: string): { dmy: boolean; mdy: boolean; dotted: boolean } | undefined {
  const m = NUMERIC.exec(text.replace(WEEKDAY, ""));
  // Points are never written in month, day, year.
  return m === null
    ? undefined
    : { dmy: Number(m[3]) <= 12, mdy: Number(m[1]) <= 12 && m[2] !== ".", dotted: m[2] === "." };
}

/** Whether a stamp has an offset from UTC. */
export function hasOffset(text: string): boolean {
  return /\d:?\d{2}.*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$/i.test(text);
}

function midnight(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) {
    return Number.NaN;
  }
  return daysFromCivil(year, month, day) * DAY;
}

/** @see POSIX strptime, %y */
export function fullYear(text: string): number {
  const year = Number(text);
  return text.length === 4 ? year : year < 69 ? 2000 + year : 1900 + year;
}

/** In lower case and without diacritics: `Fév` is `fev`. */
export function withoutAccents(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** 1 to 12 for the name of a month or an unambiguous beginning of three letters; NaN for other words. */
export function monthOf(word: string): number {
  return BY_NAME.get(word.toLowerCase()) ?? BY_NAME.get(withoutAccents(word)) ?? Number.NaN;
}

/**
 * Days since 1970 of a day of an ISO week, Monday 1; NaN where the year has no such week. Week 1 contains
 * the first Thursday of the year.
 */
export function dayOfWeek(year: number, number: number, day: number): number {
  const january4 = daysFromCivil(year, 1, 4);
  const monday = january4 - weekday(january4);
  const days = monday + (number - 1) * 7 + day - 1;
  const december28 = daysFromCivil(year, 12, 28);
  const last = Math.floor((december28 - monday) / 7) + 1;
  return number >= 1 && number <= last ? days : Number.NaN;
}

/** Milliseconds from midnight of `14:30`, `9:05:30` or `2:30 PM`; 0 for undefined, NaN for other texts. */
export function readClock(text: string | undefined): number {
  if (text === undefined) return 0;
  const half = /^(\d{1,2})((?::\d{2})*)\s*([ap])\.?m\.?$/i.exec(text);
  let written = text;
  if (half !== null) {
    const hour = Number(half[1]);
    if (hour < 1 || hour > 12) return Number.NaN;
    written = `${(hour % 12) + (half[3].toLowerCase() === "p" ? 12 : 0)}${half[2]}`;
  }
  const bytes = new TextEncoder().encode(/^\d[:\s]|^\d$/.test(written) ? `0${written}` : written);
  return parseClock(bytes, 0, bytes.length);
}
