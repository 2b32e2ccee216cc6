import { add, concat, mul, reshape, sub, view } from "../../engine/ops/index.js";
import type { Tape } from "../../engine/tape.js";
import type { Tensor } from "../../engine/tensor.js";

/** Series as they are smoothed, right-aligned: each ends with the last step. */
export interface Smoothed {
  /** [time, rows] */
  readonly z: Tensor;
  /** Level before the first step, [rows]. */
  readonly level: Tensor;
  /** Season of the first steps, [season, rows]; none where the season is one step. */
  readonly seasonal?: Tensor;
  /** Share α of the level's error by which it changes, 0 before a series begins, [time, rows]. */
  readonly alpha: Tensor;
  /** The same share γ of the season's error. */
  readonly gamma?: Tensor;
}

/**
 * Exponential smoothing of level and season:
 *
 *   ℓₜ = ℓₜ₋₁ + α·(zₜ − sₜ − ℓₜ₋₁)
 *   sₜ₊ₘ = sₜ + γ·(zₜ − sₜ − ℓₜ)
 *
 * Of logarithms this is a multiplicative season, smoothed by geometric means.
 *
 * @returns `adjusted` zₜ − sₜ and `levels`, [time, rows], and `seasons`, [time + season, rows]
 * @see Smyl (2020), equations 1–3; Holt (1957); Winters (1960)
 */
export function smooth(tape: Tape, { z, level, seasonal, alpha, gamma }: Smoothed) {
  const [time, rows] = z.shape as [number, number];
  const at = (x: Tensor, t: number) => view(x, t * rows, [rows]);
  const season = seasonal?.shape[0] ?? 0;
  const seasons = Array.from({ length: season }, (_, t) => at(seasonal!, t));
  const [adjusted, levels]: [Tensor[], Tensor[]] = [[], []];
  let before = level;
  for (let t = 0; t < time; t++) {
    const free = season > 0 ? sub(tape, at(z, t), seasons[t]) : at(z, t);
    const error = sub(tape, free, before);
    before = add(tape, before, mul(tape, at(alpha, t), error));
    adjusted.push(free);
    levels.push(before);
    if (season > 0) {
      const change = mul(tape, at(gamma!, t), sub(tape, free, before));
      seasons.push(add(tape, seasons[t], change));
    }
  }
  const joined = (parts: readonly Tensor[]) =>
    concat(
      tape,
      parts.map((part) => reshape(part, [1, rows])),
      0,
    );
  return {
    adjusted: season > 0 ? joined(adjusted) : z,
    levels: joined(levels),
    ...(season > 0 && { seasons: joined(seasons) }),
  };
}
