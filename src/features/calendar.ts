import { civilFromDays, DAY, daysFromCivil, weekday } from "../data/time/calendar.js";
import { type Frequency, stepFrom } from "../data/time/frequency.js";
import { wallClock } from "../data/time/time-zone.js";
import { cos, sin } from "../numeric/elementary.js";
import type { FeatureColumn, FeatureData, FeatureFamily, Misfit } from "./feature.js";
import { holidayCalendar, loadHolidays, placeOf } from "./holidays.js";

const FIELDS = [
  "year",
  "quarter",
  "month",
  "week",
  "day",
  "dow",
  "weekend",
  "hour",
  "minute",
] as const;

const options = {
  fields: {
    type: "choices",
    bare: true,
    choices: FIELDS,
    summary: "parts of the date",
    default: [],
  },
  fourier: {
    type: "integer",
    summary: "pairs of cosine and sine of the season",
    default: 0,
    min: 0,
    max: 500,
  },
  holiday: {
    type: "words",
    summary: "public holidays of countries, states or regions, such as DE+US-CA",
    default: [],
  },
} as const;

/**
 * `calendar:month,dow,holiday=DE+US-CA,fourier=2`: what the date of a row says by itself, as
 * `calendar_month`; how many days of its step are public holidays, `calendar_holiday_DE`; and cos and
 * sin of 2πjt/season, `calendar_cos_1`, t the row's number in its series.
 *
 * Months, weeks (ISO 8601) and days count from 1, days of the week from Monday, 0. Dates are those on the
 * clocks of the time zone that was named, else as they are written. A step begins at its date, or ends with
 * it where dates are last days; part of a day is not less of a holiday.
 *
 * @see https://github.com/commenthol/date-holidays for the holidays, which are known of today's countries and
 *   back in time as far as somebody looked them up
 */
export const calendar: FeatureFamily<typeof options> = {
  name: "calendar",
  summary: "parts of the date, holidays, and waves of the season",
  options,
  async load({ holiday }) {
    if (holiday.length > 0) await loadHolidays();
  },
  create: ({ fields, fourier, holiday }) => ({
    misfit({ frequency, season }) {
      const dated = [...fields, ...(holiday.length > 0 ? ["holiday"] : [])];
      if (dated.length > 0 && frequency.unit === "index") {
        return {
          message: `"${dated[0]}" needs dates, but the data have none`,
          hint: "Only fourier=k works without dates.",
        };
      }
      if (2 * fourier > season) {
        return {
          message: `a season of ${season} has fewer than ${fourier} harmonics`,
          hint:
            season > 1
              ? `Use fourier from 1 to ${season >> 1}.`
              : "Name the season with --season, or leave fourier out.",
        };
      }
      if (dated.length + fourier === 0) {
        return {
          message: "no field is named",
          hint: `Name some of ${FIELDS.join(", ")}, holiday=DE, fourier=k.`,
        };
      }
      return unknownPlace(holiday);
    },
    columns(data) {
      const dates =
        data.zone !== undefined && withinDay(data.frequency)
          ? wallClock(data.ds, data.zone)
          : data.ds;
      return [
        ...fields.map((field) => ({
          name: `calendar_${field}`,
          values: dates.map(parts[field]),
          ahead: Number.POSITIVE_INFINITY,
        })),
        ...holiday.map((code) => holidays(code, dates, data.frequency)),
        ...waves(data, fourier),
      ];
    },
  }),
};

function unknownPlace(codes: readonly string[]): Misfit | undefined {
  for (const code of codes) {
    const place = placeOf(code);
    if ("message" in place) return place;
  }
  return undefined;
}

/** Whether several steps fit into a day. */
function withinDay({ unit }: Frequency): boolean {
  return unit === "ms" || unit === "s" || unit === "min" || unit === "h";
}

function holidays(code: string, dates: Float64Array, frequency: Frequency): FeatureColumn {
  const place = placeOf(code) as readonly string[];
  const calendar = holidayCalendar(place);
  const count = (from: number, to: number) => {
    let days = 0;
    for (let day = from; day < to; day++) {
      // Steps of business days leave weekends out.
      if ((frequency.unit !== "B" || weekday(day) < 5) && calendar.has(day)) days++;
    }
    return days;
  };
  const values = dates.map((ds) => {
    const day = dayOf(ds);
    if (withinDay(frequency)) return count(day, day + 1);
    return frequency.atEnd
      ? count(dayOf(stepFrom(ds, frequency, -1)) + 1, day + 1)
      : count(day, dayOf(stepFrom(ds, frequency, 1)));
  });
  return { name: `calendar_holiday_${place.join("-")}`, values, ahead: Number.POSITIVE_INFINITY };
}

/** The sine of half a cycle a step is zero everywhere, and left out. */
function waves({ ds, season }: FeatureData, count: number): FeatureColumn[] {
  return Array.from({ length: count }, (_, i) => i + 1).flatMap((j) => {
    const angle = (t: number) => (2 * Math.PI * ((j * t) % season)) / season;
    const wave = (name: string, of: (angle: number) => number) => ({
      name: `calendar_${name}_${j}`,
      values: ds.map((_, t) => of(angle(t))),
      ahead: Number.POSITIVE_INFINITY,
    });
    const cosine = wave("cos", cos);
    const sine = wave("sin", sin);
    return 2 * j === season ? [cosine] : [cosine, sine];
  });
}

const dayOf = (ds: number) => Math.floor(ds / DAY);
const dateOf = (ds: number) => civilFromDays(dayOf(ds));

const parts: Record<(typeof FIELDS)[number], (ds: number) => number> = {
  year: (ds) => dateOf(ds).year,
  quarter: (ds) => Math.floor((dateOf(ds).month + 2) / 3),
  month: (ds) => dateOf(ds).month,
  week(ds) {
    // A week belongs to the year of its Thursday.
    const thursday = dayOf(ds) - weekday(dayOf(ds)) + 3;
    return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;
  },
  day: (ds) => dateOf(ds).day,
  dow: (ds) => weekday(dayOf(ds)),
  weekend: (ds) => (weekday(dayOf(ds)) > 4 ? 1 : 0),
  hour: (ds) => Math.floor((ds - dayOf(ds) * DAY) / 3_600_000),
  minute: (ds) => Math.floor((ds - dayOf(ds) * DAY) / 60_000) % 60,
};
