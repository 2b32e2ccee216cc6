/**
 * Backtests, metrics, tests between models, and the rules of `foretell check`.
 *
 * @module foretell/evaluation
 */

export type { BacktestContext, BacktestScores, LevelScores } from "../evaluation/backtest.js";
export { compare, type Finding, type Level } from "../evaluation/check/findings.js";
export {
  type Measured,
  type Measurement,
  measure,
  type Recorded,
} from "../evaluation/check/measurement.js";
export {
  parseRules,
  type Requirement,
  type Rules,
  type RuleTexts,
  type Selector,
  type TimeBudget,
  type Tolerance,
} from "../evaluation/check/rules.js";
export {
  type Comparison,
  dieboldMariano,
  dieboldMarianoSmoothed,
} from "../evaluation/diebold-mariano.js";
export { type Fold, givenFold, lastFold } from "../evaluation/folds.js";
export { type Holdout, holdout } from "../evaluation/holdout.js";
export { type RollingOrigin, rollingFolds } from "../evaluation/rolling-origin.js";
export { owa, type Scores } from "../evaluation/scores.js";
export type {
  UndefinedReason as Cause,
  UndefinedScore as Gap,
} from "../evaluation/undefined-scores.js";
export { type Backtest, backtest } from "../tasks/backtest.js";
export type { BacktestForecastRow, BacktestOptions } from "../tasks/backtest-data.js";
export * from "./metrics.js";
