import { findModel, models } from "../../models/index.js";
import { allowedValues } from "../../spec/options.js";
import { writeListing } from "../shared/listing.js";
import type { Format, GlobalOptions } from "../shared/options.js";

export interface ModelsOptions extends GlobalOptions {
  readonly format?: Format;
}

/** `foretell models [name]`. */
export async function listModels(name: string | undefined, options: ModelsOptions): Promise<void> {
  if (name === undefined) {
    const rows = models.map((model) => ({ model: model.name, summary: model.summary }));
    return writeListing("models", ["model", "summary"], rows, options);
  }
  const { options: schema } = findModel(name);
  const rows = Object.entries(schema).map(([option, described]) => ({
    option,
    default: Array.isArray(described.default)
      ? described.default.join("-")
      : String(described.default),
    values: allowedValues(described),
    meaning: described.summary,
  }));
  return writeListing("options", ["option", "default", "values", "meaning"], rows, options);
}
