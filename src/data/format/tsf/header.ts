import { DataError, type SourceLocation } from "../../../errors.js";
import { nearest } from "../../../suggest.js";
import { counted } from "../../../wording.js";
import { DAY } from "../../time/calendar.js";

/** The step from one value to the next: whole months, or milliseconds. */
export interface TsfStep {
  readonly months?: number;
  readonly ms?: number;
}

/** A field in front of the values of each series. */
export interface Attribute {
  readonly name: string;
  readonly type: "string" | "numeric" | "date";
}

/** What the lines above `@data` say. */
export interface TsfHeader {
  readonly attributes: readonly Attribute[];
  /** As written: `monthly`, `10_minutes`; absent where none is told. */
  readonly frequency?: string;
  readonly step?: TsfStep;
  /** Steps ahead that the authors of the data forecast. */
  readonly horizon?: number;
}

const UNITS: Readonly<Record<string, TsfStep>> = {
  second: { ms: 1000 },
  minute: { ms: 60_000 },
  hour: { ms: 3_600_000 },
  day: { ms: DAY },
  week: { ms: 7 * DAY },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { months: 12 },
};

const FREQUENCIES: Readonly<Record<string, TsfStep>> = {
  secondly: UNITS.second,
  minutely: UNITS.minute,
  half_hourly: { ms: 1_800_000 },
  hourly: UNITS.hour,
  daily: UNITS.day,
  weekly: UNITS.week,
  monthly: UNITS.month,
  quarterly: UNITS.quarter,
  yearly: UNITS.year,
};

/** The step of `weekly`, `4_seconds`, `10_minutes`, …; undefined for any other word. */
function stepOf(frequency: string): TsfStep | undefined {
  const word = frequency.toLowerCase();
  const named = FREQUENCIES[word];
  if (named !== undefined) return named;
  const found = /^(\d{1,4})_(second|minute|hour|day|week|month|quarter|year)s?$/.exec(word);
  if (found === null || Number(found[1]) === 0) return undefined;
  const { months, ms } = UNITS[found[2]];
  const count = Number(found[1]);
  return months === undefined ? { ms: count * ms! } : { months: count * months };
}

/** Adds the lines of a header one by one. */
export class HeaderReader {
  private readonly attributes: Attribute[] = [];
  private frequency: string | undefined;
  private step: TsfStep | undefined;
  private horizon: number | undefined;

  /** @throws DataError for a line that says nothing known, at `location` */
  add(line: string, location: () => SourceLocation): void {
    const [word, ...rest] = line.trim().split(/\s+/);
    const refuse = (message: string, hint: string) =>
      new DataError(message, { hint, location: location() });
    switch (word.toLowerCase()) {
      case "@relation":
      case "@missing":
      case "@equallength":
        return;
      case "@attribute": {
        const type = rest.at(-1)?.toLowerCase();
        if (rest.length < 2 || (type !== "string" && type !== "numeric" && type !== "date")) {
          throw refuse(
            "an attribute has a name and a type",
            "Types: string, numeric, date, as in @attribute series_name string.",
          );
        }
        this.attributes.push({ name: rest.slice(0, -1).join(" "), type });
        return;
      }
      case "@frequency": {
        const [frequency = ""] = rest;
        this.step = stepOf(frequency);
        this.frequency = frequency;
        if (this.step !== undefined) return;
        const known = Object.keys(FREQUENCIES);
        const meant = nearest(frequency, known);
        throw refuse(
          `unknown frequency "${frequency}"`,
          `${meant === undefined ? "" : `Did you mean ${meant}? `}Known: ${known.join(", ")}, and counts such as 10_minutes.`,
        );
      }
      case "@horizon": {
        const horizon = Number(rest[0]);
        if (!Number.isInteger(horizon) || horizon < 1) {
          throw refuse("a horizon is a whole number of steps", "Such as @horizon 12.");
        }
        this.horizon = horizon;
        return;
      }
      default:
        throw refuse(
          `"${word}" is not a header line`,
          "Known above @data: @relation, @attribute, @frequency, @horizon, @missing, @equallength, and comments that begin with #.",
        );
    }
  }

  finish(): TsfHeader {
    const { attributes, frequency, step, horizon } = this;
    return {
      attributes,
      ...(frequency !== undefined && { frequency }),
      ...(step && { step }),
      ...(horizon !== undefined && { horizon }),
    };
  }
}

/** The header in words, as a dialect is described. */
export function describeHeader({ frequency, horizon }: TsfHeader): string[] {
  return [
    "Monash .tsf",
    ...(frequency === undefined ? [] : [frequency]),
    ...(horizon === undefined ? [] : [`horizon of ${counted(horizon, "step")}`]),
  ];
}
