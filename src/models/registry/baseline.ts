import { croston } from "../baseline/croston.js";
import { drift } from "../baseline/drift.js";
import { mean } from "../baseline/mean.js";
import { naive } from "../baseline/naive.js";
import { naive2 } from "../baseline/naive2.js";
import { seasonalNaive } from "../baseline/seasonal-naive.js";
import { windowAverage } from "../baseline/window-average.js";
import type { ModelDefinition } from "../model.js";

/** The simplest models, to compare with. */
export const baselineDefinitions: readonly ModelDefinition[] = [
  croston,
  naive,
  seasonalNaive,
  naive2,
  drift,
  mean,
  windowAverage,
];
