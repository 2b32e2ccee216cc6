import { decodeSeries } from "../bulk/series-bytes.js";
import type { Panel } from "../data/panel/panel.js";
import { FitError, UsageError } from "../errors.js";
import { encodeState } from "../models/file/bare-state.js";
import { chooseModels } from "../tasks/choose-models.js";
import { requireFitOrder } from "./fit-job.js";

/** What came of a fit: its state in a container, or why there is none. */
export type FitOutcome = { readonly warnings: readonly string[] } & (
  | { readonly state: Uint8Array }
  | { readonly failure: string; readonly hint: string | undefined }
);

/**
 * Fits a model to a panel, as its order says.
 *
 * @param order as JSON
 */
export async function fitByOrder(order: string, series: Uint8Array): Promise<FitOutcome> {
  const { spec, intervals, features, limits, frame, ...context } = requireFitOrder(
    JSON.parse(order),
  );
  const panel: Panel = {
    ...(frame as Omit<Panel, "series">),
    series: decodeSeries(series, "a panel of the queue"),
  };
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  try {
    const [{ model }] = await chooseModels([spec], { intervals, features, limits });
    const { state } = await model.fit(panel, { ...context, threads: 1, warn });
    return { state: encodeState(state), warnings };
  } catch (error) {
    if (!(error instanceof FitError || error instanceof UsageError)) throw error;
    return { failure: error.message, hint: error.hint, warnings };
  }
}
