import { DataError } from "../../errors.js";
import { fieldsOf, InvalidState, listOf, textOf } from "../state-reader.js";
import { decodeContainer, encodeContainer } from "./container.js";
import {
  decodeModel,
  encodeModel,
  readFields,
  type SavedModel,
  SCHEMA_OF_SEVERAL,
  sharedFrom,
} from "./model-file.js";
import { panelState } from "./panel-state.js";

/**
 * Fits of several models to one panel as the bytes of one file, in which the panel stands once. One model
 * gives the bytes of {@link encodeModel}.
 *
 * @example
 * await writeFile("sales.foretell", encodeModels([theta, ets]));
 * for (const saved of await readModels("sales.foretell")) await restoreModel(saved);
 *
 * @throws RangeError for no models, one given twice, and models that differ in panel, horizon, seed, levels
 *   or intervals
 */
export function encodeModels(models: readonly SavedModel[]): Uint8Array {
  const [first, ...others] = models;
  if (first === undefined) throw new RangeError("there are no models to save");
  if (others.length === 0) return encodeModel(first);
  const specs = models.map(({ spec }) => spec);
  const twice = specs.find((spec, i) => specs.indexOf(spec) < i);
  if (twice !== undefined) throw new RangeError(`model ${twice} is given twice`);
  for (const other of others) requireShared(first, other);
  const { version, horizon, seed, levels, intervals = "native", panel } = first;
  return encodeContainer({
    metadata: { schema: SCHEMA_OF_SEVERAL, foretell: version, model: specs.join(" and ") },
    document: {
      ...{ horizon, seed, levels: [...levels], intervals, panel: panelState(panel) },
      models: models.map(({ spec, features = [], state }) => ({
        ...{ spec, features: [...features], state },
      })),
    },
  });
}

/**
 * The models of a file, in the order in which they were saved: one or several.
 *
 * @example
 * const [theta, ets] = decodeModels(await readFile("sales.foretell"));
 *
 * @param file its name in messages
 * @throws DataError for anything that is not a whole and unharmed model file
 */
export function decodeModels(bytes: Uint8Array, file = "model"): SavedModel[] {
  const { document, metadata } = decodeContainer(bytes, file);
  const { schema, foretell } = metadata;
  if (schema !== SCHEMA_OF_SEVERAL) return [decodeModel(bytes, file)];
  if (foretell === undefined) {
    throw new DataError("its header names no version", {
      hint: "Train the models again.",
      location: { file },
    });
  }
  return readFields(document, file, (fields) => {
    const shared = sharedFrom(fields, foretell);
    const models = listOf(fields.models, "models", (item, what) => {
      const { spec, features, state } = fieldsOf(item, what);
      return {
        ...shared,
        spec: textOf(spec, `${what}.spec`),
        features: listOf(features, `${what}.features`, textOf),
        state: state ?? null,
      };
    });
    if (models.length === 0) throw new InvalidState("models is empty");
    if (new Set(models.map(({ spec }) => spec)).size < models.length) {
      throw new InvalidState("models names one twice");
    }
    return models;
  });
}

/** @throws RangeError where one file cannot hold both */
function requireShared(first: SavedModel, other: SavedModel): void {
  const settings = ({ horizon, seed, levels, intervals = "native" }: SavedModel) => ({
    ...{ horizon, seed, levels: levels.join(","), intervals },
  });
  const [own, its] = [settings(first), settings(other)];
  const names = Object.keys(own) as (keyof typeof own)[];
  const differs = names.find((name) => own[name] !== its[name]);
  const panels = first.panel === other.panel || samePanel(first, other);
  if (differs === undefined && panels) return;
  throw new RangeError(
    `${first.spec} and ${other.spec} differ in ${differs ?? "their panels"}: save them in files of their own`,
  );
}

function samePanel(a: SavedModel, b: SavedModel): boolean {
  const [one, other] = [a, b].map(({ panel }) =>
    encodeContainer({ document: panelState(panel), metadata: {} }),
  ) as [Uint8Array, Uint8Array];
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
