import { meanDefined, owa, type Scores } from "../scores.js";

/** Series of one frequency, which a competition judges together. */
export interface Period {
  /** As in the names of its files: `monthly`. */
  readonly name: string;
  /** Observations a season, as the competition scales errors: 1 for weeks and days. */
  readonly season: number;
  readonly horizon: number;
}

export interface Competition {
  readonly name: string;
  /** Whether its files may be called by their period alone, as `Monthly-train.csv`. */
  readonly bare: boolean;
  readonly periods: readonly Period[];
}

/** The periods that all competitions have, with the same horizons. */
const calendar: readonly Period[] = [
  { name: "yearly", season: 1, horizon: 6 },
  { name: "quarterly", season: 4, horizon: 8 },
  { name: "monthly", season: 12, horizon: 18 },
];

/**
 * Horizons and seasons of the competitions.
 *
 * @see Makridakis et al. (1982), "The accuracy of extrapolation (time series) methods", for M1;
 *   Makridakis & Hibon (2000), "The M3-Competition: results, conclusions and implications", table 1;
 *   Makridakis, Spiliotis & Assimakopoulos (2020), "The M4 Competition", section 2
 */
export const competitions: readonly Competition[] = [
  {
    name: "m1",
    bare: false,
    periods: calendar,
  },
  {
    name: "m3",
    bare: false,
    periods: [...calendar, { name: "other", season: 1, horizon: 8 }],
  },
  {
    name: "m4",
    bare: true,
    periods: [
      ...calendar,
      { name: "weekly", season: 1, horizon: 13 },
      { name: "daily", season: 1, horizon: 14 },
      { name: "hourly", season: 24, horizon: 48 },
    ],
  },
];

/** What a competition says of a method: means over `n` series. */
export interface Standing {
  /** A period's name, or `all`. */
  readonly period: string;
  readonly n: number;
  readonly smape: number;
  readonly mase: number;
  /** Against Naive2; NaN where not known. */
  readonly owa: number;
  /** CRPS in units of MASE, and the shares inside intervals by level; without intervals not there. */
  readonly intervals?: {
    readonly crps: number;
    readonly coverage: readonly { readonly level: number; readonly share: number }[];
  };
}

/** Scores of the series of one period, and Naive2's of the same. */
export interface PeriodScores {
  readonly period: string;
  readonly scores: readonly Scores[];
  readonly reference: readonly Scores[];
  /** Coverage by level, one a series. */
  readonly coverage?:
    | readonly { readonly level: number; readonly series: readonly number[] }[]
    | undefined;
}

/** The standing in each period, and in all of them together, where every series weighs the same. */
export function standings(parts: readonly PeriodScores[], complete: boolean): Standing[] {
  const all: PeriodScores = {
    period: "all",
    scores: parts.flatMap(({ scores }) => scores),
    reference: parts.flatMap(({ reference }) => reference),
    coverage: parts[0]?.coverage?.map(({ level }, k) => ({
      level,
      series: parts.flatMap(({ coverage }) => coverage?.[k]?.series ?? []),
    })),
  };
  return [...parts, ...(complete ? [all] : [])].map(({ period, scores, reference, coverage }) => ({
    period,
    n: scores.length,
    smape: meanDefined(scores.map(({ smape }) => smape)),
    mase: meanDefined(scores.map(({ mase }) => mase)),
    owa: owa(scores, reference),
    ...(coverage !== undefined &&
      coverage.length > 0 && {
        intervals: {
          crps: meanDefined(scores.map(scaledCrps)),
          coverage: coverage.map(({ level, series }) => ({ level, share: meanDefined(series) })),
        },
      }),
  }));
}

/** CRPS over the naive error that MASE divides by, so that series of any unit weigh the same. */
function scaledCrps({ crps, mae, mase }: Scores): number {
  return mae > 0 ? (crps * mase) / mae : Number.NaN;
}

/** The files of one period that there are. */
export interface PeriodFiles {
  readonly period: Period;
  readonly train: string | undefined;
  readonly test: string | undefined;
}

/**
 * Which of these files belong to which period, by their names: `m4-monthly-train.csv.gz`, and
 * `Monthly-train.csv` as the M4 competition calls its own. The first of each kind counts.
 */
export function filesOf({ name, bare, periods }: Competition, paths: readonly string[]) {
  return periods.map((period): PeriodFiles => {
    const prefix = bare ? `(${name}-)?` : `${name}-`;
    const find = (part: string) => {
      const pattern = new RegExp(`(^|[/\\\\])${prefix}${period.name}-${part}\\.csv(\\.gz)?$`, "i");
      return paths.find((path) => pattern.test(path));
    };
    return { period, train: find("train"), test: find("test") };
  });
}
