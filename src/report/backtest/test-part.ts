import { counted } from "../../wording.js";
import { printable } from "../text/printable.js";
import type { BacktestReport } from "./report.js";

/** The test part: `last observations held back`, `5 folds, 6 steps apart, expanding window`. */
export function partOf({ test, folds, rolling, refit }: BacktestReport): string {
  if (test !== undefined) return `against ${testName(test)}`;
  if (rolling === undefined || folds.length === 1) return "last observations held back";
  const again = refit > 1 ? `, refitted every ${refit}` : "";
  return `${folds.length} folds, ${counted(rolling.step, "step")} apart, ${rolling.window} window${again}`;
}

function testName(test: string): string {
  return test === "-" ? "stdin" : printable(test);
}
