import type { default as Holidays, HolidaysTypes } from "date-holidays";
import { civilFromDays, DAY, daysFromCivil } from "../data/time/calendar.js";
import { UsageError } from "../errors.js";
import { nearest } from "../suggest.js";
import type { Misfit } from "./feature.js";

const HOUR_MS = DAY / 24;

let Rules: typeof Holidays | undefined;

/** Loads the rules of holidays: 1.5 MB, loaded only when a spec asks for holidays. */
export async function loadHolidays(): Promise<void> {
  Rules ??= (await import("date-holidays")).default;
}

function rulesOf(place: readonly string[] = []): Holidays {
  if (!Rules) {
    throw new UsageError(
      "holidays have not been loaded",
      'Await loadFeatures(["calendar:holiday=DE"]) before they are computed.',
    );
  }
  const [country = "", state = "", region = ""] = place;
  return new Rules(country, state, region, { types: ["public"] });
}

/** Codes in use beside those of ISO 3166. */
const ALTERNATIVE_CODES: readonly [string, string][] = [
  ["UK", "GB"],
  ["EL", "GR"],
];

/**
 * The place's codes as the holiday rules spell them, such as `["US", "CA"]` for `us-ca`; or why the place
 * is unknown, with a hint.
 *
 * @param code country and, if wanted, state and region by ISO 3166, joined by hyphens
 */
export function placeOf(code: string): readonly string[] | Misfit {
  const rules = rulesOf();
  const place: string[] = [];
  for (const part of code.split("-")) {
    const [country, state] = place;
    const names: Readonly<Record<string, string>> | undefined =
      country === undefined
        ? rules.getCountries("en")
        : state === undefined
          ? rules.getStates(country, "en")
          : place.length === 2
            ? rules.getRegions(country, state, "en")
            : undefined;
    const codes = Object.keys(names ?? {});
    const found = codes.find((one) => one.toUpperCase() === part.toUpperCase());
    if (found === undefined) return unknownPlace(part, place, Object.entries(names ?? {}));
    place.push(found);
  }
  return place;
}

function unknownPlace(
  part: string,
  within: readonly string[],
  names: readonly (readonly [code: string, name: string])[],
): Misfit {
  const around = within.join("-");
  const inside = around === "" ? "" : ` in ${around}`;
  const message = `no holidays are known for "${part}"${inside}`;
  if (names.length === 0) return { message, hint: `${around} is not divided: name it alone.` };
  const candidates = new Map<string, string>(names.map(([code]) => [code, code]));
  for (const [code, name] of names) candidates.set(name, code);
  if (around === "") for (const [code, meant] of ALTERNATIVE_CODES) candidates.set(code, meant);
  const near = nearest(part, candidates.keys());
  const meant =
    near === undefined ? [] : [`Did you mean ${[...within, candidates.get(near)].join("-")}?`];
  const known =
    around === ""
      ? "Countries are called by ISO 3166: DE, GB, US-CA."
      : `There are ${names.map(([code]) => code).join(", ")}.`;
  return { message, hint: [...meant, known].join(" ") };
}

const calendars = new Map<string, HolidayCalendar>();

/** The public holidays of a place as {@link placeOf} gives it; looked up once for all series. */
export function holidayCalendar(place: readonly string[]): HolidayCalendar {
  const name = place.join("-");
  const known = calendars.get(name) ?? new HolidayCalendar(place);
  calendars.set(name, known);
  return known;
}

/** The set of days that are public holidays, in whole or in part, computed year by year. */
class HolidayCalendar {
  private readonly rules: Holidays;
  private readonly years = new Map<number, ReadonlySet<number>>();

  constructor(place: readonly string[]) {
    this.rules = rulesOf(place);
  }

  /** @param day since 1970 */
  has(day: number): boolean {
    const { year } = civilFromDays(day);
    // Holidays may continue into the next year.
    return this.holidaysFrom(year).has(day) || this.holidaysFrom(year - 1).has(day);
  }

  private holidaysFrom(year: number): ReadonlySet<number> {
    let days = this.years.get(year);
    if (!days) {
      // The rules use the Gregorian calendar, which begins in 1583.
      const known = year >= 1583 && year <= 9999;
      days = new Set(known ? this.rules.getHolidays(year).flatMap(daysOf) : []);
      this.years.set(year, days);
    }
    return days;
  }
}

function daysOf({ date, start, end }: HolidaysTypes.Holiday): number[] {
  const [year, month, day, hour] = date.split(/\D/, 4).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const hours = Math.round((end.getTime() - start.getTime()) / HOUR_MS);
  // Clocks that are set back make a day of 25 hours.
  const count = Math.max(1, Math.ceil((hour + hours - 1) / 24));
  const first = daysFromCivil(year, month, day);
  return Array.from({ length: count }, (_, k) => first + k);
}
