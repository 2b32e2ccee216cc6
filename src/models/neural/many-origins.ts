import type { Panel } from "../../data/panel/from-table.js";
import { withArena } from "../../engine/memory.js";
import type { Window } from "../../features/windows.js";
import type { TrainedNetwork } from "./network-state.js";
import { MAX_FORWARD_ROWS, NetworkTrainer, type WindowModel } from "./network-trainer.js";
import { prepareSamples } from "./samples.js";

/**
 * Forecasts what follows each window, the mean over the members' networks. Units and seasons are
 * estimated from what lies before the first cut.
 *
 * @param each called with each forecast, in the order of the windows
 */
export function forecastWindows(
  model: WindowModel,
  { ids, shape, preparation, quantiles, members, statics = [] }: TrainedNetwork,
  panel: Panel,
  windows: readonly Window[],
  each: (window: Window, mean: Float64Array) => void,
): void {
  const firstCut = windows.reduce((min, { cut }) => Math.min(min, cut), Number.POSITIVE_INFINITY);
  const samples = prepareSamples(panel, preparation, {
    known: firstCut,
    ids,
    statics,
    interval: shape.interval,
  });
  const values = samples.series.map((s) => s.values);
  const { horizon, outputs } = shape;
  withArena((arena) => {
    const network = new NetworkTrainer(arena, model, shape, samples, quantiles);
    for (let from = 0; from < windows.length; from += MAX_FORWARD_ROWS) {
      const part = windows.slice(from, from + MAX_FORWARD_ROWS);
      const sums = part.map(() => new Float64Array(horizon));
      for (const weights of members) {
        network.weights().set(weights);
        network.forward(part, values, (row, out, level, scale) => {
          const sum = sums[row];
          for (let h = 0; h < horizon; h++) sum[h] += level + scale * out[h * outputs];
        });
      }
      part.forEach((window, row) => {
        const { restore } = samples.series[window.series];
        each(
          window,
          sums[row].map((sum, h) => restore(sum / members.length, window.cut + h)),
        );
      });
    }
  });
}
