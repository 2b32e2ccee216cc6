import type { Panel } from "../data/panel.js";
import { Random } from "../engine/random.js";
import type { Recorded } from "./measurement.js";
import type { Finding } from "./regression.js";

/**
 * The panel with other values in the last `held` observations of each series, and in the columns that
 * are known only as far. A model that does not look beyond a cutoff before them forecasts the same.
 *
 * Positive values stay positive, missing ones missing, and nothing is shared with the given panel.
 */
export function withOtherFuture(panel: Panel, held: number): Panel {
  const random = new Random(1);
  const other = (values: Float64Array) => {
    const changed = values.slice();
    for (let t = Math.max(0, changed.length - held); t < changed.length; t++) {
      const value = changed[t]!;
      changed[t] = value === 0 ? random.uniform(1, 2) : value * random.uniform(2, 4);
    }
    return changed;
  };
  return {
    ...panel,
    series: panel.series.map((one) => ({
      ...one,
      y: other(one.y),
      ...(one.observed && { observed: other(one.observed) }),
      ...(one.recorded && { recorded: other(one.recorded) }),
      ...(one.past && { past: new Map(Array.from(one.past, ([name, x]) => [name, other(x)])) }),
    })),
  };
}

/** Forecasts that are not the same with another future, told by the first of them. */
export function leaks(before: readonly Recorded[], other: readonly Recorded[]): Finding[] {
  const found = before.find(({ sha256 }, s) => sha256 !== other[s]!.sha256);
  if (found === undefined) return [];
  const { unique_id } = found;
  const message = `forecast of ${unique_id} changes with values after the cutoff: it looks ahead`;
  return [{ level: "fail", kind: "leak", message, unique_id }];
}
