import { civilFromDays, DAY, daysFromCivil, daysInMonth, weekday } from "./calendar.js";
import { readClock } from "./clock.js";
import { monthOf, withoutThaiPoints } from "./month-names.js";
import { parseTime } from "./timestamp.js";
import { visibleText } from "./visible-text.js";
import { withoutWeekday } from "./weekday-names.js";

/** The order of day, month and year in dates of numbers such as 01/02/2024 and 24-01-05. */
export type DateOrder = "dmy" | "mdy" | "ymd";

/** The last year that two digits mean: POSIX reads 69 as 1969, spreadsheets read 30 as 1930. */
export type Century = 2068 | 2029;

const NUMERIC = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:(?:,? |T)(.+))?$/;
const DAY_MONTH =
  /^(\d{1,2})(?:\.|er)?(?: de |[ /-])?([\p{L}\p{M}]{3,12})\.?,?(?: del? |[ /-])?(\d{4}|\d{2})(?:(?:,? |:)(.+))?$/iu;
const MONTH_DAY = /^([\p{L}\p{M}]{3,12})\.? (\d{1,2}),? (\d{4})(?:,? (.+))?$/iu;
/** Statistical programs write `JAN49` without anything between. */
const MONTH_YEAR =
  /^([\p{L}\p{M}]{3,12})\.?(?: del? |[ /-]?['’]|[ /-]|(?<=^[a-z]{3}|\.))(\d{4}|\d{2})$/iu;
/** Three months, as statistical offices name moving averages. */
const THREE_MONTHS = /^([a-z]{3,9}) ?(?:-|–|to) ?([a-z]{3,9}) (\d{4})$/i;
const DAY_OF_YEAR = /^(\d{4})-(\d{3})$/;
const YEAR_MONTH = /^(\d{4})[ -]?([\p{L}\p{M}]{3,12})\.?$/iu;
const NUMBERED_MONTH = /^(?:(\d{1,2})[/.-](\d{4})|(\d{4})[ -]?MM?(\d{1,2}))$/i;
const QUARTER =
  /^(?:[QTK]0?([1-4])[ /'_:-]?(?:FY ?)?(\d{4}|\d{2})|([1-4])[QTK][ /_-]?(?:FY ?)?(\d{4}|\d{2})|(?:FY ?)?(\d{4})[ /_:-]?[QTK]0?([1-4])|FY ?(\d{2})[ /_:-]?Q0?([1-4]))$/i;
const QUARTER_NAMES =
  "(?:quarter|qtr\\.?|quartal|trimestre?|trim\\.?|trymestr|kwartał|kw\\.?|kvartal|kvartál|квартал|кв\\.?|çeyrek|negyedév|kwartaal)";
/** `1st Quarter 2020`, `2. Quartal 2020`, `III kw. 2020`, `I квартал 2020` and `2020 Quarter 1`. */
const QUARTER_WORD = new RegExp(
  `^(?:([1-4]|I{1,3}|IV)(?:st|nd|rd|th|er|e|eme|º|\\.|-?й)? ?${QUARTER_NAMES},? ?(\\d{4})(?: ?г\\.?)?|(\\d{4}),? ?(?:quarter|qtr\\.?|quartal|trimestre) ([1-4])|(?:quarter|qtr\\.?|quartal|trimestre) ([1-4]),? (\\d{4}))$`,
  "iu",
);
const ROMAN = ["1", "2", "3", "4", "I", "II", "III", "IV"];
/** `1990:1` is a quarter and `1990:01` a month, as programs of econometrics write them. */
const YEAR_COLON = /^(\d{4}):(?:([1-4])|(\d{2}))$/;
const HALF = /^(?:[HS]([12])[ /-]?(\d{4})|([12])H[ /-]?(\d{4})|(\d{4})[ /-]?[HS]([12]))$/i;
/** In Danish `2022U01`. */
const WEEK = /^(\d{4})[ -]?[WU](\d{1,2})(?:-?([1-7]))?$/i;
const WEEK_WORD = "(?:KW|CW|WK|WEEK|W|SEM(?:AINE)?|SEMANA|SETTIMANA|WOCHE)";
const WEEK_FIRST = new RegExp(
  `^${WEEK_WORD}\\.? ?-?(\\d{1,2})(?:, ?| ?[/-] ?| )(\\d{4}|\\d{2})$`,
  "i",
);
const WEEK_LAST = new RegExp(`^(\\d{4})(?:, ?| ?[/-] ?| )${WEEK_WORD}\\.? ?-?(\\d{1,2})$`, "i");
const FISCAL = /^(?:FY ?(\d{4}|\d{2})|(?:FY ?)?(\d{4})(?: ?[/–-] ?| to | bis )(\d{4}|\d{2}))$/i;
/** As C and Unix write them, `Wed Oct 10 20:19:24 +0000 2018`, but for the weekday. */
const CTIME = /^([a-z]{3}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2})(?: ([A-Z]{3}|[+-]\d{4}))? (\d{4})$/i;
/** As JavaScript writes them, but for the weekday. */
const SCRIPT_TIME = /^([a-z]{3}) (\d{1,2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT([+-]\d{4})(?: \(.*)?$/i;
const YEAR_FIRST = /^(\d{4})(?:\. ?|[/-])(\d{1,2})(?:\. ?|[/-])(\d{1,2})\.?(?:,? (.+))?$/;
/** `2023年第四季度`, `2023年4季度`, `2023년 4분기` and `2023 4Q`. */
const QUARTER_BEHIND_YEAR =
  /^(\d{4})(?:[年년] ?第?([一二三四1-4])(?:季度?|四半期|분기)|[ _-]([1-4])Q)$/iu;
const EAST_ASIAN =
  /^((?:[令平昭大明][和成正治])?(?:元|\d{1,2})(?=年)|(?:民[國国] ?)?\d{2,3}(?=年)|\d{4})[年년] ?(?:(\d{1,2})[月월] ?(?:(\d{1,2})[日일])?)?(?: ?((?:[上下]午|午[前後]|오[전후])? ?\d{1,2}[:時时시点點].*))?$/u;
/** `R6.1.5` is day 5 of month 1 in the sixth year of Reiwa. */
const ERA = /^([MTSHR])(\d{1,2})[./-](\d{1,2})[./-](\d{1,2})$/;
/** The year before the first one of each era of Japan; the Republic of China counts from 1912. */
const BEFORE_ERA: Readonly<Record<string, number>> = {
  ...{ 明治: 1867, 大正: 1911, 昭和: 1925, 平成: 1988, 令和: 2018, 民國: 1911, 民国: 1911 },
  ...{ M: 1867, T: 1911, S: 1925, H: 1988, R: 2018 },
};
/** Periods of a fiscal year, `FY24-P01`, `P1 2024`, and with three digits as SAP has them, `001.2024`. */
const PERIOD =
  /^(?:(?:FY ?)?(\d{4}|\d{2})[ /._-]{0,3}P(?:ER(?:IOD)?)?\.? ?(\d{1,2})|P(?:ER(?:IOD)?)?\.? ?(\d{1,2})[ /._-]{1,3}(?:FY ?)?(\d{4}|\d{2})|0(\d{2})[./](\d{4})|(\d{4})[./]0(\d{2}))$/i;
const MICROSOFT_JSON = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;
const RANGE = /^(.{4,40}?)(?: - | – | — | to | bis | au | al | a | à |~)(.{4,40})$/;
/** A start without its year, as in `Jan 15 - Jan 21, 2024` and `Jan 15 - 21, 2024`, and the second's end. */
const DAY_OF_MONTH = /^(?:\p{L}+,? )?([\p{L}\p{M}]{3,12})\.? \d{1,2}$/u;
const DAY_YEAR = /^\d{1,2},? \d{4}$/;
/** The hours of power exchanges: `01-01-2024 00 - 01`. */
const HOURS = /^(\d[\d./-]{7,9}),? (?:kl\.? ?)?(\d{2}) ?[-–] ?(\d{2})$/i;
const PACKED = /^(\d{4})(\d{2})(\d{2})[T :_-](.+)$/;

/**
 * Milliseconds since 1970 in UTC of a date as people write it: `05.01.2024`, `1/5/2024`, `5-Jan-2024`,
 * `05JAN2024`, `05/Jan/2024:14:30:00 +0000`, `Jan 5, 2024`, `Jan 2024`,
 * `03. März 2024`, `3 de marzo de 2024`, `janv. 2024`, `01/2024`, `2024M01`, `Q1 2024`, `2024-W05` (its Monday), those with a
 * day also with a time as in `14:30` and `2:30 PM`. So are `2024.01.05`, `2024年1月5日`, `KW 01/2021`,
 * `2018-S1`, `令和6年1月5日`, `FY24-P01` (a period of a fiscal year, as the month of that number),
 * `1990-91` (a financial year, by its first), `Wed Oct 10 20:19:24 +0000 2018`, `/Date(1704067200000)/` and the start
 * of `01.01.2024 00:00 - 01.01.2024 01:00`.
 *
 * @param order   of day, month and year where all are numbers
 * @param century the last year that two digits mean, 2068 by default
 * @returns NaN when the text is none of these or no such day exists
 */
export function parseDate(text: string, order: DateOrder, century?: Century): number {
  if (text.length > MAX_LENGTH || !DIGIT_OR_FOREIGN.test(text)) return Number.NaN;
  const visible = dateWithin(text);
  const written = THAI_LETTER.test(visible) ? thaiDate(visible) : visible;
  const value = commonDate(written, order, century);
  if (!Number.isNaN(value)) return value;
  const uncommon = uncommonDate(written, order, century);
  if (!Number.isNaN(uncommon)) return uncommon;
  const plain = written.replace(ORDINAL, "");
  return plain === written ? Number.NaN : commonDate(plain, order, century);
}

/** Every date has one or the other, and names of columns are spared the forms below. */
const DIGIT_OR_FOREIGN = /[\d\u0080-\uffff]/;

/** As in `1st January 2024`. */
const ORDINAL = /(?<=\b\d{1,2})(?:st|nd|rd|th)\b(?: of\b)?/i;

const THAI_LETTER = /[\u0e00-\u0e7f]/;

/** A Thai date with its month's whole name, in a year of our era; short years stay unread, as they are of another. */
function thaiDate(written: string): string {
  const text = withoutThaiPoints(written);
  const year = /(?<!\d)2[45]\d{2}$/.exec(text)?.[0];
  if (year !== undefined) return text.replace(year, String(Number(year) - 543));
  return /(?<!\d)\d{2}$/.test(text) ? "" : text;
}

/** Whether a date has the Thai name of its month and a year of the Buddhist calendar. */
export function isBuddhist(text: string): boolean {
  return THAI_LETTER.test(text) && /(?<!\d)2[45]\d{2}$/.test(text.trim());
}

function commonDate(written: string, order: DateOrder, century: Century | undefined): number {
  let m = NUMERIC.exec(written);
  if (m !== null) {
    const [, first, , second, third] = m;
    if (order === "ymd") {
      if (third.length > 2 || first.length < 2) return Number.NaN;
      return midnight(fullYear(first, century), Number(second), Number(third)) + readClock(m[5]);
    }
    const [day, month] = order === "dmy" ? [first, second] : [second, first];
    return midnight(fullYear(third, century), Number(month), Number(day)) + readClock(m[5]);
  }
  m = DAY_MONTH.exec(written);
  if (m !== null) {
    return midnight(fullYear(m[3], century), monthOf(m[2]), Number(m[1])) + readClock(m[4]);
  }
  m = MONTH_DAY.exec(written);
  if (m !== null) return midnight(Number(m[3]), monthOf(m[1]), Number(m[2])) + readClock(m[4]);
  m = MONTH_YEAR.exec(written);
  if (m !== null) return midnight(fullYear(m[2], century), monthOf(m[1]), 1);
  m = QUARTER.exec(written);
  if (m !== null) {
    const year = fullYear((m[2] ?? m[4] ?? m[5] ?? m[7])!, century);
    return midnight(year, 3 * Number(m[1] ?? m[3] ?? m[6] ?? m[8]) - 2, 1);
  }
  m = YEAR_COLON.exec(written);
  if (m !== null) {
    const month = m[2] === undefined ? Number(m[3]) : 3 * Number(m[2]) - 2;
    return midnight(Number(m[1]), month, 1);
  }
  m = HALF.exec(written);
  if (m !== null) {
    return midnight(Number(m[2] ?? m[4] ?? m[5]), 6 * Number(m[1] ?? m[3] ?? m[6]) - 5, 1);
  }
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

/** The forms that few tables have. */
function uncommonDate(written: string, order: DateOrder, century: Century | undefined): number {
  let m = HOURS.exec(written);
  if (m !== null) {
    const [, date, from, to] = m;
    return (Number(from) + 1) % 24 === Number(to) % 24
      ? rangeStart(date, `${from}:00`, order, century)
      : Number.NaN;
  }
  m = QUARTER_BEHIND_YEAR.exec(written);
  if (m !== null) {
    const number = m[2] ?? m[3];
    const quarter = "一二三四".indexOf(number) + 1 || Number(number);
    return midnight(Number(m[1]), 3 * quarter - 2, 1);
  }
  m = YEAR_FIRST.exec(written) ?? EAST_ASIAN.exec(written);
  if (m !== null) {
    const clock = m[4]
      ?.replace(/[時时시点點] ?/, ":")
      .replace(/[分분].*$/, "")
      .replace(/:$/, "");
    return midnight(eraYear(m[1]), Number(m[2] ?? 1), Number(m[3] ?? 1)) + readClock(clock);
  }
  m = DAY_OF_YEAR.exec(written);
  if (m !== null) {
    const days = daysFromCivil(Number(m[1]), 1, 1) + Number(m[2]) - 1;
    const isDay = Number(m[2]) > 0 && days < daysFromCivil(Number(m[1]) + 1, 1, 1);
    return isDay ? days * DAY : Number.NaN;
  }
  m = THREE_MONTHS.exec(written);
  if (m !== null) {
    const [first, last] = [monthOf(m[1]), monthOf(m[2])];
    if ((last - first + 12) % 12 !== 2) return Number.NaN;
    return midnight(Number(m[3]) - (last < first ? 1 : 0), first, 1);
  }
  m = ERA.exec(written);
  if (m !== null) return midnight(BEFORE_ERA[m[1]] + Number(m[2]), Number(m[3]), Number(m[4]));
  m = PERIOD.exec(written);
  if (m !== null) {
    const year = fullYear((m[1] ?? m[4] ?? m[6] ?? m[7])!, century);
    return midnight(year, Number(m[2] ?? m[3] ?? m[5] ?? m[8]), 1);
  }
  m = WEEK_FIRST.exec(written);
  if (m !== null) return dayOfWeek(fullYear(m[2], century), Number(m[1]), 1) * DAY;
  m = QUARTER_WORD.exec(written);
  if (m !== null) {
    const number = ROMAN.indexOf((m[1] ?? m[4] ?? m[5]).toUpperCase()) % 4;
    return midnight(Number(m[2] ?? m[3] ?? m[6]), 3 * number + 1, 1);
  }
  m = WEEK_LAST.exec(written);
  if (m !== null) return dayOfWeek(Number(m[1]), Number(m[2]), 1) * DAY;
  m = FISCAL.exec(written);
  if (m !== null) {
    if (m[1] !== undefined) return midnight(fullYear(m[1], century), 1, 1);
    const next = Number(m[2]) + 1;
    const follows = Number(m[3]) === (m[3].length === 4 ? next : next % 100);
    return follows ? midnight(Number(m[2]), 1, 1) : Number.NaN;
  }
  m = CTIME.exec(written);
  if (m !== null) {
    const zone = m[4] === undefined || /^(?:UTC|GMT)$/i.test(m[4]) ? "" : m[4];
    return midnight(Number(m[5]), monthOf(m[1]), Number(m[2])) + readClock(`${m[3]}${zone}`);
  }
  m = SCRIPT_TIME.exec(written);
  if (m !== null) {
    return midnight(Number(m[3]), monthOf(m[1]), Number(m[2])) + readClock(`${m[4]}${m[5]}`);
  }
  m = MICROSOFT_JSON.exec(written);
  if (m !== null) return Number(m[1]);
  m = RANGE.exec(written);
  return m === null ? Number.NaN : rangeStart(m[1], m[2].trim(), order, century);
}

/** The start of a range of dates or times; a time alone on the right may also belong to a day on the left. */
function rangeStart(
  left: string,
  right: string,
  order: DateOrder,
  century: Century | undefined,
): number {
  const read = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    const iso = parseTime(bytes, 0, bytes.length);
    return Number.isNaN(iso) ? parseDate(text, order, century) : iso;
  };
  const month = DAY_OF_MONTH.exec(left)?.[1];
  const end = read(month !== undefined && DAY_YEAR.test(right) ? `${month} ${right}` : right);
  // `Jan 15` alone is January 2015, but before `Jan 21, 2024` it is a day of that year.
  const yearless = month !== undefined && /(?<!\d)\d{4}$/.test(right);
  const start = yearless ? Number.NaN : read(left);
  if (!Number.isNaN(end)) {
    if (!Number.isNaN(start)) return end >= start ? start : Number.NaN;
    // The year may stand at the end alone: `30 Dec - 5 Jan 2024`.
    const { year } = civilFromDays(Math.floor(end / DAY));
    const same = read(`${left} ${year}`);
    return same <= end ? same : read(`${left} ${year - 1}`);
  }
  const clock = readClock(right);
  return hasClock(left) ? (Number.isNaN(clock) ? clock : start) : start + clock;
}

function hasClock(text: string): boolean {
  return /\d:\d/.test(text);
}

/** Texts longer than this are not parsed as dates. */
const MAX_LENGTH = 80;

/** As in `Week ending 5 January 2024` and `w/e 05/01/2024`. */
const WORDS_BEFORE =
  /^(?:\d{1,2} (?=w))?(?:tháng\b|(?:year|quarter|month|week|day|period)s? ?-?(?:ending|ended|end|beginning|commencing|starting|start|of)\b|w\/?[ec]\b|wk (?:end|of)\b):? ?/iu;

/** As in `du 22/10/23 au 21/11/23`. */
const WORD_FROM = /^(?:from|du|vom|von|del|dal|de|desde) (?=\d)/i;

/** As in `9:05 AM GMT+1`. */
const SHORT_OFFSET = /(?<=\d.*:\d.*) ?(?:GMT|UTC) ?([+-])(\d{1,2})(:\d{2})?$/i;

/** Blanks after points, as in `14. 9. 2014`, and a point behind the year, as in `14.9.2014.`. */
const SPACED_POINTS = /(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?!\d)\.?/g;

/** A clock with dashes, as names of files have it: `2017-03-23 06-00-00`. */
const DASHED_CLOCK = /(?<=^\d{4}-\d{2}-\d{2}[ _T])(\d{2})-(\d{2})-(\d{2})$/;

const COLON = 0x3a;

/** A time of day in front of its date: `00:00 20/01/2024`. */
const CLOCK_FIRST = /^(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?),? (\S.*)$/i;

function dateWithin(text: string): string {
  const plain = visibleText(text)
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/ {2,}/g, " ")
    .replace(/ ?\/ ?/g, "/")
    .replace(SPACED_POINTS, "$1.$2.$3")
    .replace(DASHED_CLOCK, "$1:$2:$3")
    .replace(WORDS_BEFORE, "")
    .replace(WORD_FROM, "")
    .replace(SHORT_OFFSET, (_, sign: string, hours: string, minutes = ":00") => {
      return `${sign}${hours.padStart(2, "0")}${minutes}`;
    });
  const first = plain.charCodeAt(0);
  if (plain.charCodeAt(2) === COLON || plain.charCodeAt(1) === COLON) {
    return withoutWeekday(plain.replace(CLOCK_FIRST, "$2 $1"));
  }
  return first >= 0x30 && first <= 0x39 && !plain.includes("(") ? plain : withoutWeekday(plain);
}

/** The orders in which a date of three numbers is possible; undefined for any other text. */
export function orderOf(text: string): Readonly<Record<DateOrder | "dotted", boolean>> | undefined {
  const written = dateWithin(text);
  const range = RANGE.exec(written) ?? HOURS.exec(written);
  const m = NUMERIC.exec(written) ?? NUMERIC.exec(range?.[1] ?? "");
  if (m === null) return undefined;
  const [, first, sign, second, third] = m;
  return {
    dotted: sign === ".",
    dmy: Number(second) <= 12,
    // Points are never written in month, day, year.
    mdy: Number(first) <= 12 && sign !== ".",
    ymd: first.length === 2 && third.length === 2 && Number(second) <= 12 && Number(third) <= 31,
  };
}

/** Whether a date is a quarter or a period of a fiscal year, `FY20 Q1` or `Q1 FY20`. */
export function isPartOfFiscalYear(text: string): boolean {
  const written = dateWithin(text);
  return /FY/i.test(written) && (QUARTER.test(written) || PERIOD.test(written));
}

/** The two digits of a short year in a date; undefined where the year has four digits. */
export function shortYearOf(text: string): number | undefined {
  const written = dateWithin(text);
  const year =
    (NUMERIC.exec(written) ?? NUMERIC.exec(RANGE.exec(written)?.[1] ?? ""))?.[4] ??
    DAY_MONTH.exec(written)?.[3] ??
    MONTH_YEAR.exec(written)?.[2];
  return year?.length === 2 ? Number(year) : undefined;
}

/** Whether a stamp has an offset from UTC. */
export function hasOffset(text: string): boolean {
  return /\d:?\d{2}.*(?:Z|UTC|GMT|(?:UTC|GMT) ?[+-]\d|[+-]\d{2}(?::?\d{2})?)$/i.test(text);
}

/** The year of `2024`, `令和6`, `平成元` or `民國113`; NaN for two digits without an era. */
function eraYear(text: string): number {
  if (/^\d{4}$/.test(text)) return Number(text);
  const [, era, count] = /^(\D{2}) ?(元|\d{1,3})$/.exec(text) ?? [];
  return (BEFORE_ERA[era ?? ""] ?? Number.NaN) + (count === "元" ? 1 : Number(count));
}

function midnight(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) {
    return Number.NaN;
  }
  return daysFromCivil(year, month, day) * DAY;
}

/** @see POSIX strptime, %y */
export function fullYear(text: string, last: Century = 2068): number {
  const year = Number(text);
  if (text.length === 4) return year;
  return 2000 + year <= last ? 2000 + year : 1900 + year;
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
