import { baselineDefinitions } from "../../models/baseline-definitions.js";
import type { ModelDefinition } from "../../models/model.js";
import { fft } from "../../models/regression/fft.js";
import { statisticalDefinitions } from "../../models/statistical-definitions.js";

/** Statistical models. Those that need it are added where it is there. */
export const definitions: ModelDefinition[] = [
  ...statisticalDefinitions,
  fft,
  ...baselineDefinitions,
];

export function findDefinition(name: string): ModelDefinition | undefined {
  return definitions.find((definition) => definition.name === name);
}
