import type { Panel } from "../../data/panel/from-table.js";
import { DataError, FitError, ForetellError, UsageError } from "../../errors.js";
import { createModel } from "../index.js";
import { withIntervals } from "../intervals/intervals.js";
import { INTERVALS, type Intervals } from "../intervals/kinds.js";
import type { FittedModel, State } from "../model.js";
import {
  choiceOf,
  fieldsOf,
  InvalidState,
  listOf,
  numberOf,
  textOf,
  wholeOf,
} from "../state-reader.js";
import { requireFinite, requireForecastRequest } from "../validated.js";
import { decodeContainer, encodeContainer } from "./container.js";
import { panelFromState, panelState } from "./panel-state.js";

/** Everything that forecasting with a fitted model needs, in one file. */
export interface SavedModel {
  /** Version of foretell that fitted it. */
  readonly version: string;
  /** The model and its options, such as `lstm:hidden=64`. */
  readonly spec: string;
  /** Steps ahead that it was fitted for. */
  readonly horizon: number;
  readonly seed: number;
  /** Levels of its intervals, in percent. */
  readonly levels: readonly number[];
  /** Where its intervals come from; `native` by default. */
  readonly intervals?: Intervals;
  /** Features that are its inputs, such as `lag:12`; none by default. */
  readonly features?: readonly string[];
  /** The panel it was fitted to, which its forecasts continue by default. */
  readonly panel: Panel;
  readonly state: State;
}

const SCHEMA = "foretell/model@1";
/** That of a file of several models, which versions before it refuse by name. */
export const SCHEMA_OF_SEVERAL = "foretell/models@1";
/** Name of the file in messages where the caller gives none. */
const UNNAMED_FILE = "model";

/**
 * A fitted model as bytes, in the layout of safetensors with a checksum. The same model gives the same bytes.
 *
 * @example
 * await writeFile("sales.foretell", encodeModel(saved));
 * const fitted = await restoreModel(await readModel("sales.foretell"));
 * fitted.forecast(12);
 *
 * @throws RangeError for more than a file of this layout can hold
 */
export function encodeModel(model: SavedModel): Uint8Array {
  const { version, spec, horizon, seed, levels, intervals = "native", panel, state } = model;
  const features = [...(model.features ?? [])];
  return encodeContainer({
    metadata: { schema: SCHEMA, foretell: version, model: spec },
    document: {
      ...{ horizon, seed, levels: [...levels], intervals },
      ...(features.length > 0 && { features }),
      ...{ panel: panelState(panel), state },
    },
  });
}

/**
 * The model that was saved. {@link restoreModel} makes it ready to forecast.
 *
 * @example
 * const saved = decodeModel(await readFile("sales.foretell"));
 *
 * @param file its name in messages
 * @throws DataError for anything that is not a whole and unharmed model file
 */
export function decodeModel(bytes: Uint8Array, file = UNNAMED_FILE): SavedModel {
  const { document, metadata } = decodeContainer(bytes, file);
  const { schema, foretell, model: spec } = metadata;
  const refuse = (what: string, hint: string) => new DataError(what, { hint, location: { file } });
  if (schema !== SCHEMA) {
    throw schema === SCHEMA_OF_SEVERAL
      ? refuse(`it holds several models: ${spec}`, "readModels and decodeModels read all of them.")
      : refuse(
          `its schema is ${schema ?? "not named"}, this version of foretell reads ${SCHEMA}`,
          "Use the version that wrote it, or train the model again.",
        );
  }
  if (foretell === undefined || spec === undefined) {
    throw refuse("its header names no model", "Train the model again.");
  }
  return readFields(document, file, (fields) => ({
    ...sharedFrom(fields, foretell),
    spec,
    features: listOf(fields.features ?? [], "features", textOf),
    state: fields.state ?? null,
  }));
}

/** What all models of a file have in common. */
export type Shared = Omit<SavedModel, "spec" | "features" | "state">;

/** @throws InvalidState for anything that foretell would not write */
export function sharedFrom(fields: { readonly [key: string]: State }, version: string): Shared {
  return {
    version,
    horizon: wholeOf(fields.horizon, "horizon", 1, 1e6),
    seed: wholeOf(fields.seed, "seed", 0, 2 ** 32 - 1),
    levels: listOf(fields.levels, "levels", levelOf),
    intervals: choiceOf(fields.intervals ?? "native", "intervals", INTERVALS),
    panel: panelFromState(fields.panel!),
  };
}

/** @throws DataError where `read` finds something that foretell would not write */
export function readFields<T>(
  document: State,
  file: string,
  read: (fields: { readonly [key: string]: State }) => T,
): T {
  try {
    return read(fieldsOf(document, "document"));
  } catch (error) {
    if (!(error instanceof InvalidState)) throw error;
    throw new DataError(`not a model as foretell writes it: ${error.message}`, {
      hint: "Train the model again.",
      location: { file },
    });
  }
}

/** A level that intervals can have, in percent. */
function levelOf(value: State, what: string): number {
  const level = numberOf(value, what, 1, 100);
  if (level < 100) return level;
  throw new InvalidState(`${what} must be below 100`);
}

/**
 * The fit that was saved, ready to forecast what follows `panel`, by default the one it was fitted to.
 * Nothing is learned. Intervals are of the saved levels unless others are requested.
 *
 * @example
 * const fitted = await restoreModel(await readModel("sales.foretell"), await readPanel("newer.csv"));
 * fitted.forecast(12);
 *
 * @param file its name in messages
 * @throws DataError when the state is not one of its model or the panel does not fit; some faults of a
 *   state show only when it forecasts, and are thrown then
 */
export async function restoreModel(
  saved: SavedModel,
  panel: Panel = saved.panel,
  file = UNNAMED_FILE,
): Promise<FittedModel> {
  const { spec, intervals = "native", features = [], state } = saved;
  try {
    const model = createModel(spec);
    // Few models have features, whose code a page need not load for the others.
    const { featured } = features.length > 0 ? await import("../with-features.js") : {};
    const whole = featured ? await featured(model, features) : model;
    const complete = withIntervals(whole, intervals);
    complete.requireState(state, saved.panel);
    const fitted = complete.restore(state, panel);
    return {
      ...fitted,
      forecast(horizon, levels = saved.levels) {
        requireForecastRequest(horizon, levels);
        try {
          const forecasts = fitted.forecast(horizon, levels);
          requireFinite(spec, forecasts);
          return forecasts;
        } catch (error) {
          throw asFileError(error, saved, file);
        }
      },
    };
  } catch (error) {
    throw asFileError(error, saved, file);
  }
}

/** The error as one of the file: nothing is fitted here, so a wrong spec or state comes from there. */
function asFileError(error: unknown, { spec, version }: SavedModel, file: string): ForetellError {
  const refuse = (what: string, hint: string) => new DataError(what, { hint, location: { file } });
  if (error instanceof UsageError || error instanceof FitError) {
    return refuse(error.message, `The file was written by foretell ${version}: use that version.`);
  }
  if (error instanceof ForetellError) return error;
  return refuse(
    `its state does not fit ${spec}: ${error instanceof Error ? error.message : error}`,
    `The file was written by foretell ${version}: use that version, or train the model again.`,
  );
}
