import { lengthsOf, longestOf, type WidePanel } from "../../data/wide/wide-panel.js";
import { type SeriesWindows, splitWindows } from "../../features/windows.js";
import type { NetworkShape } from "./network.js";

/**
 * The windows of a panel that a network of these sizes learns from, and the latest ones that judge it.
 *
 * @param held latest observations that no training target touches; a tenth of the longest series by default, at
 *   most a horizon
 */
export function trainingWindows(
  panel: WidePanel,
  { context, horizon }: Pick<NetworkShape, "context" | "horizon">,
  held = Math.max(1, Math.round(Math.min(longestOf(panel) * 0.1, horizon))),
): { readonly training: SeriesWindows; readonly validation: SeriesWindows } {
  const least = Math.min(context, Math.max(panel.season, 2));
  return splitWindows(lengthsOf(panel), { context, horizon, least, held });
}
