import type { Panel } from "../../data/panel/from-table.js";
import type { FittedModel, SeriesForecast, State } from "../model.js";
import type { Group } from "./group.js";

const RECURRENT = new Set(["lstm", "gru", "rnn", "lstm97", "segrnn"]);

/** The fits of the groups as one of the panel, in its order. */
export function combinedFit(
  groups: readonly Group[],
  panel: Panel,
  defaults: readonly number[],
): FittedModel {
  // The recurrent member with the most weight shows how gradients flow.
  const recurrent = groups
    .flatMap(({ members }) => members)
    .filter(({ name }) => RECURRENT.has(name))
    .sort((a, b) => b.weight - a.weight)[0];
  const { training, gradientFlow } = recurrent?.fitted ?? {};
  return {
    state: { groups: groups.map(({ state }) => state as unknown as State) },
    forecast(horizon, levels = defaults) {
      const forecasts = new Map<string, SeriesForecast>();
      for (const group of groups) {
        for (const one of group.forecast(horizon, levels)) forecasts.set(one.id, one);
      }
      return panel.series.flatMap(({ id }) => forecasts.get(id) ?? []);
    },
    selection: groups.map(({ selection }) => selection),
    ...(training && { training }),
    ...(gradientFlow && { gradientFlow }),
  };
}
