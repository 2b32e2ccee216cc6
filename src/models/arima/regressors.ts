import { leastSquares } from "../../numeric/least-squares.js";
import type { ArimaOrder } from "./likelihood.js";
import { difference } from "./polynomials.js";

type Differences = Pick<ArimaOrder, "d" | "seasonalD">;

/**
 * The regressor of a constant: ones where nothing is differenced, time where one difference makes a
 * constant of it, none after two.
 */
export function constantColumn(
  length: number,
  { d, seasonalD }: Differences,
): Float64Array | undefined {
  if (d + seasonalD > 1) return undefined;
  return Float64Array.from({ length }, (_, t) => (d + seasonalD === 1 ? t + 1 : 1));
}

/** The regressors, the constant first where there is to be one. */
export function withConstant(
  length: number,
  regressors: readonly Float64Array[],
  differences: Differences,
  constant: boolean,
): Float64Array[] {
  const column = constant ? constantColumn(length, differences) : undefined;
  return column ? [column, ...regressors] : [...regressors];
}

/**
 * Names of the regressors that, differenced, vary and are not a combination of those before them.
 *
 * @param warnSeries hears of the others
 */
export function independentColumns(
  names: readonly string[],
  regressors: readonly Float64Array[],
  { d, seasonalD }: Differences,
  season: number,
  warnSeries: (message: string) => void,
): string[] {
  if (names.length === 0) return [];
  const ones = d + seasonalD > 1 ? [] : [1];
  const differenced = regressors.map((x) => difference(x, d, seasonalD, season));
  const length = differenced[0].length;
  const columns = [...ones.map(() => new Float64Array(length).fill(1)), ...differenced];
  const { dependent } = leastSquares(new Float64Array(length), columns);
  return names.filter((name, i) => {
    if (!dependent[i + ones.length]) return true;
    warnSeries(`learns nothing from column "${name}", which does not vary by itself`);
    return false;
  });
}
