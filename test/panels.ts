import type { Panel } from "../src/data/panel/panel.js";

/** A frequency without dates: observations are numbered from 0. */
export const numbered = { alias: "index", unit: "index", multiple: 1, atEnd: false } as const;

/** A panel of several series without dates, called `a`, `b`, … */
export function panelOfMany(series: readonly ArrayLike<number>[], season = 1): Panel {
  return {
    source: "test",
    frequency: numbered,
    season,
    series: series.map((y, s) => ({
      id: String.fromCharCode(97 + s),
      ds: Float64Array.from(y, (_, t) => t),
      y: Float64Array.from(y),
    })),
  };
}

/** A panel of one series without dates. */
export function panelOf(y: ArrayLike<number>, season = 1): Panel {
  return panelOfMany([y], season);
}
