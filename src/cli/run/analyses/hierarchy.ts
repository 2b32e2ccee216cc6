import type { Panel } from "../../../data/panel/panel.js";
import { DataError, UsageError } from "../../../errors.js";
import { hierarchyOf } from "../../../models/hierarchy/hierarchy.js";
import type { Reconciliation } from "../../../models/hierarchy/kinds.js";
import { reconciled } from "../../../models/hierarchy/reconciled.js";
import type { Limits } from "../../../models/limits.js";
import type { ChosenModel } from "../../../tasks/choose-models.js";
import { listed } from "../../../wording.js";
import type { FittingOptions, LimitOptions } from "../../shared/options.js";

export interface HierarchyOptions {
  /** Columns that name the levels, the highest first. */
  readonly hierarchy?: string[];
  readonly reconcile?: Reconciliation;
}

/** Most series, sums included, whose errors are compared with each other: a matrix of 32 MB. */
const MAX_NODES = 2000;

/**
 * The options by which the observed series of a hierarchy are read.
 *
 * @throws UsageError for what has no meaning for sums
 */
export function readingOfHierarchy<
  O extends FittingOptions & LimitOptions & HierarchyOptions & { readonly futureFile?: string },
>(options: O): O {
  const { hierarchy, reconcile, id, target, max, feature = [] } = options;
  if (hierarchy === undefined) {
    if (reconcile === undefined) return options;
    throw new UsageError(
      "--reconcile needs --hierarchy, whose levels it makes add up",
      "Name the columns of its levels, such as --hierarchy region,store.",
    );
  }
  const names = hierarchy.join(",");
  if (id !== undefined && id !== names) {
    throw new UsageError(
      `--id ${id} and --hierarchy ${names} both name the series`,
      "The columns of --hierarchy do so together: leave --id out.",
    );
  }
  if ((target?.length ?? 0) > 1) {
    throw new UsageError(
      `--hierarchy adds up one column, not ${target!.length}`,
      `Forecast ${listed(target!)} one after the other.`,
    );
  }
  const without = (["past", "future", "exogenous", "static", "futureFile"] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (without.length > 0 || feature.length > 0) {
    const name = without[0]?.replace("futureFile", "future-file") ?? "feature";
    throw new UsageError(
      `--${name} cannot be used with --hierarchy: sums have no such columns`,
      "Leave one out.",
    );
  }
  if (max !== undefined) {
    throw new UsageError(
      "--max cannot be used with --hierarchy: a total exceeds what its parts may reach",
      "Leave one out; --min and --integer hold for all levels.",
    );
  }
  return { ...options, id: names };
}

/**
 * The panel with its sums, and models whose forecasts of it add up.
 *
 * @throws DataError as {@link hierarchyOf}, and for more series than can be compared
 */
export function intoHierarchy(
  panel: Panel,
  models: readonly ChosenModel[],
  { hierarchy, reconcile = "mint" }: HierarchyOptions,
  limits: Limits,
): { readonly panel: Panel; readonly models: readonly ChosenModel[] } {
  if (hierarchy === undefined) return { panel, models };
  const { nodes, panel: whole } = hierarchyOf(panel, hierarchy);
  if (nodes.length > MAX_NODES && reconcile !== "top-down") {
    throw new DataError(
      `${nodes.length} series are too many to compare the errors of, as ${reconcile} does; it takes ${MAX_NODES}`,
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
