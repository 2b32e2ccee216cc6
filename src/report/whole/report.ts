import type { BacktestReport } from "../backtest/report.js";
import type { DecompositionReport } from "../decompose/report.js";
import type { ForecastReport } from "../forecast/report.js";
import type { InspectionReport } from "../inspect/report.js";
import type { Takes } from "../text/data-notes.js";

/** Everything that `foretell report` found out about a table. */
export interface WholeReport {
  readonly inspection: Omit<InspectionReport, "command">;
  readonly forecast: ForecastReport;
  /** Undefined where there are too few observations to hold some back. */
  readonly backtest: BacktestReport | undefined;
  /** Undefined where dates are irregular. */
  readonly decomposition: DecompositionReport | undefined;
  /** Which columns the models take. */
  readonly models: readonly Takes[];
  /** The command that gives the same report again. */
  readonly command: string;
}
