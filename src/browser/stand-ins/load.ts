import { parseModel } from "../../models/index.js";
import type { ModelSpec } from "../../models/registry/model-spec.js";

/** A page has one file for all models that it has. */
export async function loadModel(text: string): Promise<ModelSpec> {
  return parseModel(text);
}
