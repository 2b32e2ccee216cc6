import { UsageError } from "../../errors.js";
import { DAY, daysFromCivil, daysInMonth } from "./calendar.js";
import { datesOfDayNumbers, isDayNumberName } from "./day-numbers.js";
import { monthOf } from "./month-names.js";
import { type DateOrder, dayOfWeek, fullYear } from "./parse-date.js";

/** A pattern that the user gave for dates, such as `%d.%m.%Y %H:%M`. */
export interface DatePattern {
  readonly text: string;
  /** Whether dates have an offset from UTC. */
  readonly offset: boolean;
  /** Milliseconds since 1970 in UTC; NaN when the text does not match or no such day exists. */
  read(text: string): number;
}

const NAME_PATTERN = "[\\p{L}\\p{M}]{3,12}";
const MINUTE = "[0-5]\\d|\\d";

/** Regular expression of each directive. Digits are few, as numbers may touch. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: "\\d{4}",
  y: "\\d{2}",
  m: "1[0-2]|0[1-9]|[1-9]",
  d: "3[01]|[12]\\d|0[1-9]|[1-9]",
  j: "36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]",
  b: NAME_PATTERN,
  a: "[\\p{L}\\p{M}]{2,12}",
  H: "2[0-3]|[01]\\d|\\d",
  I: "1[0-2]|0[1-9]|[1-9]",
  M: MINUTE,
  S: MINUTE,
  f: "\\d{1,9}",
  p: "[AaPp]\\.?[Mm]\\.?",
  z: "[Zz]|UTC|[+-]\\d{2}(?::?\\d{2})?",
  Z: "Z|UTC|GMT",
  s: "-?\\d{1,12}",
  G: "\\d{4}",
  V: "\\d{2}|\\d",
  u: "[1-7]",
};

/** Other names of directives, and abbreviations of several. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ...{ B: "%b", h: "%b", A: "%a", e: "%d", k: "%H", l: "%I" },
  ...{ F: "%Y-%m-%d", T: "%H:%M:%S", R: "%H:%M", D: "%m/%d/%y" },
};

const KNOWN =
  "Known are %Y %y %m %b %B %d %e %j %a %A, %H %I %p %M %S %f, %z %Z, %G %V %u, %s, %F %D %T %R and %%.";

/**
 * Parses `--date-format`: the order of day and month, or a pattern.
 *
 * @throws UsageError for anything else, with the known directives
 */
export function parseDateFormat(text: string | undefined): {
  readonly order?: DateOrder;
  readonly pattern?: DatePattern;
} {
  if (text === undefined) return {};
  if (text === "dmy" || text === "mdy" || text === "ymd") return { order: text };
  if (text.includes("%")) return { pattern: datePattern(text) };
  if (isDayNumberName(text)) return { pattern: countPattern(text) };
  throw new UsageError(
    `the date format must be dmy, mdy, ymd, a pattern such as %d.%m.%Y or 'days since 1970-01-01', not "${text}"`,
    KNOWN,
  );
}

/** Numbers that count days, hours, … since a date, or days as astronomers do. */
function countPattern(text: string): DatePattern {
  return {
    text,
    offset: false,
    read: (cell) => {
      const value = cell.trim() === "" ? Number.NaN : Number(cell);
      return datesOfDayNumbers(text, Float64Array.of(value))?.times[0] ?? Number.NaN;
    },
  };
}

/**
 * A pattern as strptime reads it, with the month names of {@link monthOf}. A blank matches any white
 * space; parts that a pattern lacks default to the first month, day or hour. `%y` is 1969 to 2068.
 *
 * @throws UsageError for an unknown directive, one that is given twice, and a pattern without a year
 * @see POSIX.1-2017, strptime
 */
function datePattern(text: string): DatePattern {
  const names: string[] = [];
  const written = text
    .trim()
    .replace(/%-?(.)/gs, (found, letter: string) => ABBREVIATIONS[letter] ?? found);
  const source = written.replace(/%-?([\s\S]?)|\s+|[^%\s]+/g, (found, letter?: string) => {
    if (letter === undefined) return /\s/.test(found) ? "\\s+" : escaped(found);
    if (letter === "%") return "%";
    const digits = Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter] : undefined;
    if (digits === undefined) {
      throw new UsageError(`the date format "${text}" has an unknown ${found || "%"}`, KNOWN);
    }
    if (names.includes(letter)) {
      throw new UsageError(`the date format "${text}" has %${letter} twice`, KNOWN);
    }
    names.push(letter);
    return `(?<${letter}>${digits})`;
  });
  const has = (...letters: string[]) => letters.some((letter) => names.includes(letter));
  const lacks = !has("Y", "y", "G", "s")
    ? "the year (%Y)"
    : has("d") && !has("m", "b")
      ? "the month (%m)"
      : has("G") !== has("V")
        ? "the year and number of the week (%G and %V)"
        : has("I") !== has("p")
          ? "the half of the day (%I and %p)"
          : undefined;
  if (lacks !== undefined) {
    throw new UsageError(`the date format "${text}" lacks ${lacks}`, KNOWN);
  }
  const expression = new RegExp(`^${source}$`, "u");
  return {
    text,
    offset: has("z", "Z", "s"),
    read: (cell) => {
      const found = cell.length > MAX_DATE_LENGTH ? null : expression.exec(cell.trim());
      return found === null ? Number.NaN : stampOf(found.groups!);
    },
  };
}

const MAX_DATE_LENGTH = 100;

function stampOf(of: Readonly<Record<string, string | undefined>>): number {
  if (of.s !== undefined) return Number(of.s) * 1000;
  return dayOf(of) * DAY + clockOf(of) - offsetOf(of.z);
}

/** Days since 1970. */
function dayOf(of: Readonly<Record<string, string | undefined>>): number {
  if (of.G !== undefined) return dayOfWeek(Number(of.G), Number(of.V), Number(of.u ?? 1));
  const year = fullYear((of.Y ?? of.y)!);
  if (of.j !== undefined) {
    const day = daysFromCivil(year, 1, 1) + Number(of.j) - 1;
    return day < daysFromCivil(year + 1, 1, 1) ? day : Number.NaN;
  }
  const month = of.b === undefined ? Number(of.m ?? 1) : monthOf(of.b);
  const day = Number(of.d ?? 1);
  return day <= daysInMonth(year, month) ? daysFromCivil(year, month, day) : Number.NaN;
}

function clockOf(of: Readonly<Record<string, string | undefined>>): number {
  const afternoon = /^p/i.test(of.p ?? "");
  const hour = of.I === undefined ? Number(of.H ?? 0) : (Number(of.I) % 12) + (afternoon ? 12 : 0);
  const fraction = of.f === undefined ? 0 : Math.round(Number(`0.${of.f}`) * 1000);
  return ((hour * 60 + Number(of.M ?? 0)) * 60 + Number(of.S ?? 0)) * 1000 + fraction;
}

/** Milliseconds east of UTC. */
function offsetOf(text: string | undefined): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(text ?? "");
  if (found === null) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return (found[1] === "-" ? -minutes : minutes) * 60_000;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
