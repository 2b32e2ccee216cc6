import type { Panel } from "../../data/panel/panel.js";
import type { Model, Steadied } from "../model.js";

/** The panel as the model sees it: a break that it left out is none of its errors. */
export function withoutBreaks(model: Model, panel: Panel): Steadied {
  return (
    model.withoutBreaks?.(panel) ?? { panel, observed: panel, hold: (forecasts) => [...forecasts] }
  );
}

/** The panel that the model's errors are measured on: not to foresee a lasting shift is none of them. */
export function settled(model: Model, panel: Panel): Pick<Steadied, "panel" | "observed"> {
  const steadied = withoutBreaks(model, panel);
  return steadied.settled ?? steadied;
}
