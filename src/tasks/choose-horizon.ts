import { knownAhead } from "../data/panel/exogenous.js";
import type { Panel } from "../data/panel/from-table.js";
import { stampsKnownAhead } from "../data/panel/future-index.js";
import { defaultHorizon } from "../data/time/frequency.js";
import { DataError } from "../errors.js";
import { canHoldBack } from "../evaluation/folds.js";
import { counted, firstFew } from "../wording.js";

/** The purpose that a horizon is chosen for. */
export interface HorizonUse {
  /** For the warning: what is done with series of fewer rows than twice the horizon. */
  readonly short: string;
  /** True when the steps lie beyond the data, so that future columns must be known there. */
  readonly beyond: boolean;
  /** Whether so many series are judged on rows that are held back, as they are by default. */
  judges?(series: number): boolean;
  /** True when as many rows as are forecast are held back, and as many must be left to learn from. */
  readonly heldBack?: boolean;
}

/** Farthest horizon that is not held back, in rows of the longest series. */
const MAX_HORIZON_RATIO = 10;

/**
 * Steps ahead: as requested, else as many as dates were given, else as the file asks for, else the
 * frequency's default, as far as the data allow.
 *
 * @throws DataError when no series has twice as many rows as the horizon where they are held back, or a
 *   tenth of as many where they are not
 */
export function chooseHorizon(
  panel: Panel,
  requested: number | undefined,
  { short, beyond, heldBack = false, judges = () => true }: HorizonUse,
  warn: (message: string) => void,
): number {
  const lengths = panel.series.map(({ y }) => y.length);
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  const max = Math.floor(longest / 2);
  const told = panel.reading?.horizon;
  const fallback = told ?? defaultHorizon(panel.frequency);
  // With nothing known ahead the default horizon is kept: the error about it comes later.
  const known = (beyond && knownAhead(panel)) || Number.POSITIVE_INFINITY;
  const givenDates = beyond ? stampsKnownAhead(panel) : 0;
  const horizon = requested ?? Math.min(givenDates || fallback, max, known);
  const location = { file: panel.source };
  const rows = counted(longest, "row");
  const have = lengths.length > 1 ? `the longest of ${lengths.length} series has ${rows}` : rows;
  if (max < 1) {
    throw new DataError(`${have}: a forecast needs at least 2`, {
      hint: "Add earlier observations.",
      location,
    });
  }
  if (heldBack && !canHoldBack(longest, horizon)) {
    throw new DataError(
      `${have}, too few for a horizon of ${horizon}: twice the horizon, ${2 * horizon}, are needed`,
      { hint: `The longest horizon these data allow is -H ${max}.`, location },
    );
  }
  if (horizon > MAX_HORIZON_RATIO * longest) {
    throw new DataError(`${have}, too few for a horizon of ${horizon}`, {
      hint: `The longest horizon these data allow is -H ${MAX_HORIZON_RATIO * longest}.`,
      location,
    });
  }
  if (told !== undefined && horizon === told && requested === undefined) {
    warn(`forecasting ${counted(told, "step")} ahead, the horizon that the file names`);
  }
  if (horizon < fallback && requested === undefined) {
    const why =
      horizon === givenDates
        ? `${givenDates === 1 ? "1 date is" : `${givenDates} dates are`} given`
        : known < max
          ? `future columns are known ${counted(known, "step")} ahead`
          : have;
    warn(`${why}: forecasting ${horizon} instead of ${fallback} steps ahead`);
  }
  if (!judges(lengths.length)) return horizon;
  const shorter = panel.series.filter(({ y }) => !canHoldBack(y.length, horizon));
  if (shorter.length > 0 && lengths.length === 1) {
    warn(`${rows}, fewer than ${2 * horizon}: ${short}`);
  } else if (shorter.length > 0) {
    const [have, are] = shorter.length === 1 ? ["has", "is"] : ["have", "are"];
    warn(
      `${shorter.length} of ${lengths.length} series ${have} fewer than ${2 * horizon} rows and ${are} ${short}: ${firstFew(shorter.map(({ id }) => id))}`,
    );
  }
  return horizon;
}
