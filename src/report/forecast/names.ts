import type { Panel } from "../../data/panel/panel.js";
import { UsageError } from "../../errors.js";
import { listed } from "../../wording.js";

/** Whose names the columns of written forecasts have. */
export type Naming = "common" | "own";

/** What the columns of forecasts are called. */
export interface ForecastNames {
  /** Undefined: no column names the series, as there is only one. */
  readonly id: string | undefined;
  readonly time: string;
  /** The column that was forecast, after which forecasts are called; undefined: after their models alone. */
  readonly target: string | undefined;
}

/** Those that forecasting tools share. */
const COMMON: ForecastNames = { id: "unique_id", time: "ds", target: undefined };

/**
 * The names that forecasts of a panel have: the common ones, or those of the table that it was read from. A
 * table without dates has no name of its own for them.
 *
 * @throws UsageError where several columns were forecast, whose forecasts stand below each other
 */
export function forecastNames(
  { reading, series }: Panel,
  naming: Naming = "common",
): ForecastNames | undefined {
  if (naming === "common" || reading === undefined) return undefined;
  const { id, time = COMMON.time, targets } = reading;
  if (targets.length > 1) {
    throw new UsageError(
      `--names own needs one target, and ${listed(targets)} are forecast: their forecasts share a column`,
      `Forecast them one after the other, such as --target ${targets[0]}, or leave --names out.`,
    );
  }
  return { id: id ?? (series.length > 1 ? COMMON.id : undefined), time, target: targets[0] };
}

/** The names of a report's columns, and what a model's are called after. */
export function namesIn({
  names = COMMON,
  models,
}: {
  readonly names?: ForecastNames | undefined;
  readonly models: readonly unknown[];
}) {
  const { id, time, target } = names;
  return {
    ...{ id, time },
    /** `sales` of the only model, `sales-theta` of one of several. */
    of: (label: string) =>
      target === undefined ? label : models.length === 1 ? target : `${target}-${label}`,
  };
}
