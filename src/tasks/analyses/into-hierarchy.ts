import type { Panel } from "../../data/panel/panel.js";
import { DataError, UsageError } from "../../errors.js";
import { hierarchyOf } from "../../models/hierarchy/hierarchy.js";
import { reconciled } from "../../models/hierarchy/reconciled.js";
import type { Limits } from "../../models/limits.js";
import type { ChosenModel } from "../choose-models.js";
import type { HierarchyOptions } from "./hierarchy.js";

/** Most series, sums included, whose errors are compared with each other: a matrix of 32 MB. */
const MAX_NODES = 2000;

/**
 * The panel with its sums, and models whose forecasts of it add up.
 *
 * @throws UsageError for a panel with columns besides y
 * @throws DataError as {@link hierarchyOf}, and for more series than can be compared
 */
export function intoHierarchy(
  panel: Panel,
  models: readonly ChosenModel[],
  { hierarchy, reconcile = "mint" }: HierarchyOptions,
  limits: Limits,
): { readonly panel: Panel; readonly models: readonly ChosenModel[] } {
  if (hierarchy === undefined) return { panel, models };
  const isWider = panel.series.some(({ past, future, static: fixed }) =>
    [past, future, fixed].some((columns) => columns && columns.size > 0),
  );
  if (isWider) {
    throw new UsageError(
      "a panel with exogenous or static columns cannot form a hierarchy: sums have no such columns",
      "Make the panel without them.",
    );
  }
  const { nodes, panel: whole } = hierarchyOf(panel, hierarchy);
  if (nodes.length > MAX_NODES && reconcile !== "top-down") {
    throw new DataError(
      `${nodes.length} series are too many for ${reconcile}, which compares the errors of all: it takes up to ${MAX_NODES}`,
      { hint: "Leave out a level, or choose --reconcile top-down." },
    );
  }
  const adding = (model: ChosenModel["model"]) => reconciled(model, nodes, reconcile, limits);
  return {
    panel: whole,
    models: models.map((one) => ({
      ...one,
      model: adding(one.model),
      plain: adding(one.plain),
    })),
  };
}
