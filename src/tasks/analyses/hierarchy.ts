import type { Panel } from "../../data/panel/panel.js";
import { DataError, UsageError } from "../../errors.js";
import { hierarchyOf } from "../../models/hierarchy/hierarchy.js";
import { RECONCILIATIONS, type Reconciliation } from "../../models/hierarchy/kinds.js";
import { reconciled } from "../../models/hierarchy/reconciled.js";
import type { Limits } from "../../models/limits.js";
import { listed } from "../../wording.js";
import type { ChosenModel } from "../choose-models.js";
import type { SourceOptions } from "../prepare.js";

export interface HierarchyOptions {
  /** Columns that name the levels, the highest first: `["region", "store"]`. Forecasts add up over them. */
  readonly hierarchy?: readonly string[];
  /** How they are made to add up, `mint` by default. */
  readonly reconcile?: Reconciliation;
}

/** Most series, sums included, whose errors are compared with each other: a matrix of 32 MB. */
const MAX_NODES = 2000;

/** An option as whoever asked wrote it, with its values where those matter. */
export type OptionText = (name: string, values?: readonly string[]) => string;

/** `hierarchy: ["region","store"]`, as programs write options. */
const asProperty: OptionText = (name, values) =>
  values ? `${name}: ${JSON.stringify(values)}` : name;

/**
 * The options by which the observed series of a hierarchy are read.
 *
 * @throws UsageError for what has no meaning for sums
 */
export function readingOfHierarchy<
  O extends HierarchyOptions &
    Limits &
    Pick<
      SourceOptions,
      "id" | "target" | "past" | "future" | "exogenous" | "static" | "futureFile"
    > & {
      readonly features?: readonly string[];
    },
>(options: O, written: OptionText = asProperty): O {
  const { hierarchy, reconcile, id, target, max, features = [] } = options;
  if (reconcile !== undefined && !RECONCILIATIONS.includes(reconcile)) {
    throw new UsageError(
      `there is no way to reconcile called "${reconcile}"`,
      `These are known: ${RECONCILIATIONS.join(", ")}.`,
    );
  }
  if (hierarchy === undefined) {
    if (reconcile === undefined) return options;
    throw new UsageError(
      `${written("reconcile")} needs ${written("hierarchy")}, whose levels it makes add up`,
      `Name the columns of its levels, such as ${written("hierarchy", ["region", "store"])}.`,
    );
  }
  if (!Array.isArray(hierarchy) || hierarchy.length === 0) {
    throw new UsageError(
      `${written("hierarchy")} must be a list of columns`,
      `Name the columns of its levels, the highest first: ${written("hierarchy", ["region", "store"])}.`,
    );
  }
  const names = hierarchy.join(",");
  if (id !== undefined && String(id) !== names) {
    throw new UsageError(
      `${written("id", [id].flat())} and ${written("hierarchy", hierarchy)} both name the series`,
      `The columns of ${written("hierarchy")} do so together: leave ${written("id")} out.`,
    );
  }
  if (target && target.length > 1) {
    throw new UsageError(
      `${written("hierarchy")} adds up one column, not ${target.length}`,
      `Forecast ${listed(target)} one after the other.`,
    );
  }
  const without = (["past", "future", "exogenous", "static", "futureFile"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (without !== undefined || features.length > 0) {
    throw new UsageError(
      `${written(without ?? "features")} cannot be used with ${written("hierarchy")}: sums have no such columns`,
      "Leave one out.",
    );
  }
  if (max !== undefined) {
    throw new UsageError(
      `${written("max")} cannot be used with ${written("hierarchy")}: a total exceeds what its parts may reach`,
      `Leave one out; ${written("min")} and ${written("integer")} hold for all levels.`,
    );
  }
  return { ...options, id: names };
}

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
