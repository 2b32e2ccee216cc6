import type { Panel } from "../../data/panel/from-table.js";
import { DataError, FitError, ForetellError, UsageError } from "../../errors.js";
import { loadFeatures } from "../../features/index.js";
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
import { requireForecastRequest } from "../validated.js";
import { withFeatures } from "../with-features.js";
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
  /** Levels in percent of its intervals. */
  readonly levels: readonly number[];
  /** Where its intervals come from, `native` unless said. */
  readonly intervals?: Intervals;
  /** Features that are its inputs, such as `lag:12`; none unless said. */
  readonly features?: readonly string[];
  /** What it was fitted to: forecasts follow it unless there are other data. */
  readonly panel: Panel;
  readonly state: State;
}

const SCHEMA = "foretell/model@1";
/** How messages call bytes of which nobody says where they are from. */
const UNNAMED_FILE = "model";

/**
 * A fitted model as bytes; the layout is told in `file.ts`. The same model gives the same bytes.
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
 * @param file how messages call it
 * @throws DataError for anything that is not a whole and unharmed model file
 */
export function decodeModel(bytes: Uint8Array, file = UNNAMED_FILE): SavedModel {
  const { document, metadata } = decodeContainer(bytes, file);
  const { schema, foretell, model: spec } = metadata;
  const refuse = (what: string, hint: string) => new DataError(what, { hint, location: { file } });
  if (schema !== SCHEMA) {
    throw refuse(
      `its schema is ${schema ?? "not named"}, this version of foretell reads ${SCHEMA}`,
      "Use the version that wrote it, or train the model again.",
    );
  }
  if (foretell === undefined || spec === undefined) {
    throw refuse("its header names no model", "Train the model again.");
  }
  try {
    const fields = fieldsOf(document, "document");
    return {
      version: foretell,
      spec,
      horizon: wholeOf(fields.horizon, "horizon", 1, 1e6),
      seed: wholeOf(fields.seed, "seed", 0, 2 ** 32 - 1),
      levels: listOf(fields.levels, "levels", (level, what) => numberOf(level, what, 0, 100)),
      intervals: choiceOf(fields.intervals ?? "native", "intervals", INTERVALS),
      features: listOf(fields.features ?? [], "features", textOf),
      panel: panelFromState(fields.panel!),
      state: fields.state ?? null,
    };
  } catch (error) {
    if (!(error instanceof InvalidState)) throw error;
    throw refuse(`not a model as foretell writes it: ${error.message}`, "Train the model again.");
  }
}

/**
 * The fit that was saved, ready to forecast what follows `panel`, by default the one it was fitted to.
 * Nothing is learned.
 *
 * @param file how messages call it
 * @throws DataError when the state is not one of its model, or the panel does not fit; what its model
 *   cannot use of the state may show only when it forecasts
 */
export async function restoreModel(
  saved: SavedModel,
  panel: Panel = saved.panel,
  file = UNNAMED_FILE,
): Promise<FittedModel> {
  const { spec, intervals = "native", features = [], state } = saved;
  try {
    await loadFeatures(features);
    const model = withFeatures(createModel(spec), features);
    const fitted = withIntervals(model, intervals).restore(state, panel);
    return {
      ...fitted,
      forecast(horizon, levels) {
        requireForecastRequest(horizon, levels);
        try {
          return fitted.forecast(horizon, levels);
        } catch (error) {
          throw asFileError(error, saved, file);
        }
      },
    };
  } catch (error) {
    throw asFileError(error, saved, file);
  }
}

/** Nothing is fitted here: a spec or state that will not do is the file's. */
function asFileError(error: unknown, { spec, version }: SavedModel, file: string): ForetellError {
  const refuse = (what: string, hint: string) => new DataError(what, { hint, location: { file } });
  if (error instanceof UsageError || error instanceof FitError) {
    return refuse(error.message, `The file was written by foretell ${version}: use that version.`);
  }
  if (error instanceof ForetellError) return error;
  return refuse(
    `what it remembers does not fit ${spec}: ${error instanceof Error ? error.message : error}`,
    `The file was written by foretell ${version}: use that version, or train the model again.`,
  );
}
