import { parseSpec } from "../../spec/grammar.js";
import { type ModelSpec, modelSpec } from "./model-spec.js";
import { BASELINE_NAMES, STATISTICAL_NAMES } from "./names.js";
import { simpleDefinitions } from "./simple.js";

/**
 * The model of a spec, with the code that it needs and no more: a naive forecast does not wait for networks.
 *
 * @throws UsageError for what is not a spec, or an unknown model, with the nearest name
 */
export async function loadModel(text: string): Promise<ModelSpec> {
  const spec = parseSpec(text);
  const definition = await definitionAlone(spec.name.text);
  return definition ? modelSpec(spec, definition) : (await import("../index.js")).parseModel(text);
}

async function definitionAlone(name: string) {
  const named = ({ name: other }: { readonly name: string }) => other === name;
  const simple = simpleDefinitions.find(named);
  if (simple !== undefined) return simple;
  if (BASELINE_NAMES.includes(name)) {
    const { baselineDefinitions } = await import("./baseline.js");
    return baselineDefinitions.find(named);
  }
  if (!STATISTICAL_NAMES.includes(name)) return undefined;
  const { statisticalDefinitions } = await import("./statistical.js");
  return statisticalDefinitions.find(named);
}
