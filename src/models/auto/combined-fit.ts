import type { Panel } from "../../data/panel/from-table.js";
import type { FittedModel, SeriesForecast, State } from "../model.js";
import { holding } from "../robust.js";
import type { UnbrokenPanel } from "../unbroken-panel.js";
import type { Group } from "./group.js";

const RECURRENT = new Set([
  "lstm",
  "gru",
  "rnn",
  "lstm97",
  "slstm",
  "mlstm",
  "mingru",
  "segrnn",
  "esrnn",
]);

/**
 * The fits of the groups as one of the panel, in its order.
 *
 * @param given    the panel, of series that were fitted
 * @param unbroken what the groups saw of them
 */
export function combinedFit(
  groups: readonly Group[],
  given: Panel,
  unbroken: UnbrokenPanel,
  defaults: readonly number[],
  warn?: (message: string) => void,
): FittedModel {
  // The recurrent member with the most weight shows how gradients flow.
  const recurrent = groups
    .flatMap(({ members }) => members)
    .filter(({ name }) => RECURRENT.has(name))
    .sort((a, b) => b.weight - a.weight)[0];
  const { training, gradientFlow } = recurrent?.fitted ?? {};
  const fit: FittedModel = {
    state: { groups: groups.map(({ state }) => state as unknown as State) },
    forecast(horizon, levels = defaults) {
      const forecasts = new Map<string, SeriesForecast>();
      for (const group of groups) {
        for (const one of group.forecast(horizon, levels)) forecasts.set(one.id, one);
      }
      return given.series.flatMap(({ id }) => forecasts.get(id) ?? []);
    },
    selection: groups.map(({ selection }) => selection),
    ...(training && { training }),
    ...(gradientFlow && { gradientFlow }),
  };
  const hold = holding("auto", given, unbroken, { warn });
  const { forecast } = fit;
  return { ...fit, forecast: (horizon, levels) => hold(forecast(horizon, levels), true) };
}
