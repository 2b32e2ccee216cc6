import type { ModelDefinition } from "../model.js";
import { dtw } from "../regression/dtw.js";
import { fft } from "../regression/fft.js";
import { boostedTrees } from "../trees/boosted-trees.js";
import { baselineDefinitions } from "./baseline.js";
import { networkDefinitions } from "./networks.js";
import { statisticalDefinitions } from "./statistical.js";

/** Every model but `auto`, which combines them, in the order in which they are listed. */
export const definitions: readonly ModelDefinition[] = [
  ...networkDefinitions,
  ...statisticalDefinitions,
  boostedTrees,
  fft,
  // Its distances are computed by the engine's kernels.
  dtw,
  ...baselineDefinitions,
];

/** The model of this name, if there is one. */
export function findDefinition(name: string): ModelDefinition | undefined {
  return definitions.find((definition) => definition.name === name);
}
