import { DAY } from "./calendar.js";

/** A count of time that has a name of its own. */
interface Count {
  readonly as: string;
  /** What is counted at 1970-01-01. */
  readonly origin: number;
  /** Milliseconds of one. */
  readonly unit: number;
}

const COUNTS: readonly (readonly [RegExp, Count])[] = [
  [
    /^(?:[bh]?jd(?:[ _].*)?|julian[ _]?(?:day|date))$/i,
    { as: "Julian days", origin: 2_440_587.5, unit: DAY },
  ],
  [/^mjd(?:[ _].*)?$/i, { as: "modified Julian days", origin: 40_587, unit: DAY }],
  [/^datenum$/i, { as: "days since year 0", origin: 719_529, unit: DAY }],
  [/^ticks$/i, { as: "ticks of .NET", origin: 621_355_968_000_000_000, unit: 1e-4 }],
  [/^filetime$/i, { as: "file time of Windows", origin: 116_444_736_000_000_000, unit: 1e-4 }],
];

/** As in `time (hours since 1900-01-01)`, which files of climate models say of their times. */
const SINCE =
  /\b(day|hour|minute|second)s?[ _]since[ _](\d{4}-\d{2}-\d{2})(?:[ T_](\d{2}:\d{2})(?::00(?:\.0+)?)?)?/i;

const UNITS: Readonly<Record<string, number>> = {
  ...{ day: DAY, hour: 3_600_000, minute: 60_000, second: 1000 },
};

/** Years that such dates lie in. */
const [EARLIEST, LATEST] = [Date.UTC(1600), Date.UTC(2150)];

/** Whether a name of a column is that of a count of days, hours, … or ticks. */
export function isDayNumberName(name: string): boolean {
  return countNamed(name) !== undefined;
}

/**
 * The dates of a column of days that astronomers or MATLAB count, of ticks, or of time since a date that
 * its name holds, in milliseconds by row.
 *
 * @returns undefined when the column is not named so, or its dates would be far from today
 */
export function datesOfDayNumbers(
  name: string,
  values: Float64Array,
): { readonly times: Float64Array; readonly as: string } | undefined {
  const count = countNamed(name);
  if (count === undefined) return undefined;
  const { as, origin, unit } = count;
  const times = values.map((value) => Math.round((value - origin) * unit));
  const near = times.every((ds) => Number.isNaN(ds) || (ds >= EARLIEST && ds < LATEST));
  return near ? { times, as } : undefined;
}

function countNamed(name: string): Count | undefined {
  const since = SINCE.exec(name);
  if (since !== null) {
    const [as, word, day, clock = "00:00"] = since;
    const unit = UNITS[word.toLowerCase()];
    return { as, origin: -Date.parse(`${day}T${clock}Z`) / unit, unit };
  }
  return COUNTS.find(([called]) => called.test(name.trim()))?.[1];
}
