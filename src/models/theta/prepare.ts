import {
  adjustSeason,
  type SeasonalAdjustment,
  type SeasonForm,
  seasonFormOf,
} from "../../analysis/seasonal-adjustment.js";
import { exp, log } from "../../numeric/elementary.js";
import { lineOf, type ThetaKind } from "./fit.js";
import type { ThetaLine } from "./theta-lines.js";

/** A series as theta smooths it, and the way back. */
export interface PreparedSeries extends Omit<SeasonalAdjustment, "scale"> {
  readonly logarithmic: boolean;
  readonly line: ThetaLine;
  /** Ends of intervals around an adjusted mean at t, `width` to each side, as observations. */
  ends(mean: number, width: number, t: number): readonly [number, number];
}

/**
 * Takes logarithms if requested, and the season out.
 *
 * @param form how the season enters; by default as the series shows, and as factors for the standard kind
 *   of positive series, which is the method of the M3 competition
 */
export function prepare(
  y: Float64Array,
  season: number,
  kind: ThetaKind,
  logarithmic: boolean,
  form: SeasonForm = defaultForm(logarithmic ? y.map(log) : y, season, kind, logarithmic),
): PreparedSeries {
  const z = logarithmic ? y.map(log) : y;
  const { adjusted, restore, scale } = adjustSeason(z, season, form);
  const back = (value: number) => (logarithmic ? exp(value) : value);
  return {
    form,
    logarithmic,
    adjusted,
    line: lineOf(adjusted, kind),
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
