import type { ModelDefinition } from "../../models/model.js";
import { baselineDefinitions } from "../../models/registry/baseline.js";
import { statisticalDefinitions } from "../../models/registry/statistical.js";
import { fft } from "../../models/regression/fft.js";

/** Statistical models. Those that need it are added where it is there. */
export const definitions: ModelDefinition[] = [
  ...statisticalDefinitions,
  fft,
  ...baselineDefinitions,
];

export function findDefinition(name: string): ModelDefinition | undefined {
  return definitions.find((definition) => definition.name === name);
}
