import { observations, type Panel, type Series } from "../data/panel/from-table.js";
import { DataError } from "../errors.js";
import { exp, log } from "../numeric/elementary.js";
import { mstl, smoothedTrend } from "./stl.js";

/** One season of a decomposed series. */
export interface SeasonalPart {
  /** Observations a season. */
  readonly length: number;
  /** [n] */
  readonly values: Float64Array;
  /** From 0 for none to 1 for a series that is all season, once the trend is out. */
  readonly strength: number;
}

/**
 * A series as trend + seasons + remainder, or as their product where it is multiplicative; [n] each. The
 * remainder and `y` are NaN where nothing was observed.
 */
export interface DecomposedSeries {
  readonly id: string;
  readonly ds: Float64Array;
  readonly y: Float64Array;
  readonly trend: Float64Array;
  /** The shortest season first. */
  readonly seasons: readonly SeasonalPart[];
  readonly remainder: Float64Array;
  /** The series without its seasons. */
  readonly adjusted: Float64Array;
  /** From 0 for none to 1 for a series that is all trend, once the seasons are out. */
  readonly trendStrength: number;
  /** Seasons that were asked for and that the series has not two of. */
  readonly tooLong: readonly number[];
}

export interface DecompositionOptions {
  /** Observations a season, of each; none for a trend alone. */
  readonly seasons: readonly number[];
  /** Seasons over which a season is smoothed; 4 more for each longer one, as in R. */
  readonly window?: number | "periodic" | undefined;
  /** Observations over which the trend is smoothed. */
  readonly trendWindow?: number | undefined;
  readonly robust?: boolean | undefined;
  /** Trend × seasons × remainder, by the logarithms. */
  readonly multiplicative?: boolean | undefined;
}

const DEFAULT_WINDOW = 11;
/** Share of a series without a season over which its trend is smoothed, and the fewest observations. */
const TREND_SHARE = 0.2;
const MIN_TREND_WINDOW = 7;

/**
 * Splits each series of a panel into trend, seasons and remainder: by STL, by MSTL for several seasons,
 * and by local lines where there is no season.
 *
 * Strengths compare variances of the parts: F_T = max(0, 1 − Var R / Var(T + R)), F_S likewise.
 *
 * @example
 * const [{ trend, seasons, remainder }] = decomposePanel(await readPanel("nottem"), { seasons: [12] });
 *
 * @throws DataError for a multiplicative decomposition of a series that is not positive
 * @see Hyndman & Athanasopoulos (2021), "Forecasting: principles and practice", section 4.3, for the
 *   strengths; {@link mstl} for the method
 */
export function decomposePanel(panel: Panel, options: DecompositionOptions): DecomposedSeries[] {
  return panel.series.map((series) => decomposeSeries(series, panel, options));
}

function decomposeSeries(
  series: Series,
  { source }: Panel,
  { seasons, window = DEFAULT_WINDOW, trendWindow, robust, multiplicative }: DecompositionOptions,
): DecomposedSeries {
  const { id, ds } = series;
  const y = observations(series);
  if (multiplicative && series.y.some((value) => !(value > 0))) {
    const least = series.y.reduce((a, b) => Math.min(a, b));
    throw new DataError(`series "${id}" has ${least}, and factors are of positive values only`, {
      hint: "Leave --multiplicative out.",
      location: { file: source },
    });
  }
  const filled = multiplicative ? series.y.map(log) : series.y;
  const lengths = [...new Set(seasons)].sort((a, b) => a - b);
  const isShort = (length: number) => 2 * length >= filled.length;
  const kept = lengths.filter((length) => length > 1 && !isShort(length));
  const parts = partsOf(filled, kept, window, { trendWindow, robust: robust === true });
  const rest = filled.map(
    (value, t) => value - parts.trend[t] - parts.seasonal.reduce((sum, part) => sum + part[t], 0),
  );
  const known = (values: Float64Array) =>
    values.map((v, t) => (Number.isNaN(y[t]) ? Number.NaN : v));
  const remainder = known(rest);
  const written = (values: Float64Array) => (multiplicative ? values.map(exp) : values);
  return {
    id,
    ds,
    y,
    trend: written(parts.trend),
    seasons: kept.map((length, i) => ({
      length,
      values: written(parts.seasonal[i]),
      strength: strengthOf(parts.seasonal[i], remainder),
    })),
    remainder: written(remainder),
    adjusted: written(known(rest.map((value, t) => value + parts.trend[t]))),
    trendStrength: strengthOf(parts.trend, remainder),
    tooLong: lengths.filter(isShort),
  };
}

function partsOf(
  y: Float64Array,
  seasons: readonly number[],
  window: number | "periodic",
  how: { readonly trendWindow: number | undefined; readonly robust: boolean },
): { readonly trend: Float64Array; readonly seasonal: readonly Float64Array[] } {
  if (seasons.length > 0) {
    return mstl(y, seasons, (place) => (window === "periodic" ? window : window + 4 * place), how);
  }
  const usual = Math.max(MIN_TREND_WINDOW, Math.ceil(TREND_SHARE * y.length));
  return { trend: smoothedTrend(y, how.trendWindow ?? usual, how.robust), seasonal: [] };
}

/** 1 − Var R / Var(part + R) where something was observed, and not below 0. */
function strengthOf(part: Float64Array, remainder: Float64Array): number {
  const known = Array.from(remainder.keys()).filter((t) => !Number.isNaN(remainder[t]));
  const whole = variance(known.map((t) => part[t] + remainder[t]));
  // What is left of a series that never changes is rounding.
  const noise = Number.EPSILON * known.reduce((most, t) => Math.max(most, Math.abs(part[t])), 0);
  if (!(whole > noise * noise)) return 0;
  return Math.max(0, 1 - variance(known.map((t) => remainder[t])) / whole);
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
}
