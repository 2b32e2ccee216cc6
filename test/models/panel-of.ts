import type { Panel } from "../../src/data/panel/from-table.js";

/** A panel of one series without dates. */
export function panelOf(y: ArrayLike<number>, season = 1): Panel {
  return {
    source: "test",
    frequency: { alias: "index", unit: "index", multiple: 1, atEnd: false },
    season,
    series: [{ id: "a", ds: Float64Array.from(y, (_, t) => t), y: Float64Array.from(y) }],
  };
}
