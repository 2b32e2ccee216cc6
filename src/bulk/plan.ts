import { version } from "../../package.json";
import type { Panel } from "../data/panel/panel.js";
import type { TimePrecision } from "../data/time/timestamp.js";
import { DataError } from "../errors.js";
import type { Intervals } from "../models/intervals/kinds.js";
import type { Limits } from "../models/limits.js";

/** A model as a plan has it. */
export interface PlannedModel {
  /** Such as `ets:trend=Ad`. */
  readonly spec: string;
  /** What its columns are called. */
  readonly label: string;
  /** What it learned of the panel as a whole, such as the size of its errors, as base64; absent without. */
  readonly learned?: string;
}

/**
 * Everything that is decided once for all series of a panel, as plain JSON: with it, any part of the panel
 * is forecast anywhere, and the parts together are what one process writes.
 */
export interface Plan {
  readonly schema: "foretell/plan@1";
  /** Of foretell; another version may give other numbers. */
  readonly version: string;
  readonly models: readonly PlannedModel[];
  readonly horizon: number;
  /** In percent, ascending. */
  readonly levels: readonly number[];
  /** Probabilities of quantiles, ascending. */
  readonly quantiles?: readonly number[];
  readonly seed: number;
  readonly intervals: Intervals;
  readonly limits: Limits;
  /** How much series vary in units of their level, for those that cannot show it. */
  readonly spread: number;
  /** Frequency, season and whatever else series have in common. */
  readonly panel: PanelFrame;
  /** How finely dates are written; absent where rows are counted. */
  readonly precision?: TimePrecision;
  /** Names of the columns of the output: `unique_id`, `ds` and those of the models. */
  readonly columns: readonly string[];
  /** Whether ids that spreadsheets would run as formulas are made harmless. */
  readonly safe: boolean;
}

/** A panel without its series. */
export type PanelFrame = Omit<Panel, "series" | "reading" | "features">;

/**
 * A plan that came from elsewhere.
 *
 * @throws DataError where it is none, or one of another version
 */
export function requirePlan(value: unknown): Plan {
  const plan = (typeof value === "object" && value !== null ? value : {}) as Partial<Plan>;
  if (plan.schema !== "foretell/plan@1" || !isComplete(plan)) {
    throw new DataError("this is not a plan of foretell", {
      hint: "It must be JSON with the schema foretell/plan@1.",
    });
  }
  if (plan.version !== version) {
    throw new DataError(
      `the plan was made by foretell ${plan.version}, and this is foretell ${version}`,
      { hint: "Install the same version on all machines: another one may give other numbers." },
    );
  }
  return plan;
}

function isComplete(plan: Partial<Plan>): plan is Plan {
  const { models, horizon, levels, seed, intervals, limits, panel, columns, safe } = plan;
  return (
    typeof plan.version === "string" &&
    Array.isArray(models) &&
    models.every(({ spec, label }) => typeof spec === "string" && typeof label === "string") &&
    Number.isSafeInteger(horizon) &&
    Array.isArray(levels) &&
    Number.isSafeInteger(seed) &&
    typeof intervals === "string" &&
    typeof limits === "object" &&
    typeof panel === "object" &&
    Array.isArray(columns) &&
    typeof safe === "boolean"
  );
}
