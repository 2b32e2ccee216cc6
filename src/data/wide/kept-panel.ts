import { setImmediate } from "node:timers/promises";
import { FitError } from "../../errors.js";
import { isHeld, panelOf, type UnheldSeries, type WidePanel } from "./wide-panel.js";

/** Series from one pause to the next, in which signals are handled. */
const UNPAUSED_SERIES = 128;

/**
 * The panel with series that were made once: those that are not held are kept beside the ones that they are made of.
 *
 * @throws FitError once `signal` is aborted
 */
export async function keptPanel(panel: WidePanel, signal?: AbortSignal): Promise<WidePanel> {
  if (isHeld(panel)) return panel;
  const { ids, lengths, store, length } = panel.series as UnheldSeries;
  const kept = store();
  for (let place = 0; place < length; place++) {
    const [{ ds, y }] = panelOf(panel, [place]).series;
    const both = new Float64Array(ds.length + y.length);
    both.set(ds);
    both.set(y, ds.length);
    kept.add(both);
    if (place % UNPAUSED_SERIES > 0) continue;
    await setImmediate();
    if (signal?.aborted) throw new FitError("the fit was stopped before anything was learned");
  }
  const at = (place: number) => {
    const both = kept.at(place);
    const half = both.length / 2;
    return { id: ids[place], ds: both.subarray(0, half), y: both.subarray(half) };
  };
  return { ...panel, series: { ...{ ids, lengths, store, length }, at } };
}
