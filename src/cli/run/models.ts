import { findModel, models } from "../../models/index.js";
import { modelsJson } from "../../report/models/json.js";
import { modelRows, modelsText } from "../../report/models/text.js";
import { allowedValues } from "../../spec/options.js";
import { DEFAULT_MODEL } from "../../tasks/choose-models.js";
import { appearanceOf } from "../shared/appearance.js";
import { writeListing } from "../shared/listing.js";
import type { Format, GlobalOptions } from "../shared/options.js";
import { chooseFormat } from "../shared/output.js";
import { writeStdout } from "../shared/terminal.js";

export interface ModelsOptions extends GlobalOptions {
  readonly format?: Format;
}

/** `foretell models [name]`. */
export async function listModels(name: string | undefined, options: ModelsOptions): Promise<void> {
  const shown = name === undefined ? models : [findModel(name)];
  const format = chooseFormat(options.format, undefined);
  if (format === "json") return writeStdout(modelsJson(shown, DEFAULT_MODEL));
  if (name === undefined) {
    if (format === "table") {
      return writeStdout(modelsText(shown, appearanceOf(process.stdout, options)), true);
    }
    const keys = ["model", "summary", "speed", "takes"] as const;
    return writeListing("models", keys, modelRows(shown), options);
  }
  const rows = Object.entries(shown[0].options).map(([option, described]) => ({
    option,
    default: Array.isArray(described.default)
      ? described.default.join("-")
      : String(described.default),
    values: allowedValues(described),
    meaning: described.summary,
  }));
  return writeListing("options", ["option", "default", "values", "meaning"], rows, options);
}
