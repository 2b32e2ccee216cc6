import { drift } from "../baseline/drift.js";
import { mean } from "../baseline/mean.js";
import { naive } from "../baseline/naive.js";
import { seasonalNaive } from "../baseline/seasonal-naive.js";
import { windowAverage } from "../baseline/window-average.js";
import type { ModelDefinition } from "../model.js";

/** What needs so little code that it is always there. */
export const simpleDefinitions: readonly ModelDefinition[] = [
  naive,
  seasonalNaive,
  drift,
  mean,
  windowAverage,
];
