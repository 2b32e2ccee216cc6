import { cholesky, solveCholesky } from "../../numeric/cholesky.js";
import { log } from "../../numeric/elementary.js";

/** Steps for each column, at least, that its effect is estimated from. */
const MIN_STEPS_PER_COLUMN = 4;

/**
 * Effects β of columns on a series by least squares of its steps,
 *
 *   z[t] − z[t − 1] = Σⱼ βⱼ·(xⱼ[t] − xⱼ[t − 1]) + εₜ
 *
 * so that the level may wander. A network would have to learn each column's effect at each step ahead, for
 * which a short series does not suffice.
 *
 * @param columns as long as the observations at least
 * @param known   observations to learn from
 * @returns       [columns]; zeros where the effects do not lower the corrected Akaike criterion
 */
export function columnEffects(
  z: Float64Array,
  columns: readonly Float64Array[],
  known = z.length,
): Float64Array {
  const k = columns.length;
  const steps = known - 1;
  const effects = new Float64Array(k);
  if (k === 0 || steps < MIN_STEPS_PER_COLUMN * (k + 1)) return effects;
  const gram = new Float64Array(k * k);
  let squares = 0;
  for (let t = 1; t < known; t++) {
    const step = z[t] - z[t - 1];
    squares += step * step;
    for (let i = 0; i < k; i++) {
      const x = columns[i][t] - columns[i][t - 1];
      effects[i] += x * step;
      for (let j = 0; j <= i; j++) gram[i * k + j] += x * (columns[j][t] - columns[j][t - 1]);
    }
  }
  const cross = effects.slice();
  // A trace of a ridge keeps effects of collinear columns finite; a column that never changes has none.
  for (let i = 0; i < k; i++) gram[i * k + i] = gram[i * k + i] * (1 + 1e-6) || 1;
  solveCholesky(cholesky(gram, k), k, effects, 1);
  const explained = effects.reduce((sum, effect, i) => sum + effect * cross[i], 0);
  const left = Math.max(squares - explained, Number.MIN_VALUE);
  const penalty = 2 * k + (2 * k * (k + 1)) / Math.max(1, steps - k - 1);
  const lower = squares > 0 && steps * (log(left) - log(squares)) + penalty < 0;
  return lower ? effects : effects.fill(0);
}
