import { civilFromDays, DAY, daysFromCivil, weekday } from "../data/calendar.js";
import { cos, sin } from "../engine/float64.js";
import type { FeatureColumn, FeatureData, FeatureFamily } from "./feature.js";

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
} as const;

/**
 * `calendar:month,dow,fourier=2`: what the date of a row says by itself, as `calendar_month`, and
 * cos and sin of 2πjt/season, `calendar_cos_1`, t the row's number in its series.
 *
 * Months, weeks (ISO 8601) and days count from 1, days of the week from Monday, 0.
 */
export const calendar: FeatureFamily<typeof options> = {
  name: "calendar",
  summary: "parts of the date, and waves of the season",
  options,
  create: ({ fields, fourier }) => ({
    misfit({ frequency, season }) {
      if (fields.length > 0 && frequency.unit === "index") {
        return {
          message: `"${fields[0]}" needs dates, and the data have none`,
          hint: "Only fourier=k fits.",
        };
      }
      if (2 * fourier > season) {
        return {
          message: `${fourier} waves do not fit into a season of ${season}`,
          hint:
            season > 1
              ? `fourier from 1 to ${season >> 1} fits.`
              : "Name the season with --season, or leave fourier out.",
        };
      }
      return fields.length + fourier === 0
        ? { message: "nothing is asked for", hint: `Name some of ${FIELDS.join(", ")}, fourier=k.` }
        : undefined;
    },
    columns: (data) => [
      ...fields.map((field) => ({
        name: `calendar_${field}`,
        values: data.ds.map(parts[field]),
        ahead: Number.POSITIVE_INFINITY,
      })),
      ...waves(data, fourier),
    ],
  }),
};

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
