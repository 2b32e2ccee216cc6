import { UsageError } from "../../errors.js";
import { RECONCILIATIONS, type Reconciliation } from "../../models/hierarchy/kinds.js";
import type { Limits } from "../../models/limits.js";
import { listed } from "../../wording.js";
import type { SourceOptions } from "../prepare.js";

export interface HierarchyOptions {
  /** Columns that name the levels, the highest first: `["region", "store"]`. Forecasts add up over them. */
  readonly hierarchy?: readonly string[];
  /** How they are made to add up, `mint` by default. */
  readonly reconcile?: Reconciliation;
}

/** An option as whoever asked wrote it, with its values where those matter. */
export type OptionText = (name: string, values?: readonly string[]) => string;

/** `hierarchy: ["region","store"]`, as programs write options. */
export const asProperty: OptionText = (name, values) =>
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
