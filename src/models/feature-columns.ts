import type { Panel, PanelFeatures, Series } from "../data/panel/panel.js";
import { stepFrom } from "../data/time/frequency.js";
import type { FeatureColumn } from "../features/feature.js";
import { featuresBySeries } from "../features/table.js";

/**
 * Features of each series, with a value in every row and ahead. In first rows where a feature is not
 * defined, the series is taken to have stood at its first value before its start, so that no later row
 * leaks into an earlier one. Ahead, the last known value is repeated.
 *
 * @param warn hears of series that are too short for a feature that others have
 */
export function featureColumns(
  panel: Panel,
  { specs, horizon }: PanelFeatures,
  warn: (message: string) => void = () => {},
): FeatureColumn[][] {
  const tables = featuresBySeries(panel, specs, { horizon, warn });
  const unknown = Math.max(0, ...tables.flatMap(({ columns }) => columns.map(unknownRows)));
  // Whole seasons, so that waves of the season stay where they are.
  const before = Math.ceil(unknown / panel.season) * panel.season;
  const longer = before > 0 ? { ...panel, series: panel.series.map(started) } : panel;
  const earlier =
    before > 0 ? featuresBySeries(longer, specs, { horizon, warn: () => {} }) : tables;
  return tables.map(({ columns }, s) =>
    columns.map((column, c) => ({
      ...column,
      values: known(column.values, earlier[s].columns[c].values.subarray(before)),
    })),
  );

  function started({ id, ds, y }: Series): Series {
    const stamps = Float64Array.from({ length: before }, (_, t) =>
      stepFrom(ds[0], panel.frequency, t - before),
    );
    return {
      id,
      ds: joined(stamps, ds),
      y: joined(new Float64Array(before).fill(y[0]), y),
    };
  }
}

/** Number of rows at the start in which a feature is not defined. */
function unknownRows({ values }: FeatureColumn): number {
  const first = values.findIndex(Number.isFinite);
  return first < 0 ? values.length : first;
}

/** The value of each row, else the one computed with a longer past, else the last known one. */
function known(values: Float64Array, earlier: Float64Array): Float64Array {
  let last = 0;
  return values.map((value, t) => {
    last = [value, earlier[t], last].find(Number.isFinite)!;
    return last;
  });
}

/** Both arrays, one after the other. */
export function joined(first: Float64Array, next: Float64Array): Float64Array {
  const whole = new Float64Array(first.length + next.length);
  whole.set(first);
  whole.set(next, first.length);
  return whole;
}
