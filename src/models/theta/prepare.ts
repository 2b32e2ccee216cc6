import { ALL_SEASONS, bestSpan } from "../../analysis/season-span.js";
import {
  adjustChanging,
  adjustSeason,
  type SeasonalAdjustment,
  type SeasonForm,
  seasonFormOf,
} from "../../analysis/seasonal-adjustment.js";
import { exp, log } from "../../numeric/elementary.js";
import { lineOf, type ThetaKind } from "./fit.js";
import type { ThetaLine } from "./theta-lines.js";

/** A series as theta smooths it, and the way back. */
export interface PreparedSeries extends Omit<SeasonalAdjustment, "adjust" | "scale"> {
  readonly logarithmic: boolean;
  readonly line: ThetaLine;
  /** Several seasons that STL took out; empty where one or none was taken out. */
  readonly seasons: readonly number[];
  /** Seasons over which STL smoothed a single one; absent where classical decomposition took it out. */
  readonly span?: number | undefined;
  /** Degrees of freedom that STL took. */
  readonly freedom: number;
  /** Ends of intervals around an adjusted mean at t, `width` to each side, as observations. */
  ends(mean: number, width: number, t: number): readonly [number, number];
}

/**
 * Takes logarithms if requested, and the season out.
 *
 * @param seasons to take out by STL; with none, it is `season` by classical decomposition
 * @param given   how the season enters, and over how many seasons it is smoothed as it changes; by default
 *   as the series shows, and for the standard kind, which is the method of the M3 competition, as factors of
 *   positive series that stay the same
 */
export function prepare(
  y: Float64Array,
  season: number,
  kind: ThetaKind,
  logarithmic: boolean,
  seasons: readonly number[],
  given?: { readonly form: SeasonForm | undefined; readonly span: number | undefined },
): PreparedSeries {
  const z = logarithmic ? y.map(log) : y;
  const { form, adjusted, restore, scale, freedom, span }: ReturnType<typeof withoutOne> =
    seasons.length > 0
      ? adjustChanging(z, seasons)
      : withoutOne(z, season, kind, logarithmic, given);
  const back = (value: number) => (logarithmic ? exp(value) : value);
  return {
    form,
    logarithmic,
    adjusted,
    line: lineOf(adjusted, kind),
    seasons,
    span,
    freedom,
    restore: (value, t) => back(restore(value, t)),
    ends(mean, width, t) {
      const centre = restore(mean, t);
      const reach = Math.abs(scale(t)) * width;
      return [back(centre - reach), back(centre + reach)];
    },
  };
}

/** Fewest seasons in which one that changes can be told from one that stays. */
const SEASONS_TO_CHANGE = 4;

function withoutOne(
  z: Float64Array,
  season: number,
  kind: ThetaKind,
  logarithmic: boolean,
  given: Parameters<typeof prepare>[5],
): Omit<SeasonalAdjustment, "adjust"> & { readonly freedom: number; readonly span?: number } {
  const form = given?.form ?? defaultForm(z, season, kind, logarithmic);
  const tells = !given && kind !== "standard" && z.length >= SEASONS_TO_CHANGE * season;
  const shown = tells
    ? bestSpan(form === "multiplicative" ? z.map(log) : z, season, ALL_SEASONS)
    : ALL_SEASONS;
  const span = given?.span ?? shown;
  return form === "none" || span === ALL_SEASONS
    ? { ...adjustSeason(z, season, form), freedom: 0 }
    : { ...adjustChanging(z, [season], form, span), span };
}

function defaultForm(
  z: Float64Array,
  season: number,
  kind: ThetaKind,
  logarithmic: boolean,
): SeasonForm {
  const form = seasonFormOf(z, season);
  if (form === "none") return form;
  if (logarithmic) return "additive";
  const positive = z.every((value) => value > 0);
  return kind === "standard" && positive ? "multiplicative" : form;
}
