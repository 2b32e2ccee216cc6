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
  /** Seasons that STL took out; empty where classical decomposition took out one or none. */
  readonly seasons: readonly number[];
  /** Degrees of freedom that STL took. */
  readonly freedom: number;
  /** Ends of intervals around an adjusted mean at t, `width` to each side, as observations. */
  ends(mean: number, width: number, t: number): readonly [number, number];
}

/**
 * Takes logarithms if requested, and the season out.
 *
 * @param seasons to take out by STL; with none, it is `season` by classical decomposition
 * @param form    how the season enters; by default as the series shows, and as factors for the standard
 *   kind of positive series, which is the method of the M3 competition
 */
export function prepare(
  y: Float64Array,
  season: number,
  kind: ThetaKind,
  logarithmic: boolean,
  seasons: readonly number[],
  given?: SeasonForm,
): PreparedSeries {
  const z = logarithmic ? y.map(log) : y;
  const { form, adjusted, restore, scale, freedom } =
    seasons.length > 0
      ? adjustChanging(z, seasons)
      : {
          ...adjustSeason(z, season, given ?? defaultForm(z, season, kind, logarithmic)),
          freedom: 0,
        };
  const back = (value: number) => (logarithmic ? exp(value) : value);
  return {
    form,
    logarithmic,
    adjusted,
    line: lineOf(adjusted, kind),
    seasons,
    freedom,
    restore: (value, t) => back(restore(value, t)),
    ends(mean, width, t) {
      const centre = restore(mean, t);
      const reach = Math.abs(scale(t)) * width;
      return [back(centre - reach), back(centre + reach)];
    },
  };
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
