import { withSeason } from "../../analysis/panel-seasonality.js";
import type { Panel } from "../../data/panel/panel.js";
import { DataError, UsageError } from "../../errors.js";
import type { Limits } from "../../models/limits.js";
import { firstFew } from "../../wording.js";
import type { ChosenModel } from "../choose-models.js";
import { type FoldOptions, type Folds, rollingFoldsOf } from "../read-folds.js";
import { asProperty, type HierarchyOptions, type OptionText } from "./hierarchy.js";
import { intoHierarchy } from "./into-hierarchy.js";

/**
 * Refuses what a backtest cannot do where levels add up.
 *
 * @param test whether a part to be forecast is given apart
 * @throws UsageError
 */
export function requireLevelsAlone(
  { test, refit }: { readonly test: boolean; readonly refit: number },
  written: OptionText = asProperty,
): void {
  const refused = [
    [test, "test", "Put both parts into one table, and leave it out."],
    [refit > 1, "refit", "How the levels are made to add up is found anew in every fold."],
  ] as const;
  const found = refused.find(([given]) => given);
  if (found === undefined) return;
  throw new UsageError(
    `${written(found[1])} cannot be used with ${written("hierarchy")}`,
    found[2],
  );
}

/**
 * Folds of the levels of a hierarchy, and models whose forecasts of them add up.
 *
 * @throws DataError where a series is too short for a fold: the levels would not add up without it
 * @throws UsageError, DataError as {@link intoHierarchy}
 */
export function hierarchyFolds(
  read: Panel,
  chosen: readonly ChosenModel[],
  options: FoldOptions & HierarchyOptions & { readonly limits: Limits },
  warn: (message: string) => void,
): Folds & { readonly models: readonly ChosenModel[] } {
  const { panel, models } = intoHierarchy(withSeason(read), chosen, options, options.limits);
  const found = rollingFoldsOf(panel, options, warn);
  const [{ training, horizon }] = found.folds as [Folds["folds"][number]];
  const there = new Set(training.series.map(({ id }) => id));
  const short = panel.series.filter(({ id }) => !there.has(id)).map(({ id }) => id);
  if (short.length > 0) {
    throw new DataError(
      `${short.length} of ${panel.series.length} series ${short.length > 1 ? "are" : "is"} too short for ${found.folds.length > 1 ? `${found.folds.length} folds` : "a fold"} of ${horizon} steps, and the levels do not add up without: ${firstFew(short)}`,
      { hint: "Use a smaller -H or fewer --folds, or leave these series out with --where." },
    );
  }
  return { ...found, models };
}
