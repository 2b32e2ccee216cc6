import { version } from "../../../package.json";
import type { ModelDefinition } from "../../models/model.js";
import type { Option } from "../../spec/options.js";
import type { DocumentOf } from "../text/document.js";
import { toJson } from "../text/json.js";
import type { modelsSchema } from "./schema.js";
import { traitsOf } from "./traits.js";

type Written = DocumentOf<typeof modelsSchema>["models"][number]["options"][number];

/**
 * One document, schema `foretell/models@1`.
 *
 * @param standard the model that is used where none is named
 */
export function modelsJson(models: readonly ModelDefinition[], standard: string): string {
  const document: DocumentOf<typeof modelsSchema> = {
    schema: "foretell/models@1",
    version,
    models: models.map((definition) => ({
      model: definition.name,
      summary: definition.summary,
      default: definition.name === standard,
      ...traitsOf(definition),
      options: Object.entries(definition.options).map(([name, one]) => written(name, one)),
    })),
  };
  return `${toJson(document, 2)}\n`;
}

function written(name: string, option: Option): Written {
  const { type, summary, default: value, ...limits } = option;
  return { name, type, default: value, ...limits, meaning: summary } as Written;
}
