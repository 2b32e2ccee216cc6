import type { ArimaCoefficients, ArimaOrder } from "./coefficients.js";
import type { StateSpace } from "./kalman-filter.js";
import { differencing, expand } from "./polynomials.js";

/** The process with its seasonal factors multiplied out. */
export function multipliedOut(
  { ar, ma, seasonalAr, seasonalMa }: ArimaCoefficients,
  { d, seasonalD, season }: ArimaOrder,
): StateSpace {
  return {
    phi: expand(ar, seasonalAr, season, -1),
    theta: expand(ma, seasonalMa, season, 1),
    delta: differencing(d, seasonalD, season),
  };
}
