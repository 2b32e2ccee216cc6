import type { Panel } from "../../data/panel/panel.js";
import type { Model, Steadied } from "../model.js";

/** The panel as the model sees it: a break that it left out is none of its errors. */
export function withoutBreaks(model: Model, panel: Panel): Steadied {
  return (
    model.withoutBreaks?.(panel) ?? { panel, observed: panel, hold: (forecasts) => [...forecasts] }
  );
}
